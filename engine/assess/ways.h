/* SPDX-License-Identifier: Apache-2.0 */
/* ways.h - the smallest changes after which one entity would pass a criterion: each figure that the rule rests on, alone, in
 * its own unit. Found by running the rule with other figures, so that it holds for any rule a pack writes. */
#pragma once
#include "assess/criteria.h"

typedef struct {
	enum {
		QN_WAY_FIGURE,   /* another value of a figure that the rule reads */
		QN_WAY_PART,     /* another value of a figure that such a one is derived from */
		QN_WAY_REPORT,   /* a figure nobody has reported, and what it must be */
		QN_WAY_EVIDENCE, /* what opens the waiver */
		QN_WAY_FACT      /* no number: the words of the rule are all there is */
	} kind;
	uint32_t criterion;
	uint32_t group;      /* of one criterion every group needs one of its ways; waivers stand for all of them */
	uint32_t indicator;  /* QN_NONE: an expression */
	uint32_t through;    /* the derived indicator of a PART, else QN_NONE */
	const char *text;    /* the rule's words, of an expression or a fact */
	qn_op op;            /* of EVIDENCE and REPORT */
	double now, needed;  /* reference units; needed is rounded so that it passes in the unit shown. Missing: not known, or no number */
	uint32_t unit;
	bool holds;          /* of EVIDENCE: the fact is there already */
	bool anew;           /* of PART: the derived indicator was reported, and what was reported counts: it must be told anew with the part */
} qn_way;

/* Of a criterion that is not met in the observed period of an index. In arena. A figure is only moved to where it is better,
 * where the catalogue says what is better. */
int qn_ways_to_pass(qn_panel *panel, const qn_changes *changes, uint32_t criterion, size_t entity, int index, qn_arena *arena, qn_way **out,
	uint32_t *count, qn_error *err);
