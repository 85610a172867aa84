/* SPDX-License-Identifier: Apache-2.0 */
/* unit.h - units are data of a pack: a unit belongs to a dimension and says how many of it make the dimension's
 * reference. A quantity's dimension is a product of powers: money, money per enterprise, a pure number. */
#pragma once
#include <stdbool.h>
#include "base/arena.h"
#include "base/error.h"

/* Sixteen signed nibbles, one power for each base dimension of the pack; 0 is a pure number. */
typedef uint64_t qn_dimension;

typedef enum {
	QN_UNIT_AMOUNT, /* money, tonnes, kilometres: units of a dimension convert */
	QN_UNIT_COUNT,  /* things: counts of unlike things do not add */
	QN_UNIT_RATIO,  /* pure numbers: %, ‰ */
	QN_UNIT_RANK,   /* 1, 2, 2, 4: compares and does nothing else */
	QN_UNIT_FLAG,   /* 0 or 1: a mask */
	QN_UNIT_SCORE   /* points: a dimension of their own */
} qn_unit_kind;

typedef struct {
	char *id;             /* "亿元", "%", "count" */
	char *symbol;         /* shown after numbers; often the id */
	char *maker;          /* the function that makes one in scripts: "yi"; NULL if none */
	qn_unit_kind kind;
	qn_dimension dimension; /* 0 for ratios, ranks and flags */
	double multiply, divide; /* value in the reference = value * multiply / divide: exact for whole factors */
	int decimals;         /* usual in tables */
} qn_unit;

enum { QN_DIMENSIONS = 16 };
typedef struct {
	char *dimension[QN_DIMENSIONS]; /* names of the base dimensions, in order of arrival */
	int dimensions;
	qn_unit *unit;
	uint32_t units;
	bool counted[QN_DIMENSIONS];    /* a dimension of counts */
} qn_units;

/* Both false when a power would leave -8 … 7. */
bool qn_dimension_multiply(qn_dimension a, qn_dimension b, qn_dimension *out);
bool qn_dimension_divide(qn_dimension a, qn_dimension b, qn_dimension *out);
bool qn_dimension_power(qn_dimension a, int power, qn_dimension *out);
qn_dimension qn_dimension_base(int index);
/* The index of a base dimension by name, added if new; -1 when all sixteen are taken or memory is out. */
int qn_units_dimension(qn_units *units, qn_arena *arena, const char *name);
/* Does a word count things, whatever they are: 个, 家? */
bool qn_unit_is_counter(const char *word);
/* -1 if unknown. */
int qn_units_find(const qn_units *units, const char *id);
/* Is it made of base dimensions that are there? */
bool qn_units_hold(const qn_units *units, qn_dimension dimension);
/* True for the power 1 of one counted dimension. */
bool qn_dimension_is_count(const qn_units *units, qn_dimension dimension);
/* Words for messages: "亿元", "亿元/enterprise", "a pure number". Borrowed from arena. */
const char *qn_dimension_text(const qn_units *units, qn_dimension dimension, qn_arena *arena);
double qn_unit_to_reference(const qn_unit *unit, double value);
double qn_unit_from_reference(const qn_unit *unit, double value);
/* The same for machines to read: of the numbers that stand for the value, the one with the fewest digits, so that what was recorded in
 * the unit comes out as it was recorded. NULL: a number without unit. */
double qn_unit_told(const qn_unit *unit, double value);
/* The difference of two values as they are told, in decimals: 100 - 94.58 is 5.42. */
double qn_unit_apart(const qn_unit *unit, double a, double b);
