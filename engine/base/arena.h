/* SPDX-License-Identifier: Apache-2.0 */
/* arena.h - memory that is given piece by piece and taken back all at once. */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct qn_arena_block qn_arena_block;
typedef struct {
	qn_arena_block *last; /* zero-initialise an arena: { 0 } is an empty one */
	size_t used;          /* bytes handed out */
	int failed;           /* once there was none: for whoever goes on without, and asks at the end */
} qn_arena;

/* Zeroed memory aligned for any type, NULL when there is none. Lives until qn_arena_free. */
void *qn_arena_alloc(qn_arena *arena, size_t size);
void *qn_arena_array(qn_arena *arena, size_t count, size_t size); /* NULL on overflow too */
/* The same, of bytes that may be anything: for what is filled at once, or bit by bit and perhaps never. */
void *qn_arena_room(qn_arena *arena, size_t count, size_t size);
char *qn_arena_copy(qn_arena *arena, const char *text, size_t length); /* adds the final zero */
char *qn_arena_text(qn_arena *arena, const char *text);
__attribute__((format(printf, 2, 3))) char *qn_arena_printf(qn_arena *arena, const char *format, ...);
/* Arrays grow in powers of two inside the arena: ensures room for one more, zeroed; false when memory is out. */
bool qn_grow(qn_arena *arena, void **array, uint32_t count, size_t size);
void qn_arena_free(qn_arena *arena); /* leaves an empty arena */

/* A growing run of bytes. Failing to grow sets failed and drops what follows: check it once, at the end. */
typedef struct {
	char *data; /* zero-initialise a buffer; data is followed by a zero byte once anything was added */
	size_t length, capacity;
	int failed;
} qn_buffer;

void qn_buffer_add(qn_buffer *buffer, const void *bytes, size_t length);
void qn_buffer_text(qn_buffer *buffer, const char *text);
void qn_buffer_quote(qn_buffer *buffer, const char *text); /* as Lua writes a text: a quote within it does not end it */
__attribute__((format(printf, 2, 3))) void qn_buffer_printf(qn_buffer *buffer, const char *format, ...);
/* Puts bytes in front of what stands at offset. */
void qn_buffer_insert(qn_buffer *buffer, size_t offset, const void *bytes, size_t length);
void qn_buffer_free(qn_buffer *buffer);
/* Its text in the arena, "" where nothing was added, and frees it. NULL where there was no memory for one or the other: the
 * arena has failed then. */
char *qn_buffer_keep(qn_buffer *buffer, qn_arena *arena);
