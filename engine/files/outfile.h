/* SPDX-License-Identifier: Apache-2.0 */
/* outfile.h - a file that is there when it is whole: made beside its place under another name, then renamed. What stands there
 * already stays unless it may be replaced, which the new one has the permissions of. A pipe or a device is written as it goes.
 * However the process ends, nothing half made is left. */
#pragma once
#include <stdbool.h>
#include <stdio.h>
#include "base/error.h"
#include "base/text.h"

typedef struct qn_outfile qn_outfile;

/* Would the place be refused? For those who have much to do before they write. */
int qn_outfile_may(const char *path, bool force, qn_error *err);
/* path NULL or "-": standard output. QN_EUSAGE where a file stands in its place and force is not given. */
int qn_outfile_open(const char *path, bool force, qn_outfile **out, qn_error *err);
/* Where it is made: for another program to write. NULL for standard output and whatever is no plain file. */
const char *qn_outfile_path(const qn_outfile *file);
/* What that program holds open as long as it lives, so that what it makes is removed after its end; -1: nothing. */
int qn_outfile_held(const qn_outfile *file);
/* To write it here: *out is lent. */
int qn_outfile_stream(qn_outfile *file, FILE **out, qn_error *err);
/* Puts it in its place, all of it on the disk. A failed write is told here at the latest: QN_EIO. */
int qn_outfile_keep(qn_outfile *file, qn_error *err);
/* Removes what was not kept. NULL is fine. */
void qn_outfile_free(qn_outfile *file);
/* All of it at once. */
int qn_outfile_put(const char *path, bool force, const qn_buffer *bytes, qn_error *err);
/* What the system refused, with errno's words. */
int qn_outfile_fail(const qn_outfile *file, qn_error *err);
