/* SPDX-License-Identifier: Apache-2.0 */
/* when_named.h - private to when_*.c: a period that a title names, and the words around it. Texts are without blanks. */
#pragma once
#include <stddef.h>
#include "ingest/when.h"

enum { QN_NAMED_MOST = 8192 }; /* bytes of a title: none is longer */

typedef struct { const char *at, *behind; qn_period period; } qn_named; /* behind: what follows the period */

extern const char *const qn_named_doings[]; /* what is done with a form or a document on some day: 填报 */
extern const char *const qn_named_closes[]; /* 截至 */

/* The next period from a place on; false at the end. */
bool qn_named_next(const char *text, const char *from, qn_named *out);
bool qn_named_is_fine(const qn_named *n); /* of a part of a year */
void qn_named_months(qn_period period, int *first, int *last); /* of a year */
bool qn_named_same_span(qn_period a, qn_period b); /* 2025-01..06 and 2025年上半年 */
/* 三季报 and 9月(累计) are of all months until then. */
bool qn_named_runs_on(const qn_named *n);
/* Do the words before a period say that the table is not of it? First those right before it, 印发日期2026年3月; else those before a sign or
 * a word that leads up to it, 印发:2026年3月. What is done right before it is done with the table that is of it: 关于报送2025年度情况表的函. */
bool qn_named_is_led(const char *text, const char *period);
/* That, or do those behind it: 2025年第12号, 2026年3月制? */
bool qn_named_is_aside(const char *text, const qn_named *n);
/* 《2024年认定办法》 is a document and no table; so is 《行动方案(2025—2027年)》. */
bool qn_named_is_in_a_document(const char *text, const char *behind);
/* The other end of a span of years, 2025-2027年, or the other of two: 2025/2026年, 2025、2026年. */
bool qn_named_ends_a_span(const char *text, const char *at);
/* 2024-12年度 begins with no month, and 2025/26 ends in another year. */
bool qn_named_begins_a_span(const qn_named *n);
bool qn_named_ends_a_phrase(const char *behind);

/* when_part.c. As qn_when_disagrees. */
bool qn_named_another_part(const char *tight, qn_period period, bool all);
