/* SPDX-License-Identifier: Apache-2.0 */
/* json_dump.c - jansson asks for each piece to be kept, but does not look whether that of a name was: with its own dumps, text
 * could lack a quote where memory ran out for a moment. A buffer of ours remembers that it failed. */
#include "report/json_dump.h"

static int keep(const char *piece, size_t length, void *out)
{
	qn_buffer_add(out, piece, length);
	return 0;
}

int qn_json_dump(const json_t *root, qn_buffer *out, qn_error *err)
{
	if (!root || json_dump_callback(root, keep, out, JSON_INDENT(1) | JSON_REAL_PRECISION(15)) != 0)
		return qn_no_memory(err);
	qn_buffer_text(out, "\n");
	return out->failed ? qn_no_memory(err) : QN_OK;
}
