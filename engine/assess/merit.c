/* SPDX-License-Identifier: Apache-2.0 */
/* merit.c - runs the rules of a ranking's items over one observed period. */
#include "assess/merit.h"
#include <stdlib.h>
#include <string.h>
#include "assess/provenance.h"
#include "base/names.h"

typedef struct { double *value; int index; size_t entities; } taking;

static int take(void *context, const qn_slice *slice)
{
	taking *t = context;
	for (size_t e = 0; slice->period == t->index && e < t->entities; e++)
		t->value[slice->output * t->entities + e] = slice->number[slice->by_entity ? e : 0];
	return 0;
}

static int run_items(qn_panel *panel, const qn_changes *changes, const qn_ranking *ranking, int index, double *value, qn_error *err)
{
	qn_want *want = calloc((size_t)ranking->items + 1, sizeof *want);
	qn_linked *linked = NULL;
	qn_setup setup = { 0 };
	qn_inputs inputs;
	int rc = want ? QN_OK : qn_no_memory(err);
	for (uint32_t i = 0; rc == QN_OK && i < ranking->items; i++)
		want[i] = (qn_want){ .kind = QN_WANT_NODE, .index = ranking->item[i].value };
	if (rc == QN_OK)
		rc = qn_link(panel->program, panel->catalogue, QN_NONE, want, ranking->items, &linked, err);
	if (rc == QN_OK)
		rc = qn_panel_load_used(panel, linked, index, err);
	if (rc == QN_OK)
		rc = qn_setup_make(&setup, panel, changes, &inputs, err);
	if (rc == QN_OK)
		rc = qn_run(linked, &inputs, &(qn_run_options){ .threads = 1 }, index, take, &(taking){ value, index, panel->entities }, err);
	qn_setup_free(&setup);
	qn_linked_free(linked);
	free(want);
	return rc;
}

static double number_of(const qn_panel *panel, const qn_changes *changes, uint32_t parameter, int index)
{
	return parameter == QN_NONE ? QN_MISSING : qn_changes_parameter(changes, panel, parameter, index).a;
}

qn_method qn_merit_method(const qn_panel *panel, const qn_changes *changes, uint32_t ranking, int index)
{
	const qn_ranking *r = &panel->program->ranking[ranking];
	double least = number_of(panel, changes, r->least, index);
	return (qn_method){ r->treat, r->normalise, r->weigh, r->aggregate, qn_is_missing(least) ? 0 : least };
}

/* Which matrix says how many times a theme counts more than another. */
static int judge(qn_merit *made, double *theme_weight, qn_error *err)
{
	const qn_ranking *r = made->ranking;
	double matrix[QN_MOST_JUDGED * QN_MOST_JUDGED];
	if (r->judgements == 0)
		return qn_fail_both(err, QN_EUSAGE, "规则包的评分 %s 没有成对判断(judgements),不能用 ahp", "the ranking %s has no judgements in pairs: ahp needs them (qunce help ranking)", r->id);
	for (uint32_t i = 0; i < r->themes; i++)
		matrix[i * r->themes + i] = 1;
	for (uint32_t i = 0; i < r->judgements; i++) {
		const qn_judgement_of *j = &r->judgement[i];
		matrix[j->a * r->themes + j->b] = j->times;
		matrix[j->b * r->themes + j->a] = 1 / j->times;
	}
	int rc = qn_ahp(matrix, r->themes, &made->judged, err);
	for (uint32_t i = 0; rc == QN_OK && i < r->themes; i++)
		theme_weight[i] = made->judged.weight[i];
	return rc;
}

static int no_weight(const qn_program *program, uint32_t parameter, qn_error *err)
{
	return qn_fail_both(err, QN_EUSAGE, "权重参数 %s 没有值:用 --set %s=… 给出", "the weight %s has no value: give one with --set %s=…", program->parameter[parameter].id,
		program->parameter[parameter].id);
}

/* Items by their way to a target and others by their range would be added on two scales. */
static int no_target(const qn_program *program, const qn_ranking *ranking, const qn_item *item, qn_error *err)
{
	if (item->target == QN_NONE)
		return qn_fail_both(err, QN_EUSAGE, "规则包的评分 %s:评分项 %s 没有目标(target),不能用 target 归一化",
			"the ranking %s: the item %s has no target: to normalise by target needs one of every item (qunce help ranking)", ranking->id, item->id);
	const char *id = program->parameter[item->target].id;
	return qn_fail_both(err, QN_EUSAGE, "目标参数 %s 没有值:用 --set %s=… 给出", "the target %s has no value: give one with --set %s=…", id, id);
}

static int fill_weights(const qn_panel *panel, const qn_changes *changes, int index, qn_merit *made, double *weight, double *theme_weight, double *target,
	bool *lower, uint32_t *theme, qn_error *err)
{
	const qn_ranking *r = made->ranking;
	for (uint32_t t = 0; t < r->themes; t++)
		if (qn_is_missing(theme_weight[t] = number_of(panel, changes, r->theme[t].weight, index)))
			return no_weight(panel->program, r->theme[t].weight, err);
	for (uint32_t i = 0; i < r->items; i++) {
		const qn_item *item = &r->item[i];
		weight[i] = item->weight == QN_NONE ? 1 : number_of(panel, changes, item->weight, index);
		if (qn_is_missing(weight[i]))
			return no_weight(panel->program, item->weight, err);
		target[i] = number_of(panel, changes, item->target, index);
		if (made->method.normalise == QN_BY_TARGET && qn_is_missing(target[i]))
			return no_target(panel->program, r, item, err);
		lower[i] = item->lower;
		theme[i] = item->theme;
	}
	return made->method.weigh == QN_WEIGH_AHP ? judge(made, theme_weight, err) : QN_OK;
}

static int fill(qn_panel *panel, const qn_changes *changes, int index, qn_merit *made, qn_error *err)
{
	const qn_ranking *r = made->ranking;
	size_t n = panel->entities;
	qn_arena *arena = &made->arena;
	double *value = qn_arena_array(arena, r->items * n + 1, sizeof *value), *weight = qn_arena_array(arena, r->items, sizeof *weight);
	double *theme_weight = qn_arena_array(arena, r->themes + 1, sizeof *theme_weight), *target = qn_arena_array(arena, r->items, sizeof *target);
	bool *lower = qn_arena_array(arena, r->items, sizeof *lower);
	uint32_t *theme = qn_arena_array(arena, r->items, sizeof *theme);
	made->rests = qn_arena_array(arena, n + 1, 1);
	made->item_hash = qn_arena_array(arena, r->items, sizeof *made->item_hash);
	made->theme_hash = qn_arena_array(arena, r->themes + 1, sizeof *made->theme_hash);
	if (!value || !weight || !theme_weight || !target || !lower || !theme || !made->rests || !made->item_hash || !made->theme_hash)
		return qn_no_memory(err);
	for (uint32_t i = 0; i < r->items; i++)
		made->item_hash[i] = qn_hash64(0, r->item[i].id, strlen(r->item[i].id));
	for (uint32_t t = 0; t < r->themes; t++)
		made->theme_hash[t] = qn_hash64(0, r->theme[t].id, strlen(r->theme[t].id));
	int rc = fill_weights(panel, changes, index, made, weight, theme_weight, target, lower, theme, err);
	if (rc == QN_OK)
		rc = run_items(panel, changes, r, index, value, err);
	made->of = (qn_scoring){ .items = r->items, .themes = r->themes, .entities = n, .value = value, .lower = lower, .target = target, .weight = weight,
		.theme = theme, .theme_weight = theme_weight, .among = made->of.among };
	return rc == QN_OK ? qn_composite_make(&made->of, &made->method, &made->composite, err) : rc;
}

double qn_merit_known(const qn_merit *merit)
{
	const qn_scoring *of = &merit->of;
	double known = 0, all = 0;
	for (uint32_t k = 0; k < of->items; k++) {
		double beside = 0;
		for (uint32_t j = 0; j < of->items; j++)
			beside += of->theme[j] == of->theme[k] ? of->weight[j] : 0;
		double weight = beside > 0 ? of->theme_weight[of->theme[k]] * of->weight[k] / beside : 0;
		all += weight;
		known += merit->composite->item[k].state == QN_ITEM_EMPTY ? 0 : weight;
	}
	return all > 0 ? known / all : 1;
}

static int check_known(const qn_merit *made, qn_error *err)
{
	double known = qn_merit_known(made), least = made->method.least;
	return known >= least - 1e-12 ? QN_OK : qn_fail_both(err, QN_EINPUT, "评分 %s:有数据的指标只占权重的 %.0f%%,计分至少要 %.0f%%:请导入更多指标,或用 --year 另选一年",
		"score %s: items of which anybody has a value carry %.0f%% of the weight, and a score takes %.0f%%: import figures of more, or judge another year with --year",
		made->ranking->id, 100 * known, 100 * least);
}

static int trace_back(qn_panel *panel, int index, qn_merit *made, qn_error *err)
{
	qn_provenance *provenance = qn_provenance_new(panel);
	int rc = provenance ? QN_OK : qn_no_memory(err);
	for (uint32_t i = 0; rc == QN_OK && i < made->ranking->items; i++)
		rc = qn_provenance_add(provenance, made->ranking->item[i].value, index, made->rests, err);
	qn_provenance_free(provenance);
	return rc;
}

int qn_merit_make(qn_panel *panel, const qn_changes *changes, uint32_t ranking, int index, const qn_method *method, const bool *among, qn_merit **out, qn_error *err)
{
	qn_merit *made = calloc(1, sizeof *made);
	if (!made)
		return qn_no_memory(err);
	made->ranking = &panel->program->ranking[ranking];
	made->method = method ? *method : qn_merit_method(panel, changes, ranking, index);
	made->of.among = among;
	int rc = fill(panel, changes, index, made, err);
	if (rc == QN_OK)
		rc = check_known(made, err);
	if (rc == QN_OK)
		rc = trace_back(panel, index, made, err);
	if (rc < 0)
		qn_merit_free(made);
	else
		*out = made;
	return rc;
}

void qn_merit_free(qn_merit *merit)
{
	if (!merit)
		return;
	qn_composite_free(merit->composite);
	qn_arena_free(&merit->arena);
	free(merit);
}

int qn_merit_intervals(qn_panel *panel, const qn_merit *merit, const qn_rank_question *question, qn_rank_interval *out, qn_error *err)
{
	qn_rank_question asked = *question;
	uint64_t *hash = malloc((panel->entities + 1) * sizeof *hash);
	if (!hash)
		return qn_no_memory(err);
	for (size_t e = 0; e < panel->entities; e++) {
		const char *id = qn_panel_who(panel, e)->id;
		hash[e] = qn_hash64(0, id, strlen(id));
	}
	asked.item_hash = merit->item_hash, asked.theme_hash = merit->theme_hash, asked.entity_hash = hash;
	int rc = qn_rank_intervals(&merit->of, &merit->method, &asked, out, err);
	free(hash);
	return rc;
}

uint32_t qn_merit_band(const qn_panel *panel, const qn_changes *changes, const qn_merit *merit, int index, double score)
{
	for (uint32_t i = 0; i < merit->ranking->bands; i++)
		if (score >= number_of(panel, changes, merit->ranking->band[i].at_least, index))
			return i;
	return QN_NONE;
}
