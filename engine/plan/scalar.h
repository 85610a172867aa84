/* SPDX-License-Identifier: Apache-2.0 */
/* scalar.h - what one operation does to one value: the single definition that folding, the guest's check and the
 * lanes share. A mask is a byte of two bits: bit 0 true, bit 1 false, neither unknown. */
#pragma once
#include <stdint.h>
#include "base/real.h"
#include "plan/node.h"

typedef uint8_t qn_mask;
enum { QN_UNKNOWN = 0, QN_TRUE = 1, QN_FALSE = 2 };

static inline qn_mask qn_mask_of(int truth) { return truth ? QN_TRUE : QN_FALSE; }
static inline qn_mask qn_mask_and(qn_mask a, qn_mask b) { return (qn_mask)((a & b & 1) | ((a | b) & 2)); }
static inline qn_mask qn_mask_or(qn_mask a, qn_mask b) { return (qn_mask)(((a | b) & 1) | (a & b & 2)); }
static inline qn_mask qn_mask_not(qn_mask a) { return (qn_mask)((a >> 1) | ((a & 1) << 1)); }

/* One or two numbers to a number (unary ops ignore b). Missing in, missing out; x/0, log of what is not positive,
 * and whatever overflows are missing. */
double qn_scalar_number(qn_op op, double a, double b);
/* QN_LT … QN_NE: unknown if either is missing. */
qn_mask qn_scalar_compare(qn_op op, double a, double b);

/* A state that is struck: what is taken away takes what is there at the most. */
static inline double qn_struck(double state, double factor, double add)
{
	double after = state * factor + add;
	bool beyond = (add < 0) & (after < 0) & (state >= 0);
	return qn_settle(beyond ? 0 : after);
}

/* One node's value: a mask as its byte, everything else as a number. */
typedef union { double number; qn_mask mask; } qn_value;

/* A leaf's number as the value of a node, a mask from 1, 0 or missing. */
qn_value qn_scalar_value(const qn_node *node, double number);
/* A node with operands, whose values stand in values[] by index. */
qn_value qn_scalar_node(const qn_node *node, const qn_node *nodes, const qn_value *values);
/* The whole program at one point, in a world of one entity where nothing changes over time (a lag is the value itself,
 * a total the value, a rank 1): values[i] for node i. leaf(context, node) gives the leaves but constants.
 * The reference against which lanes and scripts are tested. */
void qn_scalar_run(const qn_node *node, uint32_t nodes, double (*leaf)(void *context, const qn_node *node), void *context, qn_value *values);
