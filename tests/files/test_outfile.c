/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <cmocka.h>
#include <dirent.h>
#include <errno.h>
#include "base/disk.h"
#include "files/outfile.h"

static char folder[64], path[96];
static qn_error err;

static int make_folder(void **state)
{
	(void)state;
	strcpy(folder, "/tmp/qunce-outfile-XXXXXX");
	if (!mkdtemp(folder))
		return -1;
	snprintf(path, sizeof path, "%s/a.csv", folder);
	return 0;
}

static int drop_folder(void **state)
{
	(void)state;
	unlink(path);
	return rmdir(folder); /* fails where anything else was left behind */
}

static void write_to(qn_outfile *file, const char *text)
{
	FILE *stream;
	assert_int_equal(qn_outfile_stream(file, &stream, &err), QN_OK);
	fputs(text, stream);
}

static int entries(void)
{
	DIR *dir = opendir(folder);
	int count = -2;
	while (dir && readdir(dir))
		count++;
	closedir(dir);
	return count;
}

static void put(const char *text, bool force, bool keep)
{
	qn_outfile *file;
	assert_int_equal(qn_outfile_open(path, force, &file, &err), QN_OK);
	write_to(file, text);
	if (keep)
		assert_int_equal(qn_outfile_keep(file, &err), QN_OK);
	qn_outfile_free(file);
}

static void assert_holds(const char *text)
{
	char bytes[32] = "";
	FILE *file = fopen(path, "rb");
	assert_non_null(file);
	assert_int_equal(fread(bytes, 1, sizeof bytes - 1, file), strlen(text));
	fclose(file);
	assert_string_equal(bytes, text);
}

static void test_a_file_that_was_not_finished_was_never_there(void **state)
{
	(void)state;
	put("half", false, false);
	assert_int_equal(entries(), 0);
	put("whole", false, true);
	assert_int_equal(entries(), 1);
	assert_holds("whole");
	put("half", true, false);
	assert_holds("whole");
	put("again", true, true);
	assert_holds("again");
}

static void test_what_is_there_stays_unless_it_may_go(void **state)
{
	(void)state;
	qn_outfile *file;
	char words[256];
	put("mine", false, true);
	snprintf(words, sizeof words, "%s: it is there already, and is left alone: choose another name, or --force to replace it", path);
	assert_int_equal(qn_outfile_open(path, false, &file, &err), QN_EUSAGE);
	assert_string_equal(err.text, words);
	unlink(path);
	assert_int_equal(qn_outfile_open(path, false, &file, &err), QN_OK);
	write_to(file, "other");
	FILE *meanwhile = fopen(path, "wb");
	fputs("mine", meanwhile);
	fclose(meanwhile);
	assert_int_equal(qn_outfile_keep(file, &err), QN_EUSAGE);
	assert_string_equal(err.text, words);
	qn_outfile_free(file);
	assert_holds("mine");
	assert_int_equal(qn_outfile_open(folder, true, &file, &err), QN_EUSAGE);
}

static void test_a_link_stays_and_so_do_permissions(void **state)
{
	(void)state;
	qn_outfile *file;
	FILE *stream;
	struct stat about;
	char link[128];
	put("mine", false, true);
	assert_int_equal(chmod(path, 0600), 0);
	snprintf(link, sizeof link, "%s/link", folder);
	assert_int_equal(symlink(path, link), 0);
	assert_int_equal(qn_outfile_open(link, true, &file, &err), QN_OK);
	assert_int_equal(qn_outfile_stream(file, &stream, &err), QN_OK);
	fputs("new", stream);
	assert_int_equal(qn_outfile_keep(file, &err), QN_OK);
	qn_outfile_free(file);
	assert_holds("new");
	assert_int_equal(lstat(link, &about), 0);
	assert_true(S_ISLNK(about.st_mode));
	assert_int_equal(stat(path, &about), 0);
	assert_int_equal(about.st_mode & 0777, 0600);
	unlink(link);
}

/* As libzip does, and is killed. */
static void test_what_stands_beside_the_part_goes_with_it(void **state)
{
	(void)state;
	qn_outfile *file;
	char beside[160];
	assert_int_equal(qn_outfile_open(path, false, &file, &err), QN_OK);
	snprintf(beside, sizeof beside, "%s.x1y2z3", qn_outfile_path(file));
	fclose(fopen(beside, "wb"));
	qn_outfile_free(file);
	assert_int_equal(entries(), 0);
}

/* Somebody who knew the part's name has made another file of his be called so. */
static void test_what_bears_the_name_of_the_part_is_not_written_to(void **state)
{
	(void)state;
	qn_outfile *file;
	put("mine", false, true);
	assert_int_equal(qn_outfile_open(path, true, &file, &err), QN_OK);
	assert_int_equal(link(path, qn_outfile_path(file)), 0);
	write_to(file, "other");
	assert_int_equal(fflush(NULL), 0);
	assert_holds("mine");
	qn_outfile_free(file);
	assert_int_equal(entries(), 1);
}

static void test_a_name_on_the_disk_is_asked_of_a_folder_that_is_there(void **state)
{
	(void)state;
	assert_int_equal(qn_disk_settle_folder(folder), 0);
	assert_int_equal(qn_disk_settle_name(path), 0);
	assert_int_equal(qn_disk_settle_name("plain"), 0);
	assert_int_equal(qn_disk_settle_folder(path), ENOENT);
	assert_int_equal(qn_disk_settle_name("/nowhere/a.csv"), ENOENT);
}

static void test_a_full_disk_is_told(void **state)
{
	(void)state;
	qn_outfile *file;
	if (access("/dev/full", W_OK) != 0)
		skip();
	assert_int_equal(qn_outfile_open("/dev/full", false, &file, &err), QN_OK);
	assert_null(qn_outfile_path(file));
	write_to(file, "x");
	assert_int_equal(qn_outfile_keep(file, &err), QN_EIO);
	assert_string_equal(err.text, "/dev/full: cannot be written: No space left on device");
	qn_outfile_free(file);
	assert_int_equal(qn_outfile_open("/nowhere/a.csv", false, &file, &err), QN_EIO);
	assert_string_equal(err.text, "/nowhere/a.csv: cannot be written: there is no folder /nowhere: make it first");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_a_file_that_was_not_finished_was_never_there, make_folder, drop_folder),
		cmocka_unit_test_setup_teardown(test_what_is_there_stays_unless_it_may_go, make_folder, drop_folder),
		cmocka_unit_test_setup_teardown(test_a_link_stays_and_so_do_permissions, make_folder, drop_folder),
		cmocka_unit_test_setup_teardown(test_what_stands_beside_the_part_goes_with_it, make_folder, drop_folder),
		cmocka_unit_test_setup_teardown(test_what_bears_the_name_of_the_part_is_not_written_to, make_folder, drop_folder),
		cmocka_unit_test_setup_teardown(test_a_name_on_the_disk_is_asked_of_a_folder_that_is_there, make_folder, drop_folder),
		cmocka_unit_test_setup_teardown(test_a_full_disk_is_told, make_folder, drop_folder),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
