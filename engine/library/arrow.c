/* SPDX-License-Identifier: Apache-2.0 */
/* arrow.c - a panel as the Arrow C data interface has it: a struct of columns, each with its buffers. A root and its children
 * share one arena, and the last of them to be released gives it back: whoever imports the struct may move a child out of it. */
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include "library/view.h"

/* What root and children share; the last to be released frees it. */
typedef struct { qn_arena arena; atomic_int holders; } shared;

static void let_go(shared *memory)
{
	if (atomic_fetch_sub(&memory->holders, 1) > 1)
		return;
	qn_arena_free(&memory->arena);
	free(memory);
}

static void release_schema(struct ArrowSchema *schema)
{
	shared *memory = schema->private_data;
	for (int64_t i = 0; i < schema->n_children; i++)
		if (schema->children[i]->release)
			schema->children[i]->release(schema->children[i]);
	schema->release = NULL;
	let_go(memory);
}

static void release_array(struct ArrowArray *array)
{
	shared *memory = array->private_data;
	for (int64_t i = 0; i < array->n_children; i++)
		if (array->children[i]->release)
			array->children[i]->release(array->children[i]);
	array->release = NULL;
	let_go(memory);
}

/* Schema. */

static struct ArrowSchema field(shared *memory, const char *format, const char *name, int64_t flags)
{
	memory->holders++;
	return (struct ArrowSchema){ .format = format, .name = name, .flags = flags, .release = release_schema, .private_data = memory };
}

static bool make_schema(const qunce_view *view, const uint32_t *indicator, size_t indicators, struct ArrowSchema *out)
{
	shared *memory = calloc(1, sizeof *memory);
	size_t count = indicators + 2;
	struct ArrowSchema **child = memory ? qn_arena_array(&memory->arena, count, sizeof *child) : NULL, *all = child ? qn_arena_array(&memory->arena, count, sizeof *all) : NULL;
	bool fine = all != NULL;
	*out = (struct ArrowSchema){ .release = NULL };
	for (size_t i = 0; fine && i < count; i++) {
		const char *name = i == 0 ? "entity" : i == 1 ? "period" : qn_arena_text(&memory->arena, view->catalogue->indicator[indicator[i - 2]].id);
		fine = name != NULL;
		child[i] = &all[i];
		if (fine)
			all[i] = field(memory, i < 2 ? "u" : "g", name, i < 2 ? 0 : ARROW_FLAG_NULLABLE);
	}
	if (!fine) {
		if (memory)
			qn_arena_free(&memory->arena);
		free(memory);
		return false;
	}
	*out = field(memory, "+s", "", 0);
	out->n_children = (int64_t)count, out->children = child;
	return true;
}

/* Arrays. */

static struct ArrowArray column(shared *memory, int64_t length, int64_t nulls, const void **buffer, int64_t buffers)
{
	memory->holders++;
	return (struct ArrowArray){ .length = length, .null_count = nulls, .n_buffers = buffers, .buffers = buffer, .release = release_array, .private_data = memory };
}

typedef struct {
	qunce_view *view;
	shared *memory;
	qn_period first;
	size_t periods, rows;
	qn_error *err;
} filling;

/* Texts of rows: offsets of 32 bits, then the bytes. */
static int add_texts(const filling *f, bool periods, struct ArrowArray *out)
{
	qn_arena *arena = &f->memory->arena;
	qn_buffer bytes = { 0 };
	const void **buffer = qn_arena_array(arena, 3, sizeof *buffer);
	int32_t *offset = qn_arena_array(arena, f->rows + 1, sizeof *offset);
	if (!buffer || !offset)
		return qn_no_memory(f->err);
	for (size_t row = 0; row < f->rows; row++) {
		char text[24];
		qn_period_text(qn_period_add(f->first, (int)(row % f->periods)), text);
		const qn_entity *who = periods ? NULL : qn_entity_borrow(f->view->snapshot, f->view->catalogue->subject, qunce_entity_number(f->view, row / f->periods), f->err);
		if (!periods && !who) {
			qn_buffer_free(&bytes);
			return (int)f->err->status;
		}
		qn_buffer_text(&bytes, periods ? text : who->id);
		offset[row + 1] = (int32_t)bytes.length;
	}
	bool fits = bytes.length <= INT32_MAX;
	buffer[1] = offset;
	buffer[2] = fits && !bytes.failed ? qn_arena_copy(arena, bytes.data ? bytes.data : "", bytes.length) : NULL;
	qn_buffer_free(&bytes);
	if (!buffer[2])
		return fits ? qn_no_memory(f->err) : qn_fail(f->err, QN_ELIMIT, "the names of all rows take more than 2 GiB: ask for fewer periods");
	*out = column(f->memory, (int64_t)f->rows, 0, buffer, 3);
	return QN_OK;
}

static int add_numbers(const filling *f, uint32_t indicator, struct ArrowArray *out)
{
	qn_arena *arena = &f->memory->arena;
	size_t entities = f->view->entities;
	const void **buffer = qn_arena_array(arena, 2, sizeof *buffer);
	uint8_t *valid = qn_arena_array(arena, f->rows / 8 + 1, sizeof *valid);
	double *value = qn_arena_array(arena, f->rows + 1, sizeof *value), *raw = malloc((entities + 1) * sizeof *raw);
	int64_t nulls = 0;
	int rc = buffer && valid && value && raw ? QN_OK : qn_no_memory(f->err);
	for (size_t p = 0; rc == QN_OK && p < f->periods; p++) {
		rc = qunce_read_column(f->view, indicator, qn_period_add(f->first, (int)p), raw, f->err);
		for (size_t e = 0; rc == QN_OK && e < entities; e++) {
			size_t row = e * f->periods + p;
			bool missing = qn_is_missing(raw[e]);
			value[row] = missing ? 0 : raw[e];
			valid[row / 8] |= (uint8_t)(!missing << row % 8);
			nulls += missing;
		}
	}
	free(raw);
	if (rc < 0)
		return rc;
	buffer[0] = valid, buffer[1] = value;
	*out = column(f->memory, (int64_t)f->rows, nulls, buffer, 2);
	return QN_OK;
}

static int make_array(filling *f, const uint32_t *indicator, size_t indicators, struct ArrowArray *out)
{
	size_t count = indicators + 2;
	f->memory = calloc(1, sizeof *f->memory);
	*out = (struct ArrowArray){ .release = NULL };
	if (!f->memory)
		return qn_no_memory(f->err);
	qn_arena *arena = &f->memory->arena;
	struct ArrowArray **child = qn_arena_array(arena, count, sizeof *child), *all = qn_arena_array(arena, count, sizeof *all);
	const void **none = qn_arena_array(arena, 1, sizeof *none); /* a struct's own validity: every row is there */
	int rc = child && all && none ? QN_OK : qn_no_memory(f->err);
	for (size_t i = 0; rc == QN_OK && i < count; i++) {
		child[i] = &all[i];
		rc = i < 2 ? add_texts(f, i == 1, &all[i]) : add_numbers(f, indicator[i - 2], &all[i]);
	}
	if (rc < 0) {
		qn_arena_free(arena);
		free(f->memory);
		return rc;
	}
	*out = column(f->memory, (int64_t)f->rows, 0, none, 1);
	out->n_children = (int64_t)count, out->children = child;
	return QN_OK;
}

static int find_all(const qunce_view *view, const char *const *name, size_t count, uint32_t *out, qn_error *err)
{
	int rc = QN_OK;
	for (size_t i = 0; rc == QN_OK && i < count; i++)
		rc = qunce_find_indicator(view, name[i], &out[i], err);
	return rc;
}

int qunce_panel_arrow(qunce_view *view, const char *const *indicator, size_t indicators, const char *first, size_t periods,
                      struct ArrowSchema *schema, struct ArrowArray *array, qunce_error *err)
{
	qn_error why = { 0 };
	filling f = { .view = view, .periods = periods, .rows = periods * view->entities, .err = &why };
	uint32_t *found = calloc(indicators + 1, sizeof *found);
	schema->release = NULL, array->release = NULL;
	int rc = found ? qunce_read_period(first, &f.first, &why) : qn_no_memory(&why);
	if (rc == QN_OK && (f.first == QN_NO_PERIOD || periods == 0 || periods > 8192 || qn_period_add(f.first, (int)periods - 1) == QN_NO_PERIOD))
		rc = qn_fail(&why, QN_EUSAGE, "%zu periods from \"%s\" on are no panel", periods, first ? first : "");
	if (rc == QN_OK)
		rc = find_all(view, indicator, indicators, found, &why);
	if (rc == QN_OK)
		rc = make_array(&f, found, indicators, array);
	if (rc == QN_OK && !make_schema(view, found, indicators, schema)) {
		array->release(array);
		rc = qn_no_memory(&why);
	}
	free(found);
	return qunce_tell(err, rc, &why);
}
