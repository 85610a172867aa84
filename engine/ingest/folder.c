/* SPDX-License-Identifier: Apache-2.0 */
/* folder.c - gathers a pack's files from disk: its scripts, its manifest, and the tables of its data folder. */
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include "base/disk.h"
#include "base/text.h"
#include "ingest/pack.h"
#include "ingest/table.h"
#include "plan/program.h"

enum { DEEPEST = 6, MOST_FILES = 4096, MOST_BYTES = 128 << 20 };
typedef struct {
	qn_pack_file *file; uint32_t files;
	size_t bytes;
	const char *data;
	char *within;             /* the folder that files are taken from now, as the disk knows it; NULL where it is not there */
	qn_arena arena;
	qn_error *err;
} gathering;

/* What a pack holds becomes part of a store, and goes wherever that goes: a link would take in what lies elsewhere on this machine. */
static int check_inside(gathering *g, const char *path)
{
	char *real = realpath(path, NULL);
	if (!real)
		return errno == ENOMEM ? qn_no_memory(g->err) : QN_OK; /* whoever reads it will be told */
	bool inside = qn_disk_lies_in(real, g->within);
	free(real);
	return inside ? QN_OK : qn_fail_both(g->err, QN_EINPUT, "%s:是通向规则包之外的链接,所指的内容会进入库:请把文件本身放在这里",
		"%s: it is a link that leads out of the pack, and what is there would become part of the store: put the file itself here", path);
}

static int stay_in(gathering *g, const char *folder)
{
	free(g->within);
	g->within = realpath(folder, NULL);
	return g->within || errno != ENOMEM ? QN_OK : qn_no_memory(g->err);
}

static int add_file(gathering *g, const char *path, const char *known_as)
{
	qn_buffer bytes = { 0 };
	const char *found;
	int rc = qn_pack_check_path(known_as, g->err);
	if (rc == QN_OK)
		rc = check_inside(g, path);
	if (rc == QN_OK)
		rc = qn_file_read(path, &bytes, g->err);
	if (rc == QN_OK && qn_text_ends(known_as, ".csv"))
		rc = qn_text_decode(&bytes, path, &found, g->err);
	if (rc == QN_OK && g->files == MOST_FILES)
		rc = qn_fail_both(g->err, QN_EINPUT, "%s:规则包最多有 %d 个文件", "%s: a pack has %d files at the most", path, MOST_FILES);
	g->bytes += bytes.length;
	if (rc == QN_OK && g->bytes > MOST_BYTES)
		rc = qn_fail_both(g->err, QN_EINPUT, "%s:规则包的文件合计超过 %d MiB", "%s: the files of a pack have more than %d MiB together", path, MOST_BYTES >> 20);
	if (rc == QN_OK && !qn_grow(&g->arena, (void **)&g->file, g->files, sizeof *g->file))
		rc = qn_no_memory(g->err);
	if (rc == QN_OK) {
		qn_pack_file *file = &g->file[g->files];
		*file = (qn_pack_file){ qn_arena_text(&g->arena, known_as), qn_arena_copy(&g->arena, bytes.data, bytes.length), bytes.length };
		rc = file->path && file->bytes ? (g->files++, QN_OK) : qn_no_memory(g->err);
	}
	qn_buffer_free(&bytes);
	return rc;
}

static int by_name(const void *a, const void *b) { return strcmp(*(char *const *)a, *(char *const *)b); }

static void free_names(char **name, size_t count)
{
	for (size_t i = 0; i < count; i++)
		free(name[i]);
	free(name);
}

/* NULL at the end, where errno is 0, or where the folder cannot be read on. */
static struct dirent *next_entry(DIR *dir)
{
	errno = 0;
	return readdir(dir);
}

/* The entries of a folder in order of name, so that a pack is the same bytes on every machine. */
static int list_folder(gathering *g, const char *folder, char ***out, size_t *count)
{
	DIR *dir = opendir(folder);
	struct dirent *entry;
	char **name = NULL;
	*count = 0;
	if (!dir)
		return qn_fail_system(g->err, folder, errno);
	while ((entry = next_entry(dir))) {
		if (entry->d_name[0] == '.')
			continue;
		char **grown = realloc(name, (*count + 1) * sizeof *grown);
		if (grown)
			name = grown, name[*count] = strdup(entry->d_name);
		if (!grown || !name[*count]) {
			closedir(dir);
			free_names(name, *count);
			return qn_no_memory(g->err);
		}
		++*count;
	}
	int code = errno;
	closedir(dir);
	if (code) {
		free_names(name, *count);
		return qn_fail_system(g->err, folder, code);
	}
	if (*count)
		qsort(name, *count, sizeof *name, by_name);
	*out = name;
	return QN_OK;
}

static int gather(gathering *g, const char *folder, const char *known_as, const char *ending, int depth)
{
	char **name = NULL;
	size_t count;
	int rc = list_folder(g, folder, &name, &count);
	if (rc < 0)
		return rc;
	for (size_t i = 0; rc == QN_OK && i < count; i++) {
		struct stat about;
		const char *path = qn_arena_printf(&g->arena, "%s/%s", folder, name[i]), *inside = qn_arena_printf(&g->arena, "%s%s", known_as, name[i]);
		const char *below = qn_arena_printf(&g->arena, "%s%s/", known_as, name[i]);
		if (!path || !inside || !below)
			rc = qn_no_memory(g->err);
		else if (stat(path, &about) == 0 && S_ISDIR(about.st_mode))
			rc = depth < DEEPEST ? gather(g, path, below, ending, depth + 1)
				: qn_fail_both(g->err, QN_EINPUT, "%s:规则包的文件夹最多 %d 层", "%s: a pack is at most %d folders deep", path, DEEPEST);
		else if (qn_text_ends(name[i], ending))
			rc = add_file(g, path, inside);
	}
	free_names(name, count);
	return rc;
}

static int take_data(void *context, qn_sheet *sheet)
{
	gathering *g = context;
	if (!strcmp(qn_sheet_cell(sheet, 0), "data"))
		g->data = qn_arena_text(&g->arena, qn_sheet_cell(sheet, 1));
	return QN_OK;
}

/* Only the tables that make a catalogue, the days off, the answers, and what the document asks and is met by belong to the pack;
 * other files of the data folder are for reading. */
static int gather_tables(gathering *g, const char *folder)
{
	static const char *const tables[] = { "kinds.csv", "units.csv", "indicators.csv", "entities.csv", "aliases.csv", "holidays.csv", "answers.csv",
		"requirements.csv", "coverage.csv", "registers.csv" };
	qn_sheet sheet = { .name = "pack.csv", .column = { "key", "value" } };
	int rc = qn_sheet_read(&sheet, g->file[0].bytes, g->file[0].length, 2, take_data, g, g->err);
	if (rc == QN_OK && !g->data)
		rc = qn_fail_both(g->err, QN_EINPUT, "%s/pack.csv:缺 data,即表格所在的文件夹:加一行 data,data",
			"%s/pack.csv: data, the folder of the pack's tables, is wanted: a line such as data,data", folder);
	const char *data = rc == QN_OK ? qn_arena_printf(&g->arena, "%s/%s", folder, g->data) : NULL;
	if (rc == QN_OK)
		rc = data ? stay_in(g, data) : qn_no_memory(g->err);
	for (size_t i = 0; rc == QN_OK && i < sizeof tables / sizeof *tables; i++) {
		struct stat about;
		const char *path = qn_arena_printf(&g->arena, "%s/%s", data, tables[i]), *inside = qn_arena_printf(&g->arena, "data/%s", tables[i]);
		if (!path || !inside)
			rc = qn_no_memory(g->err);
		else if (stat(path, &about) == 0)
			rc = add_file(g, path, inside);
	}
	return rc;
}

int qn_pack_read(const char *folder, qn_pack **out, qn_error *err)
{
	gathering g = { .err = err };
	struct stat about;
	const char *manifest = qn_arena_printf(&g.arena, "%s/pack.csv", folder);
	int rc = manifest ? QN_OK : qn_no_memory(err);
	if (rc == QN_OK && stat(manifest, &about) != 0)
		rc = qn_fail_both(err, QN_ENOTFOUND, "%s:这里没有规则包:规则包是含 pack.csv 的文件夹,qunce new pack 可写一个",
			"%s: no pack here: a pack is a folder with a pack.csv, and qunce new pack makes one", folder);
	if (rc == QN_OK)
		rc = stay_in(&g, folder);
	if (rc == QN_OK)
		rc = add_file(&g, manifest, "pack.csv");
	if (rc == QN_OK)
		rc = gather_tables(&g, folder);
	if (rc == QN_OK)
		rc = stay_in(&g, folder);
	if (rc == QN_OK)
		rc = gather(&g, folder, "", ".lua", 0);
	if (rc == QN_OK)
		rc = qn_pack_from_files(g.file, g.files, out, err);
	qn_arena_free(&g.arena);
	free(g.within);
	return rc;
}
