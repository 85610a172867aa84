/* SPDX-License-Identifier: Apache-2.0 */
#include "plan/recognition.h"
#include <string.h>

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

static const char *stage_fault(const qn_program *program, const qn_recognition *r, uint32_t at, qn_arena *arena)
{
	const qn_stage *stage = &r->stage[at];
	const char *why = NULL;
	for (uint32_t i = 0; i < at && !why; i++)
		why = strcmp(r->stage[i].id, stage->id) ? NULL : "is there twice";
	if (!why && (stage->lasts != QN_NONE) && (!is_number(program, stage->lasts) || program->parameter[stage->lasts].dimension))
		why = "lasts no parameter that is a number of working days";
	if (!why && stage->back != QN_NONE && stage->back >= r->stages)
		why = "goes back to no stage";
	for (uint32_t i = 0; i < stage->afters && !why; i++)
		why = stage->after[i] == QN_START || stage->after[i] < r->stages ? NULL : "comes after no stage";
	if (!why && stage->expires != (stage->afters == 0))
		why = stage->expires ? "is entered by the end of a term alone, and comes after no other" : "can never be entered: say what it comes after";
	return why ? qn_arena_printf(arena, "recognition: the stage %s %s", stage->id, why) : NULL;
}

static const char *stages_fault(const qn_program *program, const qn_recognition *r, qn_arena *arena)
{
	uint32_t expiries = 0;
	if (r->stages > QN_MOST_STAGES)
		return "recognition: more than 64 stages";
	for (uint32_t i = 0; i < r->stages; i++) {
		const char *why = stage_fault(program, r, i, arena);
		if (why)
			return why;
		expiries += r->stage[i].expires;
	}
	if (r->stages && expiries != 1)
		return "recognition: one stage is entered by the end of a term: expires = true";
	if (!r->course_register != !r->stages)
		return "recognition: course, the register of events, and stages go together";
	return NULL;
}

const char *qn_recognition_fault(const qn_program *program, qn_arena *arena, uint32_t *place)
{
	static const int days[13] = { 0, 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
	const qn_recognition *r = program->recognition;
	*place = r->place;
	if (r->report_month < 1 || r->report_day < 1 || r->report_day > days[r->report_month])
		return "recognition: report_due is no day of a year, as in \"03-30\"";
	if (!is_number(program, r->term_years))
		return "recognition: term names no parameter that is a number";
	if (r->renewal_years != QN_NONE && !is_number(program, r->renewal_years))
		return "recognition: renewal names no parameter that is a number";
	for (uint32_t i = 0; i < r->risks; i++)
		if (!is_number(program, r->risk_at_least[i]) || program->parameter[r->risk_at_least[i]].dimension)
			return qn_arena_printf(arena, "recognition: the level %s begins at no parameter that is a ratio", r->risk_id[i]);
	for (int i = 0; i < QN_WHENS; i++) {
		uint32_t option = r->when[i].option;
		if (option != QN_NONE && (option >= program->parameters || r->when[i].reading >= program->parameter[option].readings))
			return qn_arena_printf(arena, "recognition: %s names no reading of an option", qn_when_names[i]);
	}
	return stages_fault(program, r, arena);
}
