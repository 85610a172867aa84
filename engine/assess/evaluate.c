/* SPDX-License-Identifier: Apache-2.0 */
/* evaluate.c - links and runs one node over one observed period. */
#include "assess/evaluate.h"
#include <stdlib.h>
#include "assess/provenance.h"
#include "base/real.h"

typedef struct { qn_values *to; int index; } taking;

static int take(void *context, const qn_slice *slice)
{
	taking *t = context;
	qn_values *to = t->to;
	if (slice->period != t->index)
		return 0;
	to->by_entity = slice->by_entity;
	for (size_t e = 0; e < to->entities; e++) {
		size_t from = slice->by_entity ? e : 0;
		if (slice->is_mask)
			to->mask[e] = slice->mask[from];
		else
			to->number[e] = slice->number[from];
	}
	return 0;
}

static qn_values *make(const qn_panel *panel, uint32_t node)
{
	qn_values *values = calloc(1, sizeof *values);
	size_t room = panel->entities + 1;
	if (!values)
		return NULL;
	values->entities = panel->entities;
	values->is_mask = panel->program->node[node].type == QN_MASK;
	values->rests = qn_arena_alloc(&values->arena, room);
	if (values->is_mask)
		values->mask = qn_arena_array(&values->arena, room, sizeof *values->mask);
	else
		values->number = qn_arena_array(&values->arena, room, sizeof *values->number);
	if (values->rests && (values->mask || values->number))
		return values;
	qn_values_free(values);
	return NULL;
}

static int run(qn_panel *panel, const qn_changes *changes, qn_want want, int index, qn_values *values, qn_error *err)
{
	qn_linked *linked = NULL;
	qn_setup setup = { 0 };
	qn_inputs inputs;
	int rc = qn_link(panel->program, panel->catalogue, QN_NONE, &want, 1, &linked, err);
	if (rc == QN_OK)
		rc = qn_panel_load_used(panel, linked, index, err);
	if (rc == QN_OK)
		rc = qn_setup_make(&setup, panel, changes, &inputs, err);
	if (rc == QN_OK)
		rc = qn_run(linked, &inputs, &(qn_run_options){ .threads = 1 }, index, take, &(taking){ values, index }, err);
	qn_setup_free(&setup);
	qn_linked_free(linked);
	return rc;
}

static int trace_back(qn_panel *panel, uint32_t node, int index, qn_values *values, qn_error *err)
{
	qn_provenance *provenance = qn_provenance_new(panel);
	int rc = provenance ? qn_provenance_add(provenance, node, index, values->rests, err) : qn_no_memory(err);
	qn_provenance_free(provenance);
	return rc;
}

int qn_evaluate(qn_panel *panel, const qn_changes *changes, uint32_t node, int index, qn_values **out, qn_error *err)
{
	qn_values *values = make(panel, node);
	int rc = values ? run(panel, changes, (qn_want){ QN_WANT_NODE, node }, index, values, err) : qn_no_memory(err);
	if (rc == QN_OK)
		rc = trace_back(panel, node, index, values, err);
	if (rc < 0)
		qn_values_free(values);
	else
		*out = values;
	return rc;
}

int qn_count_lacking(qn_panel *panel, const qn_changes *changes, uint32_t node, int index, size_t *out, qn_error *err)
{
	double count = QN_MISSING;
	qn_values one = { .entities = 1, .number = &count };
	int rc = run(panel, changes, (qn_want){ QN_WANT_LACKING, node }, index, &one, err);
	*out = rc == QN_OK && !qn_is_missing(count) ? (size_t)count : 0;
	return rc;
}

void qn_values_free(qn_values *values)
{
	if (!values)
		return;
	qn_arena_free(&values->arena);
	free(values);
}
