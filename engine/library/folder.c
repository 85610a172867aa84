/* SPDX-License-Identifier: Apache-2.0 */
#include "library/folder.h"
#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include "base/text.h"
#include "ingest/csv.h"

enum { MOST_BYTES = 4 << 20 };

/* run: the one that is asked for, of which it is told what lies beside it. */
static int add_script(qn_script_folder *folder, const char *run, const char *path, const char *name, qn_error *err)
{
	qn_buffer text = { 0 };
	int rc = qn_file_read(path, &text, err);
	if (rc == QN_OK && folder->scripts == QN_FOLDER_SCRIPTS)
		rc = qn_fail_both(err, QN_EINPUT, "%s:旁边的脚本超过 %d 个,情景可能以其中任何一个为基础:请把情景放在单独的文件夹里",
			"%s: more than %d scripts lie beside it, and a scenario may rest on any: keep scenarios in a folder of their own", run, QN_FOLDER_SCRIPTS);
	folder->bytes += text.length;
	if (rc == QN_OK && folder->bytes > MOST_BYTES)
		rc = qn_fail_both(err, QN_EINPUT, "%s:旁边的脚本合计超过 %d MiB:请把情景放在单独的文件夹里",
			"%s: the scripts beside it have more than %d MiB: keep scenarios in a folder of their own", run, MOST_BYTES >> 20);
	char *known = rc == QN_OK ? qn_arena_text(folder->arena, name) : NULL, *kept = known ? qn_arena_copy(folder->arena, text.data ? text.data : "", text.length) : NULL;
	if (kept)
		folder->script[folder->scripts++] = (qn_script){ known, kept, text.length };
	else if (rc == QN_OK)
		rc = qn_no_memory(err);
	qn_buffer_free(&text);
	return rc;
}

static int is_script(const struct dirent *entry) { return entry->d_name[0] != '.' && qn_text_ends(entry->d_name, ".lua"); }

static int by_bytes(const struct dirent **a, const struct dirent **b) { return strcmp((*a)->d_name, (*b)->d_name); }

int qn_folder_add_others(qn_script_folder *folder, const char *path, const char *run, const char *but, qn_error *err)
{
	struct dirent **entry = NULL;
	int count = scandir(path, &entry, is_script, by_bytes), rc = QN_OK;
	if (count < 0 && errno != EACCES && errno != ENOENT && errno != ENOTDIR)
		return qn_fail_system(err, path, errno);
	for (int i = 0; i < count; i++) {
		char *file = qn_arena_printf(folder->arena, "%s/%s", path, entry[i]->d_name);
		struct stat about;
		if (!file)
			rc = qn_no_memory(err);
		else if (rc == QN_OK && strcmp(entry[i]->d_name, but) != 0 && qn_text_shows_as_it_is(entry[i]->d_name) && stat(file, &about) == 0 && S_ISREG(about.st_mode))
			rc = add_script(folder, run, file, entry[i]->d_name, err);
		free(entry[i]);
	}
	free(entry);
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
	int rc = add_script(folder, path, path, qn_folder_name(path), err);
	const char *place = rc == QN_OK ? qn_folder_of(path, folder->arena) : NULL;
	return place ? qn_folder_add_others(folder, place, path, qn_folder_name(path), err) : rc < 0 ? rc : qn_no_memory(err);
}
