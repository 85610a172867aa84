/* SPDX-License-Identifier: Apache-2.0 */
#include "assess/survey.h"
#include <stdlib.h>
#include <string.h>
#include "assess/moves.h"
#include "lanes/quantile.h"

enum { GROUP = 64 }; /* nodes run at a time */

typedef struct {
	const qn_panel *panel;
	const qn_survey_options *options;
	uint32_t paths;
	qn_survey *out;      /* [GROUP] */
	double *number[GROUP]; /* [entities or 1][paths], as they come */
	size_t numbers[GROUP];
} surveying;

static int take_numbers(surveying *s, const qn_slice *slice, size_t from, size_t count)
{
	double **to = &s->number[slice->output];
	size_t most = (s->options->entity < 0 ? s->panel->entities : 1) * (size_t)s->paths;
	if (!*to && !(*to = malloc((most + 1) * sizeof **to)))
		return QN_ENOMEM;
	memcpy(*to + s->numbers[slice->output], slice->number + from, count * sizeof **to);
	s->numbers[slice->output] += count;
	return 0;
}

static int take(void *context, const qn_slice *slice)
{
	surveying *s = context;
	qn_survey *out = &s->out[slice->output];
	if (slice->period != s->options->index)
		return 0;
	bool one = slice->by_entity && s->options->entity >= 0;
	size_t from = one ? (size_t)s->options->entity * slice->paths : 0;
	size_t count = slice->by_entity && !one ? s->panel->entities * slice->paths : slice->paths;
	out->is_mask = slice->is_mask;
	if (!slice->is_mask)
		return take_numbers(s, slice, from, count);
	for (size_t i = from; i < from + count; i++) {
		out->missing += slice->mask[i] == QN_UNKNOWN;
		out->present += slice->mask[i] != QN_UNKNOWN;
		out->met += slice->mask[i] == QN_TRUE;
	}
	return 0;
}

static void sum_up(double *number, size_t count, qn_survey *out)
{
	out->least = out->middle = out->most = QN_MISSING;
	for (size_t i = 0; i < count; i++) {
		double x = number[i];
		if (qn_is_missing(x)) {
			out->missing++;
			continue;
		}
		out->least = out->present == 0 || x < out->least ? x : out->least;
		out->most = out->present == 0 || x > out->most ? x : out->most;
		number[out->present++] = x;
	}
	if (out->present)
		out->middle = qn_quantile(number, (size_t)out->present, 0.5);
}

static int run_group(qn_panel *panel, surveying *s, const uint32_t *node, uint32_t nodes, qn_inputs *inputs, qn_error *err)
{
	qn_want want[GROUP];
	qn_linked *linked = NULL;
	const qn_survey_options *how = s->options;
	bool projected = how->index > panel->base, *asked = calloc((size_t)nodes * (size_t)panel->periods + 1, sizeof *asked);
	int from = projected ? panel->base : how->index, rc = asked ? QN_OK : qn_no_memory(err);
	for (uint32_t i = 0; asked && i < nodes; i++) {
		want[i] = (qn_want){ .kind = QN_WANT_NODE, .index = node[i] };
		asked[i * (size_t)panel->periods + (size_t)how->index] = true;
	}
	if (rc == QN_OK)
		rc = qn_link(panel->program, panel->catalogue, how->model, want, nodes, &linked, err);
	if (rc == QN_OK)
		rc = qn_panel_load_used(panel, linked, from, err);
	qn_run_options options = { .seed = how->seed, .paths = projected ? s->paths : 0, .threads = 1, .central = how->paths == 0, .asked = asked };
	if (rc >= 0)
		rc = qn_run(linked, inputs, &options, from, take, s, err);
	for (uint32_t i = 0; rc >= 0 && i < nodes; i++)
		if (!s->out[i].is_mask)
			sum_up(s->number[i], s->numbers[i], &s->out[i]);
	qn_linked_free(linked);
	free(asked);
	return rc;
}

int qn_survey_nodes(qn_panel *panel, const qn_changes *changes, const uint32_t *node, uint32_t nodes, const qn_survey_options *options,
	qn_survey *out, qn_error *err)
{
	qn_settled settled = { .efforts = 0 };
	qn_setup setup = { 0 };
	qn_inputs inputs;
	bool modelled = options->model != QN_NONE;
	int rc = modelled ? qn_changes_settle(panel, changes, options->model, &settled, err) : QN_OK;
	if (rc == QN_OK)
		rc = qn_setup_make(&setup, panel, modelled ? &settled.changes : changes, &inputs, err);
	memset(out, 0, nodes * sizeof *out);
	for (uint32_t i = 0; rc >= 0 && i < nodes; i += GROUP) {
		uint32_t count = nodes - i < GROUP ? nodes - i : GROUP;
		surveying s = { .panel = panel, .options = options, .paths = options->paths ? options->paths : 1, .out = out + i };
		rc = run_group(panel, &s, node + i, count, &inputs, err);
		for (uint32_t k = 0; k < count; k++)
			free(s.number[k]);
	}
	qn_setup_free(&setup);
	qn_settled_free(&settled);
	return rc < 0 ? rc : QN_OK;
}
