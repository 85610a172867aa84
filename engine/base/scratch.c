/* SPDX-License-Identifier: Apache-2.0 */
/* scratch.c - not every kind of disk knows files that never had a name. */
#include "base/scratch.h"
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char *folder(void)
{
	const char *named = getenv("TMPDIR");
	return named && *named ? named : "/tmp";
}

static int open_and_unname(const char *in)
{
	char path[PATH_MAX];
	int length = snprintf(path, sizeof path, "%s/qunce-XXXXXX", in);
	if (length < 0 || (size_t)length >= sizeof path) {
		errno = ENAMETOOLONG;
		return -1;
	}
	int file = mkostemp(path, O_CLOEXEC);
	if (file >= 0)
		unlink(path);
	return file;
}

FILE *qn_scratch_open(void)
{
	int file = open(folder(), O_TMPFILE | O_EXCL | O_RDWR | O_CLOEXEC, 0600);
	if (file < 0 && (errno == EOPNOTSUPP || errno == EISDIR))
		file = open_and_unname(folder());
	FILE *stream = file < 0 ? NULL : fdopen(file, "w+");
	if (file >= 0 && !stream)
		close(file);
	return stream;
}

int qn_scratch_failed(qn_error *err)
{
	int why = errno;
	if (why == ENOMEM)
		return qn_no_memory(err);
	int rc = qn_fail(err, qn_refused(why), "no temporary file in %s: %s; TMPDIR can name another folder", folder(), strerror(why));
	qn_fail_chinese(err, "临时文件放不进 %s:%s;可用环境变量 TMPDIR 指定别的文件夹", folder(), qn_refusal_chinese(why));
	return rc;
}
