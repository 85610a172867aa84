/* SPDX-License-Identifier: Apache-2.0 */
/* entities.h - provinces, counties, industries, clusters, enterprises: dense ids per kind, names, codes, dated memberships. */
#pragma once
#include "store/store.h"

typedef struct {
	uint32_t kind, number;  /* number: dense within the kind, from 0 */
	const char *id, *code;  /* code: "" if none */
	qn_label title;
	const char *note;
} qn_entity;

typedef struct { uint32_t kind, number, group_kind, group; qn_date from, until; } qn_membership; /* until: exclusive; QN_END_OF_TIME: open */

/* Adds an entity (its number is chosen) or a further name; an id given twice in a kind is an error. */
int qn_change_add_entity(qn_change_set *change, qn_entity *entity, qn_error *err);
int qn_change_add_alias(qn_change_set *change, uint32_t kind, uint32_t number, const char *alias, qn_error *err);
int qn_change_add_membership(qn_change_set *change, const qn_membership *membership, qn_error *err);

int qn_entity_count(qn_snapshot *snapshot, uint32_t kind, uint32_t *out, qn_error *err);
int qn_entity_get(qn_snapshot *snapshot, uint32_t kind, uint32_t number, qn_entity *out, qn_error *err); /* borrowed texts */
/* The numbers of a kind's entities in the order of their ids (by bytes), *order NULL if that is the order of numbers; *count
 * of them. Lives as long as the snapshot. */
int qn_entity_order(qn_snapshot *snapshot, uint32_t kind, const uint32_t **order, uint32_t *count, qn_error *err);
/* The same as it is kept: borrowed for as long as the snapshot lives; NULL if there is none, after words in err. */
const qn_entity *qn_entity_borrow(qn_snapshot *snapshot, uint32_t kind, uint32_t number, qn_error *err);
/* By id, code, Chinese or English name or alias, exactly; then by a part of any of them if only one entity has it.
 * QN_ENOTFOUND names the nearest; QN_EUSAGE when several match, naming them. kind QN_NONE: any kind. */
int qn_entity_find(qn_snapshot *snapshot, uint32_t kind, const char *name, qn_entity *out, qn_error *err);
/* The exact part of it, fast, for imports; not a part of a name. 1 with *number, 0 if nobody or several are called so. */
int qn_entity_exact(qn_snapshot *snapshot, uint32_t kind, const char *name, size_t length, uint32_t *number, qn_error *err);
/* The member of group_kind that the entity belongs to on a day, over several steps if need be (cluster, county, city):
 * its number in *out, UINT32_MAX for none. The first by number if there are several. A damaged membership is QN_ESTORE. */
int qn_entity_group(qn_snapshot *snapshot, uint32_t kind, uint32_t number, uint32_t group_kind, qn_date day, uint32_t *out, qn_error *err);
