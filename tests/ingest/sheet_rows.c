/* SPDX-License-Identifier: Apache-2.0 */
/* sheet_rows.c - FILE [SHEET]: its rows as they are read, one a line: "7: a | b"; then notes, and what failed.
 * QUNCE_BESIDE=1: a cell with what else is known of it, "a {=b}". */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "ingest/xlsx.h"

static int show(void *context, const qn_csv_row *row, qn_error *err)
{
	(void)context, (void)err;
	printf("%u:", row->line);
	for (size_t i = 0; i < row->fields; i++) {
		printf("%s%s", i ? " | " : " ", row->field[i].text);
		if (row->field[i].beside && getenv("QUNCE_BESIDE"))
			printf(" {%s}", row->field[i].beside);
	}
	printf("\n");
	return QN_OK;
}

static void found(void *context, const char *sheet) { (void)context, printf("sheet %s\n", sheet); }
static void printed(void *context, const char *words) { (void)context, printf("printed %s\n", words); }
static void note(void *context, const char *english, const char *chinese) { (void)context, printf("note %s // %s\n", english, chinese); }

int main(int count, char **word)
{
	qn_error err;
	qn_xlsx_taker taker = { .sheet = count > 2 ? word[2] : NULL, .each = show, .found = found, .note = note, .printed = printed };
	int file = open(word[1], O_RDONLY), rc = qn_xlsx_read(file, "book.xlsx", &taker, &err);
	if (rc < 0)
		printf("%d %s // %s\n", rc, err.text, err.chinese);
	close(file);
	return 0;
}
