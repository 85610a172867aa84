/* SPDX-License-Identifier: Apache-2.0 */
/* wide_total.c - totals of a wide table, held against the sum of its rows. */
#include "ingest/wide_table.h"
#include <math.h>
#include <string.h>
#include "base/real.h"
#include "base/text.h"
#include "ingest/amount.h"

/* Half of the last digit that a number is written with, as people write it. */
static double half_digit(const char *text)
{
	const char *point = strchr(text, '.');
	size_t digits = point ? strspn(point + 1, "0123456789") : 0;
	return 0.5 * pow(10, -(double)digits);
}

static bool adds(const qn_wide *w, const qn_wide_column *c)
{
	const qn_indicator *about = &w->i->catalogue->indicator[c->head.indicator];
	return (about->kind == QN_STOCK || about->kind == QN_FLOW) && qn_wide_unit(w, c)->kind != QN_UNIT_FLAG && qn_wide_unit(w, c)->kind != QN_UNIT_RANK;
}

bool qn_wide_take_total(qn_wide *w, const qn_csv_row *row)
{
	const qn_units *units = &w->i->catalogue->units;
	for (size_t k = 0; k < row->fields && k < w->columns; k++) {
		qn_wide_column *c = &w->column[k];
		qn_amount amount;
		if (c->head.indicator < 0 || !adds(w, c))
			continue;
		const qn_unit *own = &units->unit[w->i->catalogue->indicator[c->head.indicator].unit];
		double factor = w->i->factor ? w->i->factor[c->head.indicator] : 1;
		if (qn_amount_read(row->field[k].text, units, own, qn_wide_unit(w, c), &amount) || qn_is_missing(amount.value) || amount.op != QN_EXACTLY)
			continue;
		if (!qn_grow(&w->arena, (void **)&w->total, w->totals, sizeof *w->total))
			return false;
		double scale = fabs(factor) * qn_wide_unit(w, c)->multiply * own->divide / (qn_wide_unit(w, c)->divide * own->multiply);
		w->total[w->totals++] = (qn_wide_total){ row->line, (uint32_t)k, factor * amount.value, half_digit(row->field[k].text) * scale };
	}
	return true;
}

/* A total may be off by half of its own last digit and by what the rows were rounded by, as many as they are; what is told
 * roughly makes no sum. */
void qn_wide_end(qn_wide *w)
{
	bool of_one_period = w->o->at[QN_OF_PERIOD] < 0 || w->i->period_given;
	qn_wide_check_reach(w);
	for (uint32_t t = 0; t < w->totals && of_one_period && !w->i->report->error_count; t++) {
		const qn_wide_total *whole = &w->total[t];
		const qn_wide_column *c = &w->column[whole->column];
		char told[QN_NUMBER_SIZE], sum[QN_NUMBER_SIZE];
		if (c->beside || fabs(whole->value - c->sum) <= whole->half * (c->told + 1.0) * (1 + 1e-9))
			continue;
		qn_import_note(w->i, whole->line, (int)whole->column + 1, "%s:合计为 %s,各行之和为 %s(其中 %u 个缺失)", "%s: the total is %s, the rows add up to %s (%u of them missing)",
			w->i->catalogue->indicator[c->head.indicator].id, qn_number_text(told, whole->value), qn_number_text(sum, c->sum), c->missing);
	}
}
