/* SPDX-License-Identifier: Apache-2.0 */
#include "assess/lift.h"
#include <stdlib.h>
#include <string.h>
#include "assess/moves.h"
#include "base/real.h"

enum { HALVINGS = 24 };

typedef struct {
	qn_panel *panel;
	const qn_changes *changes;
	const qn_lifting *about;
	qn_linked *linked;
	bool *asked;
	qn_lever *lever;         /* settled ones, then one for each entity */
	double *value;
	qn_mask *holds;          /* of the last run, like number */
	double *number;
	qn_arena arena;
} lifting;

static int take(void *context, const qn_slice *slice)
{
	lifting *l = context;
	if (slice->period != l->about->due)
		return 0;
	for (size_t e = 0; e < l->panel->entities; e++) {
		size_t from = slice->by_entity ? e * slice->paths : 0;
		if (slice->is_mask)
			l->holds[e] = slice->mask[from];
		else
			l->number[e] = slice->number[from];
	}
	return 0;
}

static int run(lifting *l, qn_error *err)
{
	qn_changes with;
	qn_settled settled = { .efforts = 0 };
	qn_setup setup = { 0 };
	qn_inputs inputs;
	qn_run_options how = { .paths = 1, .threads = 1, .central = true, .asked = l->asked };
	int rc = qn_levers_set(l->changes, l->panel, l->lever, l->value, l->about->levers + (uint32_t)l->panel->entities, &with, err);
	if (rc < 0)
		return rc;
	rc = qn_changes_settle(l->panel, &with, l->about->model, &settled, err);
	if (rc == QN_OK)
		rc = qn_setup_make(&setup, l->panel, &settled.changes, &inputs, err);
	if (rc == QN_OK)
		rc = qn_run(l->linked, &inputs, &how, l->panel->base, take, l, err);
	qn_setup_free(&setup);
	qn_settled_free(&settled);
	qn_changes_free(&with);
	return rc;
}

static bool make_room(lifting *l)
{
	size_t n = l->panel->entities, periods = (size_t)l->panel->periods, levers = l->about->levers;
	l->asked = qn_arena_array(&l->arena, 2 * periods + 1, sizeof *l->asked);
	l->lever = qn_arena_array(&l->arena, levers + n + 1, sizeof *l->lever);
	l->value = qn_arena_array(&l->arena, levers + n + 1, sizeof *l->value);
	l->holds = qn_arena_array(&l->arena, n + 1, sizeof *l->holds);
	l->number = qn_arena_array(&l->arena, n + 1, sizeof *l->number);
	if (!l->asked || !l->lever || !l->value || !l->holds || !l->number)
		return false;
	l->asked[l->about->due] = l->asked[periods + (size_t)l->about->due] = true;
	if (levers) {
		memcpy(l->lever, l->about->lever, levers * sizeof *l->lever);
		memcpy(l->value, l->about->value, levers * sizeof *l->value);
	}
	for (size_t e = 0; e < n; e++)
		l->lever[levers + e] = (qn_lever){ .grows = true, .index = l->about->indicator, .whom.entity = e, .from = QN_NO_PERIOD,
			.until = qn_panel_period(l->panel, l->about->due), .unit = QN_NONE };
	return true;
}

static int start(lifting *l, qn_error *err)
{
	const qn_want want[2] = { { .kind = QN_WANT_NODE, .index = l->about->mask }, { .kind = QN_WANT_INDICATOR, .index = l->about->indicator } };
	if (!make_room(l))
		return qn_no_memory(err);
	int rc = qn_link(l->panel->program, l->panel->catalogue, l->about->model, want, 2, &l->linked, err);
	return rc == QN_OK ? qn_panel_load_used(l->panel, l->linked, 0, err) : rc;
}

/* Halves the interval of each entity that can be lifted; those that cannot stay at none. */
static int bisect(lifting *l, const bool *can, double *low, double *high, qn_error *err)
{
	size_t n = l->panel->entities;
	double *trial = l->value + l->about->levers;
	for (int i = 0; i < HALVINGS; i++) {
		for (size_t e = 0; e < n; e++)
			trial[e] = can[e] ? low[e] + (high[e] - low[e]) / 2 : 0;
		int rc = run(l, err);
		if (rc < 0)
			return rc;
		for (size_t e = 0; e < n; e++)
			*(l->holds[e] == QN_TRUE ? &high[e] : &low[e]) = trial[e];
	}
	return QN_OK;
}

static int lift(lifting *l, double *growth, double *without, double *with, qn_error *err)
{
	size_t n = l->panel->entities;
	double *trial = l->value + l->about->levers, *low = qn_arena_array(&l->arena, n + 1, sizeof *low);
	bool *can = qn_arena_array(&l->arena, n + 1, sizeof *can), *already = qn_arena_array(&l->arena, n + 1, sizeof *already);
	int rc = low && can && already ? run(l, err) : qn_no_memory(err);
	for (size_t e = 0; rc == QN_OK && e < n; e++)
		without[e] = l->number[e], already[e] = l->holds[e] == QN_TRUE, trial[e] = already[e] ? 0 : l->about->most;
	if (rc == QN_OK)
		rc = run(l, err);
	for (size_t e = 0; rc == QN_OK && e < n; e++)
		can[e] = !already[e] && l->holds[e] == QN_TRUE, growth[e] = l->about->most;
	if (rc == QN_OK)
		rc = bisect(l, can, low, growth, err);
	for (size_t e = 0; rc == QN_OK && e < n; e++)
		trial[e] = can[e] ? growth[e] : 0;
	if (rc == QN_OK)
		rc = run(l, err);
	for (size_t e = 0; rc == QN_OK && e < n; e++) {
		bool reached = already[e] || can[e];
		growth[e] = already[e] ? 0 : can[e] ? growth[e] : QN_MISSING;
		with[e] = reached ? l->number[e] : QN_MISSING;
	}
	return rc;
}

int qn_lift(qn_panel *panel, const qn_changes *changes, const qn_lifting *about, double *growth, double *without, double *with, qn_error *err)
{
	lifting l = { .panel = panel, .changes = changes, .about = about };
	int rc = start(&l, err);
	if (rc == QN_OK)
		rc = lift(&l, growth, without, with, err);
	qn_linked_free(l.linked);
	qn_arena_free(&l.arena);
	return rc;
}
