/* SPDX-License-Identifier: Apache-2.0 */
/* program/tables.c - frames of tables, taken apart; what is none ends the writing. */
#include "tables.h"
#include <math.h>
#include <stdlib.h>
#include "base/arena.h"
#include "in.h"

struct tables {
	frames in;
	qn_out_about about;
	qn_out_table shape;
	qn_out_cell *cell;
	qn_arena told, shaped; /* what it is about · the present table */
};

static const char *keep(tables *in, qn_arena *arena)
{
	const char *text = in_text(&in->in);
	return qn_arena_text(arena, text ? text : "");
}

int tables_open(tables **out, const qn_out_about **about, fault *why)
{
	tables *in = *out = calloc(1, sizeof *in);
	if (!in)
		return fail_memory(why);
	int rc = in_frame(&in->in, why);
	if (rc < 0)
		return rc;
	in->about.title = keep(in, &in->told);
	in->about.source = keep(in, &in->told);
	in->about.vintage = keep(in, &in->told);
	in->about.mark = keep(in, &in->told);
	in->about.maker = keep(in, &in->told);
	in->about.chinese = in_u32(&in->in) != 0;
	*about = &in->about;
	if (in->told.failed)
		return fail_memory(why);
	return in->in.kind == QN_OUT_ABOUT && !in->in.spoilt ? in_frame(&in->in, why) : in_fail(why);
}

static int take_shape(tables *in, fault *why)
{
	qn_arena_free(&in->shaped);
	in->shape = (qn_out_table){ .name = keep(in, &in->shaped) };
	in->shape.title = keep(in, &in->shaped);
	in->shape.rows = in_u64(&in->in);
	in->shape.columns = in_u32(&in->in);
	if (!in->in.spoilt && in->shape.columns > QN_OUT_COLUMNS)
		return in_too_wide(why, in->shape.columns, QN_OUT_COLUMNS);
	if (in->in.spoilt)
		return in_fail(why);
	qn_out_column *column = qn_arena_array(&in->shaped, (size_t)in->shape.columns + 1, sizeof *column);
	in->cell = qn_arena_array(&in->shaped, (size_t)in->shape.columns + 1, sizeof *in->cell);
	for (uint32_t c = 0; column && c < in->shape.columns; c++) {
		column[c].name = keep(in, &in->shaped);
		column[c].label = keep(in, &in->shaped);
		column[c].unit = keep(in, &in->shaped);
		column[c].type = (qn_out_type)in_u32(&in->in);
		column[c].width = in_u32(&in->in);
		in->in.spoilt = in->in.spoilt || column[c].type > QN_OUT_DATE;
	}
	in->shape.column = column;
	if (in->shaped.failed)
		return fail_memory(why);
	return in->in.spoilt ? in_fail(why) : in_frame(&in->in, why);
}

int tables_next(tables *in, const qn_out_table **shape, fault *why)
{
	const qn_out_cell *passed;
	int rc;
	while ((rc = tables_row(in, &passed, why)) > 0)
		;
	if (rc < 0 || in->in.kind == QN_OUT_END)
		return rc;
	if (in->in.kind != QN_OUT_TABLE)
		return in_fail(why);
	*shape = &in->shape;
	rc = take_shape(in, why);
	return rc < 0 ? rc : 1;
}

/* Whole numbers are converted by whoever writes them. */
static bool holds(qn_out_type type, double number)
{
	double most = type == QN_OUT_DATE ? INT32_MAX : type == QN_OUT_NUMBER ? INFINITY : 9007199254740992.0;
	return isnan(number) || fabs(number) <= most;
}

int tables_row(tables *in, const qn_out_cell **cell, fault *why)
{
	while (in->in.kind == QN_OUT_ROWS && in->in.at == in->in.length) {
		int rc = in_frame(&in->in, why);
		if (rc < 0)
			return rc;
	}
	if (in->in.kind != QN_OUT_ROWS)
		return 0;
	if (in->shape.columns == 0)
		return in_fail(why);
	for (uint32_t c = 0; c < in->shape.columns; c++)
		if (in->shape.column[c].type == QN_OUT_TEXT) {
			in->cell[c].text = in_text(&in->in);
		} else {
			in->cell[c].number = in_number(&in->in);
			in->in.spoilt = in->in.spoilt || !holds(in->shape.column[c].type, in->cell[c].number);
		}
	*cell = in->cell;
	return in->in.spoilt ? in_fail(why) : 1;
}

void tables_free(tables *in)
{
	if (!in)
		return;
	qn_arena_free(&in->told);
	qn_arena_free(&in->shaped);
	in_free(&in->in);
	free(in);
}
