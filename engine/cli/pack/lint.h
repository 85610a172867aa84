/* SPDX-License-Identifier: Apache-2.0 */
/* lint.h - what the files of `qunce lint` share: a pack's scripts and rules, what is known of data, and findings. */
#pragma once
#include "cli/session.h"

typedef enum { LINT_NOTE = QN_SEVERITY_NOTE, LINT_WARNING = QN_SEVERITY_WARNING, LINT_ERROR = QN_SEVERITY_ERROR } lint_severity;
typedef struct { lint_severity severity; const char *rule, *file, *what, *how; uint32_t line; } lint_finding;

typedef struct {
	cli_session *se;            /* its program is NULL when the rules do not load */
	const qn_pack_file *file; size_t files;
	const char *policy;         /* the text that quotes are of; NULL: the pack ships none */
	bool *observed;             /* by indicator: the store has a value; NULL: no store is looked at */
	lint_finding *finding; uint32_t findings;
	qn_error unloaded;          /* why the rules do not load; no status: they do */
	bool failed;                /* memory ran out */
} linting;

/* place: of the program. */
__attribute__((format(printf, 6, 7))) void lint_add(linting *l, lint_severity severity, const char *rule, uint32_t place, const char *how, const char *format, ...);
__attribute__((format(printf, 7, 8))) void lint_add_line(linting *l, lint_severity severity, const char *rule, const char *file, uint32_t line, const char *how,
	const char *format, ...);

void lint_sources(linting *l);      /* lint_source.c: what scripts are refused, found in their text */
void lint_declarations(linting *l); /* lint_rules.c: names that nothing reads, clauses, quotes, data */
void lint_thresholds(linting *l);   /* lint_tiers.c: tiers, goals, levels and bands that cross, overlap or leave a gap */
void lint_shares(linting *l);       /* lint_shares.c: shares compared with plain numbers */
void lint_answers(linting *l);      /* lint_answers.c: the sentences that answer shortfalls */
