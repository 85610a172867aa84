/* SPDX-License-Identifier: Apache-2.0 */
/* formats.h - what qunce-files reads and writes: a row each. A reader finds its file on READ_FROM; a writer its stream on
 * standard input, and its argument is the path to write. 0, or a negative status with its words. */
#pragma once
#include "out.h"

enum { READ_FROM = 3 };

int read_xlsx(const char *sheet, fault *why); /* NULL: the first sheet that is to be seen */
int read_workbook(const void *bytes, size_t length, const char *sheet, fault *why);
int write_xlsx(const char *path, fault *why);
int write_workbook(const char *path, fault *why); /* what people look at; tables of data are xlsx */
int write_sqlite(const char *path, fault *why);
int write_parquet(const char *path, fault *why);
int write_dta(const char *path, fault *why);
int write_sav(const char *path, fault *why);

#define FORMATS \
	{ "read", "xlsx", read_xlsx }, \
	{ "write", "xlsx", write_xlsx }, \
	{ "write", "workbook", write_workbook }, \
	{ "write", "sqlite", write_sqlite }, { "write", "parquet", write_parquet }, { "write", "dta", write_dta }, { "write", "sav", write_sav },
