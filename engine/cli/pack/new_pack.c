/* SPDX-License-Identifier: Apache-2.0 */
/* new_pack.c - a programme to begin with: a copy of scripts/starter in the language spoken, under a name of its own. It is small,
 * invented and whole, so that every line in it can be tried before it is changed. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "base/text.h"
#include "cli/pack/new.h"
#include "cli/session.h"
#include "ingest/csv.h"
#include "script/host/script.h"

static const char *const files[] = { "pack.csv", "data/units.csv", "data/kinds.csv", "data/indicators.csv", "data/entities.csv", "pack.lua",
	"pack_test.lua", "reports.csv" };
enum { FILES = sizeof files / sizeof *files };
static const char placeholder[] = "starter"; /* the name in its manifest, the first file */

typedef struct { const char *from, *folder, *data, *name; qn_arena *arena; } copying;

static void put_name(qn_buffer *out, const qn_buffer *text, const char *name)
{
	const char *at = text->data ? text->data : "", *found;
	for (; (found = strstr(at, placeholder)); at = found + sizeof placeholder - 1) {
		qn_buffer_add(out, at, (size_t)(found - at));
		qn_buffer_text(out, name);
	}
	qn_buffer_text(out, at);
}

static int copy_file(const copying *c, size_t i, qn_error *err)
{
	const char *from = qn_arena_printf(c->arena, "%s/%s", c->from, files[i]), *to = qn_arena_printf(c->arena, "%s/%s", c->folder, files[i]);
	qn_buffer text = { 0 }, named = { 0 };
	int rc = from && to ? qn_file_read(from, &text, err) : qn_no_memory(err);
	if (rc == QN_OK && i == 0)
		put_name(&named, &text, c->name);
	if (rc == QN_OK)
		rc = named.failed ? qn_no_memory(err) : new_file(to, i == 0 ? &named : &text, err);
	qn_buffer_free(&text);
	qn_buffer_free(&named);
	return rc;
}

/* The first so many files, and the folders: where one could not be written, none is left. */
static void take_back(const copying *c, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		const char *path = qn_arena_printf(c->arena, "%s/%s", c->folder, files[i]);
		if (path)
			unlink(path);
	}
	rmdir(c->data);
	rmdir(c->folder);
}

static int make_folder(const char *path, qn_error *err)
{
	if (mkdir(path, 0777) == 0)
		return QN_OK;
	if (errno == EEXIST)
		return qn_fail_both(err, QN_EUSAGE, "%s:已有此文件夹,未改动:请换个名称", "%s: it is there already, and is left alone: choose another name", path);
	return qn_fail_system(err, path, errno);
}

static int copy_all(const copying *c, qn_error *err)
{
	size_t written = 0;
	int rc = make_folder(c->folder, err);
	if (rc < 0)
		return rc;
	rc = make_folder(c->data, err);
	while (rc == QN_OK && written < FILES && (rc = copy_file(c, written, err)) == QN_OK)
		written++;
	if (rc < 0)
		take_back(c, written);
	return rc;
}

static int copy_starter(const char *folder, const char *name, cli_language language, qn_arena *arena, qn_error *err)
{
	char *library = qn_script_library();
	copying c = { .folder = folder, .name = name, .arena = arena, .data = qn_arena_printf(arena, "%s/data", folder),
		.from = library ? qn_arena_printf(arena, "%s/../starter/%s", library, language == CHINESE ? "zh" : "en") : NULL };
	free(library);
	return c.data && c.from ? copy_all(&c, err) : qn_no_memory(err);
}

int new_pack(const cli_options *options, qn_error *err)
{
	const char *folder = options->operand[1], *slash = strrchr(folder, '/'), *name = slash ? slash + 1 : folder;
	qn_arena arena = { 0 };
	if (options->operands > 2)
		return qn_fail_both(err, QN_EUSAGE, "规则包不用库:qunce new pack 名称", "a pack needs no store: qunce new pack NAME");
	if (!*name || *name == '.' || strpbrk(name, "\"\\,\n\r") || qn_text_wants_guard(name))
		return qn_fail_both(err, QN_EUSAGE, "%s:规则包的名称要简单,如 henan", "%s: a pack has a plain name, as in henan", folder);
	int rc = copy_starter(folder, name, options->language, &arena, err);
	if (rc == QN_OK) {
		bool chinese = options->language == CHINESE;
		print_line(chinese ? "%s:已写好 %d 个文件,数都是虚构的,可直接运行:" : "%s: %d files written, with invented figures, and they run as they are:", folder, (int)FILES);
		const char *typed = as_typed(&arena, folder), *file = qn_arena_printf(&arena, "%s.qn", name), *store = file ? as_typed(&arena, file) : "";
		print_line("  qunce init %s --pack %s && qunce import %s %s/reports.csv && qunce status %s", store, typed, store, typed, store);
		print_line("  qunce test %s && qunce lint %s", typed, typed);
	}
	qn_arena_free(&arena);
	return rc;
}
