/* SPDX-License-Identifier: Apache-2.0 */
/* comparison.h - two futures on the same random numbers, and the report that puts them side by side. */
#pragma once
#include "assess/projection.h"
#include "cli/beside.h"

typedef struct {
	cli_session *session;    /* its changes are the second future's */
	uint32_t model;
	qn_term *term[2];        /* of either: a change may say how long a title lasts */
	qn_changes none;         /* the first future's: none, in a what-if */
	qn_projection *base, *changed;
	const char *title, *first, *second; /* first, second: what the two are called; NULL: baseline and changed */
	beside *pair;            /* the sides are of two vintages: these two sessions, the second of which is session; NULL: of one */
	bool targets, at_risk;
} comparison;

int comparison_project(comparison *c, qn_error *err);
int comparison_report(comparison *c, qn_error *err);
void comparison_free(comparison *c); /* the projections */
/* The year whose data an entity's next re-review sees, and "2028 → 2030" where the two futures do not agree. */
void year_columns(const comparison *c, qn_table *table);
void year_cells(const comparison *c, qn_row *row, size_t entity);
/* Of title holders: the words that nothing changes, if so, whose review moves to another year, and of whom nothing is computed. */
void note_unmoved(const comparison *c, qn_report *report, const bool *chosen, size_t moved, const char *words);
/* A title with whom --city and the like name, if anybody. */
const char *title_of_chosen(cli_session *session, const char *title);
/* That targets are of all whomever those name, and how many others change too. */
void note_others(cli_session *session, qn_report *report, size_t others);
/* What a side is called in a heading. */
const char *comparison_side(const comparison *c, bool second);

/* risks.c: whose chance of failing changes. */
int add_risks(comparison *c, qn_report *report, qn_error *err);
/* central.c: the tables on the central path, without chances and standard errors, and what to say of it. */
void add_central_targets(const comparison *c, qn_report *report);
int add_central_outcomes(const comparison *c, qn_report *report, qn_error *err);
const char *central_text(cli_session *session, uint32_t model);
