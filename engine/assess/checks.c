/* SPDX-License-Identifier: Apache-2.0 */
/* checks.c - runs the checks of a pack over observed periods, and finds the figures behind one that does not hold. */
#include "assess/checks.h"
#include <stdlib.h>
#include <string.h>

/* What a check looks at. */

typedef struct { uint32_t node; int back; } visit;
typedef struct {
	const qn_program *program;
	qn_arena *arena;
	qn_looks *out;
	visit *pending;
	uint32_t pendings, done; /* those before `done` were visited */
} looking;

/* Pending visits double as the memory of what was visited: a rule is small. */
static bool push(looking *l, uint32_t node, int back)
{
	for (uint32_t i = 0; i < l->pendings; i++)
		if (l->pending[i].node == node && l->pending[i].back == back)
			return true;
	if (!qn_grow(l->arena, (void **)&l->pending, l->pendings, sizeof *l->pending))
		return false;
	l->pending[l->pendings++] = (visit){ node, back };
	return true;
}

static bool add_look(looking *l, uint32_t indicator, int back)
{
	qn_looks *out = l->out;
	for (uint32_t i = 0; i < out->count; i++)
		if (out->at[i].indicator == indicator && out->at[i].back == back)
			return true;
	if (!qn_grow(l->arena, (void **)&out->at, out->count, sizeof *out->at))
		return false;
	out->at[out->count++] = (qn_looked){ indicator, back };
	out->most_back = back > out->most_back ? back : out->most_back;
	return true;
}

static bool push_derivation(looking *l, uint32_t indicator, int back)
{
	for (uint32_t i = 0; i < l->program->derivations; i++)
		if (l->program->derivation[i].indicator == indicator)
			return push(l, l->program->derivation[i].node, back);
	return true;
}

enum { MOST_VISITS = 4096 }; /* a chain of lags through derivations need not end */

static bool visit_one(looking *l, visit at)
{
	const qn_node *node = &l->program->node[at.node];
	const uint32_t operand[3] = { node->a, node->b, node->c };
	bool fine = true;
	if (node->op == QN_INPUT)
		return add_look(l, node->symbol, at.back) && push_derivation(l, node->symbol, at.back);
	for (int i = 0; fine && i < qn_op_of(node->op)->operands && !qn_op_of(node->op)->across; i++)
		fine = push(l, operand[i], at.back + (node->op == QN_LAG ? (int)node->symbol : 0));
	return fine;
}

int qn_check_looks(const qn_program *program, uint32_t check, qn_arena *arena, qn_looks *out, qn_error *err)
{
	const qn_check *about = &program->check[check];
	looking l = { .program = program, .arena = arena, .out = out };
	*out = (qn_looks){ 0 };
	bool fine = true;
	for (uint32_t i = 0; fine && i < about->abouts; i++)
		fine = add_look(&l, about->about[i], 0);
	fine = fine && push(&l, about->holds, 0);
	for (; fine && l.done < l.pendings && l.done < MOST_VISITS; l.done++)
		fine = visit_one(&l, l.pending[l.done]);
	return fine ? QN_OK : qn_no_memory(err);
}

/* Running. */

typedef struct {
	const qn_panel *panel;
	qn_mask *spread;       /* [entities], where a rule came to the same for all */
	qn_check_told told;
	void *context;
} running;

static int take(void *context, const qn_slice *slice)
{
	running *r = context;
	if (slice->by_entity)
		return r->told(r->context, slice->output, slice->period, slice->mask);
	memset(r->spread, slice->mask[0], r->panel->entities);
	return r->told(r->context, slice->output, slice->period, r->spread);
}

/* The first period that anything is asked of; none: past the base. */
static int first_asked(const qn_panel *panel, const bool *asked)
{
	int periods = panel->periods, first = panel->base + 1;
	for (uint32_t c = 0; asked && c < panel->program->checks; c++)
		for (int t = 0; t < first; t++)
			if (asked[c * (size_t)periods + (size_t)t])
				first = t;
	return asked ? first : 0;
}

static int link_checks(const qn_panel *panel, qn_linked **out, qn_error *err)
{
	const qn_program *program = panel->program;
	qn_want *want = calloc((size_t)program->checks + 1, sizeof *want);
	if (!want)
		return qn_no_memory(err);
	for (uint32_t i = 0; i < program->checks; i++)
		want[i] = (qn_want){ .kind = QN_WANT_NODE, .index = program->check[i].holds };
	int rc = qn_link(program, panel->catalogue, QN_NONE, want, program->checks, out, err);
	free(want);
	return rc;
}

int qn_checks_run(qn_panel *panel, const qn_changes *changes, const bool *asked, qn_check_told told, void *context, qn_error *err)
{
	running r = { .panel = panel, .told = told, .context = context };
	int first = first_asked(panel, asked);
	qn_linked *linked = NULL;
	qn_setup setup = { 0 };
	qn_inputs inputs;
	if (panel->program->checks == 0 || first > panel->base)
		return QN_OK;
	r.spread = malloc(panel->entities + 1);
	int rc = r.spread ? link_checks(panel, &linked, err) : qn_no_memory(err);
	if (rc == QN_OK)
		rc = qn_panel_load_used(panel, linked, first, err);
	if (rc == QN_OK)
		rc = qn_setup_make(&setup, panel, changes, &inputs, err);
	if (rc == QN_OK)
		rc = qn_run(linked, &inputs, &(qn_run_options){ .threads = 1, .asked = asked }, first, take, &r, err);
	qn_setup_free(&setup);
	qn_linked_free(linked);
	free(r.spread);
	return rc;
}

/* Breaches. */

typedef struct { qn_panel *panel; qn_breaches *out; uint32_t first; qn_error *err; } finding;

/* Where the figure of a period was written, if that import or a later one wrote it. */
static int origin_in(const finding *f, uint32_t indicator, qn_period period, size_t entity, qn_origin *out)
{
	const qn_panel *panel = f->panel;
	qn_origin origin;
	int rc = qn_column_origin(panel->snapshot, indicator, panel->catalogue->subject, period, qn_panel_number(panel, entity), &origin, f->err);
	if (rc >= 0 && origin.import >= f->first && origin.import != 0)
		*out = origin;
	return rc < 0 ? rc : QN_OK;
}

/* A figure that was told by halves, quarters or months has the origin of the last of them. */
static int origin_of(const finding *f, qn_looked look, int index, size_t entity, qn_origin *out)
{
	static const qn_frequency finer[] = { QN_MONTH, QN_QUARTER, QN_HALF };
	const qn_panel *panel = f->panel;
	qn_period period = qn_panel_period(panel, index - look.back);
	int rc = origin_in(f, look.indicator, period, entity, out);
	for (size_t i = 0; rc == QN_OK && out->import == 0 && i < sizeof finer / sizeof *finer; i++) {
		int parts = qn_panel_parts(panel, look.indicator, finer[i], f->err), before = (qn_period_within(period) - 1) * parts;
		for (int k = parts; rc == QN_OK && out->import == 0 && k >= 1; k--)
			rc = origin_in(f, look.indicator, qn_period_of(finer[i], qn_period_year(period), before + k), entity, out);
		rc = parts < 0 ? parts : rc;
	}
	return rc;
}

static int add_breach(finding *f, uint32_t check, int index, size_t entity)
{
	qn_breaches *out = f->out;
	const qn_looks *looks = &out->looks[check];
	qn_breach made = { .check = check, .index = index, .entity = entity };
	int rc = QN_OK;
	for (uint32_t i = 0; rc == QN_OK && made.origin.import == 0 && i < looks->count; i++)
		if (looks->at[i].back <= index)
			rc = origin_of(f, looks->at[i], index, entity, &made.origin);
	if (rc < 0 || (f->first && made.origin.import == 0))
		return rc;
	if (!qn_grow(&out->arena, (void **)&out->breach, out->count, sizeof *out->breach))
		return qn_no_memory(f->err);
	out->breach[out->count++] = made;
	return QN_OK;
}

static int take_check(void *context, uint32_t check, int index, const qn_mask *holds)
{
	finding *f = context;
	int rc = QN_OK;
	for (size_t e = 0; rc == QN_OK && e < f->panel->entities; e++)
		if (holds[e] == QN_FALSE)
			rc = add_breach(f, check, index, e);
	return rc;
}

static int by_place(const void *a, const void *b)
{
	const qn_breach *x = a, *y = b;
	if (x->check != y->check)
		return x->check < y->check ? -1 : 1;
	if (x->index != y->index)
		return x->index < y->index ? -1 : 1;
	return (x->entity > y->entity) - (x->entity < y->entity);
}

static int find(qn_panel *panel, const qn_changes *changes, const bool *asked, qn_breaches *out, uint32_t first, qn_error *err)
{
	finding f = { .panel = panel, .out = out, .first = first, .err = err };
	int rc = qn_checks_run(panel, changes, asked, take_check, &f, err);
	if (rc == QN_OK && out->count)
		qsort(out->breach, out->count, sizeof *out->breach, by_place);
	return rc;
}

static int begin(const qn_panel *panel, qn_breaches **out, qn_error *err)
{
	qn_breaches *made = *out = calloc(1, sizeof *made);
	if (!made || !(made->looks = qn_arena_array(&made->arena, (size_t)panel->program->checks + 1, sizeof *made->looks)))
		return qn_no_memory(err);
	for (uint32_t i = 0; i < panel->program->checks; i++) {
		int rc = qn_check_looks(panel->program, i, &made->arena, &made->looks[i], err);
		if (rc < 0)
			return rc;
	}
	return QN_OK;
}

static int end(int rc, qn_breaches **out)
{
	if (rc < 0)
		qn_breaches_free(*out), *out = NULL;
	return rc;
}

int qn_breaches_find(qn_panel *panel, const qn_changes *changes, qn_breaches **out, qn_error *err)
{
	int rc = begin(panel, out, err);
	return end(rc == QN_OK ? find(panel, changes, NULL, *out, 0, err) : rc, out);
}

/* The period of the panel in which a period of any frequency counts, or -1. */
static int index_of(const qn_panel *panel, qn_period period)
{
	qn_date day = qn_period_end(period);
	for (int t = 0; t <= panel->base; t++)
		if (day <= panel->day[t])
			return t;
	return -1;
}

/* A check is asked in each period in which it may look at one of the columns. */
static void ask_about(const qn_panel *panel, const qn_breaches *of, const qn_touched *column, bool *asked)
{
	int at = index_of(panel, column->period), periods = panel->periods;
	for (uint32_t c = 0; at >= 0 && c < panel->program->checks; c++)
		for (uint32_t i = 0; i < of->looks[c].count; i++) {
			const qn_looked *look = &of->looks[c].at[i];
			if (look->indicator == column->indicator && at + look->back <= panel->base)
				asked[c * (size_t)periods + (size_t)(at + look->back)] = true;
		}
}

int qn_breaches_of(qn_panel *panel, const qn_changes *changes, uint32_t first, const qn_touched *column, size_t columns, qn_breaches **out,
	qn_error *err)
{
	int rc = begin(panel, out, err);
	bool *asked = calloc((size_t)panel->program->checks * (size_t)panel->periods + 1, sizeof *asked);
	if (rc == QN_OK && !asked)
		rc = qn_no_memory(err);
	for (size_t i = 0; rc == QN_OK && i < columns; i++)
		if (column[i].kind == panel->catalogue->subject)
			ask_about(panel, *out, &column[i], asked);
	if (rc == QN_OK)
		rc = find(panel, changes, asked, *out, first, err);
	free(asked);
	return end(rc, out);
}

void qn_breaches_free(qn_breaches *breaches)
{
	if (!breaches)
		return;
	qn_arena_free(&breaches->arena);
	free(breaches);
}
