/* SPDX-License-Identifier: Apache-2.0 */
/* A store's file with bytes changed: the reader of pages comes through, and gives out no entry whose checksum does not hold. The
 * input is changes, 4 bytes each: place in the file, 3 bytes, and the byte that is put there. */
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "ingest/pack.h"
#include "store/fault_words.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static char folder[] = "/dev/shm/qunce-fuzz-XXXXXX";
static char path[64], file[80];
static unsigned char *sound;
static size_t length;

static void remove_folder(void)
{
	char command[64];
	snprintf(command, sizeof command, "rm -rf %s", folder);
	if (system(command) != 0)
		fprintf(stderr, "%s is left\n", folder);
}

static void make_store(void)
{
	qn_pack *pack = NULL;
	qn_store *store = NULL;
	qn_change_set *change = NULL;
	qn_error err;
	if (!mkdtemp(folder) || atexit(remove_folder) != 0)
		abort();
	snprintf(path, sizeof path, "%s/s.qn", folder);
	snprintf(file, sizeof file, "%s/data.mdb", path);
	if (qn_pack_read(SOURCE_DIR "/tests/ingest/data/tiny/scripts", &pack, &err) || qn_store_create(path, &store, &err)
	    || qn_change_begin(store, &change, &err) || qn_pack_install(pack, change, 20000, &err) || qn_change_commit(change, &err))
		abort();
	qn_pack_free(pack);
	qn_store_close(store);
	FILE *in = fopen(file, "rb");
	sound = malloc(1 << 20);
	length = in && sound ? fread(sound, 1, 1 << 20, in) : 0;
	if (!length || length == 1 << 20)
		abort();
	fclose(in);
}

static int entry(void *context, qn_db db, const MDB_val *key, const MDB_val *value, qn_error *err)
{
	(void)context;
	(void)err;
	if (!qn_env_is_sealed(db, key, value))
		abort();
	return 0;
}

static int fault(void *context, const qn_page_fault *about, qn_error *err)
{
	qn_fault_line line = { 0 };
	(void)context;
	qn_fault_of_page(about, &line);
	return qn_fault_tell(&line, NULL, NULL, err);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const qn_page_visitor visitor = { .entry = entry, .fault = fault };
	qn_page_count count;
	qn_error err;
	bool older;
	if (!sound)
		make_store();
	int out = open(file, O_WRONLY | O_CLOEXEC);
	if (out < 0 || pwrite(out, sound, length, 0) != (ssize_t)length)
		abort();
	for (size_t i = 0; i + 4 <= size; i += 4) {
		size_t at = ((size_t)data[i] | (size_t)data[i + 1] << 8 | (size_t)data[i + 2] << 16) % length;
		if (pwrite(out, data + i + 3, 1, (off_t)at) != 1)
			abort();
	}
	close(out);
	qn_pages_walk(path, 0, &visitor, &count, &older, &err);
	(void)!qn_env_inspect(path, &err);
	return 0;
}
