/* SPDX-License-Identifier: Apache-2.0 */
/* program/tables.c - frames of tables, taken apart; what is none ends the writing. */
#include "tables.h"
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "base/arena.h"

struct tables {
	uint32_t kind;         /* of the frame that was read */
	unsigned char *frame;
	size_t room, length, at;
	bool spoilt;           /* something did not end where it should */
	qn_out_about about;
	qn_out_table shape;
	qn_out_cell *cell;
	qn_arena told, shaped; /* what it is about · the present table */
};

static int fail_stream(fault *why)
{
	return fail(why, QN_EINTERNAL, "what qunce sent was not whole", "qunce 送来的内容不完整");
}

static bool read_all(void *to, size_t length)
{
	char *at = to;
	while (length) {
		ssize_t count = read(STDIN_FILENO, at, length);
		if (count < 0 && errno == EINTR)
			continue;
		if (count <= 0)
			return false;
		at += count;
		length -= (size_t)count;
	}
	return true;
}

static int read_frame(tables *in, fault *why)
{
	unsigned char head[QN_FRAME_HEAD];
	if (!read_all(head, sizeof head))
		return fail_stream(why);
	in->kind = qn_frame_get(head);
	in->length = qn_frame_get(head + 4);
	in->at = 0;
	if (in->length > QN_FRAME_MOST)
		return fail_stream(why);
	if (in->length > in->room) {
		unsigned char *more = realloc(in->frame, in->length);
		if (!more)
			return fail_memory(why);
		in->frame = more;
		in->room = in->length;
	}
	return read_all(in->frame, in->length) ? QN_OK : fail_stream(why);
}

static uint32_t get_u32(tables *in)
{
	if (in->length - in->at < 4) {
		in->spoilt = true;
		return 0;
	}
	in->at += 4;
	return qn_frame_get(in->frame + in->at - 4);
}

static uint64_t get_u64(tables *in)
{
	uint64_t low = get_u32(in);
	return low | (uint64_t)get_u32(in) << 32;
}

/* Lent from the frame; NULL: missing. */
static const char *get_text(tables *in)
{
	size_t length = get_u32(in);
	const char *text = (const char *)in->frame + in->at;
	if (length == 0)
		return NULL;
	if (length > in->length - in->at || text[length - 1] != 0) {
		in->spoilt = true;
		return NULL;
	}
	in->at += length;
	return text;
}

static double get_number(tables *in)
{
	uint64_t bits = get_u64(in);
	double number;
	memcpy(&number, &bits, sizeof number);
	return number;
}

static const char *keep(tables *in, qn_arena *arena)
{
	const char *text = get_text(in);
	return qn_arena_text(arena, text ? text : "");
}

int tables_open(tables **out, const qn_out_about **about, fault *why)
{
	tables *in = *out = calloc(1, sizeof *in);
	if (!in)
		return fail_memory(why);
	int rc = read_frame(in, why);
	if (rc < 0)
		return rc;
	in->about.title = keep(in, &in->told);
	in->about.source = keep(in, &in->told);
	in->about.vintage = keep(in, &in->told);
	in->about.mark = keep(in, &in->told);
	in->about.maker = keep(in, &in->told);
	in->about.chinese = get_u32(in) != 0;
	*about = &in->about;
	if (in->told.failed)
		return fail_memory(why);
	return in->kind == QN_OUT_ABOUT && !in->spoilt ? read_frame(in, why) : fail_stream(why);
}

static int take_shape(tables *in, fault *why)
{
	qn_arena_free(&in->shaped);
	in->shape = (qn_out_table){ .name = keep(in, &in->shaped) };
	in->shape.title = keep(in, &in->shaped);
	in->shape.rows = get_u64(in);
	in->shape.columns = get_u32(in);
	if (in->spoilt || in->shape.columns > QN_OUT_COLUMNS)
		return fail_stream(why);
	qn_out_column *column = qn_arena_array(&in->shaped, (size_t)in->shape.columns + 1, sizeof *column);
	in->cell = qn_arena_array(&in->shaped, (size_t)in->shape.columns + 1, sizeof *in->cell);
	for (uint32_t c = 0; column && c < in->shape.columns; c++) {
		column[c].name = keep(in, &in->shaped);
		column[c].label = keep(in, &in->shaped);
		column[c].unit = keep(in, &in->shaped);
		column[c].type = (qn_out_type)get_u32(in);
		column[c].width = get_u32(in);
		in->spoilt = in->spoilt || column[c].type > QN_OUT_DATE;
	}
	in->shape.column = column;
	if (in->shaped.failed)
		return fail_memory(why);
	return in->spoilt ? fail_stream(why) : read_frame(in, why);
}

int tables_next(tables *in, const qn_out_table **shape, fault *why)
{
	const qn_out_cell *passed;
	int rc;
	while ((rc = tables_row(in, &passed, why)) > 0)
		;
	if (rc < 0 || in->kind == QN_OUT_END)
		return rc;
	if (in->kind != QN_OUT_TABLE)
		return fail_stream(why);
	*shape = &in->shape;
	rc = take_shape(in, why);
	return rc < 0 ? rc : 1;
}

int tables_row(tables *in, const qn_out_cell **cell, fault *why)
{
	while (in->kind == QN_OUT_ROWS && in->at == in->length) {
		int rc = read_frame(in, why);
		if (rc < 0)
			return rc;
	}
	if (in->kind != QN_OUT_ROWS)
		return 0;
	if (in->shape.columns == 0)
		return fail_stream(why);
	for (uint32_t c = 0; c < in->shape.columns; c++)
		if (in->shape.column[c].type == QN_OUT_TEXT)
			in->cell[c].text = get_text(in);
		else
			in->cell[c].number = get_number(in);
	*cell = in->cell;
	return in->spoilt ? fail_stream(why) : 1;
}

void tables_free(tables *in)
{
	if (!in)
		return;
	qn_arena_free(&in->told);
	qn_arena_free(&in->shaped);
	free(in->frame);
	free(in);
}
