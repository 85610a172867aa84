/* SPDX-License-Identifier: Apache-2.0 */
/* catalogue.h - what can be spoken of: units, indicators, the kinds an entity can be grouped by, and registers.
 * Comes from a pack's tables (or a store that holds them); host and guest of one question share one catalogue,
 * so that a number in a plan means the same on both sides. */
#pragma once
#include "base/arena.h"
#include "base/digest.h"
#include "base/period.h"
#include "base/unit.h"
#include "plan/bytes.h"
#include "plan/label.h"
#include "plan/register.h"

typedef enum { QN_STOCK, QN_FLOW, QN_RATIO, QN_RANKING, QN_FLAGGED } qn_indicator_kind;

typedef struct {
	const char *id;
	qn_label title;
	uint32_t unit;          /* index in units */
	qn_dimension dimension; /* the unit's; for counts, of the thing counted */
	qn_indicator_kind kind;
	qn_frequency frequency; /* usual */
	int better;             /* +1 higher, -1 lower, 0 neither */
	const char *theme;      /* "scale"; NULL if none */
	const char *clause;     /* NULL if none */
	const char *note;
	const char *aliases;    /* other names that files have for it, parted by ;  NULL if none */
} qn_indicator;

typedef struct {
	const char *id;   /* "cluster", "county", "industry" */
	qn_label title;
} qn_kind; /* of entity */

typedef struct {
	const char *pack;   /* the pack's id */
	qn_label title;     /* of the programme */
	uint32_t subject;   /* the kind that is judged, index in kinds: "cluster" */
	qn_frequency frequency; /* the plan's */
	qn_units units;
	qn_indicator *indicator;
	uint32_t indicators;
	qn_kind *kind;
	uint32_t kinds;
	qn_register *registered; /* those that the pack declares; none before qn_catalogue_registers */
	uint32_t registers;
	const unsigned char *packed; /* them as bytes, which most questions never read; NULL if there are none or they were put together here */
	uint32_t packed_length;
	/* Names that a rule may compare a category with: ids of the entities of every kind but the subject. */
	struct qn_members { const char **id; qn_label *title; uint32_t count; } *member; /* by kind; empty for the subject */
	qn_arena arena;     /* owns everything above */
} qn_catalogue;

void qn_catalogue_free(qn_catalogue *catalogue); /* NULL is fine */
/* The next of an indicator's aliases from *at on, which goes behind it, and its length; NULL behind the last. */
const char *qn_alias_next(const char **at, size_t *length);
/* By id, Chinese or English title, or alias (exact). -1 if unknown. */
long qn_catalogue_indicator(const qn_catalogue *catalogue, const char *name);
long qn_catalogue_kind(const qn_catalogue *catalogue, const char *id); /* by id or title */
long qn_catalogue_member(const qn_catalogue *catalogue, uint32_t kind, const char *id); /* by id or title */
/* Unpacks the registers and checks them, if that was not done yet. */
int qn_catalogue_registers(qn_catalogue *catalogue, qn_error *err);
long qn_catalogue_register(const qn_catalogue *catalogue, const char *name); /* by id or title */
/* The indicator id nearest to a misspelt name, or NULL. */
const char *qn_catalogue_nearest(const qn_catalogue *catalogue, const char *name);
/* As bytes, for the guest and for fingerprints. Appends; check out->failed. */
void qn_catalogue_walk(qn_bytes *bytes, qn_catalogue *catalogue); /* its fields, in bytes or in text */
void qn_catalogue_write(const qn_catalogue *catalogue, qn_buffer *out);
/* Host and guest must speak of the same things: an index means nothing in another catalogue. False without memory. */
bool qn_catalogue_hash(const qn_catalogue *catalogue, uint64_t *out);
/* Reads what qn_catalogue_write wrote; checks bounds. *out is the caller's. */
int qn_catalogue_read(const void *bytes, size_t length, qn_catalogue **out, qn_error *err);
