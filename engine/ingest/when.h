/* SPDX-License-Identifier: Apache-2.0 */
/* when.h - periods as people write them: 2025, 2025年, 2025年度; 2025-S1, 2025H1, 2025年上半年, 2025年半年度; 2025-Q1, 2025Q1, 2025年一季度; 2025-03,
 * 2025年3月, 2025/3; and what adds up from January on, a frequency of its own: 2025年1-6月, 2025年6月累计, 2025年前6个月, 2025年前三季度, 2025-01..06,
 * 2025-01-01/P6M; all twelve months are the year. */
#pragma once
#include "base/error.h"
#include "base/period.h"

/* NULL, or why the text is no period that can be held. */
const qn_both *qn_when_read(const char *text, qn_period *out);
/* when_cell.c. The same of a cell that holds a period and nothing else: 二〇二五年, 2025年十二月, 2025年12月底, 2025M01, 202501, 1Q2025, Jan 2025 too. */
const qn_both *qn_when_read_cell(const char *text, qn_period *out);
/* when_title.c. Is there a period in a title that it is of ("某省 2025年度 集群情况表")? 1 with the only one, 0: none, 2: several. A day of
 * filling in or of issue, and what names a revision or a basis, is none. */
int qn_when_within(const char *text, qn_period *out);
/* Does a title speak of a part of the period's year that is another one, beside a title of 2025 of (上半年)? If all, of one too that is
 * not understood: 半年. */
bool qn_when_disagrees(const char *text, qn_period period, bool all);
/* Does a title name a part of a year, or of two, that is not the period, in a way of which periods are made: 2025年三季报, 2025年7月-2026年6月
 * of 2025? A month of a later year may be the one in which the title was written. */
bool qn_when_names_a_part(const char *text, qn_period period);
/* Is every period that a title names such a part, and is there one? */
bool qn_when_is_of_parts(const char *text);
/* Does a title name another year than that one, in a way of which no period is made: FY2024, 2024.9, Annual report 2024, 民国112年度 (2023)? */
bool qn_when_names_another_year(const char *text, int year);
/* The longest period that begins at a place of a text without blanks: how many bytes, 0 if none. Only what says that it is one: 2025年,
 * not 2025; a day is none. */
size_t qn_when_longest(const char *at, qn_period *out);
/* The same of a part of a year that is known otherwise: 上半年, 一季度, 1-6月; not of the whole in words. */
size_t qn_when_part(int year, const char *at, qn_period *out);
/* when_words.c. Is there at a place of a title without blanks a part of the period's year in words of which no period is made: 9M, Q3 2025, Jan-Sep, (1-9)? */
bool qn_when_is_part_in_words(const char *text, const char *at, qn_period period);
size_t qn_when_month_name(const char *at); /* sep, september: how long; 0: none */
/* when_years.c. The number or the signs of a year at a place of such a title: how long, 0 if none; the year that they may tell, 1900 for one within
 * two, 2025/26, or 0. */
size_t qn_when_year_told(const char *text, const char *at, int *year);
/* A period at the front or the end of a column's name ("2025年营业收入"): what is left of the name goes to rest (size bytes).
 * False if there is none. */
bool qn_when_split(const char *text, qn_period *out, char *rest, size_t size);
