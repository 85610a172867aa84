/* SPDX-License-Identifier: Apache-2.0 */
/* unit_phrases.h - units as English tells them beside a table: (in t), figures in thousands of yuan, (10 000 yuan), ($m), Output t; and
 * money with a scale or by its sign in any other words, US$. An amount is none, over RMB 10 bn, and a word of money alone is prose: euro zone. */
#pragma once
#include <string.h>
#include "ingest/wide.h"

/* Calls each for every one: of units that are known told, or in passing at the end of other words; of others strange, or foreign if of money. */
void qn_unit_phrases(const char *text, const qn_units *units, qn_wide_unit_of *each, void *context);
/* How long a power of ten at a place is, 10,000 or 10^4, and its zeros; 0: none. */
size_t qn_unit_power_at(const char *at, size_t *zeros);
/* unit_multiples.c. How long what figures are to be multiplied by is, ×10000, UNIT_MULT=6; 0: nothing is told. */
size_t qn_unit_multiple_at(const char *text, const char *at);
static inline bool qn_unit_may_multiply(char first) { return memchr("xXuUmMsS*\xC3\xE4\xE5", first, 12) != NULL; } /* ×, 乘, 倍 */
/* Is a letter in brackets at the place the number of something, as in annex (m)? A table (t) is in t. */
bool qn_unit_is_numbering(const char *text, const char *at);
