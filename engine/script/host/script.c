/* SPDX-License-Identifier: Apache-2.0 */
/* script.c - one question to scripts, from their texts to a checked program: the cache first, a guest if need be. */
#include "script/host/script.h"
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "base/child.h"
#include "base/text.h"
#include "script/host/internal.h"
#include "script/wire.h"

enum { FILE_MOST = 2 << 20 };

/* frames */

static void put_number(qn_buffer *out, uint64_t value, int bytes)
{
	unsigned char at[8];
	qn_wire_put(at, value, bytes);
	qn_buffer_add(out, at, (size_t)bytes);
}

static void put_frame(qn_buffer *out, uint32_t kind, const void *bytes, size_t length)
{
	put_number(out, kind, 4);
	put_number(out, length, 8);
	if (length)
		qn_buffer_add(out, bytes, length);
}

static void put_script(qn_buffer *out, const char *path, const char *text, size_t length)
{
	put_number(out, QN_WIRE_SCRIPT, 4);
	put_number(out, strlen(path) + 1 + length, 8);
	qn_buffer_add(out, path, strlen(path) + 1);
	if (length)
		qn_buffer_add(out, text, length);
}

/* where things are */

static char *find_guest(const char *given, qn_error *err)
{
	char *path = given ? strdup(given) : qn_child_find("qunce-guest");
	if (!path && errno == ENOMEM)
		qn_no_memory(err);
	else if (!path)
		qn_fail_both(err, QN_ENOTFOUND, "运行脚本的 qunce-guest 不在本程序旁边:请构建或安装", "qunce-guest, which runs scripts, is not beside this program: build or install it");
	return path;
}

char *qn_script_library(void)
{
	static const char *const places[] = { "../share/qunce/scripts/lib", "../../share/qunce/scripts/lib" };
	for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
		char *path = qn_child_beside(places[i]);
		if (!path || access(path, R_OK) == 0)
			return path;
		free(path);
	}
	return strdup(QUNCE_LIBRARY_DIR); /* of the source, where nothing is installed */
}

/* library */

static int is_script(const struct dirent *entry) { return entry->d_name[0] != '.' && qn_text_ends(entry->d_name, ".lua"); }

static int by_bytes(const struct dirent **a, const struct dirent **b) { return strcmp((*a)->d_name, (*b)->d_name); }

static int read_file(const char *path, qn_buffer *out, qn_error *err)
{
	char bytes[16384];
	ssize_t count;
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return qn_fail_system(err, path, errno);
	while ((count = read(fd, bytes, sizeof bytes)) > 0 && out->length <= FILE_MOST)
		qn_buffer_add(out, bytes, (size_t)count);
	int rc = count < 0 ? qn_fail_system(err, path, errno) : QN_OK;
	if (out->length > FILE_MOST)
		rc = qn_fail_both(err, QN_EINPUT, "%s:脚本最大 %d MiB", "%s: a script has at most %d MiB", path, FILE_MOST >> 20);
	close(fd);
	return rc;
}

static int put_library_file(qn_buffer *question, const char *folder, const char *name, qn_error *err)
{
	qn_arena arena = { 0 };
	qn_buffer text = { 0 };
	char *path = qn_arena_printf(&arena, "%s/%s", folder, name), *known = qn_arena_printf(&arena, QN_WIRE_LIBRARY "%s", name);
	int rc = path && known ? read_file(path, &text, err) : qn_no_memory(err);
	if (rc == QN_OK && text.failed)
		rc = qn_no_memory(err);
	if (rc == QN_OK)
		put_script(question, known, text.data, text.length);
	qn_buffer_free(&text);
	qn_arena_free(&arena);
	return rc;
}

static int no_library(const char *folder, int why, qn_error *err)
{
	if (!folder || why == ENOMEM)
		return qn_no_memory(err);
	if (why == ENOENT || why == ENOTDIR)
		return qn_fail_both(err, QN_ENOTFOUND, "找不到脚本库:%s", "the library of scripts is not there: %s", folder);
	int rc = qn_fail(err, QN_EIO, "the library of scripts cannot be read: %s: %s", folder, strerror(why));
	qn_fail_chinese(err, "脚本库读不了:%s:%s", folder, qn_refusal_chinese(why));
	return rc;
}

static int put_library(qn_buffer *question, const char *given, qn_error *err)
{
	struct dirent **names = NULL;
	char *folder = given ? strdup(given) : qn_script_library();
	int count = folder ? scandir(folder, &names, is_script, by_bytes) : -1, rc = QN_OK;
	if (count < 0)
		rc = no_library(folder, errno, err);
	for (int i = 0; i < count; i++) {
		if (rc == QN_OK)
			rc = put_library_file(question, folder, names[i]->d_name, err);
		free(names[i]);
	}
	free(names);
	free(folder);
	return rc;
}

/* What decides an answer besides the scripts. */
struct asking {
	const qn_catalogue *catalogue;
	uint64_t hash;           /* of the catalogue */
	const qn_script_options *with;
	double seconds;
	size_t memory;
	qn_buffer names;         /* of the pack, for a scenario */
	qn_buffer library;       /* frames */
	char *guest;
	qn_cache_entry entry;
};

static int prepare(struct asking *a, const qn_catalogue *catalogue, const qn_program *names, const qn_script_options *options, qn_error *err)
{
	static const qn_script_options usual = { 0 };
	const qn_script_options *with = options ? options : &usual;
	*a = (struct asking){ .catalogue = catalogue, .with = with, .seconds = with->seconds > 0 ? with->seconds : 4,
		.memory = with->memory ? with->memory : (size_t)256 << 20 };
	if (names)
		qn_program_write(names, catalogue, &a->names);
	int rc = qn_catalogue_hash(catalogue, &a->hash) ? put_library(&a->library, with->library, err) : qn_no_memory(err);
	if (rc == QN_OK && !(a->guest = find_guest(with->guest, err)))
		rc = err ? (int)err->status : QN_ENOTFOUND;
	return rc == QN_OK && (a->names.failed || a->library.failed) ? qn_no_memory(err) : rc;
}

static void release(struct asking *a)
{
	qn_cache_release(&a->entry);
	free(a->guest);
	qn_buffer_free(&a->names);
	qn_buffer_free(&a->library);
}

/* The fingerprint of an answer: format, build and limits, the catalogue by the hash that the program bears too, names,
 * library, and the sources it rests on. */

static void add_number(qn_hasher *hasher, uint64_t number)
{
	qn_hasher_add(hasher, &number, sizeof number);
}

static void add_piece(qn_hasher *hasher, const qn_buffer *piece)
{
	add_number(hasher, piece->length);
	if (piece->length)
		qn_hasher_add(hasher, piece->data, piece->length);
}

static qn_hasher *begin_name(const struct asking *a)
{
	struct stat guest = { 0 };
	qn_hasher *hasher = qn_hasher_new();
	if (!hasher)
		return NULL;
	(void)!stat(a->guest, &guest);
	qn_hasher_text(hasher, qn_cache_format);
	add_number(hasher, (uint64_t)guest.st_size);
	add_number(hasher, (uint64_t)guest.st_mtim.tv_sec);
	add_number(hasher, (uint64_t)guest.st_mtim.tv_nsec);
	add_number(hasher, (uint64_t)(a->seconds * 1000));
	add_number(hasher, a->memory);
	add_number(hasher, a->with->instructions);
	add_number(hasher, a->hash);
	add_piece(hasher, &a->names);
	add_piece(hasher, &a->library);
	return hasher;
}

static void add_source(qn_hasher *hasher, const char *path, qn_sha256 content)
{
	qn_hasher_text(hasher, path);
	qn_hasher_add(hasher, content.byte, sizeof content.byte);
}

static int end_name(struct asking *a, qn_hasher *hasher)
{
	a->entry = qn_cache_find(a->with->cache, qn_hasher_end(hasher));
	return QN_OK;
}

static int name_by_sources(struct asking *a, const qn_source *source, size_t sources, qn_error *err)
{
	qn_hasher *hasher = begin_name(a);
	if (!hasher)
		return qn_no_memory(err);
	qn_hasher_text(hasher, "sources");
	for (size_t i = 0; i < sources; i++)
		add_source(hasher, source[i].path, source[i].content);
	return end_name(a, hasher);
}

static int name_by_scripts(struct asking *a, const qn_script_set *set, qn_error *err)
{
	qn_hasher *hasher = begin_name(a);
	if (!hasher)
		return qn_no_memory(err);
	qn_hasher_text(hasher, "scripts");
	qn_hasher_text(hasher, set->main);
	for (size_t i = 0; i < set->scripts; i++)
		add_source(hasher, set->script[i].path, qn_sha256_of(set->script[i].text, set->script[i].length));
	return end_name(a, hasher);
}

/* Asking. */

/* Its bytes that are no text shown as codes: an error keeps text alone. */
static int fail_name(const char *path, qn_error *err)
{
	qn_buffer name = { 0 };
	qn_text_clean(&name, path, strlen(path));
	int rc = name.failed ? qn_no_memory(err) : qn_fail_both(err, QN_EINPUT, "脚本的文件名“%s”不是 UTF-8,或含看不见的字符:请改名",
		"a script's file is called \"%s\", which is no UTF-8 or holds what nobody sees: rename it", name.data ? name.data : "");
	qn_buffer_free(&name);
	return rc;
}

/* Every line that is told is told by it, and the library's are told apart by theirs. */
int qn_script_check_name(const char *path, qn_error *err)
{
	if (!qn_text_shows_as_it_is(path))
		return fail_name(path, err);
	return strncmp(path, QN_WIRE_LIBRARY, strlen(QN_WIRE_LIBRARY)) ? QN_OK : qn_fail_both(err, QN_EINPUT, "%s:引擎自带的脚本用 " QN_WIRE_LIBRARY " 这个名称:请给文件夹改名",
		"%s: the engine's own scripts are called " QN_WIRE_LIBRARY "…: give the folder another name", path);
}

static int check_scripts(const qn_script_set *set, qn_error *err)
{
	bool found = false;
	size_t bytes = 0;
	for (size_t i = 0; i < set->scripts; i++) {
		int rc = qn_script_check_name(set->script[i].path, err);
		if (rc < 0)
			return rc;
		if (set->script[i].length > FILE_MOST)
			return qn_fail_both(err, QN_ESCRIPT, "%s:脚本最大 %d MiB", "%s: a script has at most %d MiB", set->script[i].path, FILE_MOST >> 20);
		found = found || !strcmp(set->script[i].path, set->main);
		if ((bytes += set->script[i].length) > QN_WIRE_MOST)
			return qn_fail_both(err, QN_ESCRIPT, "%s:脚本合计超过 %d MiB", "%s: the scripts have more than %d MiB together", set->script[i].path, QN_WIRE_MOST >> 20);
	}
	return found ? QN_OK : qn_fail_both(err, QN_ENOTFOUND, "没有脚本 %s", "there is no script %s", set->main);
}

static void put_question(qn_buffer *question, const struct asking *a, const qn_script_set *set)
{
	qn_buffer catalogue = { 0 };
	qn_catalogue_write(a->catalogue, &catalogue);
	put_frame(question, QN_WIRE_CATALOGUE, catalogue.data, catalogue.length);
	put_frame(question, QN_WIRE_NAMES, a->names.data, a->names.length);
	put_number(question, QN_WIRE_LIMITS, 4);
	put_number(question, 24, 8);
	put_number(question, a->memory, 8);
	put_number(question, (uint64_t)(a->seconds * 1000), 8);
	put_number(question, a->with->instructions, 8);
	qn_buffer_add(question, a->library.data, a->library.length);
	for (size_t i = 0; i < set->scripts; i++)
		put_script(question, set->script[i].path, set->script[i].text, set->script[i].length);
	put_frame(question, QN_WIRE_RUN, set->main, strlen(set->main));
	question->failed = question->failed || catalogue.failed;
	qn_buffer_free(&catalogue);
}

static int ask(struct asking *a, const qn_script_set *set, qn_program **out, qn_error *err)
{
	qn_buffer question = { 0 }, reply = { 0 };
	put_question(&question, a, set);
	int rc = question.failed ? qn_no_memory(err) : qn_guest_ask(a->guest, set->main, &question, a->seconds, &reply, err);
	if (rc == QN_OK)
		rc = qn_program_read_hashed(reply.data, reply.length, a->catalogue, a->hash, out, err);
	if (rc == QN_OK)
		qn_cache_write(&a->entry, &reply);
	qn_buffer_free(&question);
	qn_buffer_free(&reply);
	return rc;
}

int qn_script_run(const qn_script *script, size_t scripts, const char *main, const qn_catalogue *catalogue,
                  const qn_program *names, const qn_script_options *options, qn_program **out, qn_error *err)
{
	const qn_script_set set = { script, scripts, main };
	struct asking a = { 0 };
	int rc = check_scripts(&set, err);
	if (rc == QN_OK)
		rc = prepare(&a, catalogue, names, options, err);
	if (rc == QN_OK)
		rc = name_by_scripts(&a, &set, err);
	if (rc == QN_OK && !qn_cache_read(&a.entry, catalogue, a.hash, out))
		rc = ask(&a, &set, out, err);
	release(&a);
	return rc;
}

int qn_script_recall(const qn_source *source, size_t sources, qn_script_load load, void *context, const qn_catalogue *catalogue,
                     const qn_script_options *options, qn_program **out, qn_error *err)
{
	qn_script_set set;
	struct asking a;
	int rc = prepare(&a, catalogue, NULL, options, err);
	if (rc == QN_OK)
		rc = name_by_sources(&a, source, sources, err);
	if (rc == QN_OK && !qn_cache_read(&a.entry, catalogue, a.hash, out)) {
		rc = load(context, &set, err);
		if (rc == QN_OK && (rc = check_scripts(&set, err)) == QN_OK)
			rc = ask(&a, &set, out, err);
	}
	release(&a);
	return rc;
}
