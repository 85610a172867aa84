/* SPDX-License-Identifier: Apache-2.0 */
/* whatif_raw.h - the growth model, targets and re-reviews of scripts/anhui written out by hand for two futures on one set of
 * draws: only what the answer needs, in the years in which it needs it. Missing values differ by member and never by path,
 * so they are asked about once a member. */
#pragma once
#include <stdbool.h>
#include <stdint.h>

enum { RAW_FUTURES = 2, RAW_PROJECTED = 5, RAW_BY_2027 = 2 }; /* 2026 … 2030; years up to 2027 */

typedef struct {
	uint32_t members, industries;
	const uint64_t *who, *industry_who; /* hashes */
	const uint32_t *industry;           /* by member; `industries` for none */
	uint32_t ordinal[RAW_PROJECTED];
	uint64_t provincial, industry_shock, own, drift, elasticity, rd_elasticity, firm; /* streams */
	double growth[RAW_FUTURES];         /* of investment */
	/* by member, in the last observed year */
	const double *factories, *works, *revenue, *rd, *quality, *hte, *srdi;
	const double *factories_2024, *works_2024;
	const int *review;                  /* index of the projected year, -1: none */
	const bool *waived, *without_leader;
} raw_anhui;

/* Targets of one future, [paths] each; not all are touched by the change, those are filled for the first only. */
typedef struct {
	double *over_100, *over_500, *over_1000, *rd_mean, *slow, *over_100_in_2030; /* both */
	double *hte, *srdi, *few_firms;                                              /* first */
	uint32_t *fails;                                                             /* [members]: paths */
} raw_future;

void raw_whatif(const raw_anhui *a, uint32_t paths, int threads, raw_future out[RAW_FUTURES]);
