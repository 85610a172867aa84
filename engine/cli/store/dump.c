/* SPDX-License-Identifier: Apache-2.0 */
/* dump.c - a store as text, and a store of such text. A file is written beside its name and takes it when it is whole. */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include "cli/guard.h"
#include "cli/session.h"
#include "store/care.h"

typedef struct { FILE *file; const char *name; } stream;

static int write_some(void *context, const char *bytes, size_t length, qn_error *err)
{
	const stream *to = context;
	return fwrite(bytes, 1, length, to->file) == length ? QN_OK : qn_fail(err, QN_EIO, "%s: cannot be written: %s", to->name, strerror(errno));
}

static long read_some(void *context, char *room, size_t most, qn_error *err)
{
	const stream *from = context;
	size_t count = fread(room, 1, most, from->file);
	return count || !ferror(from->file) ? (long)count : qn_fail(err, QN_EIO, "%s: cannot be read: %s", from->name, strerror(errno));
}

static int dump_to(const char *path, stream *to, qn_error *err)
{
	qn_store *store = NULL;
	qn_snapshot *snapshot = NULL;
	int rc = qn_store_open(path, false, &store, err);
	if (rc == QN_OK)
		rc = qn_snapshot_open(store, &snapshot, err);
	if (rc == QN_OK)
		rc = qn_store_dump(snapshot, write_some, to, err);
	qn_snapshot_close(snapshot);
	qn_store_close(store);
	return rc;
}

static int dump_file(const char *path, const char *name, qn_error *err)
{
	qn_arena arena = { 0 };
	const char *part = qn_arena_printf(&arena, "%s.part", name);
	stream to = { .file = part ? fopen(part, "we") : NULL, .name = name };
	int rc = !part ? qn_no_memory(err) : to.file ? dump_to(path, &to, err) : qn_fail(err, QN_EIO, "%s: cannot be written: %s", name, strerror(errno));
	bool safe = to.file && fflush(to.file) == 0 && fsync(fileno(to.file)) == 0;
	int code = errno;
	if (to.file && fclose(to.file) != 0 && safe)
		safe = false, code = errno;
	if (rc == QN_OK && safe && rename(part, name) != 0)
		safe = false, code = errno;
	if (rc == QN_OK && !safe)
		rc = qn_fail(err, QN_EIO, "%s: cannot be written: %s", name, strerror(code));
	if (rc && to.file)
		unlink(part);
	qn_arena_free(&arena);
	return rc;
}

int run_dump(const cli_options *options, qn_error *err)
{
	stream out = { .file = stdout, .name = "the answer" };
	guard_store(options->operand[0]);
	int rc = options->output ? dump_file(options->operand[0], options->output, err) : dump_to(options->operand[0], &out, err);
	return rc < 0 ? rc : EXIT_DONE;
}

int run_load(const cli_options *options, qn_error *err)
{
	const char *to = options->operand[0], *name = options->operand[1];
	stream from = { .file = strcmp(name, "-") ? fopen(name, "re") : stdin, .name = name };
	if (!from.file)
		return qn_fail(err, errno == ENOENT ? QN_ENOTFOUND : QN_EIO, "%s: %s", name, strerror(errno));
	int rc = qn_store_load(to, name, read_some, &from, err);
	if (from.file != stdin)
		fclose(from.file);
	return rc < 0 ? rc : EXIT_DONE;
}
