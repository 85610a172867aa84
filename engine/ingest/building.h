/* SPDX-License-Identifier: Apache-2.0 */
/* building.h - private to packs: a pack while its tables are read, row by row. */
#pragma once
#include "base/names.h"
#include "ingest/pack.h"
#include "ingest/table.h"

/* ids.c. Rows by their id, else by a title, in the order of their numbers. A zeroed one is empty; titled is the arena's. */
typedef struct { qn_names *ids, *titles; uint32_t *titled; } qn_ids;
bool qn_ids_add(qn_ids *all, qn_arena *arena, const char *id, qn_label title); /* an id that is none of them; false without memory */
long qn_ids_find(const qn_ids *all, const char *name); /* -1: none is called so */
void qn_ids_free(qn_ids *all);

typedef struct {
	qn_pack *pack;
	const char *title_zh, *title_en, *subject, *frequency, *data;
	uint32_t entities, aliases; /* as qn_grow counts them */
	struct qn_reference { uint32_t at, field; const char *of; unsigned line; } *reference; /* fields found elsewhere, until all registers are read */
	uint32_t references;
	qn_ids kinds, registers;
	qn_names *called;           /* what indicators are called, as columns are compared; NULL until there is one */
	uint32_t *called_of;        /* of each name: its indicator */
	bool failed;                /* some text found no memory */
} qn_building;

/* Text that lives as long as the pack · as its catalogue. NULL is noted in failed. */
const char *qn_building_keep(qn_building *b, const char *text);
const char *qn_building_keep_own(qn_building *b, const char *text);
/* The same, and NULL for an empty text. */
const char *qn_building_keep_any(qn_building *b, const char *text);
/* In the catalogue: what names there are, else the id. */
qn_label qn_building_label(qn_building *b, const char *zh, const char *en, const char *id);
/* The known name that is nearest, or NULL. */
const char *qn_building_near(const char *name, const char *(*name_at)(const void *context, size_t i), const void *context, size_t count);
/* QN_EINPUT: an id that is empty or there already · that is not there, with what to do. */
int qn_building_fail_id(const qn_sheet *sheet, qn_both what, const char *id);
int qn_building_fail_unknown(const qn_sheet *sheet, qn_both what, const char *id, const char *near, qn_both advice);

/* Columns and rows of units.csv and indicators.csv, for qn_sheet_read with a qn_building. */
extern const char *const qn_unit_columns[], *const qn_indicator_columns[];
int qn_building_unit(void *building, qn_sheet *sheet);
int qn_building_indicator(void *building, qn_sheet *sheet);

/* A word of a list ended by NULL, by its place, or QN_EINPUT that lists them. */
int qn_building_word(const qn_sheet *sheet, int column, const char *const *words, int *out);
int qn_building_unit_of(qn_building *b, const qn_sheet *sheet, const char *id, uint32_t *out);

/* Columns and rows of registers.csv: a register's own row, its field empty, then those of its fields. */
extern const char *const qn_register_columns[];
int qn_building_register(void *building, qn_sheet *sheet);
/* What is found elsewhere, once all are read. */
int qn_building_refer(qn_building *b, qn_error *err);

/* The next "kind/id" of a member_of, with its length; NULL at the end. *at goes on behind it. */
const char *qn_member_next(const char **at, size_t *length);
/* Numbers the entities as they stand in the pack, by "kind/id" with its ASCII letters small. NULL when memory is out. */
qn_names *qn_members_number(const qn_pack *pack);
int qn_members_find(const qn_names *members, const char *name, size_t length, uint32_t *number, qn_error *err); /* QN_NO_NAME if there is none */
/* Every entity once, whatever member_of and aliases speak of is there, and a member_of names one of a kind and leads in no circle. */
int qn_members_check(const qn_pack *pack, qn_error *err);
