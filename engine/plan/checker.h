/* SPDX-License-Identifier: Apache-2.0 */
/* checker.h - private to checking: a program while it is looked through, and how what is wrong with it is said. */
#pragma once
#include "plan/check.h"

/* What a node rests on, told upwards from the leaves in one pass. */
enum {
	VARIES = 1,  /* its value may differ from entity to entity */
	PRESENT = 2, /* it reads an indicator in the period judged, not behind a lag */
	ASSUMES = 4  /* it reads an assumption */
};

typedef struct {
	qn_program *program;
	const qn_catalogue *catalogue;
	uint8_t *rests; /* by node */
	qn_error *err;
} qn_checker;

/* A fault the author of the script can mend: QN_ESCRIPT, with the line. */
__attribute__((format(printf, 3, 5), format(printf, 4, 5)))
int qn_checker_blame(qn_checker *k, uint32_t place, const char *chinese, const char *english, ...);
int qn_checker_blame_both(qn_checker *k, uint32_t place, qn_both words);
/* A fault no script can make: QN_EINPUT. */
int qn_checker_damage(qn_checker *k, const char *what);

bool qn_checker_place_fits(const qn_checker *k, uint32_t place);
bool qn_checker_period_fits(qn_period period);
bool qn_checker_period_counts(const qn_checker *k, qn_period period); /* and is of the frequency that the pack counts in */
bool qn_checker_span_fits(const qn_checker *k, qn_period from, qn_period until);
bool qn_checker_distribution_fits(const qn_distribution *d, bool may_be_unset);
/* No id is there twice. Things of one kind lie `size` apart and begin with their id. */
int qn_checker_ids(qn_checker *k, uint32_t place, const char *what, const void *first, uint32_t count, size_t size);

/* Nodes are typed by the declarations, rules by their nodes: in this order. */
int qn_checker_declarations(qn_checker *k);
int qn_checker_nodes(qn_checker *k);
int qn_checker_rules(qn_checker *k);
int qn_checker_scenarios(qn_checker *k); /* and measures and tests */
