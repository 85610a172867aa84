/* SPDX-License-Identifier: Apache-2.0 */
/* criteria.c - runs every criterion's rule over one observed period and words the results. */
#include "assess/criteria.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "assess/decisions.h"
#include "assess/provenance.h"
#include "plan/reach.h"
#include "plan/spoken.h"
#include "plan/walk.h"

static const struct { const char *word, *sign; qn_label label; } verdicts[QN_VERDICTS] = {
	[QN_VERDICT_MET] = { "met", "✓", { "达到", "met" } },
	[QN_VERDICT_UNMET] = { "unmet", "✗", { "未达到", "unmet" } },
	[QN_VERDICT_WAIVABLE] = { "waivable", "○", { "可放宽(待决定)", "waivable" } },
	[QN_VERDICT_BY_WAIVER] = { "met_by_waiver", "◇", { "经放宽达到", "met by waiver" } },
	[QN_VERDICT_UNKNOWN] = { "unknown", "?", { "数据缺失", "unknown" } },
	[QN_VERDICT_UNDETERMINED] = { "undetermined", "·", { "条文未定量", "undetermined" } },
};

const char *qn_verdict_word(qn_verdict verdict) { return verdicts[verdict].word; }
const char *qn_verdict_sign(qn_verdict verdict) { return verdicts[verdict].sign; }
qn_label qn_verdict_label(qn_verdict verdict) { return verdicts[verdict].label; }

uint32_t qn_mask_comparison(const qn_program *program, uint32_t node)
{
	while (node != QN_NONE && program->node[node].op == QN_AND)
		node = program->node[node].a;
	return node != QN_NONE && qn_op_compares(program->node[node].op) ? node : QN_NONE;
}

int qn_criterion_undetermined(const qn_panel *panel, const qn_changes *changes, uint32_t criterion, int index, bool *out, qn_error *err)
{
	const qn_program *program = panel->program;
	const qn_criterion *about = &program->criterion[criterion];
	*out = about->needs == QN_NONE;
	if (*out)
		return QN_OK;
	bool *reached = calloc(program->nodes, 1);
	if (!reached)
		return qn_no_memory(err);
	reached[about->needs] = true;
	qn_reach_operands(program, reached);
	for (uint32_t i = 0; i < program->nodes && !*out; i++)
		if (reached[i] && program->node[i].op == QN_PARAMETER) {
			qn_distribution value = qn_changes_parameter(changes, panel, program->node[i].symbol, index);
			*out = value.kind == QN_FIXED && qn_is_missing(value.a);
		}
	free(reached);
	return QN_OK;
}

int qn_criteria_numbered(const qn_panel *panel, const qn_changes *changes, int index, qn_arena *arena, bool **out, qn_error *err)
{
	uint32_t count = panel->program->criteria;
	int rc = QN_OK;
	if (!(*out = qn_arena_array(arena, (size_t)count + 1, sizeof **out)))
		return qn_no_memory(err);
	for (uint32_t i = 0; rc == QN_OK && i < count; i++) {
		bool undetermined = true;
		rc = qn_criterion_undetermined(panel, changes, i, index, &undetermined, err);
		(*out)[i] = !undetermined;
	}
	return rc;
}

int qn_criteria_held(const qn_program *program, const bool *moved, qn_arena *arena, bool **out, qn_error *err)
{
	bool *node = qn_arena_array(arena, (size_t)program->nodes + 1, sizeof *node);
	*out = qn_arena_array(arena, (size_t)program->criteria + 1, sizeof **out);
	if (!node || !*out)
		return qn_no_memory(err);
	for (uint32_t i = 0; i < program->criteria; i++) {
		const uint32_t root[] = { program->criterion[i].needs, program->criterion[i].waivable };
		memset(node, 0, program->nodes * sizeof *node);
		for (size_t k = 0; k < 2; k++)
			if (root[k] != QN_NONE)
				node[root[k]] = true;
		qn_reach_operands(program, node);
		(*out)[i] = true;
		for (uint32_t n = 0; n < program->nodes; n++)
			(*out)[i] &= !node[n] || program->node[n].op != QN_INPUT || !moved[program->node[n].symbol];
	}
	return QN_OK;
}

enum { MOST_PARTS = 64 }; /* of one conjunction: nobody reads more */

/* What is asked of a run for a comparison that is a part of a criterion, and where its answers stand among the outputs. */
typedef struct { uint32_t comparison, holds, value, threshold, derived, unit; } asked_part;
/* The same for one criterion. */
typedef struct { uint32_t needs, waivable, parts; asked_part *part; } asked;

typedef struct {
	int index;
	uint32_t outputs;
	size_t entities;
	double *number; /* [outputs][entities] */
	qn_mask *mask;
} answers;

static int take(void *context, const qn_slice *slice)
{
	answers *taken = context;
	if (slice->period != taken->index)
		return 0;
	for (size_t e = 0; e < taken->entities; e++) {
		size_t from = slice->by_entity ? e : 0, to = slice->output * taken->entities + e;
		if (slice->is_mask)
			taken->mask[to] = slice->mask[from];
		else
			taken->number[to] = slice->number[from];
	}
	return 0;
}

static uint32_t want_node(qn_want *want, uint32_t *wants, uint32_t node)
{
	if (node == QN_NONE)
		return QN_NONE;
	want[*wants] = (qn_want){ .kind = QN_WANT_NODE, .index = node };
	return (*wants)++;
}

static uint32_t want_derived(const qn_program *program, qn_want *want, uint32_t *wants, uint32_t node)
{
	if (node == QN_NONE || program->node[node].op != QN_INPUT)
		return QN_NONE;
	for (uint32_t i = 0; i < program->derivations; i++)
		if (program->derivation[i].indicator == program->node[node].symbol)
			return want_node(want, wants, program->derivation[i].node);
	return QN_NONE;
}

static bool is_shown(const qn_program *program, uint32_t node)
{
	const qn_node *left = qn_op_compares(program->node[node].op) ? &program->node[program->node[node].a] : NULL;
	return left && left->type != QN_CATEGORY && left->type != QN_MASK;
}

static int ask_part(const qn_program *program, const qn_catalogue *catalogue, uint32_t node, uint32_t needs, asked *a, qn_want *want, uint32_t *wants, qn_arena *arena)
{
	const qn_node *compared = &program->node[node];
	if (!qn_grow(arena, (void **)&a->part, a->parts, sizeof *a->part))
		return QN_ENOMEM;
	asked_part *part = &a->part[a->parts++];
	part->comparison = node;
	part->holds = node == needs ? a->needs : want_node(want, wants, node);
	part->value = want_node(want, wants, compared->a);
	part->threshold = want_node(want, wants, compared->b);
	part->derived = want_derived(program, want, wants, compared->a);
	part->unit = qn_node_unit(program, catalogue, compared->a);
	return QN_OK;
}

/* A criterion, and each comparison of numbers that its needs join by "and", in the order they were written. */
static int ask(const qn_program *program, const qn_catalogue *catalogue, const qn_criterion *about, asked *a, qn_want *want, uint32_t *wants,
	qn_arena *arena, qn_error *err)
{
	qn_walk walk = { .program = program };
	uint32_t at;
	a->needs = want_node(want, wants, about->needs);
	a->waivable = want_node(want, wants, about->waivable);
	int rc = about->needs == QN_NONE ? QN_OK : qn_walk_begin(&walk, program, about->needs, err);
	while (rc == QN_OK && about->needs != QN_NONE && a->parts < MOST_PARTS && qn_walk_next(&walk, &at))
		if (program->node[at].op == QN_AND)
			qn_walk_into(&walk, at);
		else if (is_shown(program, at) && ask_part(program, catalogue, at, about->needs, a, want, wants, arena) < 0)
			rc = qn_no_memory(err);
	qn_walk_end(&walk);
	return rc;
}

/* Room for all that may be asked. */
static size_t most_wants(const qn_program *program)
{
	size_t parts = program->nodes < MOST_PARTS ? program->nodes : MOST_PARTS;
	return (size_t)program->criteria * (2 + 4 * parts);
}

static double shortfall(qn_op op, double value, double threshold)
{
	if (qn_is_missing(value) || qn_is_missing(threshold))
		return QN_MISSING;
	double lacking = op == QN_GE || op == QN_GT ? threshold - value : op == QN_LE || op == QN_LT ? value - threshold : fabs(value - threshold);
	return lacking > QN_MARGIN * fabs(threshold) ? lacking : 0;
}

/* The derived value where it differs by more than the rounding of what was reported. */
static double differs(const qn_unit *unit, double reported, double derived)
{
	double rounding = pow(10, -unit->decimals);
	double difference = qn_unit_from_reference(unit, reported) - qn_unit_from_reference(unit, derived);
	return fabs(difference) > rounding ? derived : QN_MISSING;
}

/* The part that made the criterion what it is: the first that is true, false or unknown as the whole; NULL if it is no
 * comparison of numbers. */
static const asked_part *telling(const asked *a, const answers *taken, size_t e)
{
	for (uint32_t i = 0; i < a->parts; i++)
		if (taken->mask[a->part[i].holds * taken->entities + e] == taken->mask[a->needs * taken->entities + e])
			return &a->part[i];
	return NULL;
}

static void fill_numbers(const qn_panel *panel, const asked *a, const answers *taken, size_t e, int index, qn_finding *finding)
{
	const qn_program *program = panel->program;
	const asked_part *part = a->needs == QN_NONE ? NULL : telling(a, taken, e);
	finding->unit = finding->indicator = finding->comparison = QN_NONE;
	finding->other = QN_MISSING;
	if (!part)
		return;
	const qn_node *compared = &program->node[part->comparison], *left = &program->node[compared->a];
	finding->compared = true;
	finding->comparison = part->comparison;
	finding->op = (qn_op)compared->op;
	finding->value = taken->number[part->value * taken->entities + e];
	finding->threshold = taken->number[part->threshold * taken->entities + e];
	finding->gap = shortfall(finding->op, finding->value, finding->threshold);
	finding->unit = part->unit;
	if (left->op != QN_INPUT)
		return;
	finding->indicator = left->symbol;
	double reported = qn_panel_value(panel, left->symbol, index, e);
	finding->derived = qn_is_missing(reported) && !qn_is_missing(finding->value);
	if (part->derived != QN_NONE)
		finding->other = differs(&panel->catalogue->units.unit[panel->catalogue->indicator[left->symbol].unit], reported,
			taken->number[part->derived * taken->entities + e]);
}

static qn_verdict word(qn_mask needs, qn_mask waivable, bool decided)
{
	if (needs == QN_TRUE)
		return QN_VERDICT_MET;
	if (decided)
		return QN_VERDICT_BY_WAIVER;
	if (waivable == QN_TRUE)
		return QN_VERDICT_WAIVABLE;
	return needs == QN_FALSE ? QN_VERDICT_UNMET : QN_VERDICT_UNKNOWN;
}

static int read_decisions(qn_panel *panel, qn_judgement *judgement, int index, qn_decision **out, qn_error *err)
{
	int *at = qn_arena_array(&judgement->arena, judgement->entities + 1, sizeof *at);
	for (size_t e = 0; at && e < judgement->entities; e++)
		at[e] = index;
	return at ? qn_decisions_read(panel, at, &judgement->arena, out, err) : qn_no_memory(err);
}

static int read_provenance(qn_provenance *provenance, const qn_criterion *about, uint32_t criterion, int index, qn_judgement *judgement,
	qn_error *err)
{
	unsigned char *rests = calloc(judgement->entities + 1, 1);
	int rc = rests ? qn_provenance_add(provenance, about->needs, index, rests, err) : qn_no_memory(err);
	if (rc == QN_OK)
		rc = qn_provenance_add(provenance, about->waivable, index, rests, err);
	for (size_t e = 0; rc == QN_OK && e < judgement->entities; e++) {
		qn_finding *finding = &judgement->finding[criterion * judgement->entities + e];
		finding->synthetic = rests[e] & QN_RESTS_ON_SYNTHETIC;
		finding->real = rests[e] & QN_RESTS_ON_REAL;
	}
	free(rests);
	return rc;
}

static int judge_criterion(qn_panel *panel, const qn_changes *changes, uint32_t criterion, int index, const asked *a,
	const answers *taken, const qn_decision *decision, qn_judgement *judgement, qn_error *err)
{
	bool undetermined;
	int rc = qn_criterion_undetermined(panel, changes, criterion, index, &undetermined, err);
	for (size_t e = 0; rc == QN_OK && e < judgement->entities; e++) {
		qn_finding *finding = &judgement->finding[criterion * judgement->entities + e];
		fill_numbers(panel, a, taken, e, index, finding);
		finding->decided_on = decision ? decision[criterion * judgement->entities + e].on : QN_NO_DATE;
		finding->decided_by = decision ? decision[criterion * judgement->entities + e].by : NULL;
		qn_mask waivable = a->waivable == QN_NONE ? QN_FALSE : taken->mask[a->waivable * taken->entities + e];
		finding->verdict = undetermined ? QN_VERDICT_UNDETERMINED
			: word(taken->mask[a->needs * taken->entities + e], waivable, finding->decided_on != QN_NO_DATE);
	}
	return rc;
}

static int judge_all(qn_panel *panel, const qn_changes *changes, int index, const asked *a, const answers *taken, qn_judgement *judgement,
	qn_error *err)
{
	qn_provenance *provenance = qn_provenance_new(panel);
	qn_decision *decision = NULL;
	int rc = provenance ? read_decisions(panel, judgement, index, &decision, err) : qn_no_memory(err);
	for (uint32_t i = 0; rc == QN_OK && i < judgement->criteria; i++) {
		if ((rc = judge_criterion(panel, changes, i, index, &a[i], taken, decision, judgement, err)) == QN_OK)
			rc = read_provenance(provenance, &panel->program->criterion[i], i, index, judgement, err);
	}
	qn_provenance_free(provenance);
	return rc;
}

int qn_judge(qn_panel *panel, const qn_changes *changes, int index, qn_judgement **out, qn_error *err)
{
	const qn_program *program = panel->program;
	qn_judgement *judgement = calloc(1, sizeof *judgement);
	qn_want *want = calloc(most_wants(program) + 1, sizeof *want);
	asked *a = calloc((size_t)program->criteria + 1, sizeof *a);
	answers taken = { .index = index, .entities = panel->entities };
	qn_linked *linked = NULL;
	qn_setup setup = { 0 };
	qn_inputs inputs;
	qn_arena arena = { 0 };
	uint32_t wants = 0;
	int rc = judgement && want && a ? QN_OK : qn_no_memory(err);
	for (uint32_t i = 0; rc == QN_OK && i < program->criteria; i++)
		rc = ask(program, panel->catalogue, &program->criterion[i], &a[i], want, &wants, &arena, err);
	if (rc == QN_OK)
		rc = qn_link(program, panel->catalogue, QN_NONE, want, wants, &linked, err);
	if (rc == QN_OK)
		rc = qn_panel_load_used(panel, linked, index, err);
	if (rc == QN_OK)
		rc = qn_setup_make(&setup, panel, changes, &inputs, err);
	if (rc < 0)
		goto out;
	judgement->criteria = program->criteria;
	judgement->entities = panel->entities;
	judgement->finding = qn_arena_array(&judgement->arena, (size_t)program->criteria * panel->entities + 1, sizeof *judgement->finding);
	taken.number = calloc((size_t)wants * panel->entities + 1, sizeof *taken.number);
	taken.mask = calloc((size_t)wants * panel->entities + 1, 1);
	if (!judgement->finding || !taken.number || !taken.mask) {
		rc = qn_no_memory(err);
		goto out;
	}
	rc = qn_run(linked, &inputs, &(qn_run_options){ .threads = 1 }, index, take, &taken, err);
	if (rc == QN_OK)
		rc = judge_all(panel, changes, index, a, &taken, judgement, err);
out:
	free(taken.number), free(taken.mask), free(want), free(a);
	qn_setup_free(&setup);
	qn_linked_free(linked);
	qn_arena_free(&arena);
	if (rc < 0)
		qn_judgement_free(judgement), judgement = NULL;
	else
		*out = judgement;
	return rc;
}

void qn_judgement_free(qn_judgement *judgement)
{
	if (!judgement)
		return;
	qn_arena_free(&judgement->arena);
	free(judgement);
}
