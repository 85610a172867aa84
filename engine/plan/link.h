/* SPDX-License-Identifier: Apache-2.0 */
/* link.h - from rules to what is run. Linking puts into every rule what its names stand for: in an observed period an
 * indicator is its reported value or, where that is missing, its derivation; in a projected period the model's state,
 * else a derivation that rests on one, else its last observed value. Then it shares common parts, folds constants and
 * drops what nothing needs; no bit of any result changes by that. */
#pragma once
#include "plan/program.h"

/* A graph is nodes whose leaves are QN_CONST, QN_INPUT (reported value), QN_HOLD, QN_PARAMETER, QN_ASSUME,
 * QN_ATTRIBUTE, QN_YEAR; QN_LAG has no operand: its symbol is periods, its `domain` a slot. QN_STATE exists in graphs
 * only: its operand is what the model says of the indicator `symbol`, or the value that is held; blows strike between the two. */
enum { QN_STATE = QN_OPS };
typedef struct { qn_node *node; uint32_t nodes; size_t room; } qn_graph; /* room: for how many there is place */

/* A value that later periods look back on: what it is in an observed and in a projected period. */
typedef struct { uint32_t observed, projected; } qn_slot;

typedef struct {
	qn_graph observed, projected; /* projected is empty without a model */
	qn_slot *slot;          uint32_t slots;
	qn_slot *output;        uint32_t outputs; /* as asked for, in order */
	uint32_t look_back;     /* periods before the first judged that must be run too; UINT32_MAX: from the first with data */
	/* what outputs rest on */
	bool *moved;            /* by indicator: a state of the model, or derived from one */
	bool *held;             /* by indicator: an output reads it in projected periods and nothing moves it */
	bool *used;             /* by indicator: an output reads it at all (reported) */
	qn_arena arena;
} qn_linked;

typedef struct {
	enum { QN_WANT_NODE, QN_WANT_INDICATOR, QN_WANT_LACKING, QN_WANT_LACKS } kind;
	uint32_t index;         /* node of the program · indicator: its value wherever it comes from · node: how many entities
	                         * lack something that its totals, counts and their like go over, in observed periods · which do */
} qn_want;

/* model: index, or QN_NONE for observed periods only. A cycle within a period is an error that names its members
 * and lines; through a lag it is fine. *out is the caller's. */
int qn_link(const qn_program *program, const qn_catalogue *catalogue, uint32_t model, const qn_want *want, uint32_t wants,
            qn_linked **out, qn_error *err);
void qn_linked_free(qn_linked *linked); /* NULL is fine */
