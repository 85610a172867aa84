/* SPDX-License-Identifier: Apache-2.0 */
/* test_bytes.c - what a text may hold is decided byte by byte, wherever the bytes stand and however fast the rest is passed. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>
#include "base/text.h"
#include "plan/bytes.h"

enum { LENGTH = 27 };

static bool is_accepted(const char *text, size_t length, bool prose)
{
	qn_arena arena = { 0 };
	qn_buffer buffer = { 0 };
	uint32_t size = (uint32_t)length;
	const char *back = NULL;
	qn_bytes_u32(&(qn_bytes){ .out = &buffer }, &size);
	qn_buffer_add(&buffer, text, length);
	qn_bytes in = { .at = (const unsigned char *)buffer.data, .end = (const unsigned char *)buffer.data + buffer.length, .arena = &arena };
	if (prose)
		qn_bytes_prose(&in, &back);
	else
		qn_bytes_line(&in, &back);
	bool accepted = !in.why;
	assert_true(!accepted || !memcmp(back, text, length));
	qn_buffer_free(&buffer);
	qn_arena_free(&arena);
	return accepted;
}

static void test_every_byte_in_every_place(void **state)
{
	(void)state;
	for (size_t at = 0; at < LENGTH; at++)
		for (int byte = 0; byte < 256; byte++) {
			char text[] = "Revenue of at least 10 bn y", control = (char)byte;
			text[at] = control;
			bool fine = byte >= 0x20 && byte < 0x7F;
			assert_int_equal(is_accepted(text, LENGTH, false), fine);
			assert_int_equal(is_accepted(text, LENGTH, true), fine || byte == '\n' || byte == '\t');
		}
}

/* Of every character, and of what looks like one: UTF-8, and none of the controls. */
static void test_every_character(void **state)
{
	(void)state;
	for (uint32_t c = 0x80; c < 0x110000; c += c < 0x10000 ? 1 : 251) {
		char text[] = "集群abcd????efgh";
		unsigned char *at = (unsigned char *)text + 10;
		size_t length = c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
		for (size_t i = length; i-- > 1; )
			at[i] = (unsigned char)(0x80 | (c >> 6 * (length - 1 - i) & 63));
		at[0] = (unsigned char)((length == 2 ? 0xC0 : length == 3 ? 0xE0 : 0xF0) | c >> 6 * (length - 1));
		bool control = c < 0xA0 || (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069), surrogate = c >= 0xD800 && c <= 0xDFFF;
		assert_int_equal(is_accepted(text, 18, false), !control && !surrogate);
		assert_int_equal(qn_utf8_valid(text, 18) == 18, !surrogate);
	}
}

static void test_a_character_that_is_cut_is_none(void **state)
{
	(void)state;
	assert_true(is_accepted("abcdefgh群", 11, false));
	assert_false(is_accepted("abcdefgh群", 10, false));
	assert_false(is_accepted("abcdefgh群", 9, false));
	assert_false(is_accepted("abc\xE7\xBE", 5, false));
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_every_byte_in_every_place), cmocka_unit_test(test_every_character),
		cmocka_unit_test(test_a_character_that_is_cut_is_none) };
	return cmocka_run_group_tests(tests, NULL, NULL);
}
