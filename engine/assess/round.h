/* SPDX-License-Identifier: Apache-2.0 */
/* round.h - a yearly round as a pack declares it: who may stand in the year judged, in which order of merit, where the list is cut,
 * and what a reviewer should look at. A proposal: whoever recognises decides. */
#pragma once
#include "assess/course.h"
#include "assess/criteria.h"
#include "assess/merit.h"

typedef enum {
	QN_STANDS,          /* no criterion with a number is unmet, or a waiver's facts hold */
	QN_HOLDS_A_TITLE,
	QN_DOES_NOT_MEET,   /* a criterion is unmet */
	QN_NOT_SHOWN,       /* data of a criterion is missing, and none is unmet */
	QN_HELD_BACK,       /* what rounds need besides is not met */
	QN_UNIT_LEFT_OUT,   /* its unit does not count, as the option is read */
	QN_NO_SCORE,        /* too little is known */
	QN_STANDINGS
} qn_standing;
typedef enum { QN_PLAN_NAMED, QN_PLAN_SHOWN, QN_PLAN_NOT_KNOWN } qn_plan_membership; /* named in the registry · by other evidence · not known: never "no" */

typedef struct {
	qn_standing standing;
	uint32_t waivable, by_waiver; /* criteria that rest on a waiver: not decided, decided */
	uint32_t place;         /* by merit among those that stand; 0: does not */
	bool proposed;
	qn_plan_membership plan;
	uint32_t unit;          /* number of its unit, QN_NONE: none or not looked at */
	uint32_t named_in_unit; /* entities of that unit */
	size_t leads;           /* who has the largest size there, SIZE_MAX: not known */
	bool not_leading;       /* its industry is not that of who leads, and the plan is not what says so */
	const char *theme;      /* what its name says after the unit's: the same words are the same theme; "": not known */
	uint32_t same_theme;    /* entities of other units with the same */
} qn_candidate;

typedef struct {
	int index;              /* of the period judged */
	double places;          /* of this round */
	uint32_t fewest, most;  /* that will do */
	uint32_t standing[QN_STANDINGS]; /* how many there are of each */
	uint32_t proposed;      /* the list */
	double gap;             /* between the last of the list and the next in score; missing: nobody is next */
	qn_candidate *candidate;/* [entities] */
	size_t *order;          /* [standing[QN_STANDS]]: by place */
	bool *stands;           /* [entities] */
	qn_merit *merit;        /* among those that stand; NULL if nobody does */
	qn_judgement *judgement;
	qn_arena arena;
} qn_round;

/* method: NULL for the ranking's own. places: NaN for the pack's. titled: [entities], who holds a title; NULL: as the register has
 * it at the end of the period. index up to the base. *out is the caller's. */
int qn_round_make(qn_panel *panel, const qn_changes *changes, int index, const qn_method *method, double places, const bool *titled, qn_round **out, qn_error *err);
void qn_round_free(qn_round *round); /* NULL is fine */
/* What one theme of the ranking is worth to an entity, in points. */
double qn_round_head(const qn_round *round, uint32_t theme, size_t entity);
