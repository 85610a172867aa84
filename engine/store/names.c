/* SPDX-License-Identifier: Apache-2.0 */
/* names.c - the database of names: every name of an entity leads to it. */
#include <string.h>
#include "store/names.h"

enum { LONGEST = 400, KEPT = 368 };

static char fold(char letter) { return letter >= 'A' && letter <= 'Z' ? (char)(letter + ('a' - 'A')) : letter; }

void qn_name_fold(qn_buffer *out, const char *name, size_t length)
{
	for (size_t i = 0; i < length; i++) {
		char letter = fold(name[i]);
		qn_buffer_add(out, &letter, 1);
	}
}

/* Names too long for a key of LMDB are told apart by their fingerprint. */
void qn_name_key(qn_key *key, uint32_t kind, const char *name, size_t length)
{
	size_t kept = length > LONGEST ? KEPT : length;
	key->length = 0;
	qn_key_u16(key, kind);
	for (size_t i = 0; i < kept; i++)
		key->byte[key->length++] = (unsigned char)fold(name[i]);
	if (length > LONGEST) {
		qn_sha256 digest = qn_sha256_of(name, length);
		qn_key_bytes(key, digest.byte, sizeof digest.byte);
	}
}

void qn_bearer_read(const unsigned char *at, uint32_t *number, qn_name_role *role)
{
	*number = at[0] | (uint32_t)at[1] << 8 | (uint32_t)at[2] << 16 | (uint32_t)at[3] << 24;
	*role = (qn_name_role)at[4];
}

/* Does the entity bear the name already? An id that another one bears too is an error. */
static int bears(MDB_val old, uint32_t number, qn_name_role role, const char *name, qn_error *err)
{
	for (size_t i = 0; i + QN_BEARER_SIZE <= old.mv_size; i += QN_BEARER_SIZE) {
		uint32_t other;
		qn_name_role its;
		qn_bearer_read((const unsigned char *)old.mv_data + i, &other, &its);
		if (role == QN_BY_ID && its == QN_BY_ID && other != number)
			return qn_fail_both(err, QN_EINPUT, "编号 %s 出现两次:请给其中一个换个编号", "the id %s is there twice: give one of the two another", name);
		if (other == number && (its == role || role == QN_BY_ALIAS))
			return 1;
	}
	return 0;
}

int qn_name_add(qn_change_set *change, uint32_t kind, uint32_t number, qn_name_role role, const char *name, qn_error *err)
{
	unsigned char bearer[QN_BEARER_SIZE] = { (unsigned char)number, (unsigned char)(number >> 8), (unsigned char)(number >> 16),
		(unsigned char)(number >> 24), (unsigned char)role };
	MDB_val old = { 0 };
	qn_key key;
	int rc;
	if (!name || !*name)
		return QN_OK;
	qn_name_key(&key, kind, name, strlen(name));
	if ((rc = qn_env_get(&change->view, DB_NAMES, &key, &old, err)) < 0)
		return rc;
	if (rc && (rc = bears(old, number, role, name, err)))
		return rc < 0 ? rc : QN_OK;
	change->bytes.length = 0;
	qn_buffer_add(&change->bytes, old.mv_data, old.mv_size);
	qn_buffer_add(&change->bytes, bearer, sizeof bearer);
	if (change->bytes.failed)
		return qn_no_memory(err);
	return qn_env_put(change, DB_NAMES, &key, change->bytes.data, change->bytes.length, err);
}

int qn_name_exact(qn_snapshot *snapshot, uint32_t kind, const char *name, size_t length, uint32_t *number, qn_error *err)
{
	MDB_val value;
	qn_key key;
	int rc, found = 0;
	if (kind > UINT16_MAX || length == 0)
		return 0;
	qn_name_key(&key, kind, name, length);
	if ((rc = qn_env_get(snapshot, DB_NAMES, &key, &value, err)) <= 0)
		return rc;
	for (size_t i = 0; i + QN_BEARER_SIZE <= value.mv_size; i += QN_BEARER_SIZE) {
		uint32_t other;
		qn_name_role role;
		qn_bearer_read((const unsigned char *)value.mv_data + i, &other, &role);
		if (role == QN_BY_ID) {
			*number = other;
			return 1;
		}
		if (!found)
			*number = other, found = 1;
		else if (other != *number)
			found = 2;
	}
	return found;
}
