/* SPDX-License-Identifier: Apache-2.0 */
/* read_xlsx.c - a workbook's sheet as rows. The file is mapped, so that from then on no call of the system is needed but to
 * say what was found. */
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include "book.h"
#include "formats.h"

enum { LARGEST_FILE = 256 << 20 };

/* Sheets beside the one that is read could hold what someone thinks was read too. */
static void tell_others(const book *b, const book_sheet *chosen)
{
	char names[300];
	size_t length = 0;
	uint32_t others = 0;
	names[0] = 0;
	for (uint32_t i = 0; i < b->sheets; i++) {
		if (&b->sheet[i] == chosen || !b->sheet[i].part)
			continue;
		others++;
		if (length < sizeof names)
			length += (size_t)snprintf(names + length, sizeof names - length, "%s%s", length ? ", " : "", b->sheet[i].name);
	}
	if (length >= sizeof names)
		names[qn_utf8_valid(names, sizeof names - 1)] = 0;
	if (others)
		out_note("sheet \"%s\" is read, %u others are not: %s; --sheet NAME chooses", "读取的工作表是“%s”,另有 %u 个未读:%s;可用 --sheet 指定", chosen->name, others, names);
}

int read_workbook(const void *bytes, size_t length, const char *name, fault *why)
{
	book b;
	const book_sheet *sheet = NULL;
	int rc = book_open(&b, bytes, length, why);
	if (rc == QN_OK)
		rc = book_choose(&b, name, &sheet, why);
	if (rc == QN_OK)
		rc = book_read_texts(&b, why);
	if (rc == QN_OK) {
		tell_others(&b, sheet);
		rc = sheet_read(&b, sheet, why);
	}
	book_close(&b);
	return rc == QN_ENOMEM ? fail(why, QN_EINPUT, "needs more memory than a workbook should: damaged, hostile, or better saved as CSV",
		"占用内存超出工作簿的正常范围:文件已损坏、有恶意,或应另存为 CSV") : rc;
}

int read_xlsx(const char *sheet, fault *why)
{
	struct stat facts;
	if (fstat(READ_FROM, &facts) != 0 || facts.st_size < 0)
		return fail(why, QN_EIO, "the file cannot be read", "无法读取文件");
	if (facts.st_size > LARGEST_FILE)
		return fail(why, QN_EINPUT, "a workbook of more than %d MiB: split it, or save the sheet as CSV", "工作簿超过 %d MiB:请拆分,或将工作表另存为 CSV", LARGEST_FILE >> 20);
	size_t length = (size_t)facts.st_size;
	void *bytes = length ? mmap(NULL, length, PROT_READ, MAP_PRIVATE, READ_FROM, 0) : NULL;
	if (bytes == MAP_FAILED)
		return fail(why, QN_EIO, "the file cannot be read", "无法读取文件");
	close_in();
	return read_workbook(bytes, length, sheet, why);
}
