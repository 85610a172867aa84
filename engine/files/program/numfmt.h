/* SPDX-License-Identifier: Apache-2.0 */
/* numfmt.h - what a spreadsheet's number format says a number is, and how it is written so that nothing of it is lost. A format has
 * sections, 0.0;-0.0;"-", each for numbers of its own; what is shown is what the number's section says. */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include "base/text.h"

enum { FORM_WORDS = 32, FORM_PATTERN = 64, FORM_SECTIONS = 3 };
typedef enum {
	FORM_NUMBER,
	FORM_MOMENT,   /* a date, a time of day, or both */
	FORM_ELAPSED,  /* [h]:mm */
	FORM_JUST_WORDS, /* no place for the number: "保密", and nothing at all */
	FORM_UNKNOWN
} form_kind;
/* Marks in a pattern of a date: what else stands there is shown as it is. */
enum { MARK_YEAR = 1, MARK_SHORT_YEAR, MARK_MONTH, MARK_MONTH2, MARK_DAY, MARK_DAY2 };

typedef struct {
	form_kind kind;
	char condition;           /* numbers that it is for: < > =, l for <=, g for >=, n for <>; 0: by its place among the sections */
	double limit;
	bool negative;            /* it is for no others: their sign need not be shown */
	bool minus, red;          /* - or brackets are shown, or it alone of all sections is red: so negative numbers look */
	char before[FORM_WORDS], after[FORM_WORDS]; /* words that are shown around it and say more of it: 约, 万元, $ */
	bool zero;                /* a zero is shown as a digit; not so by #,### */
	int least;                /* digits of a whole number that are shown at the least: 00123 */
	bool percent;             /* written as 2.2%: the number is 0.022 */
	bool scaled;              /* shown in thousands or 万, without a word of it: nobody knows whether what is seen is meant or what is stored */
	int hidden;               /* places that it is shown smaller by: 0!.0,"万元" */
	bool year, month, day;    /* a date as far as it is shown: 2025, 2025-03, 2025-03-30 */
	bool time;
	char pattern[FORM_PATTERN]; /* of a date whose words say more than which it is, yyyy"年1-"m"月"; else "" */
} form_section;

typedef struct {
	form_section section[FORM_SECTIONS];
	int sections;             /* for numbers; 0: they are shown as they are */
	form_section text;        /* around texts: @"万元" */
} number_form;

/* numcode.c */
number_form form_of_code(const char *code);     /* a format's code: yyyy"年"m"月" */
const number_form *form_of_builtin(unsigned id); /* formats that have a number only */
const form_section *form_choose(const number_form *form, double number); /* NULL: none of them is for it */

/* What cannot be shown for certain, or is shown as another number than is stored, becomes both: shown≠stored, which is no figure. */
typedef enum { FORM_SURE, FORM_SCALED, FORM_UNSURE } form_doubt;
enum { FORMED_SIZE = 2 * QN_NUMBER_SIZE + 8 + 2 * FORM_WORDS };
/* The number as text: the shortest that reads back as the same number, a percentage with its sign, a date as ISO 8601,
 * with the words of its format. figure: what is to be read where a figure is wanted, if that is another: of 00123 the number, of a date
 * shown≠stored; else "". */
form_doubt form_text(char out[FORMED_SIZE], char figure[FORMED_SIZE], const number_form *form, double number, bool from_1904);
