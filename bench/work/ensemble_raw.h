/* SPDX-License-Identifier: Apache-2.0 */
/* ensemble_raw.h - W5 written out by hand, as fast as its author could make it for AVX2: one model, fused, member by member,
 * so that states never leave the first cache. The same random numbers and the same floating-point rules as the engine's;
 * nothing can be missing. It is the limit that the engine is held against. */
#pragma once
#include <stdint.h>

enum { RAW_MEMBERS = 100, RAW_YEARS = 6 };

typedef struct {
	uint64_t key_investment, key_shock;              /* streams */
	uint64_t who[RAW_MEMBERS];
	uint32_t ordinal[RAW_YEARS];
	double revenue[RAW_MEMBERS], investment[RAW_MEMBERS];
	double line, pass_through, mean[2], deviation[2]; /* of investment, of the shock */
} raw_world;

typedef struct {
	double *count;                  /* [RAW_YEARS][paths]: members at the line or above */
	uint64_t at_line[RAW_MEMBERS];  /* paths, in the last year */
	uint64_t bits;                  /* sum of the bit patterns of all last states */
} raw_answer;

/* paths: a multiple of 128 ends no block early, any number is right. */
void raw_ensemble(const raw_world *world, uint32_t paths, int threads, raw_answer *out);

/* Draws for n paths from `first` on, both multiples of 128, as the engine's. */
void raw_uniforms(uint64_t key, uint64_t who, uint32_t ordinal, uint32_t first, uint32_t n, double *out);
/* u to mean + deviation * z, in place; n is a multiple of 4, at most 512. */
void raw_normals(uint32_t n, double *u, double mean, double deviation);
