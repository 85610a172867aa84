/* SPDX-License-Identifier: Apache-2.0 */
/* criteria.h - every criterion of the pack against every entity in one observed period: a verdict of six words, and the
 * numbers behind it. */
#pragma once
#include "assess/changes.h"

typedef enum {
	QN_VERDICT_MET,
	QN_VERDICT_UNMET,
	QN_VERDICT_WAIVABLE,     /* the waiver's facts hold, nobody has decided yet */
	QN_VERDICT_BY_WAIVER,    /* met by waiver: decided, with date and who */
	QN_VERDICT_UNKNOWN,      /* data is missing */
	QN_VERDICT_UNDETERMINED, /* the text gives no number and no option or parameter sets one */
	QN_VERDICTS
} qn_verdict;

/* "met", "unmet" …, stable in English for machines; "✓" and the label for people. */
const char *qn_verdict_word(qn_verdict verdict);
const char *qn_verdict_sign(qn_verdict verdict);
qn_label qn_verdict_label(qn_verdict verdict);

typedef struct {
	qn_verdict verdict;
	bool compared;           /* a comparison of numbers made it: the rule itself, or of a conjunction the first part that is what the whole is; the six below hold */
	uint32_t comparison;     /* its node, QN_NONE for none: entities, and years, may be told by different ones */
	qn_op op;
	double value, threshold, gap; /* reference units; gap: what is lacking, never negative; missing where value is */
	uint32_t unit;           /* to show them in; QN_NONE: a pure number */
	uint32_t indicator;      /* that the value is, or QN_NONE */
	bool derived;            /* the value is computed, not reported */
	double other;            /* the derived twin of a reported value if it differs by more than rounding, else missing */
	bool synthetic, real;    /* what it rests on */
	const char *decided_by;  /* of a waiver, with decided_on */
	qn_date decided_on;
} qn_finding;

typedef struct {
	uint32_t criteria;
	size_t entities;
	qn_finding *finding;     /* [criteria][entities] */
	qn_arena arena;
} qn_judgement;

/* Judges the period of an index up to the base. *out is the caller's. */
int qn_judge(qn_panel *panel, const qn_changes *changes, int index, qn_judgement **out, qn_error *err);
void qn_judgement_free(qn_judgement *judgement); /* NULL is fine */

/* Does the criterion rest on a parameter that has no value then? */
int qn_criterion_undetermined(const qn_panel *panel, const qn_changes *changes, uint32_t criterion, int index, bool *out, qn_error *err);
/* By criterion, in the arena: has it a number in the period of an index? */
int qn_criteria_numbered(const qn_panel *panel, const qn_changes *changes, int index, qn_arena *arena, bool **out, qn_error *err);
/* By criterion, in the arena: does it read nothing that is moved (by indicator), so that every future finds it as it is now? */
int qn_criteria_held(const qn_program *program, const bool *moved, qn_arena *arena, bool **out, qn_error *err);
/* The comparison at the heart of a mask: itself, or the first part of a conjunction; QN_NONE if there is none. */
uint32_t qn_mask_comparison(const qn_program *program, uint32_t node);
