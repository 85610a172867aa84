/* SPDX-License-Identifier: Apache-2.0 */
/* panel.c - columns of a snapshot in the order and the units of a run, each when a plan is known to read it. */
#include "assess/panel.h"
#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include "assess/when.h"
#include "store/series.h"

static int read_entities(qn_panel *panel, qn_error *err)
{
	uint32_t count;
	int rc = qn_entity_order(panel->snapshot, panel->catalogue->subject, &panel->order, &count, err);
	panel->entities = count;
	if (rc < 0 || !panel->order)
		return rc;
	if (!(panel->place = qn_arena_array(&panel->arena, panel->entities + 1, sizeof *panel->place)))
		return qn_no_memory(err);
	for (uint32_t i = 0; i < count; i++)
		panel->place[panel->order[i]] = i;
	return QN_OK;
}

int qn_panel_load_group(qn_panel *panel, uint32_t kind, qn_error *err)
{
	const qn_catalogue *catalogue = panel->catalogue;
	const struct qn_members *members = &catalogue->member[kind];
	qn_date day = qn_period_end(qn_panel_period(panel, panel->base));
	if (panel->group[kind])
		return QN_OK;
	uint32_t *group = qn_arena_array(&panel->arena, panel->entities + 1, sizeof *group);
	uint64_t *hash = qn_arena_array(&panel->arena, members->count + 1, sizeof *hash);
	if (!group || !hash)
		return qn_no_memory(err);
	for (size_t i = 0; kind != catalogue->subject && i < panel->entities; i++) {
		int rc = QN_OK;
		group[i] = QN_NONE;
		if (members->count > 0)
			rc = qn_entity_group(panel->snapshot, catalogue->subject, qn_panel_number(panel, i), kind, day, &group[i], err);
		if (rc < 0)
			return rc;
	}
	for (uint32_t m = 0; m < members->count; m++)
		hash[m] = qn_hash64(0, members->id[m], strlen(members->id[m]));
	panel->group[kind] = group;
	panel->member_hash[kind] = hash;
	return QN_OK;
}

static int load_hashes(qn_panel *panel, qn_error *err)
{
	uint64_t *hash = panel->entity_hash ? NULL : qn_arena_array(&panel->arena, panel->entities + 1, sizeof *hash);
	if (panel->entity_hash)
		return QN_OK;
	if (!hash)
		return qn_no_memory(err);
	for (size_t i = 0; i < panel->entities; i++) {
		qn_entity entity;
		int rc = qn_entity_get(panel->snapshot, panel->catalogue->subject, qn_panel_number(panel, i), &entity, err);
		if (rc < 0)
			return rc;
		hash[i] = qn_hash64(0, entity.id, strlen(entity.id));
	}
	panel->entity_hash = hash;
	return QN_OK;
}

int qn_no_figures(qn_snapshot *snapshot, bool of_rules, qn_error *err)
{
	uint32_t imports;
	int counted = qn_imports_counted(snapshot, &imports, err);
	if (counted < 0)
		return counted;
	if (!imports)
		return qn_fail_both(err, QN_ENOTFOUND, "库里还没有观测值:请先用 qunce import 库 文件.csv 导入", "the store has no observations yet: bring some in with qunce import STORE FILE.csv");
	int rc = qn_fail(err, QN_ENOTFOUND, "no exact figure%s is known yet (bounds, rough figures and registers are none): import some, or name a later day", of_rules ? " of the rules' frequency" : "");
	qn_fail_chinese(err, "还没有%s确数(界限、约数和登记不算):请先导入,或改用更晚的日子", of_rules ? "规则所用频率的" : "");
	return rc;
}

/* The first and last period of the plan's frequency in which anything at all was reported. */
static int find_extent(qn_panel *panel, qn_period *first, qn_period *last, qn_error *err)
{
	const qn_catalogue *catalogue = panel->catalogue;
	*first = *last = QN_NO_PERIOD;
	for (uint32_t i = 0; i < catalogue->indicators; i++) {
		qn_period from, until;
		int rc = qn_column_extent(panel->snapshot, i, catalogue->subject, catalogue->frequency, &from, &until, err);
		if (rc < 0)
			return rc;
		if (rc == 0)
			continue;
		if (*first == QN_NO_PERIOD || from < *first)
			*first = from;
		if (*last == QN_NO_PERIOD || until > *last)
			*last = until;
	}
	if (*first == QN_NO_PERIOD)
		return qn_no_figures(panel->snapshot, true, err);
	return QN_OK;
}

static int count_periods(qn_panel *panel, qn_period first, qn_period base, qn_period horizon, qn_error *err)
{
	panel->first = first;
	panel->base = qn_period_distance(first, base);
	panel->periods = qn_period_distance(first, horizon) + 1;
	panel->day = qn_arena_array(&panel->arena, (size_t)panel->periods, sizeof *panel->day);
	for (int t = 0; panel->day && t < panel->periods; t++)
		panel->day[t] = qn_period_end(qn_panel_period(panel, t));
	return panel->day ? QN_OK : qn_no_memory(err);
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
	qn_period_text(base, text);
	if ((rc = qn_when_own(panel->catalogue, text, base, err)) < 0)
		return rc;
	if (base < first || base > last) {
		qn_period_text(first, from), qn_period_text(last, to);
		return qn_fail_both(err, QN_EUSAGE, "没有 %s 的上报数:库里有 %s 至 %s", "nothing was reported for %s: the store has %s to %s", text, from, to);
	}
	qn_period_text(horizon, text);
	if (horizon != QN_NO_PERIOD && (rc = qn_when_end(panel->catalogue, text, horizon, &horizon, err)) < 0)
		return rc;
	if (horizon == QN_NO_PERIOD || horizon < base)
		horizon = base;
	return count_periods(panel, first, base, horizon, err);
}

int qn_panel_reaches(const qn_panel *panel, const char *said, qn_period until, qn_error *err)
{
	qn_period base = qn_panel_period(panel, panel->base), end;
	char text[24];
	int rc = qn_when_end(panel->catalogue, said, until, &end, err);
	if (rc < 0 || end >= base)
		return rc;
	qn_period_text(base, text);
	return qn_fail_both(err, QN_EUSAGE, "%s:早于所评的 %s:请写它或其后的时期", "%s: that is before %s, which is judged: write it or a later period", said, text);
}

int qn_panel_begin(qn_panel *panel, qn_period first, qn_error *err)
{
	if (first >= panel->first)
		return QN_OK;
	return count_periods(panel, first, qn_panel_period(panel, panel->base), qn_panel_period(panel, panel->periods - 1), err);
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
	panel->group = qn_arena_array(&panel->arena, catalogue->kinds + 1, sizeof *panel->group);
	panel->member_hash = qn_arena_array(&panel->arena, catalogue->kinds + 1, sizeof *panel->member_hash);
	rc = panel->series && panel->group && panel->member_hash ? set_periods(panel, base, horizon, err) : qn_no_memory(err);
	if (rc == QN_OK)
		rc = read_entities(panel, err);
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
	return qn_period_frequency(period) == qn_period_frequency(panel->first) ? qn_period_distance(panel->first, period) : -1;
}

long qn_panel_entity(const qn_panel *panel, uint32_t number)
{
	return number >= panel->entities ? -1 : panel->place ? (long)panel->place[number] : (long)number;
}

uint32_t qn_panel_number(const qn_panel *panel, size_t entity)
{
	return panel->order ? panel->order[entity] : (uint32_t)entity;
}

const qn_entity *qn_panel_who(const qn_panel *panel, size_t entity)
{
	static const qn_entity nobody = { .id = "?", .code = "", .title = { NULL, "?" } };
	qn_error why = { 0 };
	const qn_entity *who = qn_entity_borrow(panel->snapshot, panel->catalogue->subject, qn_panel_number(panel, entity), &why);
	if (who)
		return who;
	((qn_panel *)panel)->lost = why.status; /* whoever shows it asks at the end */
	return &nobody;
}

double qn_panel_value(const qn_panel *panel, uint32_t indicator, int index, size_t entity)
{
	const struct qn_panel_column *column = panel->series[indicator].column ? &panel->series[indicator].column[index] : NULL;
	return column && column->piece ? column->piece[entity / QN_PIECE][entity % QN_PIECE] : QN_MISSING;
}

/* Columns. A store's chunks are read where they lie if they are in the order and the unit of a run; others are copied. */

static_assert((int)QN_PIECE == (int)QN_CHUNK, "a piece of a run is a chunk of a store");

static int open_series(const qn_panel *panel, uint32_t indicator, qn_frequency frequency, qn_series **out, qn_error *err)
{
	return qn_series_open(panel->snapshot, indicator, panel->catalogue->subject, frequency, out, err);
}

/* One column by the store's numbers, in the unit it was reported in. */
static int read_raw(const qn_panel *panel, uint32_t indicator, qn_period period, double *raw, qn_error *err)
{
	const double *const *chunk;
	qn_series *series;
	int rc = open_series(panel, indicator, qn_period_frequency(period), &series, err);
	if (rc == QN_OK)
		rc = qn_series_column(panel->snapshot, series, period, &chunk, err);
	if (rc < 0)
		return rc;
	for (size_t e = 0; e < panel->entities; e++)
		raw[e] = rc ? chunk[e / QN_CHUNK][e % QN_CHUNK] : QN_MISSING;
	return QN_OK;
}

/* Fills what `raw` lacks from the parts of the period: a flow needs all of them, a stock takes the last. */
static int fill_from_parts(qn_panel *panel, uint32_t indicator, qn_period period, qn_frequency finer, int parts, double *raw,
	double *part, qn_error *err)
{
	const qn_indicator *about = &panel->catalogue->indicator[indicator];
	double *sum = part + panel->entities;
	for (size_t e = 0; e < panel->entities; e++)
		sum[e] = about->kind == QN_FLOW ? 0 : QN_MISSING;
	int begin = (qn_period_within(period) - 1) * parts + 1;
	for (int i = 0; i < parts; i++) {
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

static const qn_frequency finer[] = { QN_HALF, QN_QUARTER, QN_MONTH };
enum { FINER = sizeof finer / sizeof *finer };

int qn_panel_parts(const qn_panel *panel, uint32_t indicator, qn_frequency part, qn_error *err)
{
	qn_indicator_kind kind = panel->catalogue->indicator[indicator].kind;
	int parts = kind == QN_FLOW || kind == QN_STOCK ? parts_of(panel->catalogue->frequency, part) : 0;
	qn_series *series;
	int rc = parts ? open_series(panel, indicator, part, &series, err) : QN_OK;
	return rc < 0 ? rc : parts && series->periods > 0 ? parts : 0;
}

static int read_period(qn_panel *panel, uint32_t indicator, qn_period period, double *raw, double *work, qn_error *err)
{
	int rc = read_raw(panel, indicator, period, raw, err);
	for (int i = 0; rc >= 0 && i < FINER; i++)
		if ((rc = qn_panel_parts(panel, indicator, finer[i], err)) > 0)
			rc = fill_from_parts(panel, indicator, period, finer[i], rc, raw, work, err);
	return rc;
}

/* Whether the store's chunks are what a run wants to see. */
static int in_place(const qn_panel *panel, uint32_t indicator, qn_error *err)
{
	const qn_unit *unit = &panel->catalogue->units.unit[panel->catalogue->indicator[indicator].unit];
	for (int i = 0; i < FINER; i++) {
		int parts = qn_panel_parts(panel, indicator, finer[i], err);
		if (parts != 0)
			return parts < 0 ? parts : 0;
	}
	return !panel->order && unit->multiply == 1 && unit->divide == 1;
}

/* Pieces of an array of our own. */
static const double **pieces_of(qn_panel *panel, const double *values)
{
	size_t pieces = panel->entities / QN_PIECE + 1;
	const double **piece = qn_arena_array(&panel->arena, pieces, sizeof *piece);
	for (size_t i = 0; piece && i < pieces; i++)
		piece[i] = values + i * QN_PIECE;
	return piece;
}

static int copy_column(qn_panel *panel, uint32_t indicator, int index, qn_pieces *out, qn_error *err)
{
	const qn_unit *unit = &panel->catalogue->units.unit[panel->catalogue->indicator[indicator].unit];
	size_t n = panel->entities;
	double *work = malloc(3 * (n + 1) * sizeof *work), *values = qn_arena_array(&panel->arena, n + 1, sizeof *values);
	int rc = work && values && (*out = pieces_of(panel, values))
		? read_period(panel, indicator, qn_panel_period(panel, index), work, work + n, err) : qn_no_memory(err);
	for (size_t e = 0; rc >= 0 && e < n; e++)
		values[e] = qn_unit_to_reference(unit, work[qn_panel_number(panel, e)]);
	free(work);
	return rc < 0 ? rc : QN_OK;
}

static int load_column(qn_panel *panel, uint32_t indicator, int index, qn_error *err)
{
	struct qn_panel_column *column = &panel->series[indicator].column[index];
	qn_series *series;
	int rc;
	if (column->loaded)
		return QN_OK;
	if ((rc = in_place(panel, indicator, err)) == 0)
		rc = copy_column(panel, indicator, index, &column->piece, err);
	else if (rc > 0 && (rc = open_series(panel, indicator, panel->catalogue->frequency, &series, err)) == QN_OK)
		rc = qn_series_column(panel->snapshot, series, qn_panel_period(panel, index), &column->piece, err);
	if (rc < 0)
		return rc;
	column->loaded = true;
	return QN_OK;
}

static int load_from(qn_panel *panel, uint32_t indicator, int from, qn_error *err)
{
	struct qn_panel_series *series = &panel->series[indicator];
	if (!series->column && !(series->column = qn_arena_array(&panel->arena, (size_t)panel->base + 1, sizeof *series->column)))
		return qn_no_memory(err);
	for (int t = from; t <= panel->base; t++) {
		int rc = load_column(panel, indicator, t, err);
		if (rc < 0)
			return rc;
	}
	return QN_OK;
}

int qn_panel_load(qn_panel *panel, uint32_t indicator, qn_error *err)
{
	return load_from(panel, indicator, 0, err);
}

/* From the last period back, as long as anybody lacks a value. */
static int load_held(qn_panel *panel, uint32_t indicator, qn_error *err)
{
	struct qn_panel_series *series = &panel->series[indicator];
	size_t n = panel->entities, missing = n;
	int rc = series->held ? QN_OK : load_from(panel, indicator, 0, err);
	double *held;
	if (rc < 0 || series->held)
		return rc;
	if (!(held = qn_arena_array(&panel->arena, n + 1, sizeof *held)))
		return qn_no_memory(err);
	for (size_t e = 0; e < n; e++)
		held[e] = QN_MISSING;
	for (int t = panel->base; missing > 0 && t >= 0; t--) {
		missing = 0;
		for (size_t e = 0; e < n; e++) {
			held[e] = qn_is_missing(held[e]) ? qn_panel_value(panel, indicator, t, e) : held[e];
			missing += qn_is_missing(held[e]);
		}
	}
	series->held = pieces_of(panel, held);
	return series->held ? QN_OK : qn_no_memory(err);
}

static int load_for_node(qn_panel *panel, const qn_node *node, qn_error *err)
{
	const qn_assumption *about = node->op == QN_ASSUME ? &panel->program->assumption[node->symbol] : NULL;
	if (node->op == QN_HOLD)
		return load_held(panel, node->symbol, err);
	if (about && about->reach == QN_BY_ENTITY)
		return load_hashes(panel, err);
	if (about && about->reach == QN_BY_GROUP)
		return qn_panel_load_group(panel, about->group, err);
	bool grouped = node->op == QN_ATTRIBUTE || (node->op < QN_OPS && qn_op_of(node->op)->across && node->symbol != QN_ALL);
	return grouped ? qn_panel_load_group(panel, node->symbol, err) : QN_OK;
}

static int load_for_graph(qn_panel *panel, const qn_graph *graph, qn_error *err)
{
	int rc = QN_OK;
	for (uint32_t i = 0; rc == QN_OK && i < graph->nodes; i++)
		rc = load_for_node(panel, &graph->node[i], err);
	return rc;
}

int qn_panel_load_used(qn_panel *panel, const qn_linked *linked, int from, qn_error *err)
{
	int first = linked->look_back == UINT32_MAX || (int64_t)from - linked->look_back < 0 ? 0 : from - (int)linked->look_back;
	int rc = QN_OK;
	for (uint32_t i = 0; rc == QN_OK && i < panel->catalogue->indicators; i++)
		rc = linked->used[i] ? load_from(panel, i, first, err) : QN_OK;
	if (rc == QN_OK)
		rc = load_for_graph(panel, &linked->observed, err);
	return rc < 0 ? rc : load_for_graph(panel, &linked->projected, err);
}
