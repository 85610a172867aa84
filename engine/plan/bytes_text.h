/* SPDX-License-Identifier: Apache-2.0 */
/* bytes_text.h - private to plan/bytes.c: fields in the form for people, each behind a blank. When reading, faults are noted in
 * bytes->why and the field is zero. */
#pragma once
#include "plan/bytes.h"

uint64_t qn_text_whole(qn_bytes *bytes, uint64_t value, size_t size); /* of so many bytes */
int32_t qn_text_i32(qn_bytes *bytes, int32_t value);
double qn_text_double(qn_bytes *bytes, double value);
void qn_text_raw(qn_bytes *bytes, unsigned char *value, size_t length);
void qn_text_text(qn_bytes *bytes, const char **text);
