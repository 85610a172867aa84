/* SPDX-License-Identifier: Apache-2.0 */
/* numfmt.h - what a spreadsheet's number format says a number is, and how it is written so that nothing of it is lost. */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include "base/text.h"

enum { FORM_WORDS = 32 };
typedef struct {
	char before[FORM_WORDS], after[FORM_WORDS]; /* words that are shown around it and say more of it: 约, 万元, $ */
	bool percent;             /* written as 2.2%: the number is 0.022 */
	bool year, month, day;    /* a date as far as it is shown: 2025, 2025-03, 2025-03-30 */
	bool time;
	bool scaled;              /* shown in thousands or 万, without a word of it: nobody knows whether what is seen is meant or what is stored */
	int hidden;               /* places that it is shown smaller by: 0!.0,"万元" */
} number_form;

number_form form_of_code(const char *code);     /* a format's code: yyyy"年"m"月" */
number_form form_of_builtin(unsigned id);       /* formats that have a number only */

enum { FORMED_SIZE = 2 * QN_NUMBER_SIZE + 8 + 2 * FORM_WORDS };
/* The number as text: the shortest that reads back as the same number, a percentage with its sign, a date as ISO 8601,
 * with the words of its format; of one that is scaled, and of a year that is but a day of 1905, both: shown≠stored, which is no figure. */
void form_text(char out[FORMED_SIZE], number_form form, double number, bool from_1904);
