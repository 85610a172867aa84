/* SPDX-License-Identifier: Apache-2.0 */
/* compiler.h - private to the compiler: what its files share while a graph becomes the code of one period. classify.c says
 * what each node varies by and when it runs, emit.c gives it a place and writes its instructions, compile.c goes level by
 * level. */
#pragma once
#include "lanes/code.h"
#include "plan/simplify.h"

enum { KEEP_ROW, KEEP_PERIOD, KEEP_RUN };

typedef struct {
	qn_frame *frame;
	const qn_graph *graph;
	int period;
	bool projected;
	/* by node */
	const bool *need;       /* what nobody needs in this period is not there */
	const qn_decided *decided;
	uint32_t *root;         /* the node whose value it is: itself, but for a state that nothing strikes and for what is decided */
	uint8_t *varies, *keep;
	uint32_t *phase, *uses;
	bool *run;              /* it is given room and computed */
	uint32_t *inner;        /* the operand that is computed along with it, or QN_NONE */
	qn_loc *loc;
	qn_tally **tally;       /* kept of the node, NULL if none is */
	uint32_t *order;        /* nodes of the level, phase by phase */
	qn_code *code;          /* being written */
	qn_layout *layout;
	qn_arena arena;
} qn_compiler;

static inline bool is_across(const qn_node *node)
{
	return node->op < QN_OPS && qn_op_of(node->op)->across;
}

static inline bool is_flat(const qn_compiler *c, uint32_t n)
{
	return !(c->varies[n] & QN_PATHS);
}

/* A sum or count over everybody that rows tell one after another. */
static inline bool is_tallied(const qn_compiler *c, uint32_t n)
{
	const qn_node *node = &c->graph->node[n];
	return is_flat(c, n) && node->symbol == QN_ALL && (node->op == QN_TOTAL || node->op == QN_MEAN || node->op == QN_COUNT);
}

static inline qn_setting setting_of(const qn_compiler *c, const qn_node *node)
{
	return qn_frame_setting(c->frame, node, c->period);
}

static inline qn_loc *slot_at(const qn_frame *frame, uint32_t slot, int period)
{
	return &frame->slot[(size_t)period * frame->linked->slots + slot];
}

static inline size_t size_of(bool is_mask)
{
	return is_mask ? sizeof(qn_mask) : sizeof(double);
}

/* The nodes whose values a node reads; returns how many. */
int qn_compiler_operands(const qn_compiler *c, uint32_t n, uint32_t out[3]);
/* What a lag reads: the slot of a period that was run, or the years before the first, which are missing. */
qn_loc qn_compiler_lagged(const qn_compiler *c, const qn_node *node);
/* The node of an output that is asked for, of a slot that a later period looks at; QN_NONE otherwise. */
uint32_t qn_compiler_shown(const qn_compiler *c, uint32_t output);
uint32_t qn_compiler_looked_at(const qn_compiler *c, uint32_t slot);
/* Fills root, varies, phase, keep, uses, run and inner; false without memory. */
bool qn_compiler_classify(qn_compiler *c);
/* Gives a node room and writes its instructions into c->code, in the order in which nodes run; false without memory. */
bool qn_compiler_put(qn_compiler *c, uint32_t n);
