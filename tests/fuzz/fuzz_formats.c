/* SPDX-License-Identifier: Apache-2.0 */
/* Any bytes as the frames of tables that qunce-files is sent, in the format that the first byte says: it is written, or refused
 * in words. The same tables as JSON, where they are UTF-8, are read by a reader of JSON. */
#include <fcntl.h>
#include <jansson.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>
#include "base/text.h"
#include "files/program/formats.h"
#include "files/program/tables.h"
#include "files/texts.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static char folder[] = "/dev/shm/qunce-fuzz-XXXXXX", path[64];
static int sent; /* stands in for standard input */

static void remove_folder(void)
{
	unlink(path);
	rmdir(folder);
}

static void open_folder(void)
{
	if (!mkdtemp(folder) || atexit(remove_folder) != 0 || (sent = memfd_create("sent", MFD_CLOEXEC)) < 0 || dup2(sent, STDIN_FILENO) < 0)
		abort();
	snprintf(path, sizeof path, "%s/out", folder);
}

static void send(const uint8_t *data, size_t size)
{
	if (ftruncate(sent, 0) != 0 || pwrite(sent, data, size, 0) != (ssize_t)size || lseek(sent, 0, SEEK_SET) != 0)
		abort();
}

static int pass_tables(tables *in, qn_outlet *outlet, const qn_out_about *about, fault *why)
{
	const qn_out_table *shape;
	const qn_out_cell *cell;
	qn_error err;
	int rc = outlet->begin(outlet, about, &err);
	while (rc >= 0 && (rc = tables_next(in, &shape, why)) > 0)
		for (rc = outlet->table(outlet, shape, &err); rc >= 0 && (rc = tables_row(in, &cell, why)) > 0;)
			rc = outlet->row(outlet, cell, &err);
	return rc < 0 ? rc : outlet->end(outlet, &err);
}

static int write_json(const char *to, fault *why)
{
	const qn_out_about *about;
	qn_outfile *file = NULL;
	qn_outlet *outlet = NULL;
	tables *in = NULL;
	qn_error err;
	int rc = tables_open(&in, &about, why);
	if (rc == QN_OK && (qn_outfile_open(to, true, &file, &err) < 0 || qn_outlet_json(false, file, &outlet, &err) < 0))
		abort();
	if (rc == QN_OK && (rc = pass_tables(in, outlet, about, why)) == QN_OK && qn_outfile_keep(file, &err) < 0)
		abort();
	qn_outlet_free(outlet);
	qn_outfile_free(file);
	tables_free(in);
	return rc;
}

/* A name that two tables or columns share is no fault of JSON's form. */
static void check_json(const uint8_t *data, size_t size)
{
	json_error_t why;
	if (qn_utf8_valid((const char *)data, size) != size)
		return;
	json_t *read = json_load_file(path, 0, &why);
	if (!read && !strstr(why.text, "too big") && !strstr(why.text, "overflow")) {
		fprintf(stderr, "%s\n", why.text);
		abort();
	}
	json_decref(read);
}

int LLVMFuzzerInitialize(int *count, char ***word);
int LLVMFuzzerInitialize(int *count, char ***word)
{
	(void)count, (void)word;
	return freopen("/dev/null", "w", stdout) ? 0 : 1;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static int (*const writers[])(const char *, fault *) = { write_xlsx, write_workbook, write_sqlite, write_parquet, write_dta, write_sav, write_json };
	static fault why;
	if (size < 1)
		return 0;
	if (!path[0])
		open_folder();
	int (*write)(const char *, fault *) = writers[data[0] % (sizeof writers / sizeof *writers)];
	send(data + 1, size - 1);
	unlink(path);
	why.english[0] = 0;
	int rc = write(path, &why);
	if (rc < 0 && !why.english[0])
		abort();
	if (rc >= 0 && write == write_json)
		check_json(data + 1, size - 1);
	return 0;
}
