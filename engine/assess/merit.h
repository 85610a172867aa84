/* SPDX-License-Identifier: Apache-2.0 */
/* merit.h - a ranking that a pack declares, over a panel: the values of its items in one observed period, its weights as they are
 * then, and the composite of both. */
#pragma once
#include "assess/changes.h"
#include "methods/rankings.h"
#include "methods/weights.h"

typedef struct {
	const qn_ranking *ranking;
	qn_method method;
	qn_scoring of;               /* its values: in reference units */
	qn_composite *composite;
	qn_judged judged;            /* of AHP; what is drawn from it is in `of` */
	unsigned char *rests;        /* [entities]: on what observations (provenance.h) */
	uint64_t *item_hash, *theme_hash;
	qn_arena arena;
} qn_merit;

/* What the pack chose. */
qn_method qn_merit_method(const qn_panel *panel, const qn_changes *changes, uint32_t ranking, int index);
/* index: of a period up to the base. among: who is ranked, borrowed; NULL: all. Where nobody has values of so many items that the rest
 * carries less weight than a score takes, it is QN_EINPUT: what makes up for a few cannot make up for all. *out is the caller's. */
int qn_merit_make(qn_panel *panel, const qn_changes *changes, uint32_t ranking, int index, const qn_method *method, const bool *among, qn_merit **out, qn_error *err);
void qn_merit_free(qn_merit *merit); /* NULL is fine */
/* The share of the weight that the pack gives to its items which is of items that anybody has a value of. */
double qn_merit_known(const qn_merit *merit);
/* qn_rank_intervals and so on of it, as often as it says; entities are drawn for by the hash of their ids. */
int qn_merit_intervals(qn_panel *panel, const qn_merit *merit, const qn_rank_question *question, qn_rank_interval *out, qn_error *err);
/* The band of a score: index in the ranking's, or QN_NONE below them all or without a score. */
uint32_t qn_merit_band(const qn_panel *panel, const qn_changes *changes, const qn_merit *merit, int index, double score);
