/* SPDX-License-Identifier: Apache-2.0 */
/* register.h - the registers that a pack declares: records of a subject, by a key, with typed fields. A record says something
 * of its key (an enterprise, a project) under its subject (a cluster); two fields of a register may be found elsewhere, in
 * the records of another register with the same key. */
#pragma once
#include <stdbool.h>
#include "base/unit.h"
#include "plan/bytes.h"
#include "plan/label.h"

typedef enum {
	QN_HOLDS_CODE,    /* a unified social credit code */
	QN_HOLDS_KEY,     /* any other key */
	QN_HOLDS_TEXT,
	QN_HOLDS_DATE,
	QN_HOLDS_SINCE,   /* the first day on which the record holds; none: always did */
	QN_HOLDS_UNTIL,   /* the last one */
	QN_HOLDS_YEAR,    /* the year that the record speaks of */
	QN_HOLDS_NUMBER,
	QN_HOLDS_CHOICE,  /* one of its choices */
	QN_HOLDS_FLAG,    /* has the other register a record of the key with that choice on the day? */
	QN_HOLDS_FIGURE,  /* the number that the other register has for the key in the year */
	QN_HOLDS_TYPES
} qn_holds;
extern const char *const qn_holds_names[QN_HOLDS_TYPES + 1]; /* as a pack writes them; NULL behind the last */

typedef struct { const char *id, *zh; } qn_register_choice; /* zh: NULL if it has no Chinese word */
typedef struct {
	const char *id, *note;  /* note: NULL if none */
	qn_label title;
	qn_holds holds;
	bool needed, tells;     /* tells: with the others that do, one record of a subject from another */
	uint32_t unit;          /* of a NUMBER or FIGURE: index in units; else 0 */
	qn_register_choice *choice;
	uint32_t choices;
	uint32_t other, other_field, other_choice; /* of a FLAG or FIGURE: register, field, choice of a FLAG */
} qn_register_field;

enum { QN_MOST_FIELDS = 62, QN_REGISTER_BYTES = 400 }; /* of its id, which a store has in its keys */
#define QN_NO_FIELD UINT32_MAX
typedef struct {
	const char *id, *note;
	qn_label title;
	uint32_t months;        /* how old it may get; 0: no matter */
	bool needed;            /* of every subject */
	qn_register_field *field;
	uint32_t fields;        /* none: the name is known and records are held to nothing */
} qn_register;

static inline bool qn_holds_elsewhere(qn_holds holds) { return holds == QN_HOLDS_FLAG || holds == QN_HOLDS_FIGURE; }
/* By id, or by a title; QN_NO_FIELD if there is none. */
uint32_t qn_register_find(const qn_register *of, const char *name);
/* The first field of a type; QN_NO_FIELD. */
uint32_t qn_register_first(const qn_register *of, qn_holds holds);
/* The field whose value is its records' key: the first code or key that tells records apart; QN_NO_FIELD if it has none. */
uint32_t qn_register_key(const qn_register *of);
/* By id or Chinese word; QN_NO_FIELD if there is none. */
uint32_t qn_register_choice_find(const qn_register_field *of, const char *word);
/* What a type or a fault is in all of them: NULL, or what cannot be. */
const char *qn_registers_fault(const qn_register *all, uint32_t count, const qn_units *units);
void qn_register_walk(qn_bytes *bytes, void *one);
