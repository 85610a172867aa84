/* SPDX-License-Identifier: Apache-2.0 */
#include "ingest/fold.h"
#include <stdint.h>
#include <string.h>
#include <strings.h>
#include "base/text.h"
#include "ingest/simplified.h"

/* One character of valid UTF-8; broken bytes stand for themselves. */
static uint32_t next(const unsigned char **at)
{
	const unsigned char *s = *at;
	size_t more = s[0] >= 0xF0 ? 3 : s[0] >= 0xE0 ? 2 : s[0] >= 0xC0 ? 1 : 0;
	uint32_t letter = more == 3 ? s[0] & 7u : more == 2 ? s[0] & 15u : more == 1 ? s[0] & 31u : s[0];
	for (size_t i = 1; i <= more; i++) {
		if ((s[i] & 0xC0) != 0x80) {
			*at = s + 1;
			return s[0];
		}
		letter = letter << 6 | (s[i] & 63u);
	}
	*at = s + 1 + more;
	return letter;
}

static bool is_blank(uint32_t letter)
{
	return letter == ' ' || letter == '\t' || letter == '\n' || letter == '\r' || letter == 0x85 || letter == 0xA0 || (letter >= 0x2000 && letter <= 0x200B)
		|| letter == 0x2028 || letter == 0x2029 || letter == 0x202F || letter == 0x3000 || letter == 0xFEFF;
}

/* What is pasted along and nobody sees hides no word: 目<U+200E>标 is 目标. A soft hyphen that is not within a word may be meant for a minus. */
static inline bool is_unseen(uint32_t letter, const unsigned char *behind)
{
	return qn_letter_is_unseen(letter) && (letter != 0xAD || qn_fold_is_letter(*(const char *)behind) || (*behind >= 0x80 && *behind < 0xEF));
}

/* ASCII that a character stands for; 0: itself. */
static char plain(uint32_t letter)
{
	if (letter >= 0xFF01 && letter <= 0xFF5E)
		return (char)(letter - 0xFF01 + '!');
	return letter == 0x2212 ? '-' : letter == 0x301C ? '~' : 0;
}

/* Of three bytes, as every character is that has a simplified one. */
static void put_three(char *out, uint32_t letter)
{
	out[0] = (char)(0xE0 | letter >> 12), out[1] = (char)(0x80 | (letter >> 6 & 63)), out[2] = (char)(0x80 | (letter & 63));
}

typedef enum { EVERY_BLANK, NO_BLANK, BETWEEN_LETTERS } keeping;

static bool fold(const char *text, char *out, size_t size, keeping kept, bool simplify)
{
	const unsigned char *at = (const unsigned char *)text;
	size_t length = 0;
	bool blank = false;
	while (*at) {
		const unsigned char *from = at;
		uint32_t letter = *at < 0x80 ? *at++ : next(&at), simple = simplify && letter >= 0x80 ? qn_simplified(letter) : letter;
		size_t bytes = (size_t)(at - from);
		char ascii = plain(letter);
		if (is_blank(letter)) {
			blank = length > 0 && kept != NO_BLANK;
			continue;
		}
		if (is_unseen(letter, at))
			continue;
		if (blank && kept == BETWEEN_LETTERS)
			blank = qn_fold_is_letter(out[length - 1]) && qn_fold_is_letter(ascii ? ascii : *(const char *)from);
		if (length + blank + bytes >= size)
			return *out = 0, false;
		if (blank)
			out[length++] = ' ';
		blank = false;
		if (ascii)
			out[length++] = ascii;
		else if (simple != letter)
			put_three(out + length, simple), length += bytes;
		else
			memcpy(out + length, from, bytes), length += bytes;
	}
	out[length] = 0;
	return true;
}

bool qn_fold(const char *text, char *out, size_t size) { return fold(text, out, size, EVERY_BLANK, true); }
bool qn_fold_tight(const char *text, char *out, size_t size) { return fold(text, out, size, NO_BLANK, true); }
bool qn_fold_words(const char *text, char *out, size_t size) { return fold(text, out, size, BETWEEN_LETTERS, true); }
bool qn_fold_as_written(const char *text, char *out, size_t size) { return fold(text, out, size, EVERY_BLANK, false); }
bool qn_fold_tight_as_written(const char *text, char *out, size_t size) { return fold(text, out, size, NO_BLANK, false); }

static bool is_line_end(uint32_t letter) { return letter == '\t' || letter == '\n' || letter == '\r' || letter == 0x85 || letter == 0x2028 || letter == 0x2029; }

bool qn_fold_lies_apart(const char *text)
{
	const unsigned char *at = (const unsigned char *)text;
	char before = 0;
	int blanks = 0;
	bool line = false;
	while (*at) {
		uint32_t letter = next(&at);
		if (is_blank(letter)) {
			blanks++, line = line || is_line_end(letter);
			continue;
		}
		if (is_unseen(letter, at))
			continue;
		char ascii = plain(letter) ? plain(letter) : letter < 0x80 ? (char)letter : 0;
		if (qn_fold_is_digit(ascii) && ((qn_fold_is_digit(before) && (blanks > 1 || line)) || (before == '-' && line)))
			return true;
		before = ascii, blanks = 0, line = false;
	}
	return false;
}

const char *qn_trim(const char *text, size_t *length)
{
	const unsigned char *at = (const unsigned char *)text;
	const char *begin = NULL, *end = text;
	while (*at) {
		const char *from = (const char *)at;
		if (is_blank(next(&at)))
			continue;
		begin = begin ? begin : from;
		end = (const char *)at;
	}
	begin = begin ? begin : end;
	*length = (size_t)(end - begin);
	return begin;
}

bool qn_fold_is_one_of(const char *text, const char *const *words)
{
	for (; *words; words++)
		if (!strcasecmp(*words, text))
			return true;
	return false;
}

size_t qn_fold_is_simplified(const char *folded, const char *text)
{
	const unsigned char *at = (const unsigned char *)text, *own = (const unsigned char *)folded;
	uint32_t letter = next(&at), simple = next(&own);
	return letter == simple || qn_simplified(letter) == simple ? (size_t)((const char *)at - text) : 0;
}

/* Most words differ at once. */
static bool differ(char a, char b) { return ((a ^ b) & ~0x20) != 0; }

/* By their first two letters, or bytes of one; a word may be a single letter. */
static bool differ_at_front(const char *text, const char *word) { return differ(text[0], word[0]) || (word[1] && differ(text[1], word[1])); }

size_t qn_fold_begins(const char *text, const char *const *words)
{
	for (; *words; words++)
		if (!differ_at_front(text, *words) && !strncasecmp(text, *words, strlen(*words)))
			return strlen(*words);
	return 0;
}

size_t qn_fold_ends(const char *text, const char *at, const char *const *words)
{
	for (; *words; words++) {
		size_t length = strlen(*words);
		if ((size_t)(at - text) >= length && !differ(at[-1], (*words)[length - 1]) && !strncasecmp(at - length, *words, length))
			return length;
	}
	return 0;
}

size_t qn_fold_word_at(const char *text, const char *at, const char *const *words)
{
	for (; *words; words++) {
		size_t length = strlen(*words);
		if (differ_at_front(at, *words) || strncasecmp(at, *words, length) || (qn_fold_is_letter(**words) && at > text && qn_fold_is_letter(at[-1])))
			continue;
		const char *behind = at + length;
		behind += qn_fold_is_letter((*words)[length - 1]) && (*behind == 's' || *behind == 'S');
		if (!qn_fold_is_letter((*words)[length - 1]) || !qn_fold_is_letter(*behind))
			return length;
	}
	return 0;
}
