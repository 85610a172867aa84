/* SPDX-License-Identifier: Apache-2.0 */
#include "ingest/shapes_units.h"
#include <stdio.h>
#include <string.h>
#include "base/real.h"
#include "ingest/amount.h"

typedef struct { qn_told_units *t; unsigned line; int column; } at_title;

static void keep(qn_told_unit *unit, const char *word, unsigned line, qn_unit_said said)
{
	*unit = (qn_told_unit){ .line = line, .said = said };
	snprintf(unit->word, sizeof unit->word, "%s", word);
}

static void keep_unit(void *context, const char *word, qn_unit_said said)
{
	const at_title *at = context;
	if (said != QN_UNIT_NONE && at->t->titles < QN_TOLD_MOST)
		keep(&at->t->above[at->t->titles++], word, at->line, said);
}

static void refuse_unit(void *context, const char *word, qn_unit_said said)
{
	const at_title *at = context;
	if (said != QN_UNIT_NONE)
		qn_import_bad(at->t->i, at->line, at->column, "长表的单位“%s”不写在标题里:加一列 单位,或写在每个数字后面",
			"the unit \"%s\" of a long table is not told by its title: add a column unit, or write it behind each number", word);
}

void qn_told_title(qn_told_units *t, const qn_csv_row *title, bool has_column)
{
	qn_wide_said said;
	for (size_t k = 0, next; k < title->fields && (next = qn_wide_title_said(title, k, said)); k = next)
		qn_wide_title_units(said, &t->i->catalogue->units, has_column ? keep_unit : refuse_unit, &(at_title){ t, title->line, (int)k + 1 });
}

/* Is it another than the unit that a figure of an indicator in its own is read in? */
static bool is_another(const qn_told_units *t, const qn_told_unit *told, const qn_unit *own, const qn_unit *as)
{
	qn_unit unit;
	if (told->said == QN_UNIT_FOREIGN || told->said == QN_UNIT_STRANGE)
		return told->said == QN_UNIT_STRANGE || own->kind == QN_UNIT_AMOUNT;
	return *told->word && qn_amount_unit(told->word, &t->i->catalogue->units, own, &unit) && unit.multiply * as->divide != as->multiply * unit.divide;
}

typedef struct { const qn_told_units *t; const qn_csv_row *row; const qn_unit *own, *as; bool told, fits; } at_remark;

static void heed_remark(void *context, const char *word, qn_unit_said said)
{
	at_remark *at = context;
	qn_told_unit told;
	qn_unit unit;
	at->told = at->told || said == QN_UNIT_TOLD;
	at->fits = at->fits || qn_amount_unit(word, &at->t->i->catalogue->units, at->own, &unit);
	keep(&told, word, at->row->line, said);
	if (said != QN_UNIT_NONE && is_another(at->t, &told, at->own, at->as))
		qn_import_bad(at->t->i, at->row->line, at->t->o->at[QN_OF_NOTE] + 1, "备注说单位是“%s”,数字却按别的单位读:把单位写进 单位 一列,或写在数字后面",
			"the remark tells the unit \"%s\", and the figure is read in another: write the unit in a column unit, or behind the number", word);
}

/* And 单位:% beside money. */
static void hear_remark(at_remark *at, const char *remark)
{
	qn_wide_title_units(remark, &at->t->i->catalogue->units, heed_remark, at);
	if (at->told && !at->fits && qn_wide_is_unit_label(remark))
		qn_import_bad(at->t->i, at->row->line, at->t->o->at[QN_OF_NOTE] + 1, "备注“%s”说的不是这个指标的单位:改正其中一处", "the remark \"%s\" tells no unit of the indicator: correct the one that is wrong", remark);
}

/* Is the unit left out the one above, in merged cells, or the indicator's own? */
static void check_left_out(const qn_told_units *t, const qn_csv_row *row, const qn_unit *own)
{
	const qn_told_unit *other = is_another(t, &t->before, own, own) ? &t->before : NULL;
	for (size_t k = 0; k < t->titles && !other; k++)
		other = is_another(t, &t->above[k], own, own) ? &t->above[k] : NULL;
	t->i->unit_asked = other ? row->line : t->i->unit_asked;
	if (other)
		qn_import_bad(t->i, row->line, t->o->at[QN_OF_UNIT] + 1, "没有写单位,而第 %u 行写的是“%s”:每一行都写上单位", "leaves its unit out, and line %u tells \"%s\": write the unit in every row",
			other->line, other->word);
}

void qn_told_row(qn_told_units *t, const qn_csv_row *row)
{
	const qn_catalogue *c = t->i->catalogue;
	char folded[QN_UNIT_WORD_MOST];
	const char *word = qn_observing_unit_word(t->o, row, folded), *remark = qn_observing_field(t->o, row, QN_OF_NOTE), *text = qn_observing_field(t->o, row, QN_OF_VALUE);
	bool left_out = t->o->at[QN_OF_UNIT] >= 0 && !*word && (*t->before.word || t->titles);
	qn_amount amount;
	if (*word && strcmp(word, t->before.word) != 0)
		keep(&t->before, word, row->line, QN_UNIT_TOLD);
	if (qn_wide_is_amount(remark))
		remark = "";
	if (!left_out && !*remark)
		return;
	qn_unit named;
	long indicator = qn_observing_indicator_in_unit(t->o, qn_observing_field(t->o, row, QN_OF_INDICATOR), &named);
	const qn_unit *own = indicator < 0 ? NULL : &c->units.unit[c->indicator[indicator].unit];
	if (!own || qn_amount_read(text, &c->units, own, NULL, &amount) || qn_is_missing(amount.value) || amount.has_unit)
		return;
	qn_unit as = named.id ? named : *own;
	if (left_out && !named.id)
		check_left_out(t, row, own);
	if (!*word || named.id || qn_amount_unit(word, &c->units, own, &as))
		hear_remark(&(at_remark){ .t = t, .row = row, .own = own, .as = &as }, remark);
}
