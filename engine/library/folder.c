/* SPDX-License-Identifier: Apache-2.0 */
#include "library/folder.h"
#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include "base/text.h"
#include "ingest/csv.h"

enum { MOST_BYTES = 4 << 20, MOST_OF_ONE = 2 << 20 };

typedef struct { char *name, *path; size_t bytes; bool taken; } neighbour; /* texts in the folder's arena */
typedef struct { neighbour *one; size_t count, bytes; bool large; } neighbours;

static int add_script(qn_script_folder *folder, const char *path, const char *name, qn_error *err)
{
	qn_buffer text = { 0 };
	int rc = qn_file_read(path, &text, err);
	char *known = rc == QN_OK ? qn_arena_text(folder->arena, name) : NULL, *kept = known ? qn_arena_copy(folder->arena, text.data ? text.data : "", text.length) : NULL;
	if (kept)
		folder->script[folder->scripts++] = (qn_script){ known, kept, text.length };
	else if (rc == QN_OK)
		rc = qn_no_memory(err);
	folder->bytes += text.length;
	qn_buffer_free(&text);
	return rc;
}

/* run: the one that is asked for, of which it is told what lies beside it. */
static int add_neighbour(qn_script_folder *folder, const char *run, neighbour *one, qn_error *err)
{
	if (folder->scripts > QN_FOLDER_SCRIPTS)
		return qn_fail_both(err, QN_EINPUT, "%s:旁边的脚本里,可能作为其基础的超过 %d 个:请把情景放在单独的文件夹里",
			"%s: more than %d scripts lie beside it that it may rest on: keep scenarios in a folder of their own", run, QN_FOLDER_SCRIPTS);
	one->taken = true;
	int rc = add_script(folder, one->path, one->name, err);
	if (rc == QN_OK && folder->bytes > MOST_BYTES)
		rc = qn_fail_both(err, QN_EINPUT, "%s:它与旁边可能作为其基础的脚本合计超过 %d MiB:请把情景放在单独的文件夹里",
			"%s: it and the scripts beside it that it may rest on have more than %d MiB: keep scenarios in a folder of their own", run, MOST_BYTES >> 20);
	return rc;
}

static int is_script(const struct dirent *entry) { return entry->d_name[0] != '.' && qn_text_ends(entry->d_name, ".lua"); }

static int by_bytes(const struct dirent **a, const struct dirent **b) { return strcmp((*a)->d_name, (*b)->d_name); }

/* What nobody lets us look at is not there, nor what no scenario could name. */
static int look_at(qn_script_folder *folder, const char *path, const char *name, neighbours *found, qn_error *err)
{
	char *file = qn_arena_printf(folder->arena, "%s/%s", path, name), *known = qn_arena_text(folder->arena, name);
	struct stat about;
	if (!file || !known)
		return qn_no_memory(err);
	if (!qn_text_shows_as_it_is(name) || stat(file, &about) != 0 || !S_ISREG(about.st_mode))
		return QN_OK;
	found->one[found->count++] = (neighbour){ .name = known, .path = file, .bytes = (size_t)about.st_size };
	found->bytes += (size_t)about.st_size;
	found->large |= about.st_size > MOST_OF_ONE;
	return QN_OK;
}

static int list_neighbours(qn_script_folder *folder, const char *path, const char *but, neighbours *out, qn_error *err)
{
	struct dirent **entry = NULL;
	int count = scandir(path, &entry, is_script, by_bytes), rc = QN_OK;
	if (count < 0)
		return errno == EACCES || errno == ENOENT || errno == ENOTDIR ? QN_OK : qn_fail_system(err, path, errno);
	if (!(out->one = qn_arena_array(folder->arena, (size_t)count + 1, sizeof *out->one)))
		rc = qn_no_memory(err);
	for (int i = 0; i < count; i++) {
		if (rc == QN_OK && strcmp(entry[i]->d_name, but) != 0)
			rc = look_at(folder, path, entry[i]->d_name, out, err);
		free(entry[i]);
	}
	free(entry);
	return rc;
}

static int by_name(const void *name, const void *one) { return strcmp(name, ((const neighbour *)one)->name); }

/* Takes the one of a name, with or without its ending, that is not taken yet. */
static int take_named(qn_script_folder *folder, const char *run, const neighbours *found, const char *name, size_t length, qn_error *err)
{
	char file[NAME_MAX + 1];
	static const char ending[] = ".lua";
	bool whole = length >= sizeof ending && !memcmp(name + length - strlen(ending), ending, strlen(ending));
	if ((size_t)snprintf(file, sizeof file, "%.*s%s", (int)length, name, whole ? "" : ending) >= sizeof file)
		return QN_OK;
	neighbour *one = bsearch(file, found->one, found->count, sizeof *found->one, by_name);
	return one && !one->taken ? add_neighbour(folder, run, one, err) : QN_OK;
}

/* Whatever stands between two quotes, or in long brackets, may be a name for require or base. */
static int take_quoted(qn_script_folder *folder, const char *run, const neighbours *found, const qn_script *from, qn_error *err)
{
	const char *end = from->text + from->length;
	int rc = QN_OK;
	for (const char *at = from->text; rc == QN_OK && at < end; at++) {
		if (*at != '"' && *at != '\'' && *at != '[')
			continue;
		size_t left = (size_t)(end - at) - 1;
		const char *close = memchr(at + 1, *at == '[' ? ']' : *at, left < NAME_MAX ? left : NAME_MAX);
		if (close)
			rc = take_named(folder, run, found, at + 1, (size_t)(close - at) - 1, err);
	}
	return rc;
}

/* All of them, so that names may be made too, as in require("part_" .. n); of too many, those that are named and what those name. */
int qn_folder_add_others(qn_script_folder *folder, const char *path, const char *run, const char *but, qn_error *err)
{
	neighbours found = { 0 };
	int rc = list_neighbours(folder, path, but, &found, err);
	bool all = !found.large && folder->scripts + found.count <= QN_FOLDER_SCRIPTS && folder->bytes + found.bytes <= MOST_BYTES;
	for (size_t i = 0; rc == QN_OK && all && i < found.count; i++)
		rc = add_neighbour(folder, run, &found.one[i], err);
	for (size_t i = 0; rc == QN_OK && !all && i < folder->scripts; i++) /* those that are added name further ones */
		rc = take_quoted(folder, run, &found, &folder->script[i], err);
	return rc;
}

const char *qn_folder_of(const char *path, qn_arena *arena)
{
	const char *slash = strrchr(path, '/');
	return slash ? qn_arena_copy(arena, path, slash == path ? 1 : (size_t)(slash - path)) : ".";
}

const char *qn_folder_name(const char *path)
{
	const char *slash = strrchr(path, '/');
	return slash ? slash + 1 : path;
}

int qn_folder_read(qn_script_folder *folder, const char *path, qn_error *err)
{
	int rc = add_script(folder, path, qn_folder_name(path), err);
	const char *place = rc == QN_OK ? qn_folder_of(path, folder->arena) : NULL;
	return place ? qn_folder_add_others(folder, place, path, qn_folder_name(path), err) : rc < 0 ? rc : qn_no_memory(err);
}
