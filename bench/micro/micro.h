/* SPDX-License-Identifier: Apache-2.0 */
/* micro.h - a list of small things to time, each with what it is expected to take and why. Rows of one name do the same
 * thing and must leave the same check. */
#pragma once
#include "harness.h"

typedef struct {
	char name[64];            /* "kernel product" */
	const char *who;          /* "qunce portable", "qunce AVX2", "qunce", "raw C" */
	uint64_t elements;        /* of one run */
	const char *unit;         /* what an element is: "lane" */
	double expected;          /* ns an element, on the machine of bench/README.md; 0: only told */
	const char *because;
	void (*prepare)(void *context); /* before the first run, unmeasured; NULL: nothing to do. The same one may come again */
	uint64_t (*run)(void *context); /* once; a number that the answer decides */
	void *context;
	const void *out;          /* bytes of the answer that the check covers too; NULL: none */
	size_t out_bytes;
} micro_case;

typedef struct { micro_case *list; size_t count, room; } micro_cases;
void micro_add(micro_cases *cases, const char *name, micro_case about); /* ends the program without memory */
void *micro_memory(size_t bytes); /* zeroed, for the life of the program, which ends if there is none */
const char *micro_folder(void); /* an empty folder of this process, removed when it ends */
/* The k-th of a run of numbers in [0, 1) that is the same every time. */
double micro_number(uint64_t k);
_Noreturn void micro_give_up(const char *words);

/* The sets of inner loops to time, the portable one first; under QUNCE_PORTABLE that one alone. */
struct qn_loops;
enum { MICRO_SETS = 3 };
size_t micro_sets(const struct qn_loops *out[MICRO_SETS]);
extern const char *const micro_set_names[MICRO_SETS];

void add_loops(micro_cases *cases);   /* kernels, draws */
void add_across(micro_cases *cases);  /* meetings of all entities, quantiles */
void add_texts(micro_cases *cases);   /* CSV, numbers, periods, names, checksums */
void add_columns(micro_cases *cases); /* a store: columns written and read, names found */
void add_plans(micro_cases *cases);   /* a program read, checked, linked, compiled and run */
