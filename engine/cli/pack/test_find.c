/* SPDX-License-Identifier: Apache-2.0 */
/* test_find.c - which pack is tested and by which files: those called …_test.lua in a folder, or one file. */
#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "base/text.h"
#include "cli/pack/test.h"
#include "cli/session.h"
#include "ingest/csv.h"
#include "library/folder.h"

static const char suffix[] = "_test.lua";

static bool is_folder(const char *path)
{
	struct stat about;
	return stat(path, &about) == 0 && S_ISDIR(about.st_mode);
}

/* The pack that a folder is, or lies in. */
static int find_pack(test_run *run, qn_error *err)
{
	if (run->options->pack) {
		run->pack_folder = run->options->pack;
		return QN_OK;
	}
	const char *at = run->folder;
	for (int up = 0; at && up < 8; up++, at = qn_arena_printf(&run->arena, "%s/..", at)) {
		const char *manifest = qn_arena_printf(&run->arena, "%s/pack.csv", at);
		if (manifest && access(manifest, R_OK) == 0)
			return run->pack_folder = at, QN_OK;
	}
	if (run->arena.failed)
		return qn_no_memory(err);
	return qn_fail_both(err, QN_ENOTFOUND, "%s:它和上面的各级文件夹都不是规则包(含 pack.csv 的文件夹):请写 --pack 文件夹",
		"%s: neither it nor a folder above it is a pack (a folder with a pack.csv): say --pack DIR", run->folder);
}

/* Everything beside a test: what it may require. */
typedef struct { qn_script *script; uint32_t scripts; } script_list;

static int is_script(const struct dirent *entry) { return entry->d_name[0] != '.' && qn_text_ends(entry->d_name, ".lua"); }
static int by_bytes(const struct dirent **a, const struct dirent **b) { return strcmp((*a)->d_name, (*b)->d_name); }

static int read_script(test_run *run, script_list *list, const char *name, qn_error *err)
{
	qn_buffer text = { 0 };
	const char *path = qn_arena_printf(&run->arena, "%s/%s", run->folder, name);
	int rc = path ? qn_file_read(path, &text, err) : qn_no_memory(err);
	if (rc == QN_OK && !qn_grow(&run->arena, (void **)&list->script, list->scripts, sizeof *list->script))
		rc = qn_no_memory(err);
	if (rc == QN_OK)
		list->script[list->scripts++] = (qn_script){ qn_arena_text(&run->arena, name), qn_arena_copy(&run->arena, text.data ? text.data : "", text.length), text.length };
	if (rc == QN_OK && run->arena.failed)
		rc = qn_no_memory(err);
	qn_buffer_free(&text);
	return rc;
}

static int read_folder(test_run *run, script_list *list, qn_error *err)
{
	struct dirent **entry = NULL;
	int count = scandir(run->folder, &entry, is_script, by_bytes), rc = QN_OK;
	if (count < 0)
		return qn_fail_system(err, run->folder, errno);
	for (int i = 0; i < count; i++) {
		const char *path = qn_arena_printf(&run->arena, "%s/%s", run->folder, entry[i]->d_name);
		if (!path)
			rc = qn_no_memory(err);
		else if (rc == QN_OK && !is_folder(path))
			rc = read_script(run, list, entry[i]->d_name, err);
		free(entry[i]);
	}
	free(entry);
	return rc;
}

static int too_many_futures(const qn_program *program, uint32_t place, qn_error *err)
{
	qn_arena arena = { 0 };
	const char *where = qn_place_text(program, place, &arena);
	int rc = arena.failed ? qn_no_memory(err) : qn_fail_both(err, QN_ELIMIT, "%s:一次运行的测试共要求 %d 条以上的路径:请减小 paths,或分文件测试",
		"%s: the tests of a run ask for more than %d paths in all: lower them, or test a file at a time", where, QN_MOST_FUTURES);
	qn_arena_free(&arena);
	return rc;
}

static int add_tests(test_run *run, const qn_program *program, const char *file, qn_error *err)
{
	for (uint32_t i = 0; i < program->tests; i++) {
		const qn_test *test = &program->test[i];
		if ((run->futures += test->paths) > QN_MOST_FUTURES)
			return too_many_futures(program, test->place, err);
		if (!qn_grow(&run->arena, (void **)&run->test, run->tests, sizeof *run->test))
			return qn_no_memory(err);
		run->test[run->tests++] = (test_case){ .test = test, .file = file, .place = qn_place_text(program, test->place, &run->arena), .folder = run->folder,
			.line = test->place < program->places ? program->place_of[test->place].line : 0 };
	}
	return QN_OK;
}

static int read_tests(test_run *run, const script_list *list, const qn_script *main, qn_error *err)
{
	if (!qn_grow(&run->arena, (void **)&run->file, run->files, sizeof *run->file))
		return qn_no_memory(err);
	run->file[run->files] = NULL;
	const qn_script_options limits = script_limits(run->options);
	int rc = qn_script_run(list->script, list->scripts, main->path, run->pack->catalogue, run->program, &limits, &run->file[run->files], err);
	if (rc < 0)
		return rc;
	tell_printed(run->file[run->files]);
	return add_tests(run, run->file[run->files++], main->path, err);
}

/* One file, or all of a folder. */
static int read_files(test_run *run, const char *only, qn_error *err)
{
	script_list list = { 0 };
	int rc = read_folder(run, &list, err);
	for (uint32_t i = 0; rc == QN_OK && i < list.scripts; i++)
		if (only ? !strcmp(list.script[i].path, only) : qn_text_ends(list.script[i].path, suffix))
			rc = read_tests(run, &list, &list.script[i], err);
	return rc;
}

int find_tests(test_run *run, qn_error *err)
{
	const char *path = run->options->operands ? run->options->operand[0] : ".", *only = NULL;
	run->folder = path;
	if (access(path, F_OK) != 0)
		return qn_fail_system(err, path, errno);
	if (!is_folder(path)) {
		const char *slash = strrchr(path, '/');
		run->folder = qn_folder_of(path, &run->arena);
		only = slash ? slash + 1 : path;
		if (!qn_text_ends(only, suffix))
			return qn_fail_both(err, QN_EUSAGE, "%s:测试文件的名称要以 %s 结尾", "%s: a file of tests is called …%s", path, suffix);
	}
	int rc = find_pack(run, err);
	if (rc == QN_OK)
		rc = qn_pack_read(run->pack_folder, &run->pack, err);
	if (rc == QN_OK)
		rc = load_program(run->pack, run->options, &run->program, err);
	if (rc == QN_OK)
		tell_printed(run->program);
	if (rc == QN_OK)
		rc = read_files(run, only, err);
	return rc == QN_OK && run->arena.failed ? qn_no_memory(err) : rc; /* a test without its file and line is none */
}
