/* SPDX-License-Identifier: Apache-2.0 */
/* memo.c - open addressing; texts and memories live in an arena and never move. */
#include "ingest/memo.h"
#include <stdlib.h>

void qn_memo_free(qn_memo *memo)
{
	free(memo->slot);
	qn_arena_free(&memo->arena);
	*memo = (qn_memo){ 0 };
}

/* Eight bytes at a time: for speed, not for fame; nothing that is kept depends on it. */
static uint64_t hash_of(const char *text, size_t length)
{
	uint64_t hash = length * 0x9E3779B97F4A7C15u, word;
	for (; length >= sizeof word; text += sizeof word, length -= sizeof word) {
		memcpy(&word, text, sizeof word);
		hash = (hash ^ word) * 0xBF58476D1CE4E5B9u;
		hash ^= hash >> 32;
	}
	word = 0;
	memcpy(&word, text, length);
	hash = (hash ^ word) * 0xBF58476D1CE4E5B9u;
	return hash ^ hash >> 32;
}

static size_t seek(const qn_memo *memo, uint64_t hash, const char *text, size_t length)
{
	size_t at = hash & (memo->slots - 1);
	for (const qn_memory *m; (m = memo->slot[at]); at = (at + 1) & (memo->slots - 1))
		if (m->hash == hash && m->length == length && !memcmp(m->text, text, length))
			break;
	return at;
}

qn_memory *qn_memo_find(const qn_memo *memo, const char *text, size_t length)
{
	return memo->slots ? memo->slot[seek(memo, hash_of(text, length), text, length)] : NULL;
}

static bool grow(qn_memo *memo)
{
	qn_memo more = { .slots = memo->slots ? 2 * memo->slots : 64 };
	if (!(more.slot = calloc(more.slots, sizeof *more.slot)))
		return false;
	for (size_t i = 0; i < memo->slots; i++)
		if (memo->slot[i])
			more.slot[seek(&more, memo->slot[i]->hash, memo->slot[i]->text, memo->slot[i]->length)] = memo->slot[i];
	free(memo->slot);
	memo->slot = more.slot;
	memo->slots = more.slots;
	return true;
}

qn_memory *qn_memo_add(qn_memo *memo, const char *text, size_t length, uint64_t meaning)
{
	unsigned char mask[16] = { 0 };
	size_t head = length < sizeof mask ? length : sizeof mask;
	qn_memory *m;
	if (2 * memo->count >= memo->slots && !grow(memo))
		return NULL;
	if (!(m = qn_arena_alloc(&memo->arena, sizeof *m)) || !(m->text = qn_arena_copy(&memo->arena, text, length)))
		return NULL;
	memset(mask, 0xFF, head);
	memcpy(m->mask, mask, sizeof mask);
	memcpy(m->word, text, head);
	m->length = length;
	m->hash = hash_of(text, length);
	m->meaning = meaning;
	m->next = m;
	memo->slot[seek(memo, m->hash, text, length)] = m;
	memo->count++;
	if (!memo->last)
		memo->last = m;
	return m;
}
