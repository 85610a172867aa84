/* SPDX-License-Identifier: Apache-2.0 */
/* patch.c - some cells of a chunk, with where they came from.
 *
 * Patch: varint length of the segments, segments as origins.c has them, 1 byte: which cells have values (0 none, 1 all, 2: a
 * bit for each follows), doubles. */
#include <string.h>
#include "store/origins.h"
#include "store/packing.h"

static bool bit_at(const unsigned char *bits, size_t i) { return bits[i / 8] >> (i % 8) & 1; }

void qn_patch_clear(qn_patch *patch)
{
	memset(&patch->origin.import, 0, sizeof patch->origin.import);
	memset(&patch->valued, 0, sizeof patch->valued);
	patch->any = false;
}

static void count_valued(const qn_patch *patch, size_t *cells, size_t *valued)
{
	*cells = *valued = 0;
	for (uint32_t e = 0; e < QN_CHUNK; e++) {
		*cells += patch->origin.import[e] != 0;
		*valued += patch->origin.import[e] && patch->valued[e];
	}
}

void qn_patch_write(const qn_patch *patch, qn_buffer *out)
{
	size_t cells, valued, start = out->length;
	unsigned char form;
	qn_bit_writer bits = { .out = out };
	qn_buffer head = { 0 };
	count_valued(patch, &cells, &valued);
	qn_origins_write(&patch->origin, out);
	qn_pack_varint(&head, out->length - start);
	out->failed |= head.failed;
	qn_buffer_insert(out, start, head.data, head.length);
	qn_buffer_free(&head);
	form = valued == 0 ? 0 : valued == cells ? 1 : 2;
	qn_buffer_add(out, &form, 1);
	for (uint32_t e = 0; form == 2 && e < QN_CHUNK; e++)
		if (patch->origin.import[e])
			qn_bits_put(&bits, patch->valued[e], 1);
	qn_bits_end(&bits);
	for (uint32_t e = 0; e < QN_CHUNK; e++)
		if (patch->origin.import[e] && patch->valued[e])
			qn_buffer_add(out, &patch->value[e], sizeof patch->value[e]);
}

bool qn_patch_read(const void *bytes, size_t length, qn_patch *out)
{
	qn_unpacker in = { .at = bytes, .end = (const unsigned char *)bytes + length };
	uint64_t segments = qn_unpack_varint(&in);
	const unsigned char *from = segments > length ? NULL : qn_unpack_bytes(&in, segments), *bits = NULL;
	unsigned char form;
	size_t cells, valued, at = 0;
	qn_patch_clear(out);
	if (!from || !qn_origins_read(from, segments, &out->origin) || (form = qn_unpack_byte(&in)) > 2 || in.bad)
		return false;
	count_valued(out, &cells, &valued);
	if (form == 2 && !(bits = qn_unpack_bytes(&in, (cells + 7) / 8)))
		return false;
	for (uint32_t e = 0; e < QN_CHUNK; e++) {
		if (!out->origin.import[e])
			continue;
		out->valued[e] = form == 1 || (bits && bit_at(bits, at));
		at++;
		if (out->valued[e] && !(from = qn_unpack_bytes(&in, sizeof *out->value)))
			return false;
		if (out->valued[e])
			memcpy(&out->value[e], from, sizeof *out->value);
	}
	out->any = cells > 0;
	return in.at == in.end;
}
