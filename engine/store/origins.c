/* SPDX-License-Identifier: Apache-2.0 */
/* origins.c - origins as bytes. In a file in order, the line of each entity of a column is the line of the one before
 * plus about as many lines as an entity has: a segment holds that step once, and of each line only how far it is off.
 *
 * Segment: varint gap (entities since the last segment), varint span (entities in it, the first and the last present),
 * varint import, varint first line, zigzag varint step, 1 byte: bits of an offset (0 … 40), +128 if entities are missing;
 * then, if so, a bit for each entity: is it present; then the offsets of all but the first, zigzag, packed from the low bit.
 * Patch: varint length of the segments, segments, 1 byte: which cells have values (0 none, 1 all, 2: a bit for each
 * follows), doubles. */
#include <string.h>
#include "base/arena.h"
#include "store/origins.h"

enum { HOLES = 0x80, MOST_BITS = 40, MOST_GAP = 64, BLOCK = 256 };

typedef struct { const unsigned char *at, *end; bool bad; } reader;
typedef struct { uint32_t first, last; int64_t step; int bits; bool holes; } segment;

/* Small numbers. */

static void put_varint(qn_buffer *out, uint64_t value)
{
	unsigned char raw[10];
	size_t length = 0;
	do {
		raw[length++] = (unsigned char)((value & 0x7F) | (value > 0x7F ? 0x80 : 0));
		value >>= 7;
	} while (value);
	qn_buffer_add(out, raw, length);
}

static uint64_t get_varint(reader *in)
{
	uint64_t value = 0;
	for (int shift = 0; shift < 64 && in->at < in->end; shift += 7) {
		unsigned char byte = *in->at++;
		value |= (uint64_t)(byte & 0x7F) << shift;
		if (!(byte & 0x80))
			return value;
	}
	in->bad = true;
	return 0;
}

static unsigned char get_byte(reader *in)
{
	if (in->at < in->end)
		return *in->at++;
	in->bad = true;
	return 0;
}

static const unsigned char *get_bytes(reader *in, size_t length)
{
	const unsigned char *from = in->at;
	if (in->bad || (size_t)(in->end - in->at) < length) {
		in->bad = true;
		return NULL;
	}
	in->at += length;
	return from;
}

static uint64_t zigzag(int64_t value) { return ((uint64_t)value << 1) ^ (value < 0 ? UINT64_MAX : 0); }
static int64_t unzigzag(uint64_t value) { return (int64_t)((value >> 1) ^ (0 - (value & 1))); }

/* Packed bits. */

enum { PACKED_SIZE = (QN_CHUNK * MOST_BITS) / 8 + 8 };
typedef struct { unsigned char byte[PACKED_SIZE]; size_t length; uint64_t bits; int count; } packer; /* of a chunk at most */

static void pack(packer *to, uint64_t value, int bits)
{
	to->bits |= value << to->count;
	for (to->count += bits; to->count >= 8; to->count -= 8) {
		to->byte[to->length++] = (unsigned char)to->bits;
		to->bits >>= 8;
	}
}

static void pack_end(packer *from, qn_buffer *out)
{
	if (from->count)
		from->byte[from->length++] = (unsigned char)from->bits;
	qn_buffer_add(out, from->byte, from->length);
	from->length = 0, from->bits = 0, from->count = 0;
}

static bool bit_at(const unsigned char *bits, size_t i) { return bits[i / 8] >> (i % 8) & 1; }

static uint64_t unpack(const unsigned char *bits, size_t at, int count)
{
	uint64_t value = 0;
	int had = 0;
	while (had < count) { /* the rest of a byte at a time */
		int shift = (int)((at + (size_t)had) % 8), here = 8 - shift < count - had ? 8 - shift : count - had;
		value |= ((uint64_t)bits[(at + (size_t)had) / 8] >> shift & (((uint64_t)1 << here) - 1)) << had;
		had += here;
	}
	return value;
}

/* Writing. */

/* The next present entity after `entity`, or QN_CHUNK. */
static uint32_t following(const qn_chunk_origins *o, uint32_t entity)
{
	do
		entity++;
	while (entity < QN_CHUNK && !o->import[entity]);
	return entity;
}

static int64_t offset(const qn_chunk_origins *o, uint32_t before, uint32_t entity, int64_t step)
{
	return (int64_t)o->line[entity] - o->line[before] - step * (int64_t)(entity - before);
}

static int bits_for(const qn_chunk_origins *o, uint32_t first, uint32_t last, int64_t step)
{
	uint64_t all = 0;
	int bits = 0;
	for (uint32_t before = first, e = following(o, first); e <= last; before = e, e = following(o, e))
		all |= zigzag(offset(o, before, e, step));
	while (bits < 64 && all >> bits)
		bits++;
	return bits;
}

static bool continues(const qn_chunk_origins *o, const segment *s, uint32_t entity)
{
	return o->import[entity] == o->import[s->first] && entity - s->last <= MOST_GAP;
}

/* From first up to limit, as far as the import stays the same and no wide gap opens. */
static segment measure(const qn_chunk_origins *o, uint32_t first, uint32_t limit)
{
	segment s = { .first = first, .last = first };
	int64_t near = 0, mean;
	int near_bits;
	for (uint32_t e = following(o, first); e <= limit && continues(o, &s, e); e = following(o, e)) {
		if (s.last == first)
			near = ((int64_t)o->line[e] - o->line[first]) / (int64_t)(e - first);
		s.holes = s.holes || e - s.last > 1;
		s.last = e;
	}
	if (s.last == first)
		return s;
	mean = ((int64_t)o->line[s.last] - o->line[first]) / (int64_t)(s.last - first);
	near_bits = bits_for(o, first, s.last, near);
	s.bits = near == mean ? near_bits : bits_for(o, first, s.last, mean);
	s.step = near_bits <= s.bits ? near : mean;
	s.bits = near_bits <= s.bits ? near_bits : s.bits;
	return s;
}

/* A line far off makes no more than its own block wide; where none is off, the segment goes on. */
static segment next_segment(const qn_chunk_origins *o, uint32_t first)
{
	uint32_t limit = first + BLOCK < QN_CHUNK ? first + BLOCK - 1 : QN_CHUNK - 1;
	segment s = measure(o, first, limit);
	if (s.bits || s.last == first)
		return s;
	for (uint32_t e = following(o, s.last); e < QN_CHUNK && continues(o, &s, e) && offset(o, s.last, e, s.step) == 0; e = following(o, e)) {
		s.holes = s.holes || e - s.last > 1;
		s.last = e;
	}
	return s;
}

static void put_segment(const qn_chunk_origins *o, const segment *s, uint32_t gap, packer *bits, qn_buffer *out)
{
	unsigned char form = (unsigned char)(s->bits | (s->holes ? HOLES : 0));
	put_varint(out, gap);
	put_varint(out, s->last - s->first + 1);
	put_varint(out, o->import[s->first]);
	put_varint(out, o->line[s->first]);
	put_varint(out, zigzag(s->step));
	qn_buffer_add(out, &form, 1);
	for (uint32_t e = s->first; s->holes && e <= s->last; e++)
		pack(bits, o->import[e] != 0, 1);
	pack_end(bits, out);
	for (uint32_t before = s->first, e = following(o, before); s->bits && e <= s->last; before = e, e = following(o, e))
		pack(bits, zigzag(offset(o, before, e, s->step)), s->bits);
	pack_end(bits, out);
}

void qn_origins_write(const qn_chunk_origins *o, qn_buffer *out)
{
	packer bits;
	uint32_t end = 0;
	bits.length = 0, bits.bits = 0, bits.count = 0;
	for (uint32_t e = o->import[0] ? 0 : following(o, 0); e < QN_CHUNK; e = following(o, end - 1)) {
		segment s = next_segment(o, e);
		put_segment(o, &s, e - end, &bits, out);
		end = s.last + 1;
	}
}

/* Reading. */

static bool fill(reader *in, qn_chunk_origins *out, uint32_t first, uint64_t span, uint64_t import, uint64_t line)
{
	int64_t step = unzigzag(get_varint(in)), at = (int64_t)line;
	unsigned char form = get_byte(in);
	int bits = form & ~HOLES;
	size_t present = span, packed = 0;
	const unsigned char *holes = NULL, *offsets;
	uint32_t before = first;
	if (form & HOLES && (holes = get_bytes(in, (span + 7) / 8))) {
		present = 0;
		for (size_t i = 0; i < span; i++)
			present += bit_at(holes, i);
	}
	if (in->bad || bits > MOST_BITS || (holes && !bit_at(holes, 0)) || step > UINT32_MAX || step < -(int64_t)UINT32_MAX)
		return false;
	if (!(offsets = get_bytes(in, ((present - 1) * (size_t)bits + 7) / 8)))
		return false;
	for (uint32_t e = first; e < first + span; e++) {
		if (holes && !bit_at(holes, e - first))
			continue;
		if (e > first) {
			at += step * (int64_t)(e - before) + unzigzag(unpack(offsets, packed, bits));
			packed += (size_t)bits;
		}
		if (at < 0 || at > UINT32_MAX || packed > (present - 1) * (size_t)bits)
			return false;
		out->import[e] = (uint32_t)import;
		out->line[e] = (uint32_t)at;
		before = e;
	}
	return true;
}

bool qn_origins_read(const void *bytes, size_t length, qn_chunk_origins *out)
{
	reader in = { .at = bytes, .end = (const unsigned char *)bytes + length };
	uint64_t entity = 0;
	memset(out, 0, sizeof *out);
	while (in.at < in.end) {
		uint64_t gap = get_varint(&in), span = get_varint(&in), import = get_varint(&in), line = get_varint(&in);
		if (in.bad || gap > QN_CHUNK || span == 0 || span > QN_CHUNK || entity + gap + span > QN_CHUNK || import == 0
		    || import > UINT32_MAX || line > UINT32_MAX)
			return false;
		entity += gap;
		if (!fill(&in, out, (uint32_t)entity, span, import, line))
			return false;
		entity += span;
	}
	return !in.bad;
}

/* Patches. */

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
	packer bits;
	qn_buffer head = { 0 };
	count_valued(patch, &cells, &valued);
	qn_origins_write(&patch->origin, out);
	put_varint(&head, out->length - start);
	out->failed |= head.failed;
	qn_buffer_insert(out, start, head.data, head.length);
	qn_buffer_free(&head);
	form = valued == 0 ? 0 : valued == cells ? 1 : 2;
	qn_buffer_add(out, &form, 1);
	bits.length = 0, bits.bits = 0, bits.count = 0;
	for (uint32_t e = 0; form == 2 && e < QN_CHUNK; e++)
		if (patch->origin.import[e])
			pack(&bits, patch->valued[e], 1);
	pack_end(&bits, out);
	for (uint32_t e = 0; e < QN_CHUNK; e++)
		if (patch->origin.import[e] && patch->valued[e])
			qn_buffer_add(out, &patch->value[e], sizeof patch->value[e]);
}

bool qn_patch_read(const void *bytes, size_t length, qn_patch *out)
{
	reader in = { .at = bytes, .end = (const unsigned char *)bytes + length };
	uint64_t segments = get_varint(&in);
	const unsigned char *from = segments > length ? NULL : get_bytes(&in, segments), *bits = NULL;
	unsigned char form;
	size_t cells, valued, at = 0;
	qn_patch_clear(out);
	if (!from || !qn_origins_read(from, segments, &out->origin) || (form = get_byte(&in)) > 2 || in.bad)
		return false;
	count_valued(out, &cells, &valued);
	if (form == 2 && !(bits = get_bytes(&in, (cells + 7) / 8)))
		return false;
	for (uint32_t e = 0; e < QN_CHUNK; e++) {
		if (!out->origin.import[e])
			continue;
		out->valued[e] = form == 1 || (bits && bit_at(bits, at));
		at++;
		if (out->valued[e] && !(from = get_bytes(&in, sizeof *out->value)))
			return false;
		if (out->valued[e])
			memcpy(&out->value[e], from, sizeof *out->value);
	}
	out->any = cells > 0;
	return in.at == in.end;
}
