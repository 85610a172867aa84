/* SPDX-License-Identifier: Apache-2.0 */
#include "package.h"
#include <expat.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <zip.h>

enum { CHUNK = 64 << 10, DEEPEST = 64, LONGEST_TAG = 1 << 20 };
static const uint64_t LARGEST = (uint64_t)1 << 30, SWELLS_FROM = 16 << 20, SWELLS_BY = 250;

struct package { zip_t *zip; };

/* What a file is that is no workbook. */

static bool holds(const void *bytes, size_t length, const char *what, size_t size)
{
	return memmem(bytes, length, what, size) != NULL;
}

static int fail_foreign(const void *bytes, size_t length, fault *why)
{
	static const char encrypted[] = "E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e";
	if (length < 8 || memcmp(bytes, "\xD0\xCF\x11\xE0", 4))
		return fail(why, QN_EINPUT, "no workbook: neither .xlsx nor anything known", "不是工作簿:既不是 .xlsx,也不是认识的格式");
	if (holds(bytes, length, encrypted, sizeof encrypted - 1))
		return fail(why, QN_EINPUT, "the workbook is protected by a password: save it without one", "工作簿设有打开密码:请取消密码后另存");
	return fail(why, QN_EINPUT, "an old .xls workbook: save it as .xlsx", "这是旧版 .xls 工作簿:请另存为 .xlsx");
}

static int fail_other_package(package *p, fault *why)
{
	char kind[64] = "";
	zip_file_t *file = zip_fopen(p->zip, "mimetype", 0);
	if (file) {
		zip_int64_t got = zip_fread(file, kind, sizeof kind - 1);
		kind[got > 0 ? got : 0] = 0;
		zip_fclose(file);
	}
	if (strstr(kind, "opendocument"))
		return fail(why, QN_EINPUT, "an OpenDocument file: save it as .xlsx", "这是 OpenDocument 文件:请另存为 .xlsx");
	if (package_has(p, "xl/workbook.bin"))
		return fail(why, QN_EINPUT, "a binary .xlsb workbook: save it as .xlsx", "这是二进制 .xlsb 工作簿:请另存为 .xlsx");
	if (package_has(p, "word/document.xml"))
		return fail(why, QN_EINPUT, "a Word document: copy its table into a workbook", "这是 Word 文档:请把其中的表格复制到工作簿");
	return fail(why, QN_EINPUT, "a zip file without a workbook in it", "这是 zip 文件,其中没有工作簿");
}

int package_open(const void *bytes, size_t length, package **out, fault *why)
{
	zip_error_t error;
	*out = NULL;
	if (length < 4 || memcmp(bytes, "PK", 2))
		return fail_foreign(bytes, length, why);
	package *p = calloc(1, sizeof *p);
	if (!p)
		return fail_memory(why);
	zip_error_init(&error);
	zip_source_t *source = zip_source_buffer_create(bytes, length, 0, &error);
	p->zip = source ? zip_open_from_source(source, ZIP_RDONLY, &error) : NULL;
	if (!p->zip) {
		int rc = fail(why, QN_EINPUT, "the zip file is damaged or cut short (%s)", "zip 文件已损坏或不完整(%s)", zip_error_strerror(&error));
		zip_source_free(source);
		zip_error_fini(&error);
		free(p);
		return rc;
	}
	zip_error_fini(&error);
	if (!package_has(p, "[Content_Types].xml") || package_has(p, "xl/workbook.bin") || package_has(p, "word/document.xml")) {
		int rc = fail_other_package(p, why);
		package_free(p);
		return rc;
	}
	*out = p;
	return QN_OK;
}

void package_free(package *p)
{
	if (p)
		zip_discard(p->zip);
	free(p);
}

bool package_has(const package *p, const char *part)
{
	return zip_name_locate(p->zip, part, ZIP_FL_NOCASE) >= 0;
}

/* XML. */

typedef struct { XML_Parser parser; xml_taker *taker; const char *part; int depth; fault *why; } parsing;

static const char *local(const char *name)
{
	const char *colon = strrchr(name, ':');
	return colon ? colon + 1 : name;
}

static void stop_when_failed(parsing *g)
{
	if (g->taker->rc < 0)
		XML_StopParser(g->parser, XML_FALSE);
}

static void XMLCALL on_start(void *context, const XML_Char *name, const XML_Char **attributes)
{
	parsing *g = context;
	if (g->taker->rc < 0)
		return;
	if (++g->depth > DEEPEST)
		g->taker->rc = fail(g->why, QN_EINPUT, "%s: nested deeper than %d: damaged, or hostile", "%s:嵌套超过 %d 层:文件已损坏或有恶意", g->part, DEEPEST);
	else if (g->taker->start)
		g->taker->start(g->taker->context, local(name), attributes);
	stop_when_failed(g);
}

static void XMLCALL on_end(void *context, const XML_Char *name)
{
	parsing *g = context;
	g->depth--;
	if (g->taker->end && g->taker->rc >= 0)
		g->taker->end(g->taker->context, local(name));
	stop_when_failed(g);
}

static void XMLCALL on_text(void *context, const XML_Char *text, int length)
{
	parsing *g = context;
	if (g->taker->text && g->taker->rc >= 0)
		g->taker->text(g->taker->context, text, (size_t)length);
	stop_when_failed(g);
}

static void XMLCALL on_doctype(void *context, const XML_Char *name, const XML_Char *system, const XML_Char *public, int internal)
{
	parsing *g = context;
	(void)name, (void)system, (void)public, (void)internal;
	g->taker->rc = fail(g->why, QN_EINPUT, "%s: has a document type, which no spreadsheet writes: hostile", "%s:含有文档类型声明,电子表格不会写出:文件有恶意", g->part);
	stop_when_failed(g);
}

static int fail_xml(parsing *g)
{
	enum XML_Error code = XML_GetErrorCode(g->parser);
	if (g->taker->rc < 0)
		return g->taker->rc;
	if (code == XML_ERROR_NO_MEMORY)
		return fail_memory(g->why);
	return fail(g->why, QN_EINPUT, "%s:%lu: damaged: %s", "%s:%lu:文件已损坏:%s", g->part, (unsigned long)XML_GetCurrentLineNumber(g->parser), XML_ErrorString(code));
}

/* expat looks again at a tag from its beginning whenever more of it comes: a very long one costs the square of its length. */
static int feed(parsing *g, const char *bytes, size_t length, uint64_t fed)
{
	if (XML_Parse(g->parser, bytes, (int)length, length == 0) != XML_STATUS_OK)
		return fail_xml(g);
	XML_Index at = XML_GetCurrentByteIndex(g->parser);
	if (length && at >= 0 && fed > (uint64_t)at + LONGEST_TAG)
		return fail(g->why, QN_EINPUT, "%s: a tag longer than %d MiB: damaged, or hostile", "%s:有超过 %d MiB 的标记:文件已损坏或有恶意", g->part, LONGEST_TAG >> 20);
	return QN_OK;
}

static int feed_all(parsing *g, zip_file_t *file, uint64_t packed)
{
	char bytes[CHUNK];
	uint64_t fed = 0;
	zip_int64_t got;
	int rc = QN_OK;
	while (rc == QN_OK && (got = zip_fread(file, bytes, sizeof bytes)) != 0) {
		if (got < 0)
			return fail(g->why, QN_EINPUT, "%s: damaged: %s", "%s:已损坏:%s", g->part, zip_file_strerror(file));
		fed += (uint64_t)got;
		if (fed > LARGEST || (fed > SWELLS_FROM && fed / SWELLS_BY > packed))
			return fail(g->why, QN_EINPUT, "%s: unpacks to more than a workbook should (%llu MiB and on): hostile", "%s:解压后大小异常(已超过 %llu MiB):文件有恶意",
				g->part, (unsigned long long)(fed >> 20));
		rc = feed(g, bytes, (size_t)got, fed);
	}
	return rc == QN_OK ? feed(g, "", 0, fed) : rc;
}

/* Of two parts of one name one program reads the first and another the last. */
static bool is_there_twice(package *p, const char *part)
{
	zip_int64_t count = zip_get_num_entries(p->zip, 0), found = 0;
	for (zip_int64_t i = 0; i < count; i++) {
		const char *name = zip_get_name(p->zip, (zip_uint64_t)i, 0);
		found += name && !strcasecmp(name, part);
	}
	return found > 1;
}

int package_parse(package *p, const char *part, xml_taker *taker, fault *why)
{
	zip_stat_t facts;
	zip_int64_t index = zip_name_locate(p->zip, part, ZIP_FL_NOCASE);
	if (index < 0 || zip_stat_index(p->zip, (zip_uint64_t)index, 0, &facts) != 0)
		return fail(why, QN_EINPUT, "%s is missing from the workbook: damaged", "工作簿中缺少 %s:文件已损坏", part);
	if (is_there_twice(p, part))
		return fail(why, QN_EINPUT, "%s is there twice: damaged, or hostile", "%s 出现了两次:文件已损坏或有恶意", part);
	if (facts.valid & ZIP_STAT_ENCRYPTION_METHOD && facts.encryption_method != ZIP_EM_NONE)
		return fail(why, QN_EINPUT, "%s is encrypted: save the workbook without a password", "%s 已加密:请取消密码后另存工作簿", part);
	zip_file_t *file = zip_fopen_index(p->zip, (zip_uint64_t)index, 0);
	if (!file)
		return fail(why, QN_EINPUT, "%s: damaged: %s", "%s:已损坏:%s", part, zip_strerror(p->zip));
	parsing g = { .parser = XML_ParserCreate(NULL), .taker = taker, .part = part, .why = why };
	taker->rc = QN_OK;
	taker->why = why;
	int rc = g.parser ? QN_OK : fail_memory(why);
	if (rc == QN_OK) {
		XML_SetUserData(g.parser, &g);
		XML_SetElementHandler(g.parser, on_start, on_end);
		XML_SetCharacterDataHandler(g.parser, on_text);
		XML_SetStartDoctypeDeclHandler(g.parser, on_doctype);
		rc = feed_all(&g, file, facts.valid & ZIP_STAT_COMP_SIZE ? facts.comp_size : 0);
		XML_ParserFree(g.parser);
	}
	zip_fclose(file);
	return rc;
}

const char *xml_attribute(const char **attributes, const char *name)
{
	for (; *attributes; attributes += 2)
		if (!strcmp(local(attributes[0]), name))
			return attributes[1];
	return NULL;
}

bool xml_is_true(const char *value) { return value && (!strcmp(value, "1") || !strcmp(value, "true") || !strcmp(value, "on")); }
