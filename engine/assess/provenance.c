/* SPDX-License-Identifier: Apache-2.0 */
/* provenance.c - walks rules down to the indicators they read, and looks up who said each figure. */
#include "assess/provenance.h"
#include <stdlib.h>
#include <string.h>

/* An indicator read `back` periods before, of the entity itself or (met) of all that meet there. */
typedef struct { uint32_t indicator; int back; bool met; } reading;
typedef struct { reading *list; uint32_t count; bool known; } readings;

struct qn_provenance {
	qn_panel *panel;
	readings *of;            /* by node of the program */
	unsigned char **told;    /* by indicator and index: [entities], what is known of the reported figure; NULL until wanted */
	uint32_t *derivation;    /* by indicator: node, or QN_NONE */
	qn_arena arena;
};

static int periods_of(const qn_panel *panel)
{
	return panel->base + 1;
}

qn_provenance *qn_provenance_new(qn_panel *panel)
{
	const qn_program *program = panel->program;
	size_t indicators = panel->catalogue->indicators;
	qn_provenance *p = calloc(1, sizeof *p);
	if (!p)
		return NULL;
	p->panel = panel;
	p->of = qn_arena_array(&p->arena, (size_t)program->nodes + 1, sizeof *p->of);
	p->told = qn_arena_array(&p->arena, indicators * (size_t)periods_of(panel) + 1, sizeof *p->told);
	p->derivation = qn_arena_array(&p->arena, indicators + 1, sizeof *p->derivation);
	if (!p->of || !p->told || !p->derivation) {
		qn_provenance_free(p);
		return NULL;
	}
	memset(p->derivation, 0xff, (indicators + 1) * sizeof *p->derivation);
	for (uint32_t i = 0; i < program->derivations; i++)
		p->derivation[program->derivation[i].indicator] = program->derivation[i].node;
	return p;
}

void qn_provenance_free(qn_provenance *provenance)
{
	if (!provenance)
		return;
	qn_arena_free(&provenance->arena);
	free(provenance);
}

/* Who said the figures of one column. */

static int add_column(qn_provenance *p, uint32_t indicator, qn_period period, unsigned char *told, qn_error *err)
{
	const qn_panel *panel = p->panel;
	for (size_t e = 0; e < panel->entities; e++) {
		qn_origin origin;
		qn_import import;
		int rc = qn_column_origin(panel->snapshot, indicator, panel->catalogue->subject, period, qn_panel_number(panel, e), &origin, err);
		if (rc >= 0 && origin.import != 0)
			rc = qn_import_get(panel->snapshot, origin.import, &import, err);
		if (rc < 0)
			return rc;
		if (origin.import != 0)
			told[e] |= import.synthetic ? QN_RESTS_ON_SYNTHETIC : QN_RESTS_ON_REAL;
	}
	return QN_OK;
}

/* Where the period itself has no figure, those of its halves, quarters and months stand in. */
static int add_parts(qn_provenance *p, uint32_t indicator, qn_period period, unsigned char *told, qn_error *err)
{
	static const qn_frequency finer[] = { QN_HALF, QN_QUARTER, QN_MONTH };
	unsigned char *part = calloc(p->panel->entities + 1, 1);
	int rc = part ? QN_OK : qn_no_memory(err);
	for (size_t f = 0; rc == QN_OK && f < sizeof finer / sizeof *finer; f++) {
		int parts = qn_panel_parts(p->panel, indicator, finer[f], err), begin = (qn_period_within(period) - 1) * parts + 1;
		rc = parts < 0 ? parts : QN_OK;
		for (int i = 0; rc == QN_OK && i < parts; i++)
			rc = add_column(p, indicator, qn_period_of(finer[f], qn_period_year(period), begin + i), part, err);
	}
	for (size_t e = 0; rc == QN_OK && e < p->panel->entities; e++)
		told[e] = told[e] ? told[e] : part[e];
	free(part);
	return rc;
}

static int told_of(qn_provenance *p, uint32_t indicator, int index, const unsigned char **out, qn_error *err)
{
	unsigned char **told = &p->told[(size_t)indicator * (size_t)periods_of(p->panel) + (size_t)index];
	qn_period period = qn_panel_period(p->panel, index);
	int rc = QN_OK;
	if (!*told) {
		if (!(*told = qn_arena_array(&p->arena, p->panel->entities + 1, 1)))
			return qn_no_memory(err);
		rc = add_column(p, indicator, period, *told, err);
		if (rc == QN_OK)
			rc = add_parts(p, indicator, period, *told, err);
	}
	*out = *told;
	return rc;
}

/* What a rule reads. */

typedef struct { uint32_t node; int back; bool met; } step;
typedef struct { qn_provenance *p; readings *to; step *stack; size_t depth, room; unsigned char *seen; } walk;

static bool push(walk *w, uint32_t node, int back, bool met)
{
	int periods = periods_of(w->p->panel);
	if (node == QN_NONE || back >= periods)
		return true;
	unsigned char *seen = &w->seen[((size_t)node * (size_t)periods + (size_t)back) * 2 + met];
	if (*seen)
		return true;
	*seen = 1;
	if (w->depth == w->room) {
		size_t room = w->room ? w->room * 2 : 64;
		step *grown = realloc(w->stack, room * sizeof *grown);
		if (!grown)
			return false;
		w->stack = grown, w->room = room;
	}
	w->stack[w->depth++] = (step){ node, back, met };
	return true;
}

static bool visit(walk *w, step at)
{
	const qn_node *node = &w->p->panel->program->node[at.node];
	readings *to = w->to;
	if (node->op == QN_INPUT) {
		if (!qn_grow(&w->p->arena, (void **)&to->list, to->count, sizeof *to->list))
			return false;
		to->list[to->count++] = (reading){ node->symbol, at.back, at.met };
		return true;
	}
	int back = at.back + (node->op == QN_LAG ? (int)node->symbol : 0);
	bool met = at.met || qn_op_of(node->op)->across;
	return push(w, node->a, back, met) && push(w, node->b, back, met) && push(w, node->c, back, met);
}

static int read_rule(qn_provenance *p, uint32_t node, const readings **out, qn_error *err)
{
	size_t cells = ((size_t)node + 1) * (size_t)periods_of(p->panel) * 2;
	walk w = { .p = p, .to = &p->of[node] };
	bool done = true;
	*out = w.to;
	if (w.to->known)
		return QN_OK;
	w.seen = calloc(cells, 1);
	done = w.seen && push(&w, node, 0, false);
	while (done && w.depth > 0)
		done = visit(&w, w.stack[--w.depth]);
	free(w.seen), free(w.stack);
	w.to->known = done;
	return done ? QN_OK : qn_no_memory(err);
}

/* Adding it up. */

static int add_reading(qn_provenance *p, reading read, int index, unsigned char *rests, qn_error *err)
{
	size_t n = p->panel->entities;
	const unsigned char *told = NULL;
	unsigned char *below = calloc(n + 1, 1), all = 0;
	int rc = below ? told_of(p, read.indicator, index - read.back, &told, err) : qn_no_memory(err);
	if (rc == QN_OK && p->derivation[read.indicator] != QN_NONE)
		rc = qn_provenance_add(p, p->derivation[read.indicator], index - read.back, below, err);
	for (size_t e = 0; rc == QN_OK && e < n; e++) {
		below[e] = told[e] ? told[e] : below[e]; /* what was reported is used, not what it would be derived from */
		all |= below[e];
	}
	for (size_t e = 0; rc == QN_OK && e < n; e++)
		rests[e] |= read.met ? all : below[e];
	free(below);
	return rc;
}

int qn_provenance_add(qn_provenance *p, uint32_t node, int index, unsigned char *rests, qn_error *err)
{
	const readings *of = NULL;
	int rc = node == QN_NONE ? QN_OK : read_rule(p, node, &of, err);
	for (uint32_t i = 0; rc == QN_OK && of && i < of->count; i++)
		if (of->list[i].back <= index)
			rc = add_reading(p, of->list[i], index, rests, err);
	return rc;
}
