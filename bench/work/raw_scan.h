/* SPDX-License-Identifier: Apache-2.0 */
/* raw_scan.h - the loops of the raw rows of W2 and W4, written by hand for arrays of doubles in which NaN is missing. */
#pragma once
#include <stddef.h>
#include <stdint.h>
#include "work/data.h"

double raw_sum(const double *x, size_t n, size_t *present);
/* Drops what is missing and selects in place, by Hoare's FIND. */
double raw_quickselect_median(double *values, size_t n);
/* The sum of the twenty greatest now / before - 1. */
double raw_top20_growth(const double *before, const double *now, size_t n);

/* The sum of i + 1 of all i whose mask has its lowest bit. */
uint64_t raw_sum_numbers(const uint8_t *mask, size_t n);

enum { RAW_LANES = 4092 };
typedef struct { uint64_t fails[WORLD_RULES], twice, numbers; } raw_verdicts;
/* n <= RAW_LANES entities from number first on; figure[WORLD_FIGURES]. Adds. ahead: asks for the lines that follow, too. */
void raw_judge(const double *const figure[WORLD_FIGURES], size_t n, uint32_t first, bool ahead, raw_verdicts *out);
