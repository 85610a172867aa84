/* SPDX-License-Identifier: Apache-2.0 */
/* Any bytes as what a helper program says: qunce-files where the first byte is even, qunce-guest where it is odd. It is refused
 * in words, or taken apart into what keeps to its bounds. The helpers here are programs that say what a file holds. */
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "base/text.h"
#include "ingest/xlsx.h"
#include "script/host/script.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static char folder[] = "/dev/shm/qunce-fuzz-XXXXXX", answer[64], guest[64];

static void remove_folder(void)
{
	unlink(answer);
	unlink(guest);
	rmdir(folder);
}

static void open_folder(void)
{
	if (!mkdtemp(folder) || atexit(remove_folder) != 0)
		abort();
	snprintf(answer, sizeof answer, "%s/answer", folder);
	snprintf(guest, sizeof guest, "%s/qunce-guest", folder);
	FILE *out = fopen(guest, "w");
	if (!out || fprintf(out, "#!/bin/sh\nexec cat %s\n", answer) < 0 || fclose(out) != 0 || chmod(guest, 0700) != 0)
		abort();
}

static void check_text(const char *text, size_t length)
{
	if (strlen(text) != length || qn_utf8_valid(text, length) != length)
		abort();
}

static int each(void *context, const qn_csv_row *row, qn_error *err)
{
	(void)context, (void)err;
	for (size_t i = 0; i < row->fields; i++)
		check_text(row->field[i].text, row->field[i].length);
	return 0;
}

static void found(void *context, const char *sheet)
{
	(void)context;
	check_text(sheet, strlen(sheet));
}

static void note(void *context, const char *english, const char *chinese)
{
	(void)context;
	check_text(english, strlen(english));
	check_text(chinese, strlen(chinese));
}

static int ask_files(int file, qn_error *err)
{
	const qn_xlsx_taker taker = { .each = each, .found = found, .note = note };
	return qn_xlsx_read(file, "fuzz.xlsx", &taker, err);
}

static int ask_guest(qn_error *err)
{
	static const qn_catalogue empty;
	static const qn_script script = { "fuzz.lua", "", 0 };
	const qn_script_options options = { .guest = guest, .library = folder, .cache = "" };
	qn_program *program = NULL;
	int rc = qn_script_run(&script, 1, script.path, &empty, NULL, &options, &program, err);
	qn_program_free(program);
	return rc;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	qn_error err = { 0 };
	if (size < 1)
		return 0;
	if (!answer[0])
		open_folder();
	int file = open(answer, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	if (file < 0 || write(file, data + 1, size - 1) != (ssize_t)(size - 1) || lseek(file, 0, SEEK_SET) != 0)
		abort();
	if ((data[0] & 1 ? ask_guest(&err) : ask_files(file, &err)) < 0 && !err.text[0])
		abort();
	close(file);
	return 0;
}
