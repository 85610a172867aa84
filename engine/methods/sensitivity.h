/* SPDX-License-Identifier: Apache-2.0 */
/* sensitivity.h - how much a result rests on each of the things it is made from. Estimators of a function of the unit
 * hypercube: points are made first, the caller computes the function at each, estimates follow. Nothing here knows a model.
 * All random numbers follow from the seed. */
#pragma once
#include <stddef.h>
#include <stdint.h>
#include "base/error.h"

/* Shares of the variance: of a factor alone, and with all it interacts with. 95 % intervals by a bootstrap over points. */
typedef struct { double first, first_low, first_high, total, total_low, total_high; } qn_sobol_index;
/* n points A, n points B, then for each factor the points A with that factor from B. */
size_t qn_sobol_size(uint32_t n, uint32_t factors); /* n * (factors + 2) */
/* result: [factors + 2][n], the function at each point; a missing one drops its point everywhere. out: [factors], missing where
 * nothing varies. First order: Saltelli et al. 2010; total: Jansen 1999. */
int qn_sobol_estimate(uint32_t n, uint32_t factors, const double *result, uint64_t seed, qn_sobol_index *out, qn_error *err);

/* Elementary effects (Morris 1991) per unit of the hypercube: their mean, the mean of their sizes (Campolongo, Cariboni and
 * Saltelli 2007) with the 95 % interval of a bootstrap over trajectories, and their standard deviation: what interacts or bends. */
typedef struct { double mean, size, size_low, size_high, deviation; } qn_morris_effect;
size_t qn_morris_size(uint32_t trajectories, uint32_t factors); /* trajectories * (factors + 1) */
/* Grid of 4 levels, steps of 2/3. out: [qn_morris_size][factors]; moved: [trajectories][factors], which factor moves at each step. */
int qn_morris_design(uint32_t trajectories, uint32_t factors, uint64_t seed, double *out, uint32_t *moved, qn_error *err);
int qn_morris_estimate(uint32_t trajectories, uint32_t factors, const double *point, const uint32_t *moved, const double *result, uint64_t seed,
	qn_morris_effect *out, qn_error *err);
