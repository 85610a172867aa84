/* SPDX-License-Identifier: Apache-2.0 */
/* annual.h - the yearly report of assessment: province, then down through its places to each that is judged; what changed, and what all
 * of it rests on. Nothing in it reads the clock: the same vintage gives the same bytes. Its parts are a file each. */
#pragma once
#include "assess/criteria.h"
#include "assess/merit.h"
#include "assess/outlook.h"
#include "assess/projection.h"
#include "cli/beside.h"
#include "cli/titles.h"

enum { MOST_LEVELS = 8 };
typedef enum { YEARLY_NONE, YEARLY_WAITED, YEARLY_MISSING, YEARLY_LATE, YEARLY_IN_TIME } yearly_state; /* of the year's own report: none is due · not due yet */

/* Something that is counted: of whom it is true at the end of the year before, and of the year. */
typedef struct { const char *id; qn_label title, what; qn_mask *was, *is; } counter; /* was NULL: there is no year before */

typedef struct {
	cli_session *session;
	beside *pair;             /* with an earlier vintage, whose first session that is; NULL: there is none */
	qn_pack *pack;
	uint32_t level[MOST_LEVELS], levels; /* kinds that the report goes down through, the broadest first */
	uint32_t sized;           /* indicator of size; QN_NONE: not told */
	qn_date day;              /* the last one of which anything was known */
	int year;                 /* index of the period judged */
	size_t entities;
	counter *count; uint32_t counters;
	qn_judgement *judged[2];  /* of the period before, NULL if there is none, and of the period */
	bool *numbered;           /* [criteria]: with a number in the period */
	qn_term *term;
	qn_projection *projection; uint32_t model; /* NULL: the pack has no model */
	qn_merit *merit;          /* the pack's first ranking, of the period; NULL: it has none, or it ranks nobody */
	bool *titled; qn_date *ends; /* [entities]: at the end of the period */
	yearly_state *yearly;     /* [entities] */
	double *size[2];          /* [entities]: of the period before and of the period */
	bool *read;               /* [indicators]: a rule rests on it */
	uint32_t *missing, reads; /* [entities]: how many of those are not there in the period; how many there are */
} annual;

static inline const qn_finding *annual_finding(const annual *a, int which, uint32_t criterion, size_t entity)
{
	return &a->judged[which]->finding[(size_t)criterion * a->judged[which]->entities + entity];
}
/* The chance of failing the next re-review, or with what is unknown of it; missing: none is seen. */
static inline double annual_fails(const annual *a, size_t e, bool or_unknown)
{
	const qn_projection *p = a->projection;
	bool reviewed = p && a->titled[e] && p->review[e] >= 0;
	return reviewed ? (double)(or_unknown ? p->fails_or_unknown : p->fails)[e] / p->paths : QN_MISSING;
}
const char *yearly_words(const cli_session *session, yearly_state state);

/* annual_gather.c: everything above, of a session whose panel is open. annual_free after it, whatever the result. */
int annual_gather(annual *a, qn_error *err);
void annual_free(annual *a);

/* The sections. */
int annual_province(annual *a, qn_report *report, qn_error *err);
int annual_places(annual *a, qn_report *report, qn_error *err);
int annual_changes(annual *a, qn_report *report, qn_error *err);
int annual_registers(annual *a, qn_report *report, qn_error *err); /* nothing where there are none */
int annual_basis(annual *a, qn_report *report, qn_error *err);
