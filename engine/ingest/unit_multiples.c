/* SPDX-License-Identifier: Apache-2.0 */
/* unit_multiples.c - a number that figures are to be multiplied by, with no unit behind it or any: ×10000, (x 10,000), UNIT_MULT=6, Multiplier: 1000. */
#include <string.h>
#include "ingest/fold.h"
#include "ingest/unit_phrases.h"

enum { THOUSAND = 3 };

/* × or x in front of a power of ten: how long it is with its blanks; 0: none. 5 x 1000 is an amount, and max 1000 a word. */
static size_t sign_at(const char *text, const char *at)
{
	static const char *const signs[] = { "×", "x", "*", NULL };
	size_t length = qn_fold_begins(at, signs);
	const char *before = at;
	while (before > text && before[-1] == ' ')
		before--;
	bool within = before > text && (qn_fold_is_digit(before[-1]) || (before == at && qn_fold_is_letter(before[-1])));
	return !length || within ? 0 : length + strspn(at + length, " ");
}

/* UNIT_MULT=6, multiplier: 1000, up to its number; once it says 0 (ten to the power of it) or 1, figures are as they are. */
static size_t word_at(const char *text, const char *at)
{
	static const char *const words[] = { "unit_mult", "unit mult", "multiplier", "multiply by", "multiplied by", "scale factor", "scaling factor", "scale:", "scale=", "乘数", "倍数", "倍率", NULL };
	size_t length = at > text && qn_fold_is_letter(at[-1]) ? 0 : qn_fold_begins(at, words);
	if (!length)
		return 0;
	length += strspn(at + length, " :=");
	bool as_it_is = (at[length] == '0' || at[length] == '1') && !qn_fold_is_digit(at[length + 1]) && !strchr(",.", at[length + 1] ? at[length + 1] : ' ');
	return qn_fold_is_digit(at[length]) && !as_it_is ? length : 0;
}

size_t qn_unit_multiple_at(const char *text, const char *at)
{
	static const char *const scales[] = { "1万", "1千", "1百万", "1亿", "1000万", "100万", NULL };
	size_t zeros, word = word_at(text, at), sign = word ? 0 : sign_at(text, at), power = sign ? qn_unit_power_at(at + sign, &zeros) : 0;
	if (word)
		return word + strspn(at + word, "0123456789,");
	size_t scale = sign ? qn_fold_begins(at + sign, scales) : 0;
	return scale ? sign + scale : power && zeros >= THOUSAND ? sign + power : 0;
}
