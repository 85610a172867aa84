/* SPDX-License-Identifier: Apache-2.0 */
/* linker.h - private to linking: rules while they are written into graphs. */
#pragma once
#include "plan/link.h"

enum { OBSERVED, PROJECTED, WORLDS };
#define OPEN (QN_NONE - 1) /* on the walk's stack: met again, it is a circle */

/* One thing to be written into one graph: a node of the program, or the value of an indicator. */
typedef struct { uint8_t world; bool is_indicator; uint32_t index; } goal;

typedef struct {
	const qn_program *program;
	const qn_catalogue *catalogue;
	const qn_model *model;      /* NULL: observed periods only */
	qn_linked *out;
	qn_graph *graph[WORLDS];
	uint32_t *node[WORLDS];     /* by node of the program: where it went, QN_NONE, OPEN */
	uint32_t *indicator[WORLDS];/* by indicator, likewise */
	uint32_t *derivation, *state; /* by indicator: index, or QN_NONE */
	uint32_t *slot_of_node, *slot_of_indicator;
	goal *operand;              /* of each slot */
	goal *stack;
	size_t depth;
	qn_error *err;
} qn_linker;

/* Writes a node; its index, or QN_NONE without memory. */
uint32_t qn_linker_emit(qn_linker *l, int world, const qn_node *node);
/* How many entities lack (each: which lack) something that a rule's totals, counts and their like go over, in observed periods: an operand of
 * theirs, or what the rule asks `present` of and goes on without. The rule is written already. */
int qn_linker_lacking(qn_linker *l, uint32_t root, bool each, qn_slot *out);
