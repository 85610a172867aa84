/* SPDX-License-Identifier: Apache-2.0 */
/* names.h - private to the store: who is called what. Names are folded: ASCII letters to small ones. */
#pragma once
#include "store/env.h"

typedef enum { QN_BY_ID, QN_BY_CODE, QN_BY_ZH, QN_BY_EN, QN_BY_ALIAS } qn_name_role;
enum { QN_BEARER_SIZE = 5 }; /* number and role, as they stand behind a name */

/* The name's key within a kind. */
void qn_name_key(qn_key *key, uint32_t kind, const char *name, size_t length);
/* Appends the name with its ASCII letters small. */
void qn_name_fold(qn_buffer *out, const char *name, size_t length);
int qn_name_add(qn_change_set *change, uint32_t kind, uint32_t number, qn_name_role role, const char *name, qn_error *err);
void qn_bearer_read(const unsigned char *at, uint32_t *number, qn_name_role *role);
/* Exactly one entity of the kind is called so: 1 with its number (an id goes before other names); 0: none; several: 2. */
int qn_name_exact(qn_snapshot *snapshot, uint32_t kind, const char *name, size_t length, uint32_t *number, qn_error *err);
