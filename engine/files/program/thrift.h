/* SPDX-License-Identifier: Apache-2.0 */
/* thrift.h - Thrift's compact form, as much of it as Parquet's descriptions need: structs of fields in ascending order. */
#pragma once
#include "base/arena.h"

enum { QN_THRIFT_I32 = 5, QN_THRIFT_I64 = 6, QN_THRIFT_BINARY = 8, QN_THRIFT_LIST = 9, QN_THRIFT_STRUCT = 12 };

typedef struct { qn_buffer *out; int last; } qn_thrift; /* a struct that is being written; last: its latest field */

void qn_varint(qn_buffer *out, uint64_t number);
void qn_thrift_i32(qn_thrift *t, int field, int32_t number);
void qn_thrift_i64(qn_thrift *t, int field, int64_t number);
void qn_thrift_text(qn_thrift *t, int field, const char *text);
qn_thrift qn_thrift_struct(qn_thrift *t, int field); /* end it before the next field */
/* Then so many items: structs of their own, numbers or texts. */
void qn_thrift_list(qn_thrift *t, int field, int type, uint32_t count);
void qn_thrift_item(qn_thrift *t, int32_t number);
void qn_thrift_bytes(qn_thrift *t, const char *text);
void qn_thrift_end(qn_thrift *t);
