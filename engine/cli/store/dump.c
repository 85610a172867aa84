/* SPDX-License-Identifier: Apache-2.0 */
/* dump.c - a store as text, and a store of such text. */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include "cli/guard.h"
#include "cli/session.h"
#include "files/outfile.h"
#include "store/care.h"

typedef struct { FILE *file; const char *name; } stream;
typedef struct { qn_outfile *file; FILE *stream; } sink;

static int write_some(void *context, const char *bytes, size_t length, qn_error *err)
{
	const sink *to = context;
	return fwrite(bytes, 1, length, to->stream) == length ? QN_OK : qn_outfile_fail(to->file, err);
}

static long read_some(void *context, char *room, size_t most, qn_error *err)
{
	const stream *from = context;
	size_t count = fread(room, 1, most, from->file);
	return count || !ferror(from->file) ? (long)count : qn_fail_both(err, qn_refused(errno), "%s:读不出来:%s", "%s: cannot be read: %s", from->name, strerror(errno));
}

static int dump_to(const char *path, sink *to, qn_error *err)
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

int run_dump(const cli_options *options, qn_error *err)
{
	sink to = { 0 };
	guard_store(options->operand[0]);
	int rc = qn_outfile_open(options->output, options->force, &to.file, err);
	if (rc == QN_OK)
		rc = qn_outfile_stream(to.file, &to.stream, err);
	if (rc == QN_OK)
		rc = dump_to(options->operand[0], &to, err);
	if (rc == QN_OK)
		rc = qn_outfile_keep(to.file, err);
	qn_outfile_free(to.file);
	return rc < 0 ? rc : EXIT_DONE;
}

int run_load(const cli_options *options, qn_error *err)
{
	const char *to = options->operand[0], *name = options->operand[1];
	stream from = { .file = strcmp(name, "-") ? fopen(name, "re") : stdin, .name = name };
	if (!from.file)
		return qn_fail_system(err, name, errno);
	int rc = qn_store_load(to, name, read_some, &from, err);
	if (from.file != stdin)
		fclose(from.file);
	return rc < 0 ? rc : EXIT_DONE;
}
