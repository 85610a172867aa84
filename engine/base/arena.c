/* SPDX-License-Identifier: Apache-2.0 */
/* arena.c - blocks that double, each with a header; and buffers that double. Small blocks are zeroed piece by piece, as
 * they are handed out: most of a doubled block is never used, and memory not touched costs nothing. */
#include "base/arena.h"
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SMALLEST = 4096, LARGEST = 1 << 20, ALIGN = 16, FRESH = 1 << 20 }; /* FRESH: as large as surely comes zeroed from the system */

struct qn_arena_block {
	_Alignas(ALIGN) qn_arena_block *before;
	size_t used, size; /* of the bytes behind the header */
	int zeroed;
};

static qn_arena_block *add_block(qn_arena *arena, size_t least)
{
	size_t size = arena->last ? arena->last->size * 2 : SMALLEST;
	if (size > LARGEST)
		size = LARGEST;
	if (size < least)
		size = least;
	qn_arena_block *block = size >= FRESH ? calloc(1, sizeof *block + size) : malloc(sizeof *block + size);
	if (!block)
		return NULL;
	*block = (qn_arena_block){ .before = arena->last, .size = size, .zeroed = size >= FRESH };
	return arena->last = block;
}

/* Room whose bytes may be anything, unless the block they lie in is zeroed. */
static void *take(qn_arena *arena, size_t size, int *zeroed)
{
	if (size > SIZE_MAX / 2) {
		arena->failed = 1;
		return NULL;
	}
	size = (size + ALIGN - 1) / ALIGN * ALIGN;
	qn_arena_block *block = arena->last;
	if (!block || block->size - block->used < size)
		block = add_block(arena, size);
	if (!block) {
		arena->failed = 1;
		return NULL;
	}
	void *at = (char *)(block + 1) + block->used;
	block->used += size;
	arena->used += size;
	*zeroed = block->zeroed;
	return at;
}

void *qn_arena_alloc(qn_arena *arena, size_t size)
{
	int zeroed;
	void *at = take(arena, size, &zeroed);
	return at && !zeroed ? memset(at, 0, size) : at;
}

/* More than can be counted is more than there is. */
static void *none(qn_arena *arena)
{
	arena->failed = 1;
	return NULL;
}

void *qn_arena_array(qn_arena *arena, size_t count, size_t size)
{
	size_t bytes;
	return __builtin_mul_overflow(count, size, &bytes) ? none(arena) : qn_arena_alloc(arena, bytes);
}

void *qn_arena_room(qn_arena *arena, size_t count, size_t size)
{
	size_t bytes;
	int zeroed;
	return __builtin_mul_overflow(count, size, &bytes) ? none(arena) : take(arena, bytes, &zeroed);
}

char *qn_arena_copy(qn_arena *arena, const char *text, size_t length)
{
	int zeroed;
	char *copy = length < SIZE_MAX ? take(arena, length + 1, &zeroed) : none(arena);
	if (copy && length)
		memcpy(copy, text, length);
	if (copy)
		copy[length] = 0;
	return copy;
}

char *qn_arena_text(qn_arena *arena, const char *text)
{
	return qn_arena_copy(arena, text, strlen(text));
}

char *qn_arena_printf(qn_arena *arena, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	int length = vsnprintf(NULL, 0, format, args);
	va_end(args);
	char *text = length < 0 ? NULL : qn_arena_alloc(arena, (size_t)length + 1);
	if (!text)
		return NULL;
	va_start(args, format);
	vsnprintf(text, (size_t)length + 1, format, args);
	va_end(args);
	return text;
}

/* An array of `count` has room for the next power of two, at least eight: full at 0, 8, 16, 32 … */
bool qn_grow(qn_arena *arena, void **array, uint32_t count, size_t size)
{
	if (count == 0 || (count >= 8 && (count & (count - 1)) == 0)) {
		void *grown = count > UINT32_MAX / 2 ? none(arena) : qn_arena_room(arena, count ? 2 * (size_t)count : 8, size);
		if (!grown)
			return false;
		if (count)
			memcpy(grown, *array, count * size);
		*array = grown;
	}
	memset((char *)*array + count * size, 0, size);
	return true;
}

void qn_arena_free(qn_arena *arena)
{
	while (arena->last) {
		qn_arena_block *block = arena->last;
		arena->last = block->before;
		free(block);
	}
	arena->used = 0;
	arena->failed = 0;
}

/* Room for `more` bytes and the final zero. */
static int make_room(qn_buffer *buffer, size_t more)
{
	size_t needed;
	if (buffer->failed)
		return 0;
	if (__builtin_add_overflow(buffer->length, more, &needed) || needed == SIZE_MAX) {
		buffer->failed = 1;
		return 0;
	}
	if (++needed <= buffer->capacity)
		return 1;
	size_t capacity = buffer->capacity ? buffer->capacity : 256;
	while (capacity < needed)
		capacity = capacity > SIZE_MAX / 2 ? needed : capacity * 2;
	char *data = realloc(buffer->data, capacity);
	if (!data) {
		buffer->failed = 1;
		return 0;
	}
	buffer->data = data;
	buffer->capacity = capacity;
	return 1;
}

void qn_buffer_insert(qn_buffer *buffer, size_t offset, const void *bytes, size_t length)
{
	if (!make_room(buffer, length))
		return;
	memmove(buffer->data + offset + length, buffer->data + offset, buffer->length - offset);
	if (length)
		memcpy(buffer->data + offset, bytes, length);
	buffer->length += length;
	buffer->data[buffer->length] = 0;
}

void qn_buffer_add(qn_buffer *buffer, const void *bytes, size_t length)
{
	if (!make_room(buffer, length))
		return;
	if (length)
		memcpy(buffer->data + buffer->length, bytes, length);
	buffer->length += length;
	buffer->data[buffer->length] = 0;
}

void qn_buffer_text(qn_buffer *buffer, const char *text)
{
	qn_buffer_add(buffer, text, strlen(text));
}

void qn_buffer_quote(qn_buffer *buffer, const char *text)
{
	qn_buffer_text(buffer, "\"");
	for (size_t plain; *text; text += plain) {
		if (*text == '"' || *text == '\\')
			qn_buffer_add(buffer, "\\", 1);
		plain = 1 + strcspn(text + 1, "\"\\");
		qn_buffer_add(buffer, text, plain);
	}
	qn_buffer_text(buffer, "\"");
}

void qn_buffer_printf(qn_buffer *buffer, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	int length = vsnprintf(NULL, 0, format, args);
	va_end(args);
	if (length < 0)
		buffer->failed = 1;
	if (length < 0 || !make_room(buffer, (size_t)length))
		return;
	va_start(args, format);
	vsnprintf(buffer->data + buffer->length, (size_t)length + 1, format, args);
	va_end(args);
	buffer->length += (size_t)length;
}

void qn_buffer_free(qn_buffer *buffer)
{
	free(buffer->data);
	*buffer = (qn_buffer){ 0 };
}

char *qn_buffer_keep(qn_buffer *buffer, qn_arena *arena)
{
	char *text = buffer->failed ? NULL : qn_arena_copy(arena, buffer->data ? buffer->data : "", buffer->length);
	arena->failed |= buffer->failed;
	qn_buffer_free(buffer);
	return text;
}
