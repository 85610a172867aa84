/* SPDX-License-Identifier: Apache-2.0 */
/* diagnose_peers.c - who meets what this one does not: of the same group first, then those nearest in size; and how far it is from the
 * best of its group in every figure. */
#include <math.h>
#include <stdlib.h>
#include "assess/evaluate.h"
#include "assess/figures.h"
#include "cli/policy/diagnose.h"
#include "cli/rows.h"
#include "cli/show.h"

enum { SHOWN = 3 };

typedef struct {
	diagnosis *d;
	uint32_t kind;          /* of the groups; QN_NONE: not told, all are alike */
	uint32_t sized;         /* indicator of size; QN_NONE: not told */
	double *size;           /* [entities] */
	double **figure;        /* [criteria][entities]: what the part that tells of the one diagnosed compares, of everybody; NULL: nothing */
} field;

typedef struct { size_t entity; bool same; double distance; } peer;

static bool same_group(const field *f, size_t e)
{
	const uint32_t *group = f->kind == QN_NONE ? NULL : f->d->session->panel->group[f->kind];
	return !group || (group[e] != QN_NONE && group[e] == group[f->d->entity]);
}

static int open_field(field *f, qn_error *err)
{
	cli_session *se = f->d->session;
	const qn_pack *pack = f->d->pack;
	long kind = pack->peers ? qn_catalogue_kind(se->catalogue, pack->peers) : -1, sized = pack->size ? qn_catalogue_indicator(se->catalogue, pack->size) : -1;
	f->kind = kind < 0 ? QN_NONE : (uint32_t)kind, f->sized = sized < 0 ? QN_NONE : (uint32_t)sized;
	f->size = qn_arena_array(&se->arena, se->panel->entities + 1, sizeof *f->size);
	int rc = f->size ? QN_OK : qn_no_memory(err);
	if (rc == QN_OK && f->kind != QN_NONE)
		rc = qn_panel_load_group(se->panel, f->kind, err);
	if (rc == QN_OK && f->sized != QN_NONE)
		rc = qn_figures(se->panel, &se->changes, QN_NONE, &f->sized, 1, se->panel->base, f->size, err);
	return rc;
}

/* A conjunction may be told by another part of each: all are held against the part of the one diagnosed. */
static int read_figures(field *f, qn_error *err)
{
	cli_session *se = f->d->session;
	size_t n = se->panel->entities;
	int rc = (f->figure = qn_arena_array(&se->arena, (size_t)se->program->criteria + 1, sizeof *f->figure)) ? QN_OK : qn_no_memory(err);
	for (uint32_t i = 0; rc == QN_OK && i < se->program->criteria; i++) {
		uint32_t comparison = f->d->comparison[i];
		qn_values *values = NULL;
		if (comparison == QN_NONE)
			continue;
		if (!(f->figure[i] = qn_arena_array(&se->arena, n + 1, sizeof **f->figure)))
			return qn_no_memory(err);
		for (size_t e = 0; e < n; e++)
			f->figure[i][e] = finding_at(f->d, i, e)->value;
		if (comparison == se->program->criterion[i].needs)
			continue;
		rc = qn_evaluate(se->panel, &se->changes, se->program->node[comparison].a, se->panel->base, &values, err);
		for (size_t e = 0; rc == QN_OK && e < n; e++)
			f->figure[i][e] = values->number[e];
		qn_values_free(values);
	}
	return rc;
}

static int by_nearness(const void *a, const void *b)
{
	const peer *x = a, *y = b;
	if (x->same != y->same)
		return y->same - x->same;
	if (x->distance != y->distance)
		return x->distance < y->distance ? -1 : 1;
	return (x->entity > y->entity) - (x->entity < y->entity);
}

/* In how many times as large; one whose size is not known comes last. */
static double distance_of(const field *f, size_t e)
{
	double ratio = f->size[e] / f->size[f->d->entity];
	return f->sized != QN_NONE && ratio > 0 ? fabs(log(ratio)) : HUGE_VAL;
}

static void add_peer(const field *f, qn_table *table, const diagnosed *shortfall, const peer *p, bool first)
{
	cli_session *se = f->d->session;
	const qn_finding *own = finding_at(f->d, shortfall->index, f->d->entity);
	qn_row *row = qn_table_row(table);
	qn_row_text(row, shortfall->id);
	qn_row_text(row, first ? title_of(se, shortfall->title) : "");
	subject_cells(se, row, p->entity);
	qn_row_text(row, f->kind == QN_NONE ? "" : p->same ? say(se, "the same", "同") : title_of(se, se->catalogue->member[f->kind].title[se->panel->group[f->kind][p->entity]]));
	quantity_cell(se, row, "", f->sized == QN_NONE ? QN_MISSING : f->size[p->entity], f->sized == QN_NONE ? QN_NONE : se->catalogue->indicator[f->sized].unit);
	quantity_cell(se, row, "", f->figure[shortfall->index][p->entity], own->unit);
	qn_row_text(row, unit_text(se, own->unit));
	qn_row_text(row, support_granted(se, &f->d->support, qn_panel_number(se->panel, p->entity)));
}

/* How many of them are left out. */
static size_t add_peers_of(const field *f, qn_table *table, const diagnosed *shortfall, peer *list)
{
	cli_session *se = f->d->session;
	size_t count = 0, most = rows_told(se, SHOWN);
	for (size_t e = 0; e < se->panel->entities; e++)
		if (e != f->d->entity && finding_at(f->d, shortfall->index, e)->verdict == QN_VERDICT_MET)
			list[count++] = (peer){ e, same_group(f, e) && (f->kind == QN_NONE || se->panel->group[f->kind][e] != QN_NONE), distance_of(f, e) };
	if (count)
		qsort(list, count, sizeof *list, by_nearness);
	for (size_t i = 0; i < count && i < most; i++)
		add_peer(f, table, shortfall, &list[i], i == 0);
	return count > most ? count - most : 0;
}

static int add_nearest(const field *f, qn_report *report, qn_error *err)
{
	cli_session *se = f->d->session;
	peer *list = qn_arena_array(&se->arena, se->panel->entities + 1, sizeof *list);
	if (!list)
		return qn_no_memory(err);
	size_t left = 0;
	const char *title = say(se, "The nearest who meet it", "达标的相近集群");
	qn_table *table = qn_report_table(report, "peers", title);
	qn_table_column(table, "shortfall", "", QN_MACHINE);
	qn_table_column(table, "for", say(se, "Shortfall", "短板"), QN_LEFT);
	subject_columns(se, table);
	qn_table_column(table, "group", f->kind == QN_NONE ? "" : title_of(se, se->catalogue->kind[f->kind].title), f->kind == QN_NONE ? QN_MACHINE : QN_LEFT);
	qn_table_column(table, "size", f->sized == QN_NONE ? "" : title_of(se, se->catalogue->indicator[f->sized].title), f->sized == QN_NONE ? QN_MACHINE : QN_RIGHT);
	qn_table_column(table, "value", say(se, "Has", "其数值"), QN_RIGHT);
	qn_table_column(table, "unit", "", QN_MACHINE);
	qn_table_column(table, "granted", say(se, "Measures granted", "已获批措施"), QN_LEFT);
	for (uint32_t i = 0; i < f->d->shortfalls; i++) {
		const diagnosed *shortfall = &f->d->shortfall[i];
		if (!shortfall->of_target && finding_at(f->d, shortfall->index, f->d->entity)->compared)
			left += add_peers_of(f, table, shortfall, list);
	}
	note_left(se, report, left, title);
	return QN_OK;
}

/* The best of the group, and the middle one. */

static void add_benchmark(const field *f, qn_table *table, uint32_t criterion, double *value)
{
	cli_session *se = f->d->session;
	const qn_finding *own = finding_at(f->d, criterion, f->d->entity);
	const double *figure = f->figure[criterion];
	bool lower = own->op == QN_LE || own->op == QN_LT;
	size_t best = SIZE_MAX, count = 0, ahead = 0;
	for (size_t e = 0; e < se->panel->entities; e++) {
		double x = figure[e], y = best == SIZE_MAX ? QN_MISSING : figure[best];
		if (qn_is_missing(x) || !same_group(f, e))
			continue;
		value[count++] = x;
		ahead += lower ? x < own->value : x > own->value;
		if (best == SIZE_MAX || (lower ? x < y : x > y))
			best = e;
	}
	if (best == SIZE_MAX)
		return;
	qsort(value, count, sizeof *value, qn_rising);
	double middle = count % 2 ? value[count / 2] : (value[count / 2 - 1] + value[count / 2]) / 2, top = figure[best];
	qn_row *row = qn_table_row(table);
	qn_row_text(row, se->program->criterion[criterion].id);
	qn_row_text(row, title_of(se, se->program->criterion[criterion].title));
	quantity_cell(se, row, "", own->value, own->unit);
	qn_row_quantity(row, qn_is_missing(own->value) ? "—" : qn_arena_printf(&se->arena, "%zu / %zu", ahead + 1, count), qn_is_missing(own->value) ? QN_MISSING : (double)ahead + 1);
	quantity_cell(se, row, "", middle, own->unit);
	quantity_cell(se, row, "", top, own->unit);
	qn_row_text(row, title_of(se, qn_panel_who(se->panel, best)->title));
	qn_row_text(row, qn_panel_who(se->panel, best)->id);
	qn_row_text(row, unit_text(se, own->unit));
}

static int add_benchmarks(const field *f, qn_report *report, qn_error *err)
{
	cli_session *se = f->d->session;
	double *value = qn_arena_array(&se->arena, se->panel->entities + 1, sizeof *value);
	if (!value)
		return qn_no_memory(err);
	qn_table *table = qn_report_table(report, "benchmark", f->kind == QN_NONE ? say(se, "Beside the best", "与最优者对标")
		: qn_arena_printf(&se->arena, say(se, "Beside the best of the same %s", "与同%s最优者对标"), title_of(se, se->catalogue->kind[f->kind].title)));
	qn_table_column(table, "criterion", "", QN_MACHINE);
	qn_table_column(table, "title", say(se, "Figure", "指标"), QN_LEFT);
	qn_table_column(table, "own", say(se, "Its own", "自身"), QN_RIGHT);
	qn_table_column(table, "place", say(se, "Place", "位次"), QN_RIGHT);
	qn_table_column(table, "median", say(se, "Median", "中位数"), QN_RIGHT);
	qn_table_column(table, "best", say(se, "Best", "最优"), QN_RIGHT);
	qn_table_column(table, "who", say(se, "Whose", "最优者"), QN_LEFT | QN_WRAP);
	qn_table_column(table, "id", "", QN_MACHINE);
	qn_table_column(table, "unit", "", QN_MACHINE);
	for (uint32_t i = 0; i < se->program->criteria; i++)
		if (finding_at(f->d, i, f->d->entity)->compared)
			add_benchmark(f, table, i, value);
	return QN_OK;
}

int add_peers(diagnosis *d, qn_report *report, qn_error *err)
{
	field f = { .d = d };
	int rc = open_field(&f, err);
	if (rc == QN_OK)
		rc = read_figures(&f, err);
	if (rc == QN_OK && d->shortfalls)
		rc = add_nearest(&f, report, err);
	return rc == QN_OK ? add_benchmarks(&f, report, err) : rc;
}
