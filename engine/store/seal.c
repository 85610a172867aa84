/* SPDX-License-Identifier: Apache-2.0 */
/* seal.c - values with a checksum, and rows of texts. */
#include <stdlib.h>
#include <string.h>
#include "store/env.h"

/* The key is part of it: a value under a wrong key is as damaged as a flipped bit. */
static uint32_t checksum(const void *value, const void *key, size_t key_length, size_t size)
{
	uint32_t crc = qn_crc32c(0, key, key_length);
	crc = qn_crc32c(crc, value, 4);
	return qn_crc32c(crc, (const uint8_t *)value + QN_SEAL, size);
}

void qn_seal(void *value, const void *key, size_t key_length, uint32_t count, size_t item)
{
	memset(value, 0, QN_SEAL);
	memcpy(value, &count, 4);
	uint32_t crc = checksum(value, key, key_length, count * item);
	memcpy((uint8_t *)value + 4, &crc, 4);
}

const uint8_t *qn_unseal(const MDB_val *value, const void *key, size_t key_length, size_t item, uint32_t *count)
{
	uint32_t crc;
	if (value->mv_size < QN_SEAL)
		return NULL;
	memcpy(count, value->mv_data, 4);
	memcpy(&crc, (const uint8_t *)value->mv_data + 4, 4);
	if ((value->mv_size - QN_SEAL) / item != *count || (value->mv_size - QN_SEAL) % item != 0)
		return NULL;
	return checksum(value->mv_data, key, key_length, *count * item) == crc ? (const uint8_t *)value->mv_data + QN_SEAL : NULL;
}

void qn_texts_add(qn_buffer *row, const char *text) { qn_buffer_add(row, text ? text : "", text ? strlen(text) + 1 : 1); }
void qn_texts_number(qn_buffer *row, long long number) { qn_buffer_printf(row, "%lld%c", number, 0); }

const char *qn_texts_next(qn_texts *row)
{
	const char *text = row->at, *zero = row->at < row->end ? memchr(row->at, 0, (size_t)(row->end - row->at)) : NULL;
	if (!zero)
		return "";
	row->at = zero + 1;
	return text;
}

long long qn_texts_next_number(qn_texts *row) { return strtoll(qn_texts_next(row), NULL, 10); }
