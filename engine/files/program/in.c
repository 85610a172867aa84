/* SPDX-License-Identifier: Apache-2.0 */
#include "in.h"
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "base/whole.h"

int in_fail(fault *why)
{
	return fail(why, QN_EINTERNAL, "what qunce sent was not whole", "qunce 送来的内容不完整");
}

int in_too_wide(fault *why, uint32_t columns, uint32_t most)
{
	return fail(why, QN_EINPUT, "%u columns, more than %u: ask for fewer indicators, or one below the other (the long form)",
		"有 %u 列,超过 %u 列:请少选几个指标,或改用长表(每行一个数)", columns, most);
}

int in_frame(frames *in, fault *why)
{
	unsigned char head[QN_FRAME_HEAD];
	if (!qn_whole_read(STDIN_FILENO, head, sizeof head))
		return in_fail(why);
	in->kind = qn_frame_get(head);
	in->length = qn_frame_get(head + 4);
	in->at = 0;
	if (in->length > QN_FRAME_MOST)
		return in_fail(why);
	if (in->length > in->room) {
		unsigned char *more = realloc(in->frame, in->length);
		if (!more)
			return fail_memory(why);
		in->frame = more;
		in->room = in->length;
	}
	return qn_whole_read(STDIN_FILENO, in->frame, in->length) ? QN_OK : in_fail(why);
}

uint32_t in_u32(frames *in)
{
	if (in->length - in->at < 4) {
		in->spoilt = true;
		return 0;
	}
	in->at += 4;
	return qn_frame_get(in->frame + in->at - 4);
}

uint64_t in_u64(frames *in)
{
	uint64_t low = in_u32(in);
	return low | (uint64_t)in_u32(in) << 32;
}

const char *in_text(frames *in)
{
	size_t length = in_u32(in);
	if (length == 0)
		return NULL;
	const char *text = (const char *)in->frame + in->at;
	if (length > in->length - in->at || text[length - 1] != 0) {
		in->spoilt = true;
		return NULL;
	}
	in->at += length;
	return text;
}

double in_number(frames *in)
{
	uint64_t bits = in_u64(in);
	double number;
	memcpy(&number, &bits, sizeof number);
	return number;
}

void in_free(frames *in) { free(in->frame); }
