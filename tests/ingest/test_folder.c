/* SPDX-License-Identifier: Apache-2.0 */
/* test_folder.c - a folder that cannot be read to its end is not taken for one that has ended. */
#include <dirent.h>
#include <errno.h>
#include "fixture.h"

static bool breaks;

struct dirent *__real_readdir(DIR *folder);
struct dirent *__wrap_readdir(DIR *folder);

struct dirent *__wrap_readdir(DIR *folder)
{
	struct dirent *entry = __real_readdir(folder);
	if (!breaks || !entry)
		return entry;
	errno = EIO;
	return NULL;
}

static void test_a_pack_is_not_read_in_part(void **state)
{
	qn_pack *pack = NULL;
	fixture *f = *state;
	breaks = true;
	assert_int_equal(qn_pack_read(TINY, &pack, &f->err), QN_EIO);
	assert_null(pack);
	breaks = false;
	assert_int_equal(qn_pack_read(TINY, &pack, &f->err), QN_OK);
	qn_pack_free(pack);
}

static void test_a_store_is_not_made_where_others_may_have_files(void **state)
{
	qn_store *store = NULL;
	fixture *f = *state;
	breaks = true;
	assert_int_equal(qn_store_create(f->folder, &store, &f->err), QN_EIO);
	assert_null(store);
	breaks = false;
	assert_int_equal(access(f->path, F_OK), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_a_pack_is_not_read_in_part, fixture_open, fixture_close),
		cmocka_unit_test_setup_teardown(test_a_store_is_not_made_where_others_may_have_files, fixture_open, fixture_close),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
