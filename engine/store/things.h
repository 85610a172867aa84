/* SPDX-License-Identifier: Apache-2.0 */
/* things.h - private to the store: what its tables keep, as walks over their fields (plan/bytes.h). Zero a thing before it is read. */
#pragma once
#include "store/env.h"
#include "store/remarks.h"
#include "store/vintages.h"

typedef struct { qn_origin origin; qn_field *field; uint32_t fields; } qn_kept_record;
typedef struct { const char *pack_id; qn_source *file; uint32_t files; } qn_pack_version;

/* Room for whichever of them is walked. */
typedef union {
	qn_entity entity;
	qn_date until;
	qn_import import;
	qn_kept_record record;
	qn_pack_version pack;
	qn_remark remark;
	qn_frozen frozen;
	uint32_t count;
} qn_thing;

void qn_entity_walk(qn_bytes *bytes, void *entity);           /* qn_entity, without kind and number */
int qn_entity_add_names(qn_change_set *change, const qn_entity *entity, qn_error *err); /* id, code and titles lead to it */
void qn_membership_walk(qn_bytes *bytes, void *until);        /* qn_date: the rest is its key */
void qn_import_walk(qn_bytes *bytes, void *import);           /* qn_import, without its number */
void qn_record_walk(qn_bytes *bytes, void *record);           /* qn_kept_record */
void qn_pack_walk(qn_bytes *bytes, void *version);            /* qn_pack_version */
void qn_remark_walk(qn_bytes *bytes, void *remark);           /* qn_remark */

enum { QN_REMARKS_BEHIND = UINT16_MAX }; /* what the keys of remarks begin with, in the table of claims */
