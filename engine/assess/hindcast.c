/* SPDX-License-Identifier: Apache-2.0 */
/* hindcast.c - the pack's model set back to an earlier origin, and what its ensemble said of the periods since. */
#include <stdlib.h>
#include "assess/backtest.h"
#include "assess/futures.h"
#include "lanes/quantile.h"
#include "methods/accuracy.h"

static int link_indicator(const qn_hindcast *of, qn_linked **out, qn_error *err)
{
	const qn_want want = { .kind = QN_WANT_INDICATOR, .index = of->indicator };
	return qn_link(of->program, of->catalogue, of->model, &want, 1, out, err);
}

int qn_backtest_moved(const qn_hindcast *of, qn_error *err)
{
	qn_linked *linked = NULL;
	int rc = link_indicator(of, &linked, err);
	if (rc == QN_OK)
		rc = linked->moved[of->indicator];
	qn_linked_free(linked);
	return rc;
}

/* Every path of every entity in every projected period: [periods][entities][paths]. */
typedef struct { double *value; size_t entities; uint32_t paths; int base; } ensemble;

static int take(void *context, const qn_slice *slice)
{
	const ensemble *all = context;
	for (size_t e = 0; slice->period > all->base && e < all->entities; e++) {
		double *to = all->value + ((size_t)(slice->period - all->base - 1) * all->entities + e) * all->paths + slice->first_path;
		for (uint32_t i = 0; i < slice->paths; i++)
			to[i] = slice->number[(slice->by_entity ? e * slice->paths : 0) + i];
	}
	return 0;
}

static int run(const qn_hindcast *of, qn_panel *panel, const bool *asked, ensemble *all, qn_error *err)
{
	const qn_run_options how = { .seed = of->seed, .paths = of->paths, .threads = of->threads, .asked = asked };
	const qn_changes *changes[] = { of->changes };
	qn_linked *linked = NULL;
	qn_futures inputs = { 0 };
	int rc = link_indicator(of, &linked, err);
	if (rc == QN_OK)
		rc = qn_panel_load_used(panel, linked, 0, err);
	if (rc == QN_OK)
		rc = qn_futures_make(&inputs, panel, changes, 1, linked, err);
	if (rc == QN_OK)
		rc = qn_run(linked, &inputs.inputs, &how, 0, take, all, err);
	qn_futures_free(&inputs);
	qn_linked_free(linked);
	return rc;
}

static bool complete(const double *sample, uint32_t paths)
{
	for (uint32_t i = 0; i < paths; i++)
		if (qn_is_missing(sample[i]))
			return false;
	return true;
}

static bool score_sample(qn_backtest *backtest, const qn_trial *trial, int h, double *sample, uint32_t paths)
{
	if (!complete(sample, paths))
		return false;
	double low = qn_quantile(sample, paths, 0.05), middle = qn_quantile(sample, paths, 0.5), high = qn_quantile(sample, paths, 0.95);
	qn_score *score = qn_backtest_score(backtest, QN_MODEL_ROW, h, trial, middle);
	if (!score)
		return true;
	qsort(sample, paths, sizeof *sample, qn_rising);
	qn_score_spread(score, trial, backtest->season, trial->future[h], low, high, qn_crps_sample(trial->future[h], sample, paths));
	return true;
}

static int score_all(qn_backtest *backtest, const ensemble *all, int periods, const qn_trial *trial, qn_error *err)
{
	int rc = QN_OK;
	for (size_t e = 0; rc == QN_OK && e < all->entities; e++) {
		bool given = true, asked = false;
		for (int h = 0; given && h < periods; h++) {
			if (qn_is_missing(trial[e].future[h]))
				continue;
			asked = true;
			given = score_sample(backtest, &trial[e], h, all->value + ((size_t)h * all->entities + e) * all->paths, all->paths);
		}
		if (asked && !given)
			rc = qn_backtest_refuse(backtest, QN_MODEL_ROW, "the model lacks a figure it starts from", "模型缺少起点数据", err);
	}
	return rc;
}

int qn_backtest_model(qn_backtest *backtest, const qn_hindcast *of, qn_period origin, const qn_trial *trial, size_t trials, qn_error *err)
{
	enum { MOST = 1 << 27 }; /* values kept at once: 1 GB */
	qn_panel *panel = NULL;
	ensemble all = { .entities = trials, .paths = of->paths };
	bool *asked = NULL;
	int rc = qn_panel_open(of->snapshot, of->catalogue, of->program, origin, qn_period_add(origin, backtest->horizon), &panel, err);
	if (rc < 0)
		return rc;
	all.base = panel->base;
	size_t periods = (size_t)(panel->periods - panel->base - 1), values = periods * trials * of->paths;
	if (values > MOST)
		rc = qn_fail_both(err, QN_EUSAGE, "%zu 个对象走 %u 条路径,内存放不下:请减少 --paths", "%zu entities over %u paths do not fit into memory: give fewer --paths", trials, of->paths);
	else if (!(all.value = malloc((values + 1) * sizeof *all.value)) || !(asked = calloc((size_t)panel->periods, sizeof *asked)))
		rc = qn_no_memory(err);
	for (int t = panel->base + 1; rc == QN_OK && t < panel->periods; t++)
		asked[t] = true;
	if (rc == QN_OK)
		rc = run(of, panel, asked, &all, err);
	if (rc == QN_OK)
		rc = score_all(backtest, &all, (int)periods, trial, err);
	free(asked);
	free(all.value);
	qn_panel_free(panel);
	return rc;
}
