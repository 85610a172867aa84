/* SPDX-License-Identifier: Apache-2.0 */
/* score.h - the choices of a composite score, by the names that packs and command lines use. */
#pragma once

typedef enum {
	QN_TREAT_NONE,
	QN_TREAT_OUTLIERS,  /* up to five extreme values are pulled in, else the logarithm is taken, where skewness and kurtosis are large */
	QN_TREATS
} qn_treat;
typedef enum {
	QN_BY_MINMAX,       /* 0 for the worst, 100 for the best */
	QN_BY_ZSCORE,       /* 50 for the mean, 10 more a standard deviation */
	QN_BY_RANK,         /* the share of the others that it beats */
	QN_BY_TARGET,       /* the way from the worst to the target, 100 once there */
	QN_BY_VECTOR,       /* over the length of the column: TOPSIS as first written */
	QN_NORMALISATIONS
} qn_normalisation;
typedef enum { QN_WEIGH_GIVEN, QN_WEIGH_EQUAL, QN_WEIGH_ENTROPY, QN_WEIGH_CRITIC, QN_WEIGH_AHP, QN_WEIGHTINGS } qn_weighting;
typedef enum { QN_ARITHMETIC, QN_GEOMETRIC, QN_TOPSIS, QN_AGGREGATIONS } qn_aggregation;

extern const char *const qn_treat_names[QN_TREATS], *const qn_normalisation_names[QN_NORMALISATIONS],
	*const qn_weighting_names[QN_WEIGHTINGS], *const qn_aggregation_names[QN_AGGREGATIONS];
