/* SPDX-License-Identifier: Apache-2.0 */
/* figures.h - what indicators are for every entity in one period, wherever the numbers come from: reported, derived, or on
 * the model's central path. */
#pragma once
#include "assess/changes.h"

/* out: [indicators][entities], in reference units (a flag: 1, 0). model QN_NONE: an observed period; else a projected one on
 * the central path, where every draw is its median. */
int qn_figures(qn_panel *panel, const qn_changes *changes, uint32_t model, const uint32_t *indicator, uint32_t indicators, int index,
	double *out, qn_error *err);
