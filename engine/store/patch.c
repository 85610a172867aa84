/* SPDX-License-Identifier: Apache-2.0 */
/* patch.c - some cells of a chunk, with where they came from.
 *
 * Patch: varint length of the segments, segments as origins.c has them, 1 byte: which cells have values (0 none, 1 all, 2: a
 * bit for each follows), doubles. */
#include <string.h>
#include "store/origins.h"
#include "store/packing.h"

void qn_patch_clear(qn_patch *patch)
{
	memset(&patch->origin.import, 0, sizeof patch->origin.import);
	memset(&patch->valued, 0, sizeof patch->valued);
	patch->any = false;
}

/* The patch's cells, ascending, and how many there are. */
static uint32_t list_cells(const qn_patch *patch, uint16_t at[QN_CHUNK])
{
	uint32_t cells = 0;
	for (uint32_t e = 0; e < QN_CHUNK; e++) {
		at[cells] = (uint16_t)e;
		cells += patch->origin.import[e] != 0;
	}
	return cells;
}

void qn_patch_write(const qn_patch *patch, qn_buffer *out)
{
	uint16_t at[QN_CHUNK];
	uint32_t cells = list_cells(patch, at), valued = 0;
	size_t start = out->length;
	unsigned char form;
	qn_bit_writer bits = { .out = out };
	qn_buffer head = { 0 };
	for (uint32_t i = 0; i < cells; i++)
		valued += patch->valued[at[i]];
	qn_origins_write(&patch->origin, out);
	qn_pack_varint(&head, out->length - start);
	out->failed |= head.failed;
	qn_buffer_insert(out, start, head.data, head.length);
	qn_buffer_free(&head);
	form = valued == 0 ? 0 : valued == cells ? 1 : 2;
	qn_buffer_add(out, &form, 1);
	for (uint32_t i = 0; form == 2 && i < cells; i++)
		qn_bits_put(&bits, patch->valued[at[i]], 1);
	qn_bits_end(&bits);
	for (uint32_t i = 0; i < cells; i++)
		if (patch->valued[at[i]])
			qn_buffer_add(out, &patch->value[at[i]], sizeof *patch->value);
}

bool qn_patch_read(const void *bytes, size_t length, qn_patch *out)
{
	qn_unpacker in = { .at = bytes, .end = (const unsigned char *)bytes + length };
	uint64_t segments = qn_unpack_varint(&in);
	const unsigned char *from = segments > length ? NULL : qn_unpack_bytes(&in, segments), *bits = NULL;
	unsigned char form;
	uint16_t at[QN_CHUNK];
	uint32_t cells;
	qn_patch_clear(out);
	if (!from || !qn_origins_read(from, segments, &out->origin) || (form = qn_unpack_byte(&in)) > 2 || in.bad)
		return false;
	cells = list_cells(out, at);
	if (form == 2 && !(bits = qn_unpack_bytes(&in, (cells + 7) / 8)))
		return false;
	for (uint32_t i = 0; i < cells; i++) {
		uint32_t e = at[i];
		out->valued[e] = form == 1 || (bits && qn_bit_at(bits, i));
		if (out->valued[e] && !(from = qn_unpack_bytes(&in, sizeof *out->value)))
			return false;
		if (out->valued[e])
			memcpy(&out->value[e], from, sizeof *out->value);
	}
	out->any = cells > 0;
	return in.at == in.end;
}
