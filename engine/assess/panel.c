/* SPDX-License-Identifier: Apache-2.0 */
/* panel.c - reads columns out of a snapshot and puts them into the order and the units of a run. */
#include "assess/panel.h"
#include <stdlib.h>
#include <string.h>

enum { MOST_PERIODS = 512 };

static int by_id(const void *a, const void *b)
{
	return strcmp(((const qn_entity *)a)->id, ((const qn_entity *)b)->id);
}

static int read_entities(qn_panel *panel, qn_error *err)
{
	uint32_t kind = panel->catalogue->subject;
	panel->entities = qn_entity_count(panel->snapshot, kind);
	panel->entity = qn_arena_array(&panel->arena, panel->entities + 1, sizeof *panel->entity);
	panel->entity_hash = qn_arena_array(&panel->arena, panel->entities + 1, sizeof *panel->entity_hash);
	if (!panel->entity || !panel->entity_hash)
		return qn_no_memory(err);
	for (uint32_t i = 0; i < panel->entities; i++) {
		int rc = qn_entity_get(panel->snapshot, kind, i, &panel->entity[i], err);
		if (rc < 0)
			return rc;
	}
	qsort(panel->entity, panel->entities, sizeof *panel->entity, by_id);
	for (size_t i = 0; i < panel->entities; i++)
		panel->entity_hash[i] = qn_hash64(0, panel->entity[i].id, strlen(panel->entity[i].id));
	return QN_OK;
}

static int read_groups(qn_panel *panel, qn_error *err)
{
	const qn_catalogue *catalogue = panel->catalogue;
	qn_date day = qn_period_end(qn_panel_period(panel, panel->base));
	panel->group = qn_arena_array(&panel->arena, catalogue->kinds, sizeof *panel->group);
	panel->member_hash = qn_arena_array(&panel->arena, catalogue->kinds, sizeof *panel->member_hash);
	if (!panel->group || !panel->member_hash)
		return qn_no_memory(err);
	for (uint32_t kind = 0; kind < catalogue->kinds; kind++) {
		const struct qn_members *members = &catalogue->member[kind];
		uint32_t *group = qn_arena_array(&panel->arena, panel->entities + 1, sizeof *group);
		uint64_t *hash = qn_arena_array(&panel->arena, members->count + 1, sizeof *hash);
		if (!group || !hash)
			return qn_no_memory(err);
		for (size_t i = 0; kind != catalogue->subject && i < panel->entities; i++)
			group[i] = qn_entity_group(panel->snapshot, catalogue->subject, panel->entity[i].number, kind, day);
		for (uint32_t m = 0; m < members->count; m++)
			hash[m] = qn_hash64(0, members->id[m], strlen(members->id[m]));
		panel->group[kind] = group;
		panel->member_hash[kind] = hash;
	}
	return QN_OK;
}

/* The first and last period of the plan's frequency in which anything at all was reported. */
static int find_extent(qn_panel *panel, qn_period *first, qn_period *last, qn_error *err)
{
	const qn_catalogue *catalogue = panel->catalogue;
	qn_period period[MOST_PERIODS];
	*first = *last = QN_NO_PERIOD;
	for (uint32_t i = 0; i < catalogue->indicators; i++) {
		int count = qn_column_periods(panel->snapshot, i, catalogue->subject, catalogue->frequency, period, MOST_PERIODS, err);
		if (count < 0)
			return count;
		if (count == 0)
			continue;
		if (*first == QN_NO_PERIOD || period[0] < *first)
			*first = period[0];
		if (*last == QN_NO_PERIOD || period[count - 1] > *last)
			*last = period[count - 1];
	}
	if (*first == QN_NO_PERIOD)
		return qn_fail(err, QN_ENOTFOUND, "the store has no observations yet: bring some in with qunce import STORE FILE.csv");
	return QN_OK;
}

static int set_periods(qn_panel *panel, qn_period base, qn_period horizon, qn_error *err)
{
	qn_period first, last;
	char text[24], from[24], to[24];
	int rc = find_extent(panel, &first, &last, err);
	if (rc < 0)
		return rc;
	if (base == QN_NO_PERIOD)
		base = last;
	if (base < first || base > last) {
		qn_period_text(base, text), qn_period_text(first, from), qn_period_text(last, to);
		return qn_fail(err, QN_EUSAGE, "nothing was reported for %s: the store has %s to %s", text, from, to);
	}
	if (horizon == QN_NO_PERIOD || horizon < base)
		horizon = base;
	panel->first = first;
	panel->base = qn_period_distance(first, base);
	panel->periods = qn_period_distance(first, horizon) + 1;
	return QN_OK;
}

int qn_panel_open(qn_snapshot *snapshot, const qn_catalogue *catalogue, const qn_program *program, qn_period base,
	qn_period horizon, qn_panel **out, qn_error *err)
{
	qn_panel *panel = calloc(1, sizeof *panel);
	int rc;
	if (!panel)
		return qn_no_memory(err);
	*panel = (qn_panel){ .snapshot = snapshot, .catalogue = catalogue, .program = program };
	panel->series = qn_arena_array(&panel->arena, catalogue->indicators + 1, sizeof *panel->series);
	rc = panel->series ? set_periods(panel, base, horizon, err) : qn_no_memory(err);
	if (rc == QN_OK)
		rc = read_entities(panel, err);
	if (rc == QN_OK)
		rc = read_groups(panel, err);
	if (rc < 0) {
		qn_panel_free(panel);
		return rc;
	}
	*out = panel;
	return QN_OK;
}

void qn_panel_free(qn_panel *panel)
{
	if (!panel)
		return;
	qn_arena_free(&panel->arena);
	free(panel);
}

qn_period qn_panel_period(const qn_panel *panel, int index)
{
	return qn_period_add(panel->first, index);
}

int qn_panel_index(const qn_panel *panel, qn_period period)
{
	return qn_period_distance(panel->first, period);
}

long qn_panel_entity(const qn_panel *panel, uint32_t number)
{
	for (size_t i = 0; i < panel->entities; i++)
		if (panel->entity[i].number == number)
			return (long)i;
	return -1;
}

/* One column by the store's numbers, in the unit it was reported in. */
static int read_raw(qn_panel *panel, uint32_t indicator, qn_period period, double *raw, qn_error *err)
{
	return qn_column_read(panel->snapshot, indicator, panel->catalogue->subject, period, raw, panel->entities, err);
}

/* Fills what `raw` lacks from the parts of the period: a flow needs all of them, a stock takes the last. */
static int fill_from_parts(qn_panel *panel, uint32_t indicator, qn_period period, qn_frequency finer, int parts, double *raw,
	double *part, qn_error *err)
{
	const qn_indicator *about = &panel->catalogue->indicator[indicator];
	double *sum = part + panel->entities;
	for (size_t e = 0; e < panel->entities; e++)
		sum[e] = about->kind == QN_FLOW ? 0 : QN_MISSING;
	int per_year = finer == QN_MONTH ? 12 : 4, begin = (qn_period_within(period) - 1) * parts + 1;
	for (int i = 0; i < parts && begin + i <= per_year; i++) {
		int rc = read_raw(panel, indicator, qn_period_of(finer, qn_period_year(period), begin + i), part, err);
		if (rc < 0)
			return rc;
		for (size_t e = 0; e < panel->entities; e++)
			sum[e] = about->kind == QN_FLOW ? sum[e] + part[e] : part[e];
	}
	for (size_t e = 0; e < panel->entities; e++)
		if (qn_is_missing(raw[e]))
			raw[e] = qn_settle(sum[e]);
	return QN_OK;
}

static int parts_of(qn_frequency whole, qn_frequency part)
{
	static const int per_year[] = { [QN_ANNUAL] = 1, [QN_HALF] = 2, [QN_QUARTER] = 4, [QN_MONTH] = 12 };
	if (whole > QN_MONTH || part > QN_MONTH || per_year[part] <= per_year[whole])
		return 0;
	return per_year[part] / per_year[whole];
}

static int read_period(qn_panel *panel, uint32_t indicator, qn_period period, double *raw, double *work, qn_error *err)
{
	const qn_indicator *about = &panel->catalogue->indicator[indicator];
	static const qn_frequency finer[] = { QN_QUARTER, QN_MONTH };
	int rc = read_raw(panel, indicator, period, raw, err);
	for (size_t i = 0; rc >= 0 && i < 2; i++) {
		qn_period seen[1];
		int parts = parts_of(panel->catalogue->frequency, finer[i]);
		if (parts == 0 || (about->kind != QN_FLOW && about->kind != QN_STOCK))
			continue;
		rc = qn_column_periods(panel->snapshot, indicator, panel->catalogue->subject, finer[i], seen, 1, err);
		if (rc > 0)
			rc = fill_from_parts(panel, indicator, period, finer[i], parts, raw, work, err);
	}
	return rc;
}

int qn_panel_load(qn_panel *panel, uint32_t indicator, qn_error *err)
{
	struct qn_panel_series *series = &panel->series[indicator];
	const qn_unit *unit = &panel->catalogue->units.unit[panel->catalogue->indicator[indicator].unit];
	size_t n = panel->entities;
	int rc = QN_OK;
	if (series->loaded)
		return QN_OK;
	double *work = malloc(3 * (n + 1) * sizeof *work);
	series->column = qn_arena_array(&panel->arena, (size_t)panel->base + 1, sizeof *series->column);
	series->held = qn_arena_array(&panel->arena, n + 1, sizeof *series->held);
	if (!work || !series->column || !series->held) {
		rc = qn_no_memory(err);
		goto out;
	}
	for (size_t e = 0; e < n; e++)
		series->held[e] = QN_MISSING;
	for (int t = 0; t <= panel->base; t++) {
		double *column = qn_arena_array(&panel->arena, n + 1, sizeof *column);
		rc = column ? read_period(panel, indicator, qn_panel_period(panel, t), work, work + n, err) : qn_no_memory(err);
		if (rc < 0)
			goto out;
		for (size_t e = 0; e < n; e++) {
			column[e] = qn_unit_to_reference(unit, work[panel->entity[e].number]);
			if (!qn_is_missing(column[e]))
				series->held[e] = column[e];
		}
		series->column[t] = column;
	}
	series->loaded = true;
	rc = QN_OK;
out:
	free(work);
	return rc;
}

int qn_panel_load_used(qn_panel *panel, const qn_linked *linked, qn_error *err)
{
	for (uint32_t i = 0; i < panel->catalogue->indicators; i++) {
		int rc = linked->used[i] ? qn_panel_load(panel, i, err) : QN_OK;
		if (rc < 0)
			return rc;
	}
	return QN_OK;
}
