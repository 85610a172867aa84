/* SPDX-License-Identifier: Apache-2.0 */
/* amount.h - numbers as people write them, understood by the unit they are asked for or refused with a reason; never guessed.
 *   1,234.5  １２３４．５  1 234.5     groups of three digits, one kind of separator (1,234 alone: see qn_observing_lone_comma)
 *   12%  1.2亿  3000万元  35家        a unit behind the number goes before the header's and the indicator's own
 *   12(10,000 yuan)               and its English name
 *   约600  >600  600亿元以上  35余家   said with an operator
 *   — / 无 不详 N/A                   nothing is known
 * A bare number is in the unit of the header, else of the indicator: 2.2 in a column of % is 2.2 %. 万 and 亿 without more
 * count what the indicator is counted in: 1.2亿 of 亿元 is 1.2, of 万元 12000; but below the scale of a unit that the table tells, 1.2万 under
 * 亿元, they may count that, and are refused. Decimals are converted as decimals. */
#pragma once
#include "base/unit.h"
#include "store/remarks.h"

typedef struct {
	double value;    /* in the indicator's unit; missing: the text says that nothing is known */
	qn_claim_op op;
	bool plain;      /* a decimal number and nothing else: its words say no more than its value */
	bool has_unit;   /* the text itself names one */
	double scale;    /* of the unit that it was told in, by the text or the header, in the indicator's: 0.0001 for 万元 of 亿元 */
} qn_amount;

/* said: the header's unit, or NULL. NULL, or why the text is no such number. */
const qn_both *qn_amount_read(const char *text, const qn_units *units, const qn_unit *unit, const qn_unit *said, qn_amount *out);
/* The unit that a word names where numbers of the indicator's unit are told, as of a header: 万元, 家, 千吨. False if it names none
 * of that kind. */
bool qn_amount_unit(const char *word, const qn_units *units, const qn_unit *unit, qn_unit *out);
/* Does the word name a unit of any kind? */
bool qn_amount_is_unit(const char *word, const qn_units *units);
/* Does the text say that nothing is known: —, 不详, N/A? */
bool qn_amount_is_nothing(const char *text);
