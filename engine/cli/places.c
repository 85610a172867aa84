/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/places.h"
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>
#include "base/arena.h"
#include "files/outfile.h"

bool is_called(const char *path, const char *ending)
{
	size_t length = strlen(path), tail = strlen(ending);
	return length > tail && !strcasecmp(path + length - tail, ending);
}

static bool same(const struct stat *a, const struct stat *b) { return a->st_dev == b->st_dev && a->st_ino == b->st_ino; }

/* Is the file, there or not, in the folder? */
static bool is_in(const char *path, const struct stat *folder)
{
	struct stat above;
	qn_arena arena = { 0 };
	const char *slash = strrchr(path, '/');
	const char *name = !slash ? "." : slash == path ? "/" : qn_arena_copy(&arena, path, (size_t)(slash - path));
	bool is = name && stat(name, &above) == 0 && same(&above, folder);
	qn_arena_free(&arena);
	return is;
}

bool holds_store(const char *path)
{
	char data[4096]; /* nothing that may be wanting: the answer is yes or no */
	return (size_t)snprintf(data, sizeof data, "%s/data.mdb", path) < sizeof data && access(data, F_OK) == 0;
}

/* As a variable of the shell that nobody set leaves one. */
static bool is_nameless(const cli_options *options)
{
	const char *const path[] = { options->output, options->rejects, options->trace, options->map, options->pack, options->series, options->junit };
	bool is = false;
	for (int i = 0; i < options->operands; i++)
		is = is || !*options->operand[i];
	for (size_t i = 0; i < sizeof path / sizeof *path; i++)
		is = is || (path[i] && !*path[i]);
	return is;
}

static bool is_file(const char *path, struct stat *out) { return path && strcmp(path, "-") && stat(path, out) == 0 && S_ISREG(out->st_mode); }

/* What is read may not be what is written, by whatever name it goes and whatever may be replaced. */
static bool is_read(const cli_options *options, const struct stat *written)
{
	const char *const path[] = { options->map, options->series };
	struct stat read;
	for (int i = 0; i < options->operands; i++)
		if (is_file(options->operand[i], &read) && same(&read, written))
			return true;
	for (int i = 0; i < options->bases; i++)
		if (is_file(options->base[i], &read) && same(&read, written))
			return true;
	for (size_t i = 0; i < sizeof path / sizeof *path; i++)
		if (is_file(path[i], &read) && same(&read, written))
			return true;
	return false;
}

static int check_outputs(const cli_options *options, qn_error *err)
{
	const char *const path[] = { options->output, options->rejects, options->trace, options->junit };
	struct stat written;
	for (size_t i = 0; i < sizeof path / sizeof *path; i++)
		if (is_file(path[i], &written) && is_read(options, &written))
			return qn_fail_both(err, QN_EUSAGE, "%s:这个命令要读这个文件,不能又写到它上面:请写到别处", "%s: the command reads this file and cannot write over it: write elsewhere", path[i]);
	return QN_OK;
}

int check_places(const cli_options *options, bool makes_store, qn_error *err)
{
	const char *const path[] = { options->output, options->rejects, options->trace, makes_store && options->operands > 1 ? options->operand[1] : NULL };
	struct stat store;
	if (is_nameless(options))
		return qn_fail_both(err, QN_EUSAGE, "有一个名称是空的(\"\"):请写出库或文件的名称(也许 shell 变量没有值)", "a name is empty (\"\"): write the store's or the file's (a variable of the shell may hold nothing)");
	for (size_t i = 0; options->operands && i < sizeof path / sizeof *path; i++)
		if (path[i] && strcmp(path[i], "-") && holds_store(options->operand[0]) && stat(options->operand[0], &store) == 0 && is_in(path[i], &store))
			return qn_fail_both(err, QN_EUSAGE, "%s:在库自己的目录里:请写到别处", "%s: lies in the store's own folder: write it elsewhere", path[i]);
	int rc = check_outputs(options, err);
	return rc == QN_OK && options->trace ? qn_outfile_may(options->trace, options->force, err) : rc; /* it is written when all is answered */
}
