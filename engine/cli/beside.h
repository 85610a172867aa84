/* SPDX-License-Identifier: Apache-2.0 */
/* beside.h - one store at two vintages: a session of each that count periods alike, and the verdicts that differ. */
#pragma once
#include "cli/session.h"

typedef struct beside {
	cli_options options[2];
	cli_session session[2];
	int opened;
	const char *name[2];   /* what the two are called in headings */
} beside;

/* as_of: what --as-of takes, NULL for everything known. Zero *b before, close it whatever the result. */
int beside_open(beside *b, const cli_options *options, const char *const as_of[2], qn_error *err);
/* Their panels. common: of one base period, that of --year or else the last that both know; else each of its own. */
int beside_panels(beside *b, bool projected, bool common, qn_error *err);
/* Of the second's base period; the first's own last one where that lies before. */
int beside_panels_of_second(beside *b, bool projected, qn_error *err);
void beside_close(beside *b);
/* Are the rules of both about the same targets, models and goals? */
bool beside_same_targets(const beside *b);
/* What the two are, and which period each is judged in. */
const char *beside_note(beside *b);
/* A table of the verdicts that differ, each of its panel's base period, matched by the criterion's id. */
int beside_verdicts(beside *b, qn_report *report, qn_error *err);
/* diff.c: tables of the imports and values that only one of them knows, of the verdicts and of the targets that differ. */
int beside_changes(beside *b, qn_report *report, qn_error *err);
