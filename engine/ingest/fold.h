/* SPDX-License-Identifier: Apache-2.0 */
/* fold.h - text as a Chinese keyboard writes it, to one way of writing: full-width letters, digits and signs to ASCII, every
 * blank (of full width, unbreaking, a line end within a cell) to one plain blank and none at the ends, minus signs to '-', traditional
 * characters to simplified ones. */
#pragma once
#include <stdbool.h>
#include <stddef.h>

/* Of ASCII, whatever the locale. */
static inline bool qn_fold_is_letter(char byte) { return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z'); }
static inline bool qn_fold_is_digit(char byte) { return byte >= '0' && byte <= '9'; }

/* Writes at most size bytes with the final zero. False if they do not suffice: then out is "". */
bool qn_fold(const char *text, char *out, size_t size);
/* The same without any blank. */
bool qn_fold_tight(const char *text, char *out, size_t size);
/* The same but for a blank between two letters of ASCII: words of them stay apart. */
bool qn_fold_words(const char *text, char *out, size_t size);
/* The first two, in the characters that the text is written in: for names of a pack, which are compared as they are. */
bool qn_fold_as_written(const char *text, char *out, size_t size);
bool qn_fold_tight_as_written(const char *text, char *out, size_t size);
/* How long the character is that a text begins with, if a folded text begins with the same or the simplified one for it; 0: it does not. */
size_t qn_fold_is_simplified(const char *folded, const char *text);
/* The length of the word of a list, NULL behind the last, that a text begins with, and of the one that ends before a place of it; 0: none.
 * Capital letters of ASCII are small ones. */
size_t qn_fold_begins(const char *text, const char *const *words);
size_t qn_fold_ends(const char *text, const char *at, const char *const *words);
/* The length of the word of a list that stands at a place of a text. One of letters of ASCII begins and ends where those do, but for an s of many. */
size_t qn_fold_word_at(const char *text, const char *at, const char *const *words);
/* Is a text one of a list, NULL behind the last, whatever its capitals? */
bool qn_fold_is_one_of(const char *text, const char *const *words);
/* Do two figures stand in one cell: digits with a line end, a tab or several blanks between them, or a minus sign on another line? */
bool qn_fold_lies_apart(const char *text);
/* Where the text begins behind its blanks of whatever kind, and how long it is without those at its end. */
const char *qn_trim(const char *text, size_t *length);
