/* SPDX-License-Identifier: Apache-2.0 */
/* score.c - the names of a score's choices. */
#include "plan/score.h"

const char *const qn_treat_names[QN_TREATS] = { "none", "outliers" };
const char *const qn_normalisation_names[QN_NORMALISATIONS] = { "minmax", "zscore", "rank", "target", "vector" };
const char *const qn_weighting_names[QN_WEIGHTINGS] = { "given", "equal", "entropy", "critic", "ahp" };
const char *const qn_aggregation_names[QN_AGGREGATIONS] = { "arithmetic", "geometric", "topsis" };
