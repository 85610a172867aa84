/* SPDX-License-Identifier: Apache-2.0 */
/* bytes.h - one walk over a thing's fields that either writes or reads it, so that the two cannot drift apart.
 * Integers are little-endian. Reading bounds everything and believes nothing; after the first fault every field reads as
 * zero and every array as empty, so a walk may go on and ask for `why` at its end.
 * The same walk writes and reads a form for people and for later versions: fields behind a blank each, numbers in decimals
 * (the shortest that read back the same), texts in quotes with \" \\ \n \t and \xNN, "-" for a text that is not there and a
 * number that is missing, bytes as hexadecimal digits, an array as how many and then its items. */
#pragma once
#include <stdbool.h>
#include "base/arena.h"
#include "base/error.h"

typedef struct {
	qn_buffer *out;               /* NULL when reading */
	const unsigned char *at, *end;
	qn_arena *arena;              /* what is read lives here */
	const char *why;              /* the first fault; NULL: none */
	bool text;                    /* the form for people */
} qn_bytes;

void qn_bytes_refuse(qn_bytes *bytes, const char *why); /* keeps the first */
extern const char qn_bytes_no_memory[];                 /* the one fault that is none of the bytes' */

void qn_bytes_u8(qn_bytes *bytes, uint8_t *value);
void qn_bytes_u16(qn_bytes *bytes, uint16_t *value);
void qn_bytes_u32(qn_bytes *bytes, uint32_t *value);
void qn_bytes_u64(qn_bytes *bytes, uint64_t *value);
void qn_bytes_i32(qn_bytes *bytes, int32_t *value);
void qn_bytes_double(qn_bytes *bytes, double *value);   /* finite or missing */
void qn_bytes_bool(qn_bytes *bytes, bool *value);
void qn_bytes_raw(qn_bytes *bytes, unsigned char *value, size_t length); /* bytes as they are */
/* A run of bytes with its length in front, for what is read apart. Read: in the arena. */
void qn_bytes_run(qn_bytes *bytes, const unsigned char **run, uint32_t *length);
void qn_bytes_index(qn_bytes *bytes, uint32_t *value, uint32_t below);
/* Fields of enumeration type, 0 … last. */
#define qn_bytes_enum(bytes, field, last) \
	do { \
		uint32_t qn_enum_ = (uint32_t)(field); \
		qn_bytes_index((bytes), &qn_enum_, (uint32_t)(last) + 1); \
		(field) = qn_enum_; \
	} while (0)

/* UTF-8 without controls. */
void qn_bytes_name(qn_bytes *bytes, const char **text);  /* never NULL or empty */
void qn_bytes_line(qn_bytes *bytes, const char **text);  /* may be NULL */
void qn_bytes_prose(qn_bytes *bytes, const char **text); /* may be NULL; may hold line ends and tabs */
bool qn_bytes_may_hold(const char *text, bool prose);    /* is it such a text? NULL is */

/* For text alone: a run of any bytes, in quotes. Read: in the arena, or NULL after a fault. */
void qn_bytes_quoted(qn_bytes *bytes, const char **run, size_t *length);

/* Counts and makes room for an array (for qn_grow too), whose items take at least `least` bytes each, and visits each
 * item. A thing that may be missing is an array of at most one. */
void qn_bytes_array(qn_bytes *bytes, void **array, uint32_t *count, size_t size, size_t least, void (*visit)(qn_bytes *bytes, void *item));
