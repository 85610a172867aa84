/* SPDX-License-Identifier: Apache-2.0 */
/* parquet.c - Apache Parquet: groups of rows, in each a chunk for every column: one page of values, which bits say where they
 * are (definition levels), a page of the distinct texts where it has texts, both compressed by zstd; at the end of the file
 * what is where. Every column may miss values. Labels and units of columns stand in the file's own words (metadata), by
 * "column NAME label" and "column NAME unit". */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zstd.h>
#include "base/arena.h"
#include "base/names.h"
#include "formats.h"
#include "tables.h"
#include "thrift.h"

enum { CELLS = 8 << 20, MOST_ROWS = 128 << 10, LEAST_ROWS = 1 << 10, MOST_TEXT = 64 << 20 }; /* of a group */
enum { BOOLEAN = 0, INT32 = 1, INT64 = 2, DOUBLE = 5, BYTE_ARRAY = 6 };               /* physical types */
enum { PLAIN = 0, RLE = 3, RLE_DICTIONARY = 8 }; /* encodings */
enum { ZSTD_CODEC = 6, UTF8 = 0, DATE = 6, OPTIONAL = 1 };

/* What a chunk became: for the end of the file. */
typedef struct { int64_t dictionary, data, values, plain_size, packed_size; } chunk;
typedef struct { chunk *chunk; int64_t rows, size; } group;

typedef struct {
	FILE *file;
	int64_t at;              /* bytes written */
	const qn_out_table *shape;
	uint32_t rows, room;     /* of the present group */
	int64_t all;
	double **number;         /* by column: [room]; texts: NULL */
	uint32_t **index;        /* by column: [room], which of the distinct texts; QN_NO_NAME: missing; others: NULL */
	qn_names **text;         /* by column: the distinct texts */
	size_t texts;            /* bytes of texts that came in the present group */
	group *group;
	uint32_t groups;
	qn_buffer page, packed, levels;
	qn_arena arena;
	fault *why;
} writing;

static int fail_write(writing *w) { return fail(w->why, qn_refused(errno), "cannot be written: %s", "无法写入:%s", strerror(errno)); }

static int put(writing *w, const void *bytes, size_t length)
{
	w->at += (int64_t)length;
	return fwrite(bytes, 1, length, w->file) == length ? QN_OK : fail_write(w);
}

static void add_byte(qn_buffer *out, unsigned number)
{
	const unsigned char byte = (unsigned char)number;
	qn_buffer_add(out, &byte, 1);
}

static void add_u32(qn_buffer *out, uint32_t number)
{
	const unsigned char bytes[] = { (unsigned char)number, (unsigned char)(number >> 8), (unsigned char)(number >> 16), (unsigned char)(number >> 24) };
	qn_buffer_add(out, bytes, 4);
}

static void add_u64(qn_buffer *out, uint64_t number)
{
	add_u32(out, (uint32_t)number);
	add_u32(out, (uint32_t)(number >> 32));
}

/* Numbers of so many bits each, side by side, eight of them a run: the "hybrid" of runs and packed bits, without runs. */
typedef struct { qn_buffer *out; uint64_t bits; int held; } packing;

static void pack(packing *p, uint32_t number, int width)
{
	p->bits |= (uint64_t)number << p->held;
	for (p->held += width; p->held >= 8; p->held -= 8, p->bits >>= 8)
		add_byte(p->out, (unsigned)p->bits);
}

static void begin_packed(qn_buffer *out, uint32_t count) { qn_varint(out, (uint64_t)((count + 7) / 8) << 1 | 1); }

static void end_packed(packing *p, uint32_t count, int width)
{
	for (; count % 8; count++)
		pack(p, 0, width);
}

static bool is_there(const writing *w, uint32_t c, uint32_t row)
{
	return w->index[c] ? w->index[c][row] != QN_NO_NAME : w->number[c][row] == w->number[c][row];
}

/* Which rows have a value: a length, then a bit each. Returns how many. */
static uint32_t add_levels(writing *w, uint32_t c)
{
	packing p = { .out = &w->levels };
	uint32_t there = 0;
	w->levels.length = 0;
	begin_packed(&w->levels, w->rows);
	for (uint32_t row = 0; row < w->rows; row++) {
		bool is = is_there(w, c, row);
		there += is;
		pack(&p, is, 1);
	}
	end_packed(&p, w->rows, 1);
	add_u32(&w->page, (uint32_t)w->levels.length);
	qn_buffer_add(&w->page, w->levels.data, w->levels.length);
	return there;
}

static void add_numbers(writing *w, uint32_t c)
{
	qn_out_type type = w->shape->column[c].type;
	packing p = { .out = &w->page };
	uint64_t bits;
	for (uint32_t row = 0; row < w->rows; row++) {
		double number = w->number[c][row];
		if (number != number)
			continue;
		if (type == QN_OUT_NUMBER) {
			memcpy(&bits, &number, sizeof bits);
			add_u64(&w->page, bits);
		} else if (type == QN_OUT_WHOLE)
			add_u64(&w->page, (uint64_t)(int64_t)number);
		else if (type == QN_OUT_DATE)
			add_u32(&w->page, (uint32_t)(int32_t)number);
		else
			pack(&p, number != 0, 1);
	}
	while (p.held)
		pack(&p, 0, 1);
}

static void add_indices(writing *w, uint32_t c, uint32_t there)
{
	packing p = { .out = &w->page };
	uint32_t distinct = qn_names_count(w->text[c]);
	int width = 1;
	while (width < 32 && (uint64_t)1 << width < distinct)
		width++;
	add_byte(&w->page, (unsigned)width);
	begin_packed(&w->page, there);
	for (uint32_t row = 0; row < w->rows; row++)
		if (w->index[c][row] != QN_NO_NAME)
			pack(&p, w->index[c][row], width);
	end_packed(&p, there, width);
}

/* The page that was gathered: its header, then its bytes packed. */
static int put_page(writing *w, uint32_t count, int encoding, bool dictionary, chunk *of)
{
	size_t bound = ZSTD_compressBound(w->page.length);
	char *packed = malloc(bound ? bound : 1);
	if (!packed || w->page.failed || w->levels.failed) {
		free(packed);
		return fail_memory(w->why);
	}
	size_t length = ZSTD_compress(packed, bound, w->page.data ? w->page.data : "", w->page.length, 3);
	int rc = ZSTD_isError(length) ? fail_memory(w->why) : QN_OK;
	qn_thrift t = { .out = &w->packed };
	w->packed.length = 0;
	qn_thrift_i32(&t, 1, dictionary ? 2 : 0);
	qn_thrift_i32(&t, 2, (int32_t)w->page.length);
	qn_thrift_i32(&t, 3, (int32_t)length);
	qn_thrift inner = qn_thrift_struct(&t, dictionary ? 7 : 5);
	qn_thrift_i32(&inner, 1, (int32_t)count);
	qn_thrift_i32(&inner, 2, encoding);
	if (!dictionary) {
		qn_thrift_i32(&inner, 3, RLE);
		qn_thrift_i32(&inner, 4, RLE);
	}
	qn_thrift_end(&inner);
	qn_thrift_end(&t);
	of->plain_size += (int64_t)(w->packed.length + w->page.length);
	of->packed_size += (int64_t)(w->packed.length + length);
	if (rc == QN_OK)
		rc = w->packed.failed ? fail_memory(w->why) : put(w, w->packed.data, w->packed.length);
	if (rc == QN_OK)
		rc = put(w, packed, length);
	free(packed);
	w->page.length = 0;
	return rc;
}

static int put_dictionary(writing *w, uint32_t c, chunk *of)
{
	uint32_t distinct = qn_names_count(w->text[c]);
	of->dictionary = w->at;
	for (uint32_t i = 0; i < distinct; i++) {
		const char *text = qn_names_text(w->text[c], i);
		add_u32(&w->page, (uint32_t)strlen(text));
		qn_buffer_text(&w->page, text);
	}
	return put_page(w, distinct, PLAIN, true, of);
}

static int put_chunk(writing *w, uint32_t c, chunk *of)
{
	int rc = w->index[c] ? put_dictionary(w, c, of) : QN_OK;
	if (rc < 0)
		return rc;
	of->data = w->at;
	of->values = w->rows;
	uint32_t there = add_levels(w, c);
	if (w->index[c])
		add_indices(w, c, there);
	else
		add_numbers(w, c);
	return put_page(w, w->rows, w->index[c] ? RLE_DICTIONARY : PLAIN, false, of);
}

/* Each group has texts of its own. */
static int renew_texts(writing *w)
{
	w->texts = 0;
	for (uint32_t c = 0; c < w->shape->columns; c++) {
		if (w->shape->column[c].type != QN_OUT_TEXT)
			continue;
		qn_names_free(w->text[c]);
		if (!(w->text[c] = qn_names_new()))
			return fail_memory(w->why);
	}
	return QN_OK;
}

static int put_group(writing *w)
{
	if (w->rows == 0)
		return QN_OK;
	if (!qn_grow(&w->arena, (void **)&w->group, w->groups, sizeof *w->group))
		return fail_memory(w->why);
	group *g = &w->group[w->groups++];
	*g = (group){ qn_arena_array(&w->arena, (size_t)w->shape->columns + 1, sizeof *g->chunk), w->rows, 0 };
	int rc = g->chunk ? QN_OK : fail_memory(w->why);
	for (uint32_t c = 0; rc == QN_OK && c < w->shape->columns; c++) {
		rc = put_chunk(w, c, &g->chunk[c]);
		g->size += g->chunk[c].plain_size;
	}
	w->all += w->rows;
	w->rows = 0;
	return rc == QN_OK ? renew_texts(w) : rc;
}

static int take_row(writing *w, const qn_out_cell *cell)
{
	for (uint32_t c = 0; c < w->shape->columns; c++)
		if (w->shape->column[c].type != QN_OUT_TEXT)
			w->number[c][w->rows] = cell[c].number;
		else if (!cell[c].text)
			w->index[c][w->rows] = QN_NO_NAME;
		else {
			size_t length = strlen(cell[c].text);
			uint32_t before = qn_names_count(w->text[c]);
			if ((w->index[c][w->rows] = qn_names_add(w->text[c], cell[c].text, length)) == QN_NO_NAME)
				return fail_memory(w->why);
			w->texts += qn_names_count(w->text[c]) > before ? length : 0;
		}
	return ++w->rows == w->room || w->texts > MOST_TEXT ? put_group(w) : QN_OK;
}

static int make_room(writing *w)
{
	uint32_t columns = w->shape->columns, room = columns ? CELLS / columns : LEAST_ROWS;
	w->room = room > MOST_ROWS ? MOST_ROWS : room < LEAST_ROWS ? LEAST_ROWS : room;
	w->number = qn_arena_array(&w->arena, (size_t)columns + 1, sizeof *w->number);
	w->index = qn_arena_array(&w->arena, (size_t)columns + 1, sizeof *w->index);
	w->text = qn_arena_array(&w->arena, (size_t)columns + 1, sizeof *w->text);
	for (uint32_t c = 0; !w->arena.failed && c < columns; c++)
		if (w->shape->column[c].type == QN_OUT_TEXT)
			w->index[c] = qn_arena_room(&w->arena, w->room, sizeof **w->index);
		else
			w->number[c] = qn_arena_room(&w->arena, w->room, sizeof **w->number);
	return w->arena.failed ? fail_memory(w->why) : renew_texts(w);
}

/* The end of the file: its shape, where each chunk is, and what it is about. */

static int physical(qn_out_type type)
{
	static const int types[] = { [QN_OUT_TEXT] = BYTE_ARRAY, [QN_OUT_NUMBER] = DOUBLE, [QN_OUT_WHOLE] = INT64, [QN_OUT_FLAG] = BOOLEAN, [QN_OUT_DATE] = INT32 };
	return types[type];
}

static void add_schema(const writing *w, qn_thrift *footer)
{
	qn_thrift_list(footer, 2, QN_THRIFT_STRUCT, w->shape->columns + 1);
	qn_thrift root = { .out = footer->out };
	qn_thrift_text(&root, 4, w->shape->name);
	qn_thrift_i32(&root, 5, (int32_t)w->shape->columns);
	qn_thrift_end(&root);
	for (uint32_t c = 0; c < w->shape->columns; c++) {
		const qn_out_column *column = &w->shape->column[c];
		qn_thrift leaf = { .out = footer->out };
		qn_thrift_i32(&leaf, 1, physical(column->type));
		qn_thrift_i32(&leaf, 3, OPTIONAL);
		qn_thrift_text(&leaf, 4, column->name);
		if (column->type == QN_OUT_TEXT || column->type == QN_OUT_DATE)
			qn_thrift_i32(&leaf, 6, column->type == QN_OUT_TEXT ? UTF8 : DATE);
		qn_thrift_end(&leaf);
	}
}

static void add_chunk(const writing *w, uint32_t c, const chunk *of, qn_buffer *out)
{
	bool text = w->index[c] != NULL;
	qn_thrift t = { .out = out };
	qn_thrift_i64(&t, 2, text ? of->dictionary : of->data);
	qn_thrift about = qn_thrift_struct(&t, 3);
	qn_thrift_i32(&about, 1, physical(w->shape->column[c].type));
	qn_thrift_list(&about, 2, QN_THRIFT_I32, text ? 3 : 2);
	qn_thrift_item(&about, PLAIN);
	qn_thrift_item(&about, RLE);
	if (text)
		qn_thrift_item(&about, RLE_DICTIONARY);
	qn_thrift_list(&about, 3, QN_THRIFT_BINARY, 1);
	qn_thrift_bytes(&about, w->shape->column[c].name);
	qn_thrift_i32(&about, 4, ZSTD_CODEC);
	qn_thrift_i64(&about, 5, of->values);
	qn_thrift_i64(&about, 6, of->plain_size);
	qn_thrift_i64(&about, 7, of->packed_size);
	qn_thrift_i64(&about, 9, of->data);
	if (text)
		qn_thrift_i64(&about, 11, of->dictionary);
	qn_thrift_end(&about);
	qn_thrift_end(&t);
}

static void add_groups(const writing *w, qn_thrift *footer)
{
	qn_thrift_list(footer, 4, QN_THRIFT_STRUCT, w->groups);
	for (uint32_t g = 0; g < w->groups; g++) {
		qn_thrift t = { .out = footer->out };
		qn_thrift_list(&t, 1, QN_THRIFT_STRUCT, w->shape->columns);
		for (uint32_t c = 0; c < w->shape->columns; c++)
			add_chunk(w, c, &w->group[g].chunk[c], footer->out);
		qn_thrift_i64(&t, 2, w->group[g].size);
		qn_thrift_i64(&t, 3, w->group[g].rows);
		qn_thrift_end(&t);
	}
}

static void add_pair(qn_buffer *out, const char *key, const char *value)
{
	qn_thrift t = { .out = out };
	qn_thrift_text(&t, 1, key);
	qn_thrift_text(&t, 2, value);
	qn_thrift_end(&t);
}

static void add_words(const writing *w, const qn_out_about *about, qn_thrift *footer)
{
	enum { PAIRS = 4 };
	const char *const pairs[PAIRS][2] = { { "title", about->title }, { "source", about->source }, { "vintage", about->vintage }, { "data", about->mark } };
	qn_buffer key = { 0 };
	qn_thrift_list(footer, 5, QN_THRIFT_STRUCT, PAIRS + 2 * w->shape->columns);
	for (int i = 0; i < PAIRS; i++)
		add_pair(footer->out, pairs[i][0], pairs[i][1]);
	for (uint32_t c = 0; c < w->shape->columns; c++) {
		const qn_out_column *column = &w->shape->column[c];
		key.length = 0;
		qn_buffer_printf(&key, "column %s label", column->name);
		add_pair(footer->out, key.failed ? "" : key.data, column->label);
		key.length = 0;
		qn_buffer_printf(&key, "column %s unit", column->name);
		add_pair(footer->out, key.failed ? "" : key.data, column->unit);
	}
	footer->out->failed = footer->out->failed || key.failed;
	qn_buffer_free(&key);
}

static int put_footer(writing *w, const qn_out_about *about)
{
	qn_thrift footer = { .out = &w->page };
	w->page.length = 0;
	qn_thrift_i32(&footer, 1, 1);
	add_schema(w, &footer);
	qn_thrift_i64(&footer, 3, w->all);
	add_groups(w, &footer);
	add_words(w, about, &footer);
	qn_thrift_text(&footer, 6, about->maker);
	qn_thrift_end(&footer);
	add_u32(&w->page, (uint32_t)w->page.length);
	qn_buffer_text(&w->page, "PAR1");
	return w->page.failed ? fail_memory(w->why) : put(w, w->page.data, w->page.length);
}

static int write_table(writing *w, tables *in, const qn_out_about *about)
{
	const qn_out_cell *cell;
	int rc = tables_next(in, &w->shape, w->why);
	if (rc == 0)
		return fail(w->why, QN_EINTERNAL, "there is no table to write", "没有可写的表");
	if (rc > 0)
		rc = make_room(w);
	if (rc == QN_OK)
		rc = put(w, "PAR1", 4);
	while (rc == QN_OK && (rc = tables_row(in, &cell, w->why)) > 0)
		rc = take_row(w, cell);
	if (rc == QN_OK)
		rc = put_group(w);
	return rc == QN_OK ? put_footer(w, about) : rc;
}

int write_parquet(const char *path, fault *why)
{
	writing w = { .why = why };
	const qn_out_about *about;
	const qn_out_table *more;
	tables *in = NULL;
	int rc = tables_open(&in, &about, why);
	if (rc == QN_OK && !(w.file = fopen(path, "wb")))
		rc = fail_write(&w);
	if (rc == QN_OK)
		rc = write_table(&w, in, about);
	for (uint32_t c = 0; w.text && c < w.shape->columns; c++)
		qn_names_free(w.text[c]);
	if (rc == QN_OK && tables_next(in, &more, why) != 0) /* the end must have come */
		rc = fail(why, QN_EINTERNAL, "a Parquet file holds one table", "一个 Parquet 文件只放一张表");
	if (w.file && fclose(w.file) != 0 && rc == QN_OK)
		rc = fail_write(&w);
	qn_buffer_free(&w.page);
	qn_buffer_free(&w.packed);
	qn_buffer_free(&w.levels);
	qn_arena_free(&w.arena);
	tables_free(in);
	return rc;
}
