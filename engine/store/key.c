/* SPDX-License-Identifier: Apache-2.0 */
/* key.c - numbers as big-endian bytes of a key, and back. */
#include <assert.h>
#include <string.h>
#include "store/env.h"

void qn_key_bytes(qn_key *key, const void *bytes, size_t length)
{
	assert(length <= QN_KEY_SIZE - key->length);
	memcpy(key->byte + key->length, bytes, length);
	key->length += length;
}

void qn_key_u16(qn_key *key, uint32_t value)
{
	unsigned char raw[2] = { (unsigned char)(value >> 8), (unsigned char)value };
	assert(value <= UINT16_MAX);
	qn_key_bytes(key, raw, sizeof raw);
}

void qn_key_u32(qn_key *key, uint32_t value)
{
	unsigned char raw[4] = { (unsigned char)(value >> 24), (unsigned char)(value >> 16), (unsigned char)(value >> 8),
		(unsigned char)value };
	qn_key_bytes(key, raw, sizeof raw);
}

void qn_key_date(qn_key *key, qn_date date) { qn_key_u32(key, (uint32_t)date ^ 0x80000000u); }

uint32_t qn_key_read_u16(const unsigned char *at) { return (uint32_t)at[0] << 8 | at[1]; }
uint32_t qn_key_read_u32(const unsigned char *at) { return qn_key_read_u16(at) << 16 | qn_key_read_u16(at + 2); }
qn_date qn_key_read_date(const unsigned char *at) { return (qn_date)(qn_key_read_u32(at) ^ 0x80000000u); }
