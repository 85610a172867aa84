/* SPDX-License-Identifier: Apache-2.0 */
/* test_sorter.c - entries come in the order of their keys and of their coming, in memory and through a file alike. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include "ingest/sorter.h"

enum { ENTRIES = 5000, KEYS = 600, LONG = 200000 };

typedef struct { char key[16]; uint32_t number; } added;

static int by_key_then_coming(const void *x, const void *y)
{
	const added *a = x, *b = y;
	int order = strcmp(a->key, b->key);
	return order ? order : (a->number > b->number) - (a->number < b->number);
}

/* Keys of several lengths, many of them twice; now and then a rest that is longer than what is read at a time. */
static void add_all(qn_sorter *sorter, added *entry)
{
	char *rest = malloc(LONG);
	assert_non_null(rest);
	memset(rest, 'x', LONG);
	for (uint32_t i = 0, seed = 7; i < ENTRIES; i++) {
		seed = seed * 1664525 + 1013904223;
		snprintf(entry[i].key, sizeof entry[i].key, "%u", (seed >> 8) % KEYS);
		entry[i].number = i;
		memcpy(rest, &i, sizeof i);
		assert_int_equal(qn_sorter_add(sorter, &(qn_sorted){ entry[i].key, rest, strlen(entry[i].key), i % 1000 == 7 ? LONG : sizeof i }, NULL), QN_OK);
	}
	free(rest);
}

static void assert_in_order(size_t bound)
{
	qn_sorter *sorter = qn_sorter_new(bound);
	added *entry = calloc(ENTRIES, sizeof *entry);
	qn_sorted now;
	assert_true(sorter && entry);
	add_all(sorter, entry);
	qsort(entry, ENTRIES, sizeof *entry, by_key_then_coming);
	for (uint32_t i = 0; i < ENTRIES; i++) {
		assert_int_equal(qn_sorter_next(sorter, &now, NULL), 1);
		assert_int_equal(now.keyed, strlen(entry[i].key));
		assert_memory_equal(now.key, entry[i].key, now.keyed);
		assert_memory_equal(now.rest, &entry[i].number, sizeof entry[i].number);
		assert_int_equal(now.length, entry[i].number % 1000 == 7 ? LONG : sizeof entry[i].number);
		assert_true(now.length <= sizeof(uint32_t) || now.rest[LONG - 1] == 'x');
	}
	for (int again = 0; again < 2; again++)
		assert_int_equal(qn_sorter_next(sorter, &now, NULL), 0);
	qn_sorter_free(sorter);
	free(entry);
}

static void test_order_does_not_depend_on_the_bound(void **state)
{
	(void)state;
	for (size_t bound = 1; bound < (size_t)64 << 20; bound *= 37)
		assert_in_order(bound);
}

static void test_nothing_gives_nothing(void **state)
{
	(void)state;
	qn_sorter *sorter = qn_sorter_new(QN_SORTER_BOUND);
	qn_sorted now;
	assert_non_null(sorter);
	assert_int_equal(qn_sorter_next(sorter, &now, NULL), 0);
	qn_sorter_free(sorter);
	qn_sorter_free(NULL);
}

static void test_a_file_that_cannot_be_is_told(void **state)
{
	(void)state;
	struct rlimit usual, none;
	qn_error err = { 0 };
	qn_sorter *sorter = qn_sorter_new(1);
	assert_non_null(sorter);
	unsetenv("TMPDIR");
	assert_int_equal(getrlimit(RLIMIT_NOFILE, &usual), 0);
	none = usual, none.rlim_cur = 0;
	assert_int_equal(setrlimit(RLIMIT_NOFILE, &none), 0);
	assert_int_equal(qn_sorter_add(sorter, &(qn_sorted){ "a", "b", 1, 1 }, &err), QN_OK);
	int rc = qn_sorter_add(sorter, &(qn_sorted){ "c", "d", 1, 1 }, &err);
	assert_int_equal(setrlimit(RLIMIT_NOFILE, &usual), 0);
	assert_int_equal(rc, QN_EIO);
	assert_string_equal(err.text, "no temporary file in /tmp: Too many open files; TMPDIR can name another folder");
	qn_sorter_free(sorter);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_order_does_not_depend_on_the_bound),
		cmocka_unit_test(test_nothing_gives_nothing),
		cmocka_unit_test(test_a_file_that_cannot_be_is_told),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
