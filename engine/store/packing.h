/* SPDX-License-Identifier: Apache-2.0 */
/* packing.h - private to the store: small numbers as few bytes or bits. Bits go from the low end of each byte. */
#pragma once
#include <endian.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include "base/arena.h"

/* Varints: seven bits a byte, low ones first, the eighth says that more follow. */
void qn_pack_varint(qn_buffer *out, uint64_t value);

/* Reads what may have been tampered with: a step past the end gives 0 or NULL and sets bad. */
typedef struct { const unsigned char *at, *end; bool bad; } qn_unpacker;
uint64_t qn_unpack_varint(qn_unpacker *in);
unsigned char qn_unpack_byte(qn_unpacker *in);
const unsigned char *qn_unpack_bytes(qn_unpacker *in, size_t length);

static inline uint64_t qn_zigzag(int64_t value) { return ((uint64_t)value << 1) ^ (value < 0 ? UINT64_MAX : 0); }
static inline int64_t qn_unzigzag(uint64_t value) { return (int64_t)((value >> 1) ^ (0 - (value & 1))); }

static inline bool qn_bit_at(const unsigned char *bits, size_t i) { return bits[i / 8] >> (i % 8) & 1; }

/* { .out = buffer } begins one. */
typedef struct { qn_buffer *out; uint64_t bits; int count; size_t length; unsigned char byte[1024]; } qn_bit_writer; /* count: below 8 */
void qn_bits_end(qn_bit_writer *to); /* the last byte is filled with zeros */

void qn_bits_put(qn_bit_writer *to, uint64_t value, int bits); /* at most 56 bits, and none above them */

/* Past the end there are zeros, and bad is set. Above `count` stand bits that come again when their byte is read. */
typedef struct { qn_unpacker *in; uint64_t bits; int count; } qn_bit_reader;
void qn_bits_fill_to_end(qn_bit_reader *from);
uint64_t qn_bits_take(qn_bit_reader *from, int bits); /* at most 56 */
void qn_bits_close(qn_bit_reader *from);              /* what is left of the last byte is dropped, `in` goes on behind it */

/* Rice's code: the value without its `low` low bits as so many ones and a zero, then these; what would take too many ones is
 * written whole. Values below 2^40. */
enum { QN_RICE_MOST = 24, QN_RICE_WHOLE = 40 };
uint64_t qn_rice_take_rare(qn_bit_reader *from, int low);

/* Makes count at least 56 where there is as much. */
static inline void qn_bits_fill(qn_bit_reader *from)
{
	uint64_t whole;
	if (from->in->end - from->in->at < (ptrdiff_t)sizeof whole) {
		qn_bits_fill_to_end(from);
		return;
	}
	memcpy(&whole, from->in->at, sizeof whole);
	from->bits |= le64toh(whole) << from->count;
	from->in->at += (63 - from->count) / 8;
	from->count |= 56;
}

static inline uint64_t qn_rice_take(qn_bit_reader *from, int low)
{
	int most = QN_RICE_MOST + 1 + low;
	if (from->count < most)
		qn_bits_fill(from);
	int high = ~from->bits ? __builtin_ctzll(~from->bits) : 64, taken = high + 1 + low;
	if (high >= QN_RICE_MOST || taken > from->count || taken > 56)
		return qn_rice_take_rare(from, low);
	uint64_t value = (uint64_t)high << low | (from->bits >> (high + 1) & (((uint64_t)1 << low) - 1));
	from->bits >>= taken;
	from->count -= taken;
	return value;
}

void qn_rice_put(qn_bit_writer *to, uint64_t value, int low);
void qn_rice_put_all(qn_bit_writer *to, const uint64_t *value, size_t count, int low);
