/* SPDX-License-Identifier: Apache-2.0 */
/* memo.h - what the texts of one column of a file mean, once they were looked up. Files repeat themselves: a text is
 * compared with the one in the row before and the one that followed it last time, and only then sought. */
#pragma once
#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include "base/arena.h"

typedef struct qn_memory {
	uint64_t word[2], mask[2]; /* the first 16 bytes, and which of them count */
	const char *text;          /* zero-terminated */
	size_t length;
	uint64_t hash;
	uint64_t meaning;          /* the caller's */
	struct qn_memory *next;    /* followed it last time; never NULL */
} qn_memory;

typedef struct {
	qn_memory *last;           /* never NULL once one is there */
	bool moves;                /* the last text was another than the one before it */
	qn_memory **slot;          /* a power of two of them, at most half taken */
	size_t slots, count;
	qn_arena arena;
} qn_memo;                     /* { 0 } is an empty one */

void qn_memo_free(qn_memo *memo);
/* The memory of a text, or NULL. */
qn_memory *qn_memo_find(const qn_memo *memo, const char *text, size_t length);
/* Adds one that is not there yet; NULL when there is no memory. */
qn_memory *qn_memo_add(qn_memo *memo, const char *text, size_t length, uint64_t meaning);

/* Is it this text? 16 bytes must be readable at it, however short it is. */
static inline bool qn_memory_is(const qn_memory *m, const char *text, size_t length)
{
	uint64_t word[2];
	memcpy(word, text, sizeof word);
	if (m->length != length || (((word[0] ^ m->word[0]) & m->mask[0]) | ((word[1] ^ m->word[1]) & m->mask[1])))
		return false;
	return length <= sizeof word || !memcmp(text, m->text, length);
}
