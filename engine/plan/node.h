/* SPDX-License-Identifier: Apache-2.0 */
/* node.h - the alphabet of plans: a node is one typed operation on nodes before it.
 * A rule is a root among the nodes of a program. Types and dimensions are derived from operands by qn_node_derive,
 * on both sides of the pipe: nobody's word is taken for them. */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/unit.h"

typedef enum { QN_NUMBER, QN_RANK, QN_MASK, QN_CATEGORY, QN_PERIOD } qn_type;
/* NUMBER has a dimension; RANK compares and does nothing else; MASK is true, false or unknown (Kleene);
 * CATEGORY is a member of a kind, or a reading of an option; PERIOD is a year. */

typedef enum {
	/* leaves; what `symbol` is stands behind */
	QN_CONST,     /* value in reference units; of any type (a category: symbol = domain, value = member; a mask: 1, 0 or
	               * missing). Its type and dimension are its own: only those of CONST are not derived */
	QN_INPUT,     /* indicator: its value in the period judged (in a step: LAG 1 of it) */
	QN_HOLD,      /* indicator: its last observed value up to the base period. Made by linking, never by scripts */
	QN_PARAMETER, /* parameter or option: in force at the end of the period judged */
	QN_ASSUME,    /* assumption: a number of this path */
	QN_ATTRIBUTE, /* kind: the entity's member of that kind, a category */
	QN_YEAR,      /* the year of the period judged */
	/* number, number -> number */
	QN_ADD, QN_SUB, QN_MUL, QN_DIV, QN_POW, QN_MIN, QN_MAX,
	/* number -> number */
	QN_NEG, QN_ABS, QN_SQRT, QN_LOG, QN_EXP, QN_FLOOR, QN_CEIL,
	/* a, a -> mask */
	QN_LT, QN_LE, QN_GT, QN_GE, QN_EQ, QN_NE,
	/* masks */
	QN_AND, QN_OR, QN_NOT,
	QN_PRESENT,  /* a -> mask, never unknown */
	QN_AS_NUMBER, /* mask -> 1, 0, missing; bare, like a count */
	QN_WHERE,    /* mask, a, a -> a; unknown: missing unless both are equal */
	QN_FILL,     /* a, a -> a: the first, where missing the second */
	QN_BARE,     /* number -> pure number, dividing by the unit `symbol`: number_in(x, "亿元"). Deriving puts how many of the
	              * unit make the reference into `value`: the result is a * value, and bare */
	QN_LAG,      /* a -> a: `symbol` periods before */
	/* across the entities of a period; symbol = QN_ALL or the kind whose members are the groups */
	QN_TOTAL,    /* number -> number, of what is present; missing of nothing */
	QN_MEAN,     /* number -> number, of what is present; missing of nothing */
	QN_COUNT,    /* mask -> pure number: how many are true, of what is known; missing where nothing is. Bare: it compares with a number of anything counted */
	QN_RANKED,   /* number -> rank, 1 is the greatest; 1, 2, 2, 4; missing stays missing */
	QN_SHARE,    /* number -> pure number: of the total of what is present */
	QN_QUANTILE, /* number -> number, type 7; value = probability */
	QN_OPS
} qn_op;

static inline bool qn_op_compares(unsigned op) { return op >= QN_LT && op <= QN_NE; }

#define QN_ALL UINT32_MAX
#define QN_NONE UINT32_MAX /* no node, no index */

typedef struct {
	uint16_t op;     /* qn_op */
	uint8_t type;    /* qn_type; derived */
	uint8_t bare;    /* a number without unit (a literal, and what is derived as such): takes on a count beside it */
	uint32_t a, b, c; /* operands: indices below the node's own; QN_NONE where unused */
	uint32_t symbol; /* see the op; QN_NONE where unused */
	uint32_t domain; /* of a category: kind, or QN_OPTION_DOMAIN | parameter; derived */
	uint32_t place;  /* where it was written: index in the program's places, or QN_NONE */
	qn_dimension dimension; /* of a number; derived */
	double value;
} qn_node;

#define QN_OPTION_DOMAIN 0x80000000u /* marks a category whose members are an option's readings */

typedef struct { const char *name; int operands; bool leaf, across; } qn_op_info;
extern const qn_op_info qn_ops[QN_OPS];
static inline const qn_op_info *qn_op_of(uint16_t op) { return op < QN_OPS ? &qn_ops[op] : NULL; } /* NULL for none */
