/* SPDX-License-Identifier: Apache-2.0 */
/* survey.h - what nodes of the rules come to in one period, over all entities (or one) and all paths. */
#pragma once
#include "assess/changes.h"

typedef struct {
	bool is_mask;
	uint64_t present, missing; /* of a mask: known, unknown */
	uint64_t met;              /* of a mask: true */
	double least, middle, most; /* of a number, in reference units, over what is present; missing where nothing is */
} qn_survey;

typedef struct {
	uint32_t model;    /* QN_NONE: an observed period; else projected ones may be asked for */
	uint64_t seed;
	uint32_t paths;    /* 0: the central path */
	long entity;       /* -1: all */
	int index;         /* of the period */
} qn_survey_options;

/* node: of the program; out: [nodes]. Nodes are run in groups, so that memory stays bounded. */
int qn_survey_nodes(qn_panel *panel, const qn_changes *changes, const uint32_t *node, uint32_t nodes, const qn_survey_options *options,
	qn_survey *out, qn_error *err);
