/* SPDX-License-Identifier: Apache-2.0 */
#include "assess/figures.h"
#include <stdlib.h>
#include "assess/moves.h"

typedef struct { size_t entities; int index; double *out; } taking;

static double of_mask(qn_mask mask) { return mask == QN_TRUE ? 1 : mask == QN_FALSE ? 0 : QN_MISSING; }

static int take(void *context, const qn_slice *slice)
{
	taking *t = context;
	double *to = t->out + slice->output * t->entities;
	for (size_t e = 0; slice->period == t->index && e < t->entities; e++) {
		size_t from = slice->by_entity ? e * slice->paths : 0;
		to[e] = slice->is_mask ? of_mask(slice->mask[from]) : slice->number[from];
	}
	return 0;
}

static int run(qn_panel *panel, const qn_changes *changes, uint32_t model, const qn_linked *linked, taking *t, qn_error *err)
{
	qn_settled settled = { .efforts = 0 };
	qn_setup setup = { 0 };
	qn_inputs inputs;
	bool projected = model != QN_NONE;
	int from = t->index < panel->base ? t->index : panel->base;
	int rc = qn_panel_load_used(panel, linked, from, err);
	if (rc >= 0 && projected)
		rc = qn_changes_settle(panel, changes, model, &settled, err);
	if (rc >= 0)
		rc = qn_setup_make(&setup, panel, projected ? &settled.changes : changes, &inputs, err);
	qn_run_options options = { .threads = 1, .paths = projected, .central = true };
	if (rc >= 0)
		rc = qn_run(linked, &inputs, &options, from, take, t, err);
	qn_setup_free(&setup);
	qn_settled_free(&settled);
	return rc < 0 ? rc : QN_OK;
}

int qn_figures(qn_panel *panel, const qn_changes *changes, uint32_t model, const uint32_t *indicator, uint32_t indicators, int index,
	double *out, qn_error *err)
{
	taking t = { panel->entities, index, out };
	qn_linked *linked = NULL;
	qn_want *want = calloc((size_t)indicators + 1, sizeof *want);
	int rc = want ? QN_OK : qn_no_memory(err);
	for (uint32_t i = 0; want && i < indicators; i++)
		want[i] = (qn_want){ .kind = QN_WANT_INDICATOR, .index = indicator[i] };
	for (size_t i = 0; i < indicators * panel->entities; i++)
		out[i] = QN_MISSING;
	if (rc == QN_OK)
		rc = qn_link(panel->program, panel->catalogue, model, want, indicators, &linked, err);
	if (rc == QN_OK)
		rc = run(panel, changes, model, linked, &t, err);
	qn_linked_free(linked);
	free(want);
	return rc;
}
