/* SPDX-License-Identifier: Apache-2.0 */
/* test_rejects.c - a file that changes between its two readings, of which the second is for the rows that were refused. */
#include "fixture.h"

static const char *changed; /* the file that is written to as the second reading begins; NULL: none is */
static const char *now;     /* what it holds then */

int __real_qn_rejects_open(void *rejects, const char *title, const char *why, char delimiter, qn_error *err);
int __wrap_qn_rejects_open(void *rejects, const char *title, const char *why, char delimiter, qn_error *err);

int __wrap_qn_rejects_open(void *rejects, const char *title, const char *why, char delimiter, qn_error *err)
{
	FILE *file = changed ? fopen(changed, "wb") : NULL;
	if (file) {
		fputs(now, file);
		fclose(file);
	}
	return __real_qn_rejects_open(rejects, title, why, delimiter, err);
}

static int import_with_rejects(fixture *f, const char *becomes)
{
	static const char text[] = "entity,indicator,period,value\njia-vehicles,revenue,2025,x\nyi-robots,revenue,2025,y\n";
	static char path[128];
	snprintf(path, sizeof path, "%s/rejects.csv", f->folder);
	changed = becomes ? f->file : NULL, now = becomes;
	assert_int_equal(access(path, F_OK), -1);
	int rc = import_bytes(f, text, strlen(text), (qn_import_options){ .rejects = path });
	bool written = unlink(path) == 0;
	assert_int_equal(written, !becomes);
	return rc;
}

static void test_rows_are_not_written_of_a_file_that_changed(void **state)
{
	static const char *const becomes[] = { "entity,indicator,period,value\njia-vehicles,revenue,2025,x\n", "",
		"entity,indicator,period,value\njia-vehicles,revenue,2025,x\nyi-robots,revenue,2025,\xB6\xFE\n",
		"entity,indicator,period,value\njia-vehicles,revenue,2025,x\nyi-robots,revenue,2025,z\n" };
	fixture *f = *state;
	assert_int_equal(import_with_rejects(f, NULL), QN_EINPUT);
	for (size_t i = 0; i < sizeof becomes / sizeof *becomes; i++) {
		assert_int_equal(import_with_rejects(f, becomes[i]), QN_EIO);
		assert_string_equal(f->err.text, "r.csv: it changed while it was read, and the rows that were refused are not written: import it again when nobody writes to it");
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test_setup_teardown(test_rows_are_not_written_of_a_file_that_changed, fixture_open, fixture_close) };
	return cmocka_run_group_tests(tests, NULL, NULL);
}
