/* SPDX-License-Identifier: Apache-2.0 */
/* decode.c - whole files, and which encoding they are in: a BOM decides, else strict UTF-8, else GB18030. */
#include <errno.h>
#include <iconv.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/text.h"
#include "ingest/csv.h"

static int read_stream(FILE *file, const char *path, qn_buffer *out, qn_error *err)
{
	char block[65536];
	size_t got;
	while ((got = fread(block, 1, sizeof block, file)) > 0)
		qn_buffer_add(out, block, got);
	if (ferror(file))
		return qn_fail(err, QN_EIO, "%s: %s", path, strerror(errno));
	return out->failed ? qn_no_memory(err) : QN_OK;
}

int qn_file_read(const char *path, qn_buffer *out, qn_error *err)
{
	if (!strcmp(path, "-"))
		return read_stream(stdin, "standard input", out, err);
	FILE *file = fopen(path, "rb");
	if (!file)
		return qn_fail(err, errno == ENOENT ? QN_ENOTFOUND : QN_EIO, "%s: %s", path, strerror(errno));
	int rc = read_stream(file, path, out, err);
	fclose(file);
	return rc;
}

static unsigned line_of(const char *bytes, size_t offset)
{
	unsigned line = 1;
	for (size_t i = 0; i < offset; i++) /* a line ends with \n, \r\n or \r alone */
		line += bytes[i] == '\n' || (bytes[i] == '\r' && (i + 1 == offset || bytes[i + 1] != '\n'));
	return line;
}

static int convert(qn_buffer *bytes, const char *name, qn_error *err)
{
	iconv_t how = iconv_open("UTF-8", "GB18030");
	qn_buffer out = { 0 };
	char block[8192], *in = bytes->data;
	size_t left = bytes->length;
	int rc = QN_OK;
	if (how == (iconv_t)-1)
		return qn_fail(err, QN_EIO, "%s: this system cannot convert GB18030: save the file as UTF-8", name);
	while (left > 0 && rc == QN_OK) {
		char *to = block;
		size_t room = sizeof block;
		if (iconv(how, &in, &left, &to, &room) == (size_t)-1 && errno != E2BIG)
			rc = qn_fail(err, QN_EINPUT, "%s:%u: neither UTF-8 nor GB18030: save the file as CSV UTF-8", name, line_of(bytes->data, bytes->length - left));
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
	static const char bom[] = "\xEF\xBB\xBF";
	*found = "UTF-8";
	if (bytes->length >= 2 && (!memcmp(bytes->data, "\xFF\xFE", 2) || !memcmp(bytes->data, "\xFE\xFF", 2)))
		return qn_fail(err, QN_EINPUT, "%s: the file is in UTF-16: save it as CSV UTF-8", name);
	if (bytes->length >= 3 && !memcmp(bytes->data, bom, 3)) {
		*found = "UTF-8 with BOM";
		memmove(bytes->data, bytes->data + 3, bytes->length - 2); /* with the final zero */
		bytes->length -= 3;
	}
	size_t valid = bytes->length ? qn_utf8_valid(bytes->data, bytes->length) : 0;
	if (valid == bytes->length)
		return QN_OK;
	if (**found && found[0][5] != 0)
		return qn_fail(err, QN_EINPUT, "%s:%u: the file says it is UTF-8 and is not: save it as CSV UTF-8", name, line_of(bytes->data, valid));
	*found = "GB18030";
	return convert(bytes, name, err);
}
