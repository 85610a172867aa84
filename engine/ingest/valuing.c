/* SPDX-License-Identifier: Apache-2.0 */
/* valuing.c - words of a cell to a value of an indicator, and what to say where they are none. */
#include <math.h>
#include <stdio.h>
#include <string.h>
#include "base/real.h"
#include "base/text.h"
#include "ingest/amount.h"
#include "ingest/bare.h"
#include "ingest/fold.h"
#include "ingest/grown.h"
#include "ingest/observing.h"

enum { FOLDED = 256 };

const qn_both *qn_observing_unfit(const qn_indicator *about, const qn_unit *unit, double value)
{
	static const qn_both no_flag = { "既不是 0 也不是 1", "is neither 0 nor 1" }, no_rank = { "小于 1,而位次从 1 开始", "is below 1, and ranks begin at 1" },
		not_whole = { "不是整数,而个数只能是整数", "is not a whole number, and things are counted whole" }, below = { "小于 0,而个数不能为负", "is below zero, and a count cannot be" };
	if (about->kind == QN_FLAGGED || unit->kind == QN_UNIT_FLAG)
		return value == 0 || value == 1 ? NULL : &no_flag;
	if (unit->kind == QN_UNIT_RANK && value < 1)
		return &no_rank;
	if ((unit->kind == QN_UNIT_COUNT || unit->kind == QN_UNIT_RANK) && value != floor(value))
		return &not_whole;
	return unit->kind == QN_UNIT_COUNT && value < 0 ? &below : NULL;
}

bool qn_observing_is_group(const char *behind)
{
	size_t digits = strspn(behind, "0123456789");
	return digits == 3 && (!behind[3] || (behind[3] == '.' && strspn(behind + 4, "0123456789") == strlen(behind + 4)));
}

bool qn_observing_is_split(const qn_importing *i, const char *front, const char *behind)
{
	size_t digits = strspn(front + (*front == '-'), "0123456789");
	bool by_commas = !i->report->delimiter && !i->report->sheet[0];
	return by_commas && digits >= 1 && digits <= 3 && !front[digits + (*front == '-')] && front[*front == '-'] != '0' && qn_observing_is_group(behind);
}

void qn_observing_tell_split(qn_importing *i, qn_spot_of_file at, const char *front, const char *behind)
{
	qn_import_bad(i, at.line, at.column, "“%s”和“%s”像是一个数被它自己的逗号分成了两格:请写成 %s%s,或给它加引号", "\"%s\" and \"%s\" look like one number parted by its own comma: write %s%s, or put quotes around it",
		front, behind, front, behind);
}

/* How a number of the unit is written: "in 亿元, as in 12.5". */
static const char *shape_of(const qn_importing *i, const qn_unit *unit, char shape[static 96])
{
	if (unit->kind == QN_UNIT_FLAG)
		return qn_import_word(i, (qn_both){ "写 1(是)或 0(否)", "write 1 for yes or 0 for no" });
	if (unit->kind == QN_UNIT_COUNT || unit->kind == QN_UNIT_RANK)
		return qn_import_word(i, (qn_both){ "写整数,如 12", "write whole things, as in 12" });
	snprintf(shape, 96, qn_import_word(i, (qn_both){ "按%.60s写,如 12.5", "write it in %.60s, as in 12.5" }), unit->id);
	return shape;
}

const qn_both *qn_observing_lone_comma(const qn_importing *i, const qn_indicator *about, const qn_unit *unit, const char *text, double value)
{
	static const qn_both both_ways = { "在以分号分列的文件里有一个逗号(1,234 可能是 1.234,也可能是 1234)", "has one comma, and semicolons part the file (1,234 may be 1.234 or 1234)" };
	char folded[FOLDED];
	const char *comma = i->report->delimiter == ';' && qn_fold(text, folded, sizeof folded) ? strchr(folded, ',') : NULL;
	bool lone = comma && !strchr(comma + 1, ',') && !strchr(folded, '.');
	return lone && !qn_observing_unfit(about, unit, value / 1000) ? &both_ways : NULL;
}

/* Looked for where semicolons part the file, as they do where commas are decimal. */
static void see_point(qn_importing *i, qn_spot_of_file at, const char *text)
{
	char folded[FOLDED];
	if (i->report->delimiter != ';' || !qn_fold(text, folded, sizeof folded) || !strchr(folded, '.'))
		return;
	const char *digits = folded + (*folded == '-' || *folded == '+');
	size_t before = strspn(digits, "0123456789"), behind = strspn(digits + before + (digits[before] == '.'), "0123456789");
	bool either = before >= 1 && before <= 3 && behind == 3 && *digits != '0' && !digits[before + 1 + behind];
	if (!either)
		i->pointed.shown = true;
	else if (!i->pointed.line)
		i->pointed.line = at.line, i->pointed.column = at.column;
}

void qn_observing_check_points(qn_importing *i)
{
	if (i->pointed.line && !i->pointed.shown)
		qn_import_bad(i, i->pointed.line, i->pointed.column, "以分号分列的文件里,点可能分千位(1.234 可能是 1234),也可能是小数点,而各数都是三位:请写明一个,如 1234 或 1.2340",
			"where semicolons part the file, a point may part thousands (1.234 may be 1234) or be decimal, and all numbers have three digits behind it: write one plainly, as in 1234 or 1.2340");
}

/* An amount of -1 that is below another is above it when both change their sign. */
static qn_claim_op turned(qn_claim_op op)
{
	static const qn_claim_op other[] = { [QN_ABOVE] = QN_BELOW, [QN_BELOW] = QN_ABOVE, [QN_AT_LEAST] = QN_AT_MOST, [QN_AT_MOST] = QN_AT_LEAST, [QN_ABOUT] = QN_ABOUT };
	return other[op];
}

/* The factor goes into the unit, so that a decimal stays a decimal where it is a power of ten. */
static const qn_both *read_multiplied(const char *text, const qn_units *units, const qn_unit *unit, const qn_unit *said, double factor, qn_amount *out)
{
	static const qn_both twice = { "自带单位,而映射文件又有倍数:只留一个", "has a unit of its own, and the mapping file a factor: keep one of them" },
		beside = { "的单位已写在表里,而映射文件又有倍数:只留一个", "has its unit told by the table, and the mapping file has a factor: keep one of them" };
	qn_unit scaled = *unit;
	double part = rint(1 / factor);
	if (factor < 1 && 1 / part == factor)
		scaled.divide *= part;
	else
		scaled.multiply *= factor;
	const qn_both *why = qn_amount_read(text, units, unit, &scaled, out);
	if (why || qn_is_missing(out->value))
		return why;
	out->op = factor < 0 ? turned(out->op) : out->op;
	return out->has_unit ? &twice : said ? &beside : NULL;
}

int qn_observing_value(qn_importing *i, qn_spot_of_file at, const qn_indicator *about, const qn_unit *said, const char *text, qn_remark *out)
{
	const qn_units *units = &i->catalogue->units;
	const qn_unit *unit = &units->unit[about->unit];
	char shape[96], grown[QN_GROWN_MOST];
	qn_amount amount;
	text = qn_text_unguarded(text);
	const char *number = qn_grown_read(about, unit, text, grown) ? grown : text;
	double factor = i->factor ? i->factor[about - i->catalogue->indicator] : 1;
	const qn_both *why = factor == 1 ? qn_amount_read(number, units, unit, said, &amount) : read_multiplied(number, units, unit, said, factor, &amount);
	if (!why)
		why = qn_observing_lone_comma(i, about, unit, text, amount.value);
	if (why) {
		qn_import_bad(i, at.line, at.column, "%s:“%s”%s;请%s,不详则留空", "%s: \"%s\" %s; %s, or leave it empty if it is not known", about->id, text,
			qn_import_word(i, *why), shape_of(i, unit, shape));
		return QN_EINPUT;
	}
	if (qn_is_missing(amount.value))
		return 0;
	see_point(i, at, text);
	if ((why = qn_observing_unfit(about, unit, amount.value))) {
		qn_import_bad(i, at.line, at.column, "%s:%s %s:请更正,不详则留空", "%s: %s %s: correct it, or leave it empty if it is not known", about->id, text,
			qn_import_word(i, *why));
		return QN_EINPUT;
	}
	if (!i->factor && i->unit_asked != at.line)
		qn_bare_see(&i->bare[about - i->catalogue->indicator], said || amount.has_unit, amount.value / amount.scale, amount.scale, at.line, at.column);
	out->value = amount.value, out->op = amount.op, out->words = amount.plain ? NULL : text;
	return qn_import_keeps(i, at.line, at.column, out->words, true) ? 1 : QN_EINPUT;
}
