/* SPDX-License-Identifier: Apache-2.0 */
/* in.h - frames that come on standard input (files/put.h says what stands in them), taken apart. */
#pragma once
#include "out.h"

typedef struct {
	uint32_t kind;         /* of the frame that was read */
	unsigned char *frame;
	size_t room, length, at;
	bool spoilt;           /* something did not end where it should: ask in the end */
} frames;                  /* { 0 } is before the first */

int in_frame(frames *in, fault *why); /* the next one */
uint32_t in_u32(frames *in);
uint64_t in_u64(frames *in);
double in_number(frames *in);
const char *in_text(frames *in);      /* lent until the next frame; NULL: missing */
int in_fail(fault *why);              /* words for what is not whole */
int in_too_wide(fault *why, uint32_t columns, uint32_t most);
void in_free(frames *in);
