/* SPDX-License-Identifier: Apache-2.0 */
/* measures_funds.c - special funds: what was granted in which year for which purpose, what was used of it, and where. */
#include <stdlib.h>
#include <string.h>
#include "cli/policy/measures.h"
#include "cli/show.h"

/* Money of one year, place and purpose; number QN_NONE: of everywhere. used_of_it: of what is told to be granted. */
typedef struct { int year; uint32_t number; const char *purpose; uint32_t cases, lacking; double granted, used, used_of_it; bool synthetic, real; } fund;
typedef struct { taken_measures *m; uint32_t kind; fund *of; uint32_t funds; } adding;

static fund *find_fund(adding *a, int year, uint32_t number, const char *purpose)
{
	for (uint32_t i = 0; i < a->funds; i++)
		if (a->of[i].year == year && a->of[i].number == number && !strcmp(a->of[i].purpose, purpose))
			return &a->of[i];
	if (!qn_grow(&a->m->session->arena, (void **)&a->of, a->funds, sizeof *a->of))
		return NULL;
	a->of[a->funds] = (fund){ .year = year, .number = number, .purpose = purpose, .granted = QN_MISSING, .used = QN_MISSING, .used_of_it = QN_MISSING };
	return &a->of[a->funds++];
}

static void put(fund *f, const support_case *one)
{
	double granted = one->stage[SUPPORT_GRANTED].amount, used = one->stage[SUPPORT_USED].amount;
	f->cases++;
	f->lacking += qn_is_missing(granted);
	support_add(&f->granted, granted), support_add(&f->used, used);
	if (!qn_is_missing(granted))
		support_add(&f->used_of_it, used);
	*(one->synthetic ? &f->synthetic : &f->real) = true;
}

/* A case belongs to the year that granted it, with all that was used of it since. */
static int add_case(adding *a, const support_case *one, qn_error *err)
{
	cli_session *se = a->m->session;
	int year = support_year(one, SUPPORT_GRANTED);
	uint32_t number = QN_NONE;
	if (year == 0 || !a->m->chosen[one->number] || (a->m->year && year != a->m->year))
		return QN_OK;
	int rc = a->kind == QN_NONE ? QN_OK : qn_entity_group(se->snapshot, se->catalogue->subject, one->number, a->kind, one->stage[SUPPORT_GRANTED].on, &number, err);
	fund *all = rc == QN_OK ? find_fund(a, year, QN_NONE, one->purpose) : NULL;
	if (rc == QN_OK && all)
		put(all, one);
	fund *here = rc == QN_OK && all && a->kind != QN_NONE ? find_fund(a, year, number, one->purpose) : all;
	if (rc == QN_OK && here && here != all)
		put(here, one);
	return rc < 0 ? rc : all && here ? QN_OK : qn_no_memory(err);
}

static int by_year(const void *x, const void *y)
{
	const fund *a = x, *b = y;
	if (a->year != b->year)
		return a->year - b->year;
	if (a->number != b->number)
		return a->number < b->number ? -1 : 1;
	return strcmp(a->purpose, b->purpose);
}

static void columns(const adding *a, qn_table *table, bool placed)
{
	cli_session *se = a->m->session;
	qn_table_column(table, "year", say(se, "Granted in", "批准年度"), QN_LEFT);
	if (placed) {
		qn_table_column(table, "place", title_of(se, se->catalogue->kind[a->kind].title), QN_LEFT);
		qn_table_column(table, "id", "", QN_MACHINE);
	}
	qn_table_column(table, "purpose", "", QN_MACHINE);
	qn_table_column(table, "for", say(se, "Purpose", "用途"), QN_LEFT);
	qn_table_column(table, "cases", say(se, "Cases", "事项"), QN_RIGHT);
	qn_table_column(table, "lacking", say(se, "without an amount", "未报金额"), QN_RIGHT);
	qn_table_column(table, "granted", say(se, "Granted", "批准"), QN_RIGHT);
	qn_table_column(table, "used", say(se, "used since", "已使用"), QN_RIGHT);
	qn_table_column(table, "unit", "", QN_MACHINE);
	qn_table_column(table, "share", say(se, "share", "使用率"), QN_RIGHT);
}

static int add_fund(const adding *a, qn_table *table, const fund *f, bool placed, qn_error *err)
{
	cli_session *se = a->m->session;
	qn_row *row = qn_table_row(table);
	qn_row_text(row, qn_arena_printf(&se->arena, "%d", f->year));
	if (placed) {
		const qn_entity *where = f->number == UINT32_MAX ? NULL : qn_entity_borrow(se->snapshot, a->kind, f->number, err);
		if (!where && f->number != UINT32_MAX)
			return err->status;
		qn_row_text(row, where ? title_of(se, where->title) : "—");
		qn_row_text(row, where ? where->id : "");
	}
	qn_row_text(row, f->purpose);
	qn_row_text(row, *f->purpose ? support_purpose(se, f->purpose) : say(se, "not told", "未说明"));
	qn_row_number(row, f->cases, 0);
	qn_row_number(row, f->lacking, 0);
	double granted = support_total(f->granted), used = support_total(f->used);
	support_cell(se, &a->m->support, row, granted);
	support_cell(se, &a->m->support, row, used);
	qn_row_text(row, unit_text(se, a->m->support.unit));
	percent_cell(se, row, granted > 0 ? support_total(f->used_of_it) / granted : QN_MISSING, 1); /* missing where nothing is told to be used */
	if (f->real && !f->synthetic)
		qn_row_real(row);
	return QN_OK;
}

static int add_table(const adding *a, qn_report *report, bool placed, qn_error *err)
{
	cli_session *se = a->m->session;
	qn_table *table = qn_report_table(report, placed ? "places" : "funds", !placed ? say(se, "By year and purpose", "分年度、分用途")
		: qn_arena_printf(&se->arena, say(se, "By %s", "分%s"), title_of(se, se->catalogue->kind[a->kind].title)));
	int rc = QN_OK;
	columns(a, table, placed);
	for (uint32_t i = 0; rc == QN_OK && i < a->funds; i++)
		if ((a->of[i].number != QN_NONE) == placed)
			rc = add_fund(a, table, &a->of[i], placed, err);
	return rc;
}

/* The broadest of the places that a report goes down through. */
static uint32_t broadest(const taken_measures *m)
{
	const char *places = m->pack->places ? m->pack->places : "";
	const char *name = qn_arena_copy(&m->session->arena, places, strcspn(places, "; "));
	long kind = name && *name ? qn_catalogue_kind(m->session->catalogue, name) : -1;
	return kind < 0 || (uint32_t)kind == m->session->catalogue->subject ? QN_NONE : (uint32_t)kind;
}

int add_funds(taken_measures *m, qn_report *report, qn_error *err)
{
	adding a = { .m = m, .kind = broadest(m) };
	int rc = QN_OK;
	for (uint32_t i = 0; rc == QN_OK && i < m->support.cases; i++)
		rc = add_case(&a, &m->support.of[i], err);
	if (rc == QN_OK && a.funds)
		qsort(a.of, a.funds, sizeof *a.of, by_year);
	if (rc == QN_OK)
		rc = add_table(&a, report, false, err);
	return rc == QN_OK && a.kind != QN_NONE ? add_table(&a, report, true, err) : rc;
}
