/* SPDX-License-Identifier: Apache-2.0 */
/* names.c - open addressing over hashes; the texts live in an arena. */
#include "base/names.h"
#include <stdlib.h>
#include <string.h>
#include "base/arena.h"
#include "base/digest.h"

typedef struct { const char *text; size_t length; uint64_t hash; } entry;

struct qn_names {
	entry *entry;
	uint32_t count, room;
	uint32_t *slot; /* number + 1, 0 where free; a power of two of them, at most two thirds taken */
	uint32_t slots;
	qn_arena arena;
};

qn_names *qn_names_new(void)
{
	qn_names *names = calloc(1, sizeof *names);
	if (!names)
		return NULL;
	names->slots = 64;
	names->slot = calloc(names->slots, sizeof *names->slot);
	if (!names->slot) {
		free(names);
		return NULL;
	}
	return names;
}

void qn_names_free(qn_names *names)
{
	if (!names)
		return;
	qn_arena_free(&names->arena);
	free(names->entry);
	free(names->slot);
	free(names);
}

/* Where the name stands, or the free slot where it would. */
static uint32_t seek(const qn_names *names, uint64_t hash, const char *name, size_t length)
{
	uint32_t mask = names->slots - 1, at = (uint32_t)hash & mask;
	while (names->slot[at]) {
		const entry *e = &names->entry[names->slot[at] - 1];
		if (e->hash == hash && e->length == length && !memcmp(e->text, name, length))
			return at;
		at = (at + 1) & mask;
	}
	return at;
}

static int grow_slots(qn_names *names)
{
	uint32_t *slot = calloc((size_t)names->slots * 2, sizeof *slot);
	if (!slot)
		return 0;
	free(names->slot);
	names->slot = slot;
	names->slots *= 2;
	for (uint32_t i = 0; i < names->count; i++) {
		const entry *e = &names->entry[i];
		names->slot[seek(names, e->hash, e->text, e->length)] = i + 1;
	}
	return 1;
}

static int grow_entries(qn_names *names)
{
	uint32_t room = names->room ? names->room * 2 : 64;
	entry *grown = realloc(names->entry, room * sizeof *grown);
	if (!grown)
		return 0;
	names->entry = grown;
	names->room = room;
	return 1;
}

uint32_t qn_names_find(const qn_names *names, const char *name, size_t length)
{
	uint32_t at = seek(names, qn_hash64(0, name, length), name, length);
	return names->slot[at] ? names->slot[at] - 1 : QN_NO_NAME;
}

uint32_t qn_names_add(qn_names *names, const char *name, size_t length)
{
	uint64_t hash = qn_hash64(0, name, length);
	uint32_t at = seek(names, hash, name, length);
	if (names->slot[at])
		return names->slot[at] - 1;
	if (names->count == names->room && !grow_entries(names))
		return QN_NO_NAME;
	if (names->count >= names->slots / 3 * 2) {
		if (!grow_slots(names))
			return QN_NO_NAME;
		at = seek(names, hash, name, length);
	}
	char *text = qn_arena_copy(&names->arena, name, length);
	if (!text)
		return QN_NO_NAME;
	names->entry[names->count] = (entry){ text, length, hash };
	names->slot[at] = names->count + 1;
	return names->count++;
}

const char *qn_names_text(const qn_names *names, uint32_t number)
{
	return names->entry[number].text;
}

uint32_t qn_names_count(const qn_names *names)
{
	return names->count;
}
