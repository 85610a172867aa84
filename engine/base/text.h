/* SPDX-License-Identifier: Apache-2.0 */
/* text.h - text is UTF-8: is it valid, how wide is it on a screen, which known name is nearest, how a number is written. */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include "base/arena.h"

/* Length of the valid beginning: equal to length when all of it is valid (no surrogates, nothing over U+10FFFF). */
size_t qn_utf8_valid(const char *text, size_t length);
/* Columns on a terminal: East Asian wide characters count two, controls and combining marks none. */
size_t qn_text_width(const char *text);
/* A file's name by its kind: "a.lua" ends with ".lua", and ".lua" alone does not. */
bool qn_text_ends(const char *text, const char *end);
/* How many bytes at its beginning qn_text_clean leaves as they are. */
size_t qn_text_clean_run(const char *text, size_t length);
/* Does a letter take no place where it is shown: a joiner, a soft hyphen, a mark of direction? Controls are another thing. */
bool qn_rare_letter_is_unseen(uint32_t letter);
static inline bool qn_letter_is_unseen(uint32_t letter) { return letter >= 0xAD && (letter <= 0x3164 || letter >= 0xFE00) && qn_rare_letter_is_unseen(letter); } /* of Chinese none is */
/* Does a text hold nothing that is not seen, nor what qn_text_clean makes visible? */
bool qn_text_is_seen(const char *text);
bool qn_text_shows_as_it_is(const char *text); /* all of it, and there is some */
/* Appends text with control characters (C0, DEL, C1, bidi overrides) and broken UTF-8 shown as \xNN or \u{NNNN}. */
enum { QN_MOST_CLEANED = 4 }; /* bytes of it for each byte of text, at the most */
void qn_text_clean(qn_buffer *out, const char *text, size_t length);
/* Index of the candidate nearest to name (edits over characters, at most a third of the name; else one that contains
 * it), or -1. name_at(context, i) gives candidate i. */
long qn_text_nearest(const char *name, const char *(*name_at)(const void *context, size_t i), const void *context, size_t count);

/* How many edits over characters turn one name into another, capital letters being small ones. */
size_t qn_text_edits(const char *name, const char *other);

enum { QN_NUMBER_SIZE = 40 };
/* The shortest of 15, 16 or 17 digits that reads back as the same number; "" for a missing value. Returns out. */
char *qn_number_text(char out[QN_NUMBER_SIZE], double value);
/* Fixed decimals with no negative zero, what lies half way to the even digit: 2.675 is 2.68, 1.005 is 1.00. "" for a missing value. */
char *qn_number_fixed(char out[QN_NUMBER_SIZE], double value, int decimals);
/* Reads a whole plain decimal number ("-1.5", "2e3"; no blanks, hex, inf, nan). Like the two above it is free of the locale. */
bool qn_number_read(const char *text, size_t length, double *out);

/* What begins with = + - @ (of either width), a tab or a line end and is no number, a spreadsheet would run. Such a text goes out
 * behind an apostrophe, and so does what could be taken for one that did: qn_text_unguarded gives back every text as it was. */
bool qn_text_wants_guard(const char *text);
const char *qn_text_unguarded(const char *text); /* lent from text */
