/* SPDX-License-Identifier: Apache-2.0 */
/* put.h - what stands in a frame (frame.h) that goes to qunce-files. A text is its length + 1 (4 bytes; 0: missing), its bytes and
 * a zero; a number 8 bytes, missing a NaN; all little-endian. */
#pragma once
#include <string.h>
#include "base/arena.h"
#include "files/frame.h"

static inline void qn_put_u32(qn_buffer *out, uint32_t number)
{
	unsigned char bytes[4];
	qn_frame_put(bytes, number);
	qn_buffer_add(out, bytes, sizeof bytes);
}

static inline void qn_put_u64(qn_buffer *out, uint64_t number)
{
	qn_put_u32(out, (uint32_t)number);
	qn_put_u32(out, (uint32_t)(number >> 32));
}

static inline void qn_put_text(qn_buffer *out, const char *text)
{
	size_t length = text ? strlen(text) + 1 : 0;
	qn_put_u32(out, (uint32_t)length);
	if (text)
		qn_buffer_add(out, text, length);
}

static inline void qn_put_number(qn_buffer *out, double number)
{
	uint64_t bits;
	memcpy(&bits, &number, sizeof bits);
	qn_put_u64(out, bits);
}
