/* SPDX-License-Identifier: Apache-2.0 */
/* template.h - a form that people fill in: rows of cells, written as CSV or drawn as a workbook. */
#pragma once
#include "cli/session.h"
#include "files/workbook.h"

typedef struct { const char *text; double number; qn_look look; } form_cell; /* text NULL: the number; missing: empty */

typedef struct {
	const char *head;
	const char *about;       /* what to fill in, for a comment; NULL: shown, not asked for */
	const char *want;        /* in a few words; with rule and title */
	const char *title;
	qn_rule_kind rule;
	uint32_t indicator;      /* QN_NONE: none */
	uint32_t width;
} form_column;

typedef struct {
	cli_session *session;
	qn_period period, before; /* asked for · shown beside */
	form_column *column;
	uint32_t columns;
	form_cell *cell;          /* [rows][columns] */
	uint32_t rows, head;      /* head: rows above those of the entities, the last of them is the header */
	bool *wanted, *had;       /* by indicator: in the form · shown as it was */
} form;

/* template_form.c: the form's cells. In the session's arena. */
int form_make(form *f, cli_session *session, qn_error *err);
/* template_write.c */
int form_write(const form *f, const char *path, bool force, qn_error *err); /* NULL: standard output, as CSV */
