/* SPDX-License-Identifier: Apache-2.0 */
/* test_blocks.c - blocks of any size give what reading a file whole and decoding it gives, words of failure included. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "ingest/blocks.h"

static char path[] = "/tmp/qunce-blocks-XXXXXX";

static void write_file(const char *bytes, size_t length)
{
	int file = open(path, O_WRONLY | O_TRUNC);
	assert_int_equal(write(file, bytes, length), length);
	close(file);
}

static int collect(qn_blocks *blocks, qn_buffer *out, qn_error *err)
{
	const char *bytes;
	size_t length;
	int told;
	out->length = 0;
	while ((told = qn_blocks_next(blocks, &bytes, &length, err)) > 0)
		if (told == QN_ANEW)
			out->length = 0;
		else
			qn_buffer_add(out, bytes, length);
	return told;
}

static void assert_alike(const char *from, const char *bytes, size_t length, size_t size)
{
	qn_buffer whole = { 0 }, pieces = { 0 };
	qn_error wanted = { 0 }, got = { 0 };
	qn_blocks *blocks = NULL;
	const char *encoding;
	qn_buffer_add(&whole, bytes, length);
	int rc = qn_text_decode(&whole, "t.csv", &encoding, &wanted);
	assert_int_equal(qn_blocks_open(from, "t.csv", size, &blocks, &got), QN_OK);
	assert_int_equal(collect(blocks, &pieces, &got), rc);
	assert_string_equal(got.text, wanted.text);
	if (rc == QN_OK) {
		qn_sha256 digest = qn_blocks_digest(blocks), own = qn_sha256_of(bytes, length);
		assert_string_equal(qn_blocks_encoding(blocks), encoding);
		assert_int_equal(pieces.length, whole.length);
		assert_memory_equal(&digest, &own, sizeof own);
		if (whole.length)
			assert_memory_equal(pieces.data, whole.data, whole.length);
		assert_int_equal(qn_blocks_rewind(blocks, &got), QN_OK); /* and once more from the beginning */
		assert_int_equal(collect(blocks, &pieces, &got), QN_OK);
		assert_int_equal(pieces.length, whole.length);
	}
	qn_blocks_free(blocks);
	qn_buffer_free(&whole);
	qn_buffer_free(&pieces);
}

static const struct { const char *bytes; size_t length; } files[] = {
#define FILE_OF(text) { text, sizeof text - 1 }
	FILE_OF(""), FILE_OF("a"), FILE_OF("plain\nlines\n"), FILE_OF("中文,中文\n𠀀\n"), FILE_OF("\xEF\xBB\xBF中文"), FILE_OF("\xEF\xBB\xBF"), FILE_OF("\xEF\xBB"),
	FILE_OF("\xEF"), FILE_OF("\xFF\xFE" "a\0"), FILE_OF("\xFE\xFF"), FILE_OF("\xFF"), FILE_OF("\xD6\xD0\xCE\xC4"), FILE_OF("ascii for long\n\xD6\xD0\xCE\xC4\n"),
	FILE_OF("\x95\x32\x82\x36,\xD6\xD0"), FILE_OF("中文\n\xD6\xD0"), FILE_OF("a\n\xD6"), FILE_OF("a\n\x95\x32\x82"), FILE_OF("\xEF\xBB\xBF" "a\nb\r\nc\r\xD6\xD0 and more"),
	FILE_OF("a\r\nb\r\nc\xFF\xFF and more"), FILE_OF("a\r\r\n\rc\xFF\xFF"), FILE_OF("a\r\n\xFF\xFF"), FILE_OF("a\r\xFF\xFF"), FILE_OF("\xE4\xB8"), FILE_OF("\xE4\xB8\xE4\xB8\xAD"),
	FILE_OF("\xFF\xFE" "a\0\x2D\x4E\x40\xD8\0\xDC\r\0\n\0"), FILE_OF("\xFE\xFF" "\0a\x4E\x2D\xD8\x40\xDC\0"), FILE_OF("\xFF\xFE" "a\0\n\0\0\xDC" "b\0"), FILE_OF("\xFF\xFE" "a\0b"),
	FILE_OF("\xED\xA0\x80"), FILE_OF("\xF4\x90\x80\x80"), FILE_OF("\xC0\x80 x"), FILE_OF("\x80"), FILE_OF("x\0y\n"),
};

static void test_blocks_of_any_size_are_the_file_decoded(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
		write_file(files[i].bytes, files[i].length);
		for (size_t size = 1; size <= files[i].length + 2; size++)
			assert_alike(path, files[i].bytes, files[i].length, size);
	}
}

static void test_a_long_file_that_breaks_off_late_begins_anew(void **state)
{
	qn_buffer text = { 0 };
	(void)state;
	for (int i = 0; i < 20000; i++)
		qn_buffer_text(&text, "C01,revenue,2025,1\r\n");
	qn_buffer_text(&text, "\xD6\xD0");
	write_file(text.data, text.length);
	for (size_t size = 1000; size < 1000000; size *= 3)
		assert_alike(path, text.data, text.length, size);
	qn_buffer_text(&text, "\xFF");
	write_file(text.data, text.length);
	assert_alike(path, text.data, text.length, 4096);
	qn_buffer_free(&text);
}

static void test_what_cannot_be_read_twice_is_read_once_and_kept(void **state)
{
	static const char text[] = "ascii for long\n\xD6\xD0\xCE\xC4\n";
	char name[32];
	int ends[2];
	(void)state;
	for (size_t size = 1; size < 40; size++) {
		assert_int_equal(pipe(ends), 0);
		assert_int_equal(write(ends[1], text, strlen(text)), strlen(text));
		close(ends[1]);
		snprintf(name, sizeof name, "/dev/fd/%d", ends[0]);
		assert_alike(name, text, strlen(text), size);
		close(ends[0]);
	}
}

static void test_a_reader_may_stop_in_the_middle(void **state)
{
	qn_blocks *blocks;
	qn_error err;
	const char *bytes;
	size_t length;
	(void)state;
	write_file("0123456789", 10);
	for (int taken = 0; taken < 4; taken++) {
		assert_int_equal(qn_blocks_open(path, "t.csv", 1, &blocks, &err), QN_OK);
		for (int i = 0; i < taken; i++)
			assert_int_equal(qn_blocks_next(blocks, &bytes, &length, &err), 1);
		qn_blocks_free(blocks);
	}
}

static void test_a_file_that_cannot_be_read_is_told(void **state)
{
	qn_blocks *blocks;
	qn_error err;
	(void)state;
	assert_int_equal(qn_blocks_open("/nowhere/at/all.csv", "all.csv", 4096, &blocks, &err), QN_ENOTFOUND);
	assert_string_equal(err.text, "/nowhere/at/all.csv: No such file or directory");
	assert_int_equal(qn_blocks_open("/tmp", "tmp", 4096, &blocks, &err), QN_EIO);
	assert_string_equal(err.text, "/tmp: Is a directory");
}

static int make_path(void **state)
{
	int file = mkstemp(path);
	(void)state;
	return file < 0 ? -1 : close(file);
}

static int drop_path(void **state)
{
	(void)state;
	return unlink(path);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_blocks_of_any_size_are_the_file_decoded),
		cmocka_unit_test(test_a_long_file_that_breaks_off_late_begins_anew),
		cmocka_unit_test(test_what_cannot_be_read_twice_is_read_once_and_kept),
		cmocka_unit_test(test_a_reader_may_stop_in_the_middle),
		cmocka_unit_test(test_a_file_that_cannot_be_read_is_told),
	};
	return cmocka_run_group_tests(tests, make_path, drop_path);
}
