/* SPDX-License-Identifier: Apache-2.0 */
/* layers.c - where few cells of a chunk came from: laid over what stands there already, as of corrections, or alone, as of
 * what they replaced. Its length follows the cells it names, whatever lies below.
 *
 * Layer: two zeros, where a segment of origins.c has its gap and its span, which is never zero; varint import, varint cells,
 * varint first entity, varint first line, zigzag varint step, 2 bytes: low bits of a gap and of an offset (0 … 40); then of
 * each cell but the first, in Rice's code: the entities between it and the one before, and the offset of its line, zigzag. */
#include "store/origins.h"
#include "store/packing.h"

enum { MOST_BITS = 40, FEW_OF = 8 };

/* A chunk that few cells of move; and not for ever, since what was laid over must be read too. */
bool qn_layer_pays(const qn_chunk_origins *origins, uint32_t moved)
{
	uint32_t present = 0;
	for (uint32_t e = 0; e < QN_CHUNK; e++)
		present += origins->import[e] != 0;
	return moved <= present / FEW_OF && origins->laid + moved <= present;
}

/* The low bits that numbers of such a sum are best written with. */
static int low_bits(uint64_t sum, uint32_t numbers)
{
	int low = 0;
	while (sum >> (low + 1) >= numbers && low < MOST_BITS)
		low++;
	return low;
}

static uint64_t offset(const uint32_t *line, const uint16_t *at, uint32_t i, int64_t step)
{
	return qn_zigzag((int64_t)line[at[i]] - line[at[i - 1]] - step * (at[i] - at[i - 1]));
}

void qn_layer_write(const qn_chunk_origins *origins, const uint16_t *at, uint32_t cells, qn_buffer *out)
{
	const uint32_t *line = origins->line;
	uint32_t last = at[cells - 1];
	int64_t step = cells > 1 ? ((int64_t)line[last] - line[at[0]]) / (int64_t)(last - at[0]) : 0;
	uint64_t sum = 0;
	qn_bit_writer bits = { .out = out };
	for (uint32_t i = 1; i < cells; i++)
		sum += offset(line, at, i, step);
	unsigned char low[2] = { (unsigned char)low_bits(last - at[0] + 1 - cells, cells), (unsigned char)low_bits(sum, cells) };
	uint64_t head[] = { 0, 0, origins->import[at[0]], cells, at[0], line[at[0]], qn_zigzag(step) };
	for (size_t i = 0; i < sizeof head / sizeof *head; i++)
		qn_pack_varint(out, head[i]);
	qn_buffer_add(out, low, sizeof low);
	for (uint32_t i = 1; i < cells; i++) {
		qn_rice_put(&bits, at[i] - at[i - 1] - 1u, low[0]);
		qn_rice_put(&bits, offset(line, at, i, step), low[1]);
	}
	qn_bits_end(&bits);
}

bool qn_layer_read(qn_unpacker *in, qn_chunk_origins *out)
{
	uint64_t import = qn_unpack_varint(in), cells = qn_unpack_varint(in), at = qn_unpack_varint(in), line = qn_unpack_varint(in);
	int64_t step = qn_unzigzag(qn_unpack_varint(in));
	int low_gap = qn_unpack_byte(in), low_line = qn_unpack_byte(in);
	qn_bit_reader bits = { .in = in };
	if (in->bad || import == 0 || import > UINT32_MAX || cells == 0 || cells > QN_CHUNK || at >= QN_CHUNK || line > UINT32_MAX
	    || step > UINT32_MAX || step < -(int64_t)UINT32_MAX || low_gap > MOST_BITS || low_line > MOST_BITS)
		return false;
	for (uint64_t i = 0;;) {
		out->import[at] = (uint32_t)import;
		out->line[at] = (uint32_t)line;
		if (++i == cells)
			break;
		uint64_t gap = qn_rice_take(&bits, low_gap) + 1;
		if (gap >= QN_CHUNK - at)
			return false;
		at += gap;
		line += (uint64_t)(step * (int64_t)gap + qn_unzigzag(qn_rice_take(&bits, low_line)));
		if (line > UINT32_MAX)
			return false;
	}
	qn_bits_close(&bits);
	out->laid += (uint32_t)cells;
	return !in->bad;
}
