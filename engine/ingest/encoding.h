/* SPDX-License-Identifier: Apache-2.0 */
/* encoding.h - the encodings a file of text may be in: a mark at its front decides, else strict UTF-8, else GB18030. */
#pragma once
#include <stddef.h>
#include "base/error.h"

typedef enum { QN_UTF8, QN_UTF8_MARKED, QN_UTF16_LE, QN_UTF16_BE, QN_GB18030 } qn_encoding;
enum { QN_MOST_OF_MARK = 3 };

/* What the mark says; QN_UTF8 where there is none. */
qn_encoding qn_encoding_marked(const char *bytes, size_t length);
size_t qn_encoding_mark(qn_encoding encoding);        /* its length in bytes */
const char *qn_encoding_name(qn_encoding encoding);   /* "UTF-16LE", for people */
const char *qn_encoding_iconv(qn_encoding encoding);  /* for iconv_open; NULL: it is UTF-8 already */
/* Chinese characters of what is UTF-8. Of bytes of GB18030 hardly one in a file looks like one before some look like nothing: what
 * has a few and then breaks off was UTF-8 until there. */
size_t qn_encoding_chinese(const char *bytes, size_t length);
enum { QN_SURELY_CHINESE = 4 };
/* Words for text that breaks off in a line: "file:line: …". QN_EINPUT. */
int qn_encoding_broken(qn_encoding encoding, const char *name, unsigned line, qn_error *err);

/* Words for an encoding that the system does not know. QN_EIO. */
int qn_encoding_unknown(qn_encoding encoding, const char *name, qn_error *err);

/* Counts lines over bytes that come in pieces; a line ends with \n, \r\n or \r alone. { .encoding = … } is a new one. */
typedef struct { qn_encoding encoding; unsigned ends; int open, odd, kept; } qn_lines;
void qn_lines_add(qn_lines *lines, const char *bytes, size_t length);
unsigned qn_lines_now(const qn_lines *lines); /* the line that what comes next stands in, from 1 */
