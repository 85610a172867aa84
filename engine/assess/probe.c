/* SPDX-License-Identifier: Apache-2.0 */
#include "assess/probe.h"
#include <stdlib.h>
#include <string.h>

int qn_probe_make(qn_probe *p, qn_panel *panel, const qn_changes *changes, const uint32_t *node, uint32_t nodes, size_t entity, int index, qn_error *err)
{
	*p = (qn_probe){ .panel = panel, .changes = changes, .entity = entity, .index = index, .nodes = nodes };
	qn_want *want = qn_arena_array(&p->arena, (size_t)nodes + 1, sizeof *want);
	p->number = qn_arena_array(&p->arena, (size_t)nodes + 1, sizeof *p->number);
	p->mask = qn_arena_array(&p->arena, (size_t)nodes + 1, sizeof *p->mask);
	if (!want || !p->number || !p->mask)
		return qn_no_memory(err);
	for (uint32_t i = 0; i < nodes; i++)
		want[i] = (qn_want){ .kind = QN_WANT_NODE, .index = node[i] };
	int rc = qn_link(panel->program, panel->catalogue, QN_NONE, want, nodes, &p->linked, err);
	return rc == QN_OK ? qn_panel_load_used(panel, p->linked, index, err) : rc;
}

static int take(void *context, const qn_slice *slice)
{
	qn_probe *p = context;
	size_t from = slice->by_entity ? p->entity : 0;
	if (slice->period != p->index)
		return 0;
	p->number[slice->output] = slice->is_mask ? QN_MISSING : slice->number[from];
	p->mask[slice->output] = slice->is_mask ? slice->mask[from] : QN_UNKNOWN;
	return 0;
}

/* The panel with one figure changed: everything else is shared with the one it is made from. */
static bool change(const qn_probe *p, uint32_t indicator, double value, qn_arena *arena, qn_panel *out)
{
	const qn_panel *panel = p->panel;
	size_t pieces = (panel->entities + QN_PIECE - 1) / QN_PIECE, at = p->entity / QN_PIECE, columns = (size_t)panel->base + 1;
	*out = *panel;
	out->series = qn_arena_array(arena, panel->catalogue->indicators, sizeof *out->series);
	struct qn_panel_column *column = qn_arena_array(arena, columns, sizeof *column);
	const double **piece = qn_arena_array(arena, pieces, sizeof *piece);
	double *values = qn_arena_array(arena, QN_PIECE, sizeof *values), *none = qn_arena_array(arena, QN_PIECE, sizeof *none);
	if (!out->series || !column || !piece || !values || !none)
		return false;
	memcpy(out->series, panel->series, panel->catalogue->indicators * sizeof *out->series);
	if (panel->series[indicator].column)
		memcpy(column, panel->series[indicator].column, columns * sizeof *column);
	const double *const *before = column[p->index].piece;
	size_t here = panel->entities - at * QN_PIECE < QN_PIECE ? panel->entities - at * QN_PIECE : QN_PIECE;
	for (size_t i = 0; i < QN_PIECE; i++)
		none[i] = QN_MISSING, values[i] = before && i < here ? before[at][i] : QN_MISSING;
	for (size_t i = 0; i < pieces; i++)
		piece[i] = before ? before[i] : none;
	values[p->entity % QN_PIECE] = value;
	piece[at] = values;
	column[p->index] = (struct qn_panel_column){ .loaded = true, .piece = piece };
	out->series[indicator].column = column;
	return true;
}

int qn_probe_run(qn_probe *p, uint32_t indicator, double value, qn_error *err)
{
	qn_panel with = *p->panel;
	qn_arena arena = { 0 };
	qn_setup setup = { 0 };
	qn_inputs inputs;
	int rc = indicator == QN_NONE || change(p, indicator, value, &arena, &with) ? QN_OK : qn_no_memory(err);
	if (rc == QN_OK)
		rc = qn_setup_make(&setup, &with, p->changes, &inputs, err);
	if (rc == QN_OK)
		rc = qn_run(p->linked, &inputs, &(qn_run_options){ .threads = 1 }, p->index, take, p, err);
	qn_setup_free(&setup);
	qn_arena_free(&arena);
	return rc;
}

void qn_probe_free(qn_probe *p)
{
	qn_linked_free(p->linked);
	qn_arena_free(&p->arena);
}
