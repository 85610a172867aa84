/* SPDX-License-Identifier: Apache-2.0 */
/* fuzz_xlsx.c - what begins as a zip is one; else its parts, parted by bytes 0xFF, are packed as one: sheet, texts, styles,
 * workbook, relations. A mutated zip hardly ever passes its checksums. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <zip.h>
#include "files/program/formats.h"

static const char *const parts[] = { "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/styles.xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels" };
enum { PARTS = sizeof parts / sizeof *parts };
static const char workbook[] = "<workbook><sheets><sheet name=\"S\" r:id=\"r\"/></sheets></workbook>",
	relations[] = "<Relationships><Relationship Id=\"r\" Type=\"/worksheet\" Target=\"worksheets/sheet1.xml\"/></Relationships>";

static void add(zip_t *zip, const char *part, const void *bytes, size_t length)
{
	zip_source_t *source = zip_source_buffer(zip, bytes, length, 0);
	zip_int64_t index = source ? zip_file_add(zip, part, source, 0) : -1;
	if (index < 0)
		zip_source_free(source);
	else
		zip_set_file_compression(zip, (zip_uint64_t)index, ZIP_CM_STORE, 0);
}

/* The zip's bytes, the caller's. */
static void *pack(const uint8_t *data, size_t size, size_t *length)
{
	zip_error_t error;
	zip_source_t *source = zip_source_buffer_create(NULL, 0, 0, &error);
	zip_t *zip = source ? zip_open_from_source(source, ZIP_TRUNCATE, &error) : NULL;
	if (!zip)
		abort();
	zip_source_keep(source);
	add(zip, "[Content_Types].xml", "<x/>", 4);
	for (int i = 0; i < PARTS; i++) {
		const uint8_t *end = size ? memchr(data, 0xFF, size) : NULL;
		size_t taken = end ? (size_t)(end - data) : size;
		if (taken)
			add(zip, parts[i], data, taken);
		else if (i == 3)
			add(zip, parts[i], workbook, sizeof workbook - 1);
		else if (i == 4)
			add(zip, parts[i], relations, sizeof relations - 1);
		data += taken + (end != NULL), size -= taken + (end != NULL);
	}
	if (zip_close(zip) != 0)
		abort();
	zip_stat_t facts;
	zip_source_stat(source, &facts);
	char *bytes = malloc(facts.size);
	zip_source_open(source);
	*length = (size_t)zip_source_read(source, bytes, facts.size);
	zip_source_close(source);
	zip_source_free(source);
	return bytes;
}

int LLVMFuzzerInitialize(int *count, char ***word)
{
	(void)count, (void)word;
	return freopen("/dev/null", "w", stdout) ? 0 : 1; /* rows go there */
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static fault why;
	size_t length = size;
	bool is_zip = size > 2 && !memcmp(data, "PK", 2);
	void *bytes = is_zip ? NULL : pack(data, size, &length);
	read_workbook(is_zip ? data : bytes, length, NULL, &why);
	free(bytes);
	return 0;
}
