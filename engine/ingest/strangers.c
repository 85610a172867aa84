/* SPDX-License-Identifier: Apache-2.0 */
#include "ingest/strangers.h"
#include <string.h>
#include <strings.h>

typedef struct { const char *begins; qn_both is; } kind;

static const kind binary[] = { { "SQLite format 3", { "SQLite 数据库", "a SQLite database" } }, { "PAR1", { "Parquet 文件", "a Parquet file" } },
	{ "<stata_dta>", { "Stata 文件", "a Stata file" } }, { "$FL2", { "SPSS 文件", "an SPSS file" } }, { "$FL3", { "SPSS 文件", "an SPSS file" } },
	{ "%PDF-", { "PDF 文件", "a PDF" } }, { "{\\rtf", { "RTF 文档", "an RTF document" } }, { "\x1F\x8B", { "压缩文件", "a compressed file" } },
	{ "7z\xBC\xAF", { "压缩文件", "a compressed file" } }, { "Rar!", { "压缩文件", "a compressed file" } } };
static const kind text[] = { { "<!doctype html", { "网页(HTML)", "a web page (HTML)" } }, { "<html", { "网页(HTML)", "a web page (HTML)" } },
	{ "<table", { "网页(HTML)", "a web page (HTML)" } }, { "<?xml", { "XML 文件", "XML" } }, { "{\"", { "JSON 文件", "JSON" } }, { "[{", { "JSON 文件", "JSON" } } };

static bool begins(const char *bytes, size_t length, const char *with)
{
	return length >= strlen(with) && !strncasecmp(bytes, with, strlen(with));
}

/* Text without its mark and without blanks. */
static size_t tighten(const char *bytes, size_t length, char out[QN_HEAD_OF_FILE])
{
	size_t kept = 0;
	for (size_t i = begins(bytes, length, "\xEF\xBB\xBF") ? 3 : 0; i < length && kept < QN_HEAD_OF_FILE; i++)
		if (!strchr(" \t\r\n", bytes[i]) || (kept > 1 && bytes[i] == ' '))
			out[kept++] = bytes[i];
	return kept;
}

const qn_both *qn_stranger(const char *bytes, size_t length)
{
	char tight[QN_HEAD_OF_FILE];
	size_t kept = tighten(bytes, length, tight);
	for (size_t i = 0; i < sizeof binary / sizeof *binary; i++)
		if (begins(bytes, length, binary[i].begins))
			return &binary[i].is;
	for (size_t i = 0; i < sizeof text / sizeof *text; i++)
		if (begins(tight, kept, text[i].begins))
			return &text[i].is;
	return NULL;
}
