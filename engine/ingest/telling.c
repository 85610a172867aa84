/* SPDX-License-Identifier: Apache-2.0 */
/* telling.c - who says a row of the long form, and what it says beyond its number. */
#include <string.h>
#include <strings.h>
#include "base/text.h"
#include "ingest/amount.h"
#include "ingest/fold.h"
#include "ingest/observing.h"
#include "ingest/operators.h"
#include "ingest/remarks.h"
#include "ingest/wide.h"

const char *qn_observing_field(const qn_observing *o, const qn_csv_row *row, int column)
{
	int at = o->at[column];
	const qn_csv_field *field = at >= 0 && (size_t)at < row->fields ? &row->field[at] : NULL;
	return !field ? "" : column == QN_OF_VALUE ? qn_csv_figure(field) : qn_text_unguarded(field->text);
}

long qn_observing_indicator(const qn_observing *o, const char *name)
{
	long known = qn_catalogue_indicator(o->i->catalogue, name);
	return known < 0 && o->callings ? qn_callings_find(o->callings, name) : known;
}

long qn_observing_indicator_in_unit(const qn_observing *o, const char *name, qn_unit *unit)
{
	long known = qn_observing_indicator(o, name);
	unit->id = NULL;
	if (known >= 0 || !o->callings)
		return known;
	qn_wide_head head = qn_wide_head_read(o->callings, name);
	if (head.indicator < 0 || !head.has_unit || head.why || head.wrong_unit || head.period != QN_NO_PERIOD)
		return -1;
	*unit = head.unit;
	return head.indicator;
}

const char *qn_observing_unit_word(const qn_observing *o, const qn_csv_row *row, char room[QN_UNIT_WORD_MOST])
{
	const char *text = qn_observing_field(o, row, QN_OF_UNIT);
	text = *text ? text : o->value_unit;
	return qn_fold(text, room, QN_UNIT_WORD_MOST) ? room : text;
}

bool qn_observing_synthetic(qn_observing *o, const qn_csv_row *row, bool *good)
{
	return qn_import_told_synthetic(o->i, row->line, o->at[QN_OF_SYNTHETIC] + 1, qn_observing_field(o, row, QN_OF_SYNTHETIC), qn_observing_field(o, row, QN_OF_SOURCE), good);
}

/* The unit behind the indicator's name, where no other is told beside it. */
static bool take_named(qn_observing *o, const qn_csv_row *row, const qn_unit **out)
{
	if (!o->named.id)
		return true;
	bool same = !*out || (*out)->multiply * o->named.divide == o->named.multiply * (*out)->divide;
	if (!same)
		qn_import_bad(o->i, row->line, o->at[QN_OF_INDICATOR] + 1, "“%s”的单位与这一行另外写的单位不同:只留对的那一个", "\"%s\" tells another unit than the row does beside it: keep the one that is right",
			qn_observing_field(o, row, QN_OF_INDICATOR));
	*out = &o->named;
	return same;
}

bool qn_observing_unit(qn_observing *o, const qn_csv_row *row, const qn_indicator *about, qn_unit *room, const qn_unit **out)
{
	const qn_units *units = &o->i->catalogue->units;
	const qn_unit *own = &units->unit[about->unit];
	char folded[QN_UNIT_WORD_MOST];
	const char *word = qn_observing_unit_word(o, row, folded);
	*out = *word ? room : NULL;
	if (!*word || qn_amount_unit(word, units, own, room))
		return take_named(o, row, out);
	if (*o->value_unit) {
		qn_import_bad(o->i, row->line, o->at[QN_OF_VALUE] + 1, "%s:列名里的“%s”不是它的单位,应为 %s 一类:改为每行写单位,加一列 单位",
			"%s: \"%s\" in the name of the values is no unit of its kind, which is %s: write units row by row, in a column unit",
			about->id, word, own->id);
		return false;
	}
	qn_import_bad(o->i, row->line, o->at[QN_OF_UNIT] + 1, "%s:“%s”不是它的单位,应为 %s 一类:请更正,或留空(即指标自己的单位)",
		"%s: \"%s\" is no unit of its kind, which is %s: correct it, or leave it empty for the indicator's own", about->id, word, own->id);
	return false;
}

bool qn_observing_is_plain(qn_observing *o, const qn_csv_row *row)
{
	static const int kept[] = { QN_OF_PERIOD, QN_OF_SOURCE, QN_OF_NOTE, QN_OF_SUBMITTER, QN_OF_SCOPE, QN_OF_UNIT };
	bool good = true;
	for (size_t k = 0; k < sizeof kept / sizeof *kept; k++) {
		int at = o->at[kept[k]];
		if (at >= 0 && (size_t)at < row->fields)
			good = qn_import_is_plain(o->i, row->line, at + 1, &row->field[at]) && good;
	}
	return good;
}

/* The column that a row's source is wrong in: its name if that is none, else its rank, else its day. */
static int wrong_column(const qn_row_source *as)
{
	qn_source_rank rank;
	if (qn_source_is_fault(as->source))
		return QN_OF_SOURCE;
	if (*as->rank && !qn_rank_read(as->rank, &rank))
		return QN_OF_RANK;
	return *as->known_on ? QN_OF_KNOWN_ON : QN_OF_SOURCE;
}

uint32_t qn_observing_voice(qn_observing *o, const qn_csv_row *row, bool synthetic, int *rc, qn_error *err)
{
	const qn_row_source as = { qn_observing_field(o, row, QN_OF_SOURCE), qn_observing_field(o, row, QN_OF_RANK),
		qn_observing_field(o, row, QN_OF_KNOWN_ON), qn_observing_field(o, row, QN_OF_SUBMITTER) };
	const qn_both *why;
	if (!qn_import_keeps(o->i, row->line, o->at[QN_OF_SOURCE] + 1, as.source, false) || !qn_import_keeps(o->i, row->line, o->at[QN_OF_SUBMITTER] + 1, as.submitter, false))
		return QN_NO_VOICE;
	uint32_t voice = qn_voices_find(&o->voices, &o->i->import, &as, synthetic, &why);
	if (voice != QN_NO_VOICE)
		return voice;
	if (!why) {
		*rc = qn_no_memory(err);
		return voice;
	}
	int column = o->voices.voices == QN_MOST_VOICES ? QN_OF_SOURCE : wrong_column(&as);
	qn_import_bad(o->i, row->line, o->at[column] + 1, "“%s”%s", "\"%s\" %s", qn_observing_field(o, row, column), qn_import_word(o->i, *why));
	return voice;
}

bool qn_observing_heed(qn_observing *o, const qn_csv_row *row, qn_period period)
{
	char text[24];
	const char *remark = qn_observing_field(o, row, QN_OF_NOTE);
	qn_import_hear(o->i, row->line, remark);
	if (!*remark || !qn_remark_turns(remark, period))
		return true;
	qn_period_text(period, text);
	qn_import_bad(o->i, row->line, o->at[QN_OF_NOTE] + 1, "备注“%s”说的不是 %s 的实际水平值:改正时期,或删去这一行", "the remark \"%s\" says that it is no level of %s: correct the period, or take the row out", remark, text);
	return false;
}

/* Is the scope the entity itself, said in words or by one of its names? */
static bool is_own(qn_importing *i, const char *scope, const qn_spot *place)
{
	static const char *const own[] = { "", "same", "self", "本集群", "集群本身", "同口径", "全口径" };
	uint32_t kind, entity;
	for (size_t k = 0; k < sizeof own / sizeof *own; k++)
		if (!strcasecmp(own[k], scope))
			return true;
	if (qn_amount_is_nothing(scope))
		return true;
	return qn_import_entity(i, scope, &kind, &entity) && kind == place->kind && entity == place->entity;
}

/* Two scopes that look alike are one, as two sources are. */
static const char *scope_of(qn_observing *o, const qn_csv_row *row)
{
	size_t length;
	const char *said = qn_observing_field(o, row, QN_OF_SCOPE), *begin = qn_trim(said, &length);
	if (length >= sizeof o->scope)
		return said;
	memcpy(o->scope, begin, length);
	o->scope[length] = 0;
	return o->scope;
}

bool qn_observing_remark(qn_observing *o, const qn_csv_row *row, const qn_spot *place, qn_remark *remark)
{
	const char *sign = qn_observing_field(o, row, QN_OF_OPERATOR), *scope = scope_of(o, row);
	qn_claim_op op;
	remark->note = qn_observing_field(o, row, QN_OF_NOTE);
	remark->scope = is_own(o->i, scope, place) ? NULL : scope;
	if (!qn_import_keeps(o->i, row->line, o->at[QN_OF_NOTE] + 1, remark->note, true) || !qn_import_keeps(o->i, row->line, o->at[QN_OF_SCOPE] + 1, remark->scope, false))
		return false;
	if (!qn_claim_op_read(sign, &op)) {
		qn_import_bad(o->i, row->line, o->at[QN_OF_OPERATOR] + 1, "“%s”不是比较符:请写 =、>、<、~、>= 或 <=(等于、超、近、约、以上、不超过)",
			"\"%s\" is no operator: write =, >, <, ~, >= or <= (等于、超、近、约、以上、不超过)", sign);
		return false;
	}
	if (!*sign || op == remark->op)
		return true;
	if (remark->op != QN_EXACTLY) {
		qn_import_bad(o->i, row->line, o->at[QN_OF_OPERATOR] + 1, "比较符是 %s,数值里却是 %s:只留一个", "the operator is %s and the value says %s: keep one of them", qn_claim_sign(op), qn_claim_sign(remark->op));
		return false;
	}
	remark->op = op;
	return true;
}
