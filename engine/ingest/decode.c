/* SPDX-License-Identifier: Apache-2.0 */
/* decode.c - whole files, read and turned into UTF-8. */
#include <errno.h>
#include <fcntl.h>
#include <iconv.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "base/text.h"
#include "ingest/csv.h"
#include "ingest/encoding.h"

enum { MOST_WHOLE = 64 << 20 };

static int fail_large(const char *path, int most, qn_error *err)
{
	return qn_fail_both(err, QN_EINPUT, "%s:超过 %d MiB:请拆成几个文件", "%s: it is larger than %d MiB: split it", path, most >> 20);
}

static int read_stream(FILE *file, const char *path, qn_buffer *out, qn_error *err)
{
	char block[65536];
	size_t got;
	while (!out->failed && out->length <= MOST_WHOLE && (got = fread(block, 1, sizeof block, file)) > 0)
		qn_buffer_add(out, block, got);
	if (ferror(file))
		return qn_fail_system(err, path, errno);
	if (out->length > MOST_WHOLE) /* it may have grown since it was looked at */
		return fail_large(path, MOST_WHOLE, err);
	return out->failed ? qn_no_memory(err) : QN_OK;
}

static int check_kind(const struct stat *about, const char *path, qn_error *err)
{
	if (S_ISDIR(about->st_mode))
		return qn_fail_system(err, path, EISDIR);
	return S_ISREG(about->st_mode) ? QN_OK : qn_fail_both(err, QN_EINPUT, "%s:不是普通文件(是管道或设备):请先存成文件",
		"%s: this is a pipe or a device, not a file: save it as a file first", path);
}

int qn_file_check(const char *path, qn_error *err)
{
	struct stat about;
	return stat(path, &about) == 0 ? check_kind(&about, path, err) : QN_OK;
}

/* A pipe may never come to an end, nor a device, and a file that is held whole is not of any size. */
static int check_whole(int fd, const char *path, qn_error *err)
{
	struct stat about;
	if (fstat(fd, &about) != 0)
		return qn_fail_system(err, path, errno);
	int rc = check_kind(&about, path, err);
	if (rc == QN_OK && about.st_size > MOST_WHOLE)
		return fail_large(path, MOST_WHOLE, err);
	return rc;
}

static int open_whole(const char *path, FILE **out, qn_error *err)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK); /* or a pipe without a writer is waited for here */
	if (fd < 0)
		return qn_fail_system(err, path, errno);
	int rc = check_whole(fd, path, err);
	if (rc == QN_OK && !(*out = fdopen(fd, "rb")))
		rc = qn_no_memory(err);
	if (rc < 0)
		close(fd);
	return rc;
}

int qn_file_read(const char *path, qn_buffer *out, qn_error *err)
{
	if (!strcmp(path, "-"))
		return read_stream(stdin, "standard input", out, err);
	FILE *file = NULL;
	int rc = open_whole(path, &file, err);
	if (rc == QN_OK)
		rc = read_stream(file, path, out, err);
	if (file)
		fclose(file);
	return rc;
}

static int broken(const qn_buffer *bytes, size_t offset, qn_encoding encoding, const char *name, qn_error *err)
{
	qn_lines lines = { .encoding = encoding };
	qn_lines_add(&lines, bytes->data, offset);
	return qn_encoding_broken(encoding, name, qn_lines_now(&lines), err);
}

static int convert(qn_buffer *bytes, qn_encoding encoding, const char *name, qn_error *err)
{
	iconv_t how = iconv_open("UTF-8", qn_encoding_iconv(encoding));
	qn_buffer out = { 0 };
	char block[8192], *in = bytes->data + qn_encoding_mark(encoding);
	size_t left = bytes->length - qn_encoding_mark(encoding);
	int rc = QN_OK;
	if (how == (iconv_t)-1)
		return qn_encoding_unknown(encoding, name, err);
	while (left > 0 && rc == QN_OK) {
		char *to = block;
		size_t room = sizeof block;
		if (iconv(how, &in, &left, &to, &room) == (size_t)-1 && errno != E2BIG)
			rc = broken(bytes, bytes->length - left, encoding, name, err);
		qn_buffer_add(&out, block, sizeof block - room);
	}
	iconv_close(how);
	if (rc == QN_OK && out.failed)
		rc = qn_no_memory(err);
	if (rc < 0) {
		qn_buffer_free(&out);
		return rc;
	}
	qn_buffer_free(bytes);
	*bytes = out;
	return QN_OK;
}

int qn_text_decode(qn_buffer *bytes, const char *name, const char **found, qn_error *err)
{
	qn_encoding encoding = qn_encoding_marked(bytes->data, bytes->length);
	size_t mark = qn_encoding_mark(encoding);
	*found = qn_encoding_name(encoding);
	if (qn_encoding_iconv(encoding))
		return convert(bytes, encoding, name, err);
	if (mark) {
		memmove(bytes->data, bytes->data + mark, bytes->length - mark + 1); /* with the final zero */
		bytes->length -= mark;
	}
	size_t valid = bytes->length ? qn_utf8_valid(bytes->data, bytes->length) : 0;
	if (valid == bytes->length)
		return QN_OK;
	if (mark || qn_encoding_chinese(bytes->data, valid) >= QN_SURELY_CHINESE)
		return broken(bytes, valid, encoding, name, err);
	*found = qn_encoding_name(QN_GB18030);
	return convert(bytes, QN_GB18030, name, err);
}
