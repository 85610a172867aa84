/* SPDX-License-Identifier: Apache-2.0 */
/* sayings.c - the key is indicator, kind, period, entity, voice and line; the rest operator and value, then the texts, each with a zero
 * at its end. */
#include "ingest/sayings.h"
#include <endian.h>
#include <string.h>

typedef struct { uint32_t indicator, kind, period, entity, voice, line; } key; /* big-endian */
typedef struct { double value; qn_claim_op op; } head;

/* No longer than a field of a file may be, each; with what is not there as an empty one. */
static int add_texts(qn_buffer *to, const qn_remark *remark)
{
	const char *const text[] = { remark->scope, remark->note, remark->words };
	for (size_t i = 0; i < sizeof text / sizeof *text; i++)
		qn_buffer_add(to, text[i] ? text[i] : "", text[i] ? strlen(text[i]) + 1 : 1);
	return to->failed;
}

int qn_sayings_add(qn_sorter *sayings, const qn_saying *saying, qn_error *err)
{
	const qn_spot *at = &saying->place;
	key k = { htobe32(at->indicator), htobe32(at->kind), htobe32(at->period), htobe32(at->entity), htobe32(saying->voice), htobe32(saying->line) };
	head h;
	qn_buffer rest = { 0 };
	memset(&h, 0, sizeof h);
	h.value = saying->remark.value, h.op = saying->remark.op;
	qn_buffer_add(&rest, &h, sizeof h);
	int rc = add_texts(&rest, &saying->remark) ? qn_no_memory(err)
		: qn_sorter_add(sayings, &(qn_sorted){ (const char *)&k, rest.data, sizeof k, rest.length }, err);
	qn_buffer_free(&rest);
	return rc;
}

static const char *take_text(const char **at)
{
	const char *text = *at;
	*at += strlen(text) + 1;
	return *text ? text : NULL;
}

int qn_sayings_next(qn_sorter *sayings, qn_saying *out, qn_error *err)
{
	qn_sorted next;
	key k;
	head h;
	int rc = qn_sorter_next(sayings, &next, err);
	if (rc <= 0)
		return rc;
	memcpy(&k, next.key, sizeof k);
	memcpy(&h, next.rest, sizeof h);
	const char *at = next.rest + sizeof h;
	*out = (qn_saying){ .voice = be32toh(k.voice), .line = be32toh(k.line),
		.place = { .indicator = be32toh(k.indicator), .kind = be32toh(k.kind), .entity = be32toh(k.entity), .period = (qn_period)be32toh(k.period) },
		.remark = { .op = h.op, .value = h.value } };
	out->remark.scope = take_text(&at);
	out->remark.note = take_text(&at);
	out->remark.words = take_text(&at);
	return 1;
}
