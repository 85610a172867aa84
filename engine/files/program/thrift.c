/* SPDX-License-Identifier: Apache-2.0 */
#include "thrift.h"
#include <string.h>

static void add_byte(qn_buffer *out, unsigned byte)
{
	const unsigned char one = (unsigned char)byte;
	qn_buffer_add(out, &one, 1);
}

void qn_varint(qn_buffer *out, uint64_t number)
{
	for (; number >= 0x80; number >>= 7)
		add_byte(out, (unsigned)(number & 0x7F) | 0x80);
	add_byte(out, (unsigned)number);
}

/* Small numbers of either sign in few bytes. */
static void add_signed(qn_buffer *out, int64_t number)
{
	qn_varint(out, (uint64_t)number << 1 ^ (uint64_t)(number < 0 ? -1 : 0));
}

static void add_field(qn_thrift *t, int field, int type)
{
	add_byte(t->out, (unsigned)(field - t->last) << 4 | (unsigned)type); /* never more than 15 apart */
	t->last = field;
}

void qn_thrift_i32(qn_thrift *t, int field, int32_t number)
{
	add_field(t, field, QN_THRIFT_I32);
	add_signed(t->out, number);
}

void qn_thrift_i64(qn_thrift *t, int field, int64_t number)
{
	add_field(t, field, QN_THRIFT_I64);
	add_signed(t->out, number);
}

void qn_thrift_bytes(qn_thrift *t, const char *text)
{
	qn_varint(t->out, strlen(text));
	qn_buffer_text(t->out, text);
}

void qn_thrift_text(qn_thrift *t, int field, const char *text)
{
	add_field(t, field, QN_THRIFT_BINARY);
	qn_thrift_bytes(t, text);
}

qn_thrift qn_thrift_struct(qn_thrift *t, int field)
{
	add_field(t, field, QN_THRIFT_STRUCT);
	return (qn_thrift){ .out = t->out };
}

void qn_thrift_list(qn_thrift *t, int field, int type, uint32_t count)
{
	add_field(t, field, QN_THRIFT_LIST);
	add_byte(t->out, (count < 15 ? count : 15) << 4 | (unsigned)type);
	if (count >= 15)
		qn_varint(t->out, count);
}

void qn_thrift_item(qn_thrift *t, int32_t number) { add_signed(t->out, number); }
void qn_thrift_end(qn_thrift *t) { add_byte(t->out, 0); }
