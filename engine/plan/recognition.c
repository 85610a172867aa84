/* SPDX-License-Identifier: Apache-2.0 */
#include "plan/recognition.h"
#include <math.h>
#include <string.h>
#include "base/real.h"
#include "plan/register.h"

const char *const qn_when_names[QN_WHENS] = { "first_day_counts", "calendar_years", "renewed_from_decision", "valid_until_decided", "report_before",
	"reports_needed" };

static void walk_id(qn_bytes *bytes, void *item) { qn_bytes_name(bytes, item); }
static void walk_title(qn_bytes *bytes, void *item) { qn_label_walk(bytes, item); }
static void walk_index(qn_bytes *bytes, void *item) { qn_bytes_u32(bytes, item); }

static void walk_stage(qn_bytes *bytes, void *item)
{
	qn_stage *stage = item;
	bool *flag[] = { &stage->waits, &stage->within, &stage->stays, &stage->grants, &stage->ends, &stage->reports, &stage->expires };
	qn_bytes_name(bytes, &stage->id);
	qn_label_walk(bytes, &stage->title);
	qn_bytes_line(bytes, &stage->by);
	qn_bytes_line(bytes, &stage->clause);
	qn_bytes_prose(bytes, &stage->quote);
	qn_bytes_u32(bytes, &stage->place);
	qn_bytes_u32(bytes, &stage->back);
	qn_bytes_u32(bytes, &stage->lasts);
	for (size_t i = 0; i < sizeof flag / sizeof *flag; i++)
		qn_bytes_bool(bytes, flag[i]);
	qn_bytes_array(bytes, (void **)&stage->after, &stage->afters, sizeof *stage->after, 4, walk_index);
}

void qn_recognition_walk(qn_bytes *bytes, void *item)
{
	qn_recognition *recognition = item;
	uint32_t ids = recognition->risks, titles = ids;
	qn_bytes_name(bytes, &recognition->title_register);
	qn_bytes_line(bytes, &recognition->waiver_register);
	qn_bytes_line(bytes, &recognition->course_register);
	qn_label_walk_words(bytes, &recognition->note);
	qn_bytes_u32(bytes, &recognition->place);
	qn_bytes_u32(bytes, &recognition->term_years);
	qn_bytes_u32(bytes, &recognition->renewal_years);
	qn_bytes_enum(bytes, recognition->report_month, 12);
	qn_bytes_enum(bytes, recognition->report_day, 31);
	for (int i = 0; i < QN_WHENS; i++) {
		qn_bytes_u32(bytes, &recognition->when[i].option);
		qn_bytes_u32(bytes, &recognition->when[i].reading);
	}
	qn_bytes_array(bytes, (void **)&recognition->stage, &recognition->stages, sizeof *recognition->stage, 44, walk_stage);
	qn_bytes_array(bytes, (void **)&recognition->risk_id, &ids, sizeof *recognition->risk_id, 5, walk_id);
	qn_bytes_array(bytes, (void **)&recognition->risk_title, &titles, sizeof *recognition->risk_title, 9, walk_title);
	qn_bytes_array(bytes, (void **)&recognition->risk_at_least, &recognition->risks, sizeof *recognition->risk_at_least, 4, walk_index);
	if (ids == recognition->risks && titles == recognition->risks)
		return;
	qn_bytes_refuse(bytes, "the levels of risk do not pair");
	recognition->risks = 0;
}

static bool is_number(const qn_program *program, uint32_t parameter)
{
	return parameter < program->parameters && program->parameter[parameter].type == QN_NUMBER;
}

bool qn_length_fits(double value)
{
	return value >= 1 && value <= QN_LASTS_MOST && value == floor(value);
}

bool qn_recognition_lasts(const qn_program *program, uint32_t parameter)
{
	const qn_recognition *r = program->recognition;
	bool lasts = r && (r->term_years == parameter || r->renewal_years == parameter);
	for (uint32_t i = 0; r && i < r->stages; i++)
		lasts = lasts || r->stage[i].lasts == parameter;
	return lasts;
}

/* A count of years or days, and not a share of something. */
static bool is_length(const qn_program *program, const qn_units *units, uint32_t parameter)
{
	if (!is_number(program, parameter))
		return false;
	uint32_t unit = program->parameter[parameter].unit;
	qn_unit_kind kind = unit < units->units ? units->unit[unit].kind : QN_UNIT_COUNT;
	return kind == QN_UNIT_COUNT || kind == QN_UNIT_AMOUNT;
}

static int length_fault(const qn_program *program, uint32_t parameter, qn_error *why)
{
	const qn_parameter *about = &program->parameter[parameter];
	for (uint32_t i = 0; i < about->dates; i++)
		if (!qn_is_missing(about->dated[i].value) && !qn_length_fits(about->dated[i].value))
			return qn_fail_both(why, QN_ESCRIPT, "recognition:期限 %s 应是 1 至 %d 的整数,这里是 %g", "recognition: %s says how long, and must be a whole number from 1 to %d; it is %g",
				about->id, QN_LASTS_MOST, about->dated[i].value);
	return QN_OK;
}

static bool is_twice(const qn_recognition *r, uint32_t at)
{
	for (uint32_t i = 0; i < at; i++)
		if (!strcmp(r->stage[i].id, r->stage[at].id))
			return true;
	return false;
}

static int stage_fault(const qn_program *program, const qn_units *units, const qn_recognition *r, uint32_t at, qn_error *why)
{
	const qn_stage *stage = &r->stage[at];
	if (is_twice(r, at))
		return qn_fail_both(why, QN_ESCRIPT, "recognition:阶段 %s 写了两次", "recognition: the stage %s is there twice", stage->id);
	if (stage->lasts != QN_NONE && (!is_length(program, units, stage->lasts) || program->parameter[stage->lasts].dimension))
		return qn_fail_both(why, QN_ESCRIPT, "recognition:阶段 %s 的 lasts 应是工作日天数的参数", "recognition: the stage %s lasts no parameter that is a number of working days", stage->id);
	if (stage->back != QN_NONE && stage->back >= r->stages)
		return qn_fail_both(why, QN_ESCRIPT, "recognition:阶段 %s 退回到没有的阶段", "recognition: the stage %s goes back to no stage", stage->id);
	for (uint32_t i = 0; i < stage->afters; i++)
		if (stage->after[i] != QN_START && stage->after[i] >= r->stages)
			return qn_fail_both(why, QN_ESCRIPT, "recognition:阶段 %s 接在没有的阶段之后", "recognition: the stage %s comes after no stage", stage->id);
	if (stage->expires && stage->afters)
		return qn_fail_both(why, QN_ESCRIPT, "recognition:阶段 %s 只因期满进入,不接在别的阶段之后", "recognition: the stage %s is entered by the end of a term alone, and comes after no other", stage->id);
	if (!stage->expires && !stage->afters)
		return qn_fail_both(why, QN_ESCRIPT, "recognition:阶段 %s 无从进入:请写它接在哪个阶段之后", "recognition: the stage %s can never be entered: say what it comes after", stage->id);
	return stage->lasts == QN_NONE ? QN_OK : length_fault(program, stage->lasts, why);
}

static int stages_fault(const qn_program *program, const qn_units *units, const qn_recognition *r, qn_error *why)
{
	uint32_t expiries = 0;
	int rc = QN_OK;
	if (r->stages > QN_MOST_STAGES)
		return qn_fail_both(why, QN_ESCRIPT, "recognition:阶段超过 %d 个", "recognition: more than %d stages", QN_MOST_STAGES);
	for (uint32_t i = 0; i < r->stages && rc == QN_OK; i++) {
		rc = stage_fault(program, units, r, i, why);
		expiries += r->stage[i].expires;
	}
	if (rc == QN_OK && r->stages && expiries != 1)
		return qn_fail_both(why, QN_ESCRIPT, "recognition:要有一个阶段因期满进入:expires = true", "recognition: one stage is entered by the end of a term: expires = true");
	if (rc == QN_OK && !r->course_register != !r->stages)
		return qn_fail_both(why, QN_ESCRIPT, "recognition:course(过程的登记)和 stages 要一起写", "recognition: course, the register of events, and stages go together");
	return rc;
}

static int levels_fault(const qn_program *program, const qn_recognition *r, qn_error *why)
{
	for (uint32_t i = 0; i < r->risks; i++)
		if (!is_number(program, r->risk_at_least[i]) || program->parameter[r->risk_at_least[i]].dimension)
			return qn_fail_both(why, QN_ESCRIPT, "recognition:风险等级 %s 的起点应是比率的参数", "recognition: the level %s begins at no parameter that is a ratio", r->risk_id[i]);
	return QN_OK;
}

static int readings_fault(const qn_program *program, const qn_recognition *r, qn_error *why)
{
	for (int i = 0; i < QN_WHENS; i++) {
		uint32_t option = r->when[i].option;
		if (option != QN_NONE && (option >= program->parameters || r->when[i].reading >= program->parameter[option].readings))
			return qn_fail_both(why, QN_ESCRIPT, "recognition:%s 不是选项的读法", "recognition: %s names no reading of an option", qn_when_names[i]);
	}
	return QN_OK;
}

static int registers_fault(const qn_recognition *r, qn_error *why)
{
	const char *const name[] = { r->title_register, r->waiver_register, r->course_register };
	for (size_t i = 0; i < sizeof name / sizeof *name; i++)
		if (name[i] && strlen(name[i]) > QN_REGISTER_BYTES)
			return qn_fail_both(why, QN_ESCRIPT, "recognition:登记的名称有 %zu 字节:最多 %d 字节", "recognition: a register's name of %zu bytes: %d at the most",
				strlen(name[i]), QN_REGISTER_BYTES);
	return QN_OK;
}

int qn_recognition_fault(const qn_program *program, const qn_units *units, qn_error *why)
{
	static const int days[13] = { 0, 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
	const qn_recognition *r = program->recognition;
	if (r->report_month < 1 || r->report_day < 1 || r->report_day > days[r->report_month])
		return qn_fail_both(why, QN_ESCRIPT, "recognition:report_due 不是一年里的一天,如 \"03-30\"", "recognition: report_due is no day of a year, as in \"03-30\"");
	if (!is_length(program, units, r->term_years))
		return qn_fail_both(why, QN_ESCRIPT, "recognition:term 应是年数的参数", "recognition: term names no parameter that is a number of years");
	if (r->renewal_years != QN_NONE && !is_length(program, units, r->renewal_years))
		return qn_fail_both(why, QN_ESCRIPT, "recognition:renewal 应是年数的参数", "recognition: renewal names no parameter that is a number of years");
	int rc = registers_fault(r, why);
	if (rc == QN_OK)
		rc = length_fault(program, r->term_years, why);
	if (rc == QN_OK && r->renewal_years != QN_NONE)
		rc = length_fault(program, r->renewal_years, why);
	if (rc == QN_OK)
		rc = levels_fault(program, r, why);
	if (rc == QN_OK)
		rc = readings_fault(program, r, why);
	return rc == QN_OK ? stages_fault(program, units, r, why) : rc;
}
