/* SPDX-License-Identifier: Apache-2.0 */
/* origins.c - origins as bytes. In a file in order, the line of each entity of a column is the line of the one before
 * plus about as many lines as an entity has: a segment holds that step once, and of each line only how far it is off. After the
 * segments, and instead of them where cells are few and far between, come layers: see layers.c.
 *
 * Segment: varint gap (entities since the last segment), varint span (entities in it, the first and the last present),
 * varint import, varint first line, zigzag varint step, 1 byte form: low bits of an offset (0 … 40), +64 for Rice's code,
 * +128 if entities are missing.
 * With Rice's code: if entities are missing, a varint of how many; then bits: for each of them how many are present between
 * it and the missing one before; then the offset of each present but the first, zigzag.
 * Without (offsets all zero; in stores of format 1 others too): a bit for each entity, is it present, if some are missing;
 * then the offsets, packed in so many bits each. */
#include <string.h>
#include "base/real.h"
#include "store/origins.h"
#include "store/packing.h"

enum { HOLES = 0x80, RICE = 0x40, MOST_BITS = 40, MOST_GAP = 64, BLOCK = 1024, DEAR = 6, SCATTERED = 256, FAR_APART = 8 };

/* Present cells; a run of them is of one import and without a wide gap, and becomes segments. */
typedef struct { bool one; uint32_t cells, entity[QN_CHUNK], line[QN_CHUNK], import[QN_CHUNK]; } listing; /* one: import for all */
typedef struct { uint32_t cells; int64_t step; int low; uint64_t bits; } shape; /* bits: that its offsets take; 0: all are zero */

/* Writing. */

static int64_t offset(const listing *r, uint32_t i, int64_t step)
{
	return (int64_t)r->line[i] - r->line[i - 1] - step * (int64_t)(r->entity[i] - r->entity[i - 1]);
}

/* Bits that offsets take; any: all of them, one upon the other. */
static uint64_t cost(const uint64_t *off, uint32_t cells, int low, uint64_t any)
{
	uint64_t bits = (uint64_t)(cells - 1) * (uint64_t)(low + 1);
	if (any >> low < QN_RICE_MOST) {
		for (uint32_t i = 1; i < cells; i++)
			bits += off[i] >> low;
		return bits;
	}
	for (uint32_t i = 1; i < cells; i++) {
		uint64_t high = off[i] >> low;
		bits += high < QN_RICE_MOST ? high : QN_RICE_WHOLE;
	}
	return bits;
}

/* As offset() has them, by a product that vectors know: of two numbers below 2^32. */
static uint64_t take_offsets(const listing *r, uint32_t from, uint32_t cells, int64_t step, uint64_t off[BLOCK], uint64_t *sum)
{
	const uint32_t *line = r->line + from, *entity = r->entity + from;
	uint32_t size = (uint32_t)(step < 0 ? -step : step);
	uint64_t sign = step < 0 ? UINT64_MAX : 0, any = 0, all = 0;
	for (uint32_t i = 1; i < cells; i++) {
		uint64_t expected = (((uint64_t)size * (entity[i] - entity[i - 1])) ^ sign) - sign;
		off[i] = qn_zigzag((int64_t)((uint64_t)line[i] - line[i - 1] - expected));
		any |= off[i];
		all += off[i];
	}
	*sum = all;
	return any;
}

/* Offsets from a step, and how many of their bits are best written as they are: about those of the middle one. */
static shape with_step(const listing *r, uint32_t from, uint32_t cells, int64_t step, uint64_t off[BLOCK])
{
	shape s = { .cells = cells, .step = step };
	uint64_t sum, any = take_offsets(r, from, cells, step, off, &sum);
	if (any == 0)
		return s;
	while (sum >> (s.low + 1) >= cells)
		s.low++;
	s.bits = cost(off, cells, s.low, any);
	uint64_t wider = cost(off, cells, s.low + 1, any);
	if (wider < s.bits)
		s.low++, s.bits = wider;
	return s;
}

/* The mean step, or the first one where that is better: a file in order with a few lines far off. */
static shape measure(const listing *r, uint32_t from, uint32_t end, uint64_t off[BLOCK])
{
	uint32_t cells = end - from < BLOCK ? end - from : BLOCK, last = from + cells - 1;
	if (cells == 1)
		return (shape){ .cells = 1 };
	int64_t mean = ((int64_t)r->line[last] - r->line[from]) / (int64_t)(r->entity[last] - r->entity[from]);
	int64_t near = ((int64_t)r->line[from + 1] - r->line[from]) / (int64_t)(r->entity[from + 1] - r->entity[from]);
	shape s = with_step(r, from, cells, mean, off);
	if (s.bits / cells >= DEAR && near != mean) {
		shape other = with_step(r, from, cells, near, off);
		s = other.bits < s.bits ? other : with_step(r, from, cells, mean, off);
	}
	while (s.bits == 0 && from + s.cells < end && offset(r, from + s.cells, s.step) == 0)
		s.cells++; /* nothing is off: the segment goes on */
	return s;
}

/* The low bits of how many are present between two missing ones. */
static int hole_bits(uint32_t span, uint32_t holes)
{
	int low = 0;
	while ((span - holes) / holes >> (low + 1))
		low++;
	return low;
}

static void put_holes(const listing *r, uint32_t from, uint32_t cells, int low, qn_bit_writer *bits)
{
	uint32_t at[BLOCK], found = 0, before = from; /* cells that come after a hole */
	for (uint32_t i = from + 1; i < from + cells; i++) {
		at[found] = i;
		found += r->entity[i] - r->entity[i - 1] > 1;
	}
	for (uint32_t k = 0; k < found; before = at[k++]) {
		qn_rice_put(bits, at[k] - before, low); /* present since the last hole */
		for (uint32_t e = r->entity[at[k] - 1] + 2; e < r->entity[at[k]]; e++)
			qn_rice_put(bits, 0, low);
	}
}

static void put_places(const listing *r, uint32_t from, uint32_t cells, qn_bit_writer *bits)
{
	for (uint32_t i = from; i < from + cells; i++) {
		for (uint32_t e = i > from ? r->entity[i - 1] + 1 : r->entity[i]; e < r->entity[i]; e++)
			qn_bits_put(bits, 0, 1);
		qn_bits_put(bits, 1, 1);
	}
}

static void put_segment(const listing *r, uint32_t from, const shape *s, const uint64_t *off, uint32_t gap, qn_buffer *out)
{
	uint32_t span = r->entity[from + s->cells - 1] - r->entity[from] + 1, holes = span - s->cells;
	unsigned char form = (unsigned char)(s->low | (s->bits ? RICE : 0) | (holes ? HOLES : 0));
	qn_bit_writer bits = { .out = out };
	qn_pack_varint(out, gap);
	qn_pack_varint(out, span);
	qn_pack_varint(out, r->import[from]);
	qn_pack_varint(out, r->line[from]);
	qn_pack_varint(out, qn_zigzag(s->step));
	qn_buffer_add(out, &form, 1);
	if (holes && s->bits) {
		qn_pack_varint(out, holes);
		put_holes(r, from, s->cells, hole_bits(span, holes), &bits);
	} else if (holes) {
		put_places(r, from, s->cells, &bits);
	}
	if (s->bits)
		qn_rice_put_all(&bits, off + 1, s->cells - 1, s->low);
	qn_bits_end(&bits);
}

static bool all_are(const uint32_t *import, uint32_t cells, uint32_t number)
{
	uint32_t other = 0;
	for (uint32_t i = 0; i < cells; i++)
		other |= import[i] ^ number;
	return other == 0;
}

static void list(const qn_chunk_origins *o, listing *r)
{
	uint32_t cells = 0;
	for (uint32_t e = 0; e < QN_CHUNK; e++) {
		r->entity[cells] = e;
		r->line[cells] = o->line[e];
		r->import[cells] = o->import[e];
		cells += o->import[e] != 0;
	}
	r->cells = cells;
	r->one = cells && all_are(r->import, cells, r->import[0]);
}

static void list_new(listing *r, uint32_t import, const double *value, const uint32_t *line, uint32_t count)
{
	uint32_t cells = 0;
	for (uint32_t e = 0; e < count; e++) {
		r->entity[cells] = e;
		r->line[cells] = line[e];
		cells += !qn_is_missing(value[e]);
	}
	for (uint32_t i = 0; i < cells; i++)
		r->import[i] = import;
	r->cells = cells;
	r->one = true;
}

/* Few cells without order, as those that corrections replaced: a layer for each of their imports. */
static void put_scattered(const listing *r, qn_buffer *out)
{
	qn_chunk_origins o; /* only what is present */
	bool told[SCATTERED] = { false };
	for (uint32_t i = 0; i < r->cells; i++)
		o.import[r->entity[i]] = r->import[i], o.line[r->entity[i]] = r->line[i];
	for (uint32_t from = 0; from < r->cells; from++) {
		uint16_t at[SCATTERED];
		uint32_t cells = 0;
		for (uint32_t i = from; i < r->cells; i++)
			if (!told[i] && r->import[i] == r->import[from])
				at[cells++] = (uint16_t)r->entity[i], told[i] = true;
		if (cells)
			qn_layer_write(&o, at, cells, out);
	}
}

static bool is_scattered(const listing *r)
{
	return r->cells && r->cells <= SCATTERED && r->entity[r->cells - 1] - r->entity[0] >= FAR_APART * r->cells;
}

static uint32_t run_end(const listing *r, uint32_t from)
{
	uint32_t to = from + 1;
	if (r->one && r->entity[r->cells - 1] - r->entity[from] - (r->cells - 1 - from) < MOST_GAP)
		return r->cells; /* all that is missing would not part it */
	while (to < r->cells && r->import[to] == r->import[from] && r->entity[to] - r->entity[to - 1] <= MOST_GAP)
		to++;
	return to;
}

static void put_segments(const listing *r, qn_buffer *out)
{
	uint64_t off[BLOCK];
	uint32_t behind = 0; /* the entity after the last segment */
	for (uint32_t from = 0; from < r->cells;) {
		for (uint32_t end = run_end(r, from); from < end;) {
			shape s = measure(r, from, end, off);
			put_segment(r, from, &s, off, r->entity[from] - behind, out);
			from += s.cells;
			behind = r->entity[from - 1] + 1;
		}
	}
}

static void put_all(const listing *r, qn_buffer *out)
{
	if (is_scattered(r))
		put_scattered(r, out);
	else
		put_segments(r, out);
}

void qn_origins_write(const qn_chunk_origins *o, qn_buffer *out)
{
	listing r;
	list(o, &r);
	put_all(&r, out);
}

uint32_t qn_origins_write_new(uint32_t import, const double *value, const uint32_t *line, uint32_t cells, qn_buffer *out)
{
	listing r;
	list_new(&r, import, value, line, cells);
	put_all(&r, out);
	return r.cells;
}

/* Reading. */

typedef struct { uint32_t first, span, import; int64_t line, step; int low; bool holes; } segment;

/* The line of a present entity, from that of the present one before it. */
static bool step_to(const segment *s, qn_chunk_origins *out, uint32_t *before, uint32_t entity, int64_t off)
{
	int64_t at = (int64_t)out->line[*before] + s->step * (int64_t)(entity - *before) + off;
	if (at < 0 || at > UINT32_MAX)
		return false;
	out->import[entity] = s->import;
	out->line[entity] = (uint32_t)at;
	*before = entity;
	return true;
}

/* Present entities up to `end`, from the line of the one before the first of them, which is `step` further away. */
static bool take_lines(qn_bit_reader *from, const segment *s, qn_chunk_origins *out, uint32_t first, uint32_t end, int64_t step, int64_t *line)
{
	qn_bit_reader bits = *from; /* in registers */
	int64_t at = *line, far = 0;
	for (uint32_t e = first; e < end; e++, step = s->step) {
		at += step + qn_unzigzag(qn_rice_take(&bits, s->low));
		far |= at;
		out->import[e] = s->import;
		out->line[e] = (uint32_t)at;
	}
	*from = bits;
	*line = at;
	return far >= 0 && far <= UINT32_MAX; /* not one below or above */
}

static bool fill_rice(qn_unpacker *in, const segment *s, qn_chunk_origins *out)
{
	uint64_t holes = s->holes ? qn_unpack_varint(in) : 0, at = 0;
	qn_bit_reader bits = { .in = in };
	uint32_t hole[QN_CHUNK], next = s->first + 1;
	int64_t line = s->line, step = s->step;
	if (in->bad || holes >= s->span || (s->holes && holes == 0))
		return false;
	for (uint64_t h = 0; h < holes; h++, at++) {
		at += qn_rice_take(&bits, hole_bits(s->span, (uint32_t)holes));
		if (at == 0 || at >= s->span)
			return false;
		hole[h] = s->first + (uint32_t)at;
	}
	for (uint64_t h = 0; h < holes; h++) {
		if (!take_lines(&bits, s, out, next, hole[h], step, &line))
			return false;
		step = hole[h] > next ? 2 * s->step : step + s->step;
		next = hole[h] + 1;
	}
	if (!take_lines(&bits, s, out, next, s->first + s->span, step, &line))
		return false;
	qn_bits_close(&bits);
	return !in->bad;
}

static bool fill_packed(qn_unpacker *in, const segment *s, qn_chunk_origins *out)
{
	const unsigned char *places = s->holes ? qn_unpack_bytes(in, (s->span + 7) / 8) : NULL;
	qn_bit_reader bits = { .in = in };
	uint32_t before = s->first;
	if (in->bad || (places && !qn_bit_at(places, 0)))
		return false;
	for (uint32_t e = 1; e < s->span; e++)
		if ((!places || qn_bit_at(places, e)) && !step_to(s, out, &before, s->first + e, qn_unzigzag(qn_bits_take(&bits, s->low))))
			return false;
	qn_bits_close(&bits);
	return !in->bad;
}

static bool fill(qn_unpacker *in, segment *s, qn_chunk_origins *out)
{
	s->step = qn_unzigzag(qn_unpack_varint(in));
	unsigned char form = qn_unpack_byte(in);
	s->low = form & ~(HOLES | RICE);
	s->holes = form & HOLES;
	if (in->bad || s->low > MOST_BITS || s->step > UINT32_MAX || s->step < -(int64_t)UINT32_MAX)
		return false;
	out->import[s->first] = s->import;
	out->line[s->first] = (uint32_t)s->line;
	return form & RICE ? fill_rice(in, s, out) : fill_packed(in, s, out);
}

bool qn_origins_read(const void *bytes, size_t length, qn_chunk_origins *out)
{
	qn_unpacker in = { .at = bytes, .end = (const unsigned char *)bytes + length };
	uint64_t entity = 0;
	memset(out, 0, sizeof *out);
	while (in.at < in.end) {
		uint64_t gap = qn_unpack_varint(&in), span = qn_unpack_varint(&in);
		if (gap == 0 && span == 0) { /* only layers come after a layer */
			if (!qn_layer_read(&in, out))
				return false;
			entity = QN_CHUNK;
			continue;
		}
		uint64_t import = qn_unpack_varint(&in), line = qn_unpack_varint(&in);
		if (in.bad || gap > QN_CHUNK || span == 0 || span > QN_CHUNK || entity + gap + span > QN_CHUNK || import == 0
		    || import > UINT32_MAX || line > UINT32_MAX)
			return false;
		entity += gap;
		if (!fill(&in, &(segment){ .first = (uint32_t)entity, .span = (uint32_t)span, .import = (uint32_t)import, .line = (int64_t)line }, out))
			return false;
		entity += span;
	}
	return !in.bad;
}
