/* SPDX-License-Identifier: Apache-2.0 */
/* Any bytes as a dump: refused in words and nothing left behind, or a store that is sound and whose dump is read again. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "store/care.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static char folder[] = "/dev/shm/qunce-fuzz-XXXXXX";
static void remove_folder(void)
{
	char command[64];
	snprintf(command, sizeof command, "rm -rf %s", folder);
	if (system(command) != 0)
		fprintf(stderr, "%s is left\n", folder);
}

typedef struct { const uint8_t *at; size_t left; } input;

static long take(void *context, char *room, size_t most, qn_error *err)
{
	input *in = context;
	size_t count = in->left < most ? in->left : most;
	(void)err;
	if (count)
		memcpy(room, in->at, count);
	in->at += count, in->left -= count;
	return (long)count;
}

static int keep(void *context, const char *bytes, size_t length, qn_error *err)
{
	(void)err;
	qn_buffer_add(context, bytes, length);
	return 0;
}

static int never(void *context, const qn_both *words)
{
	(void)context;
	fprintf(stderr, "%s\n", words->english);
	abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static char path[64];
	input in = { data, size };
	qn_error err = { 0 };
	qn_store *store = NULL;
	qn_snapshot *snapshot = NULL;
	qn_buffer text = { 0 };
	qn_health health;
	char command[96];
	if (!path[0]) {
		if (!mkdtemp(folder) || atexit(remove_folder) != 0)
			abort();
		snprintf(path, sizeof path, "%s/s.qn", folder);
	}
	if (qn_store_load(path, "fuzz.dump", take, &in, &err) < 0) {
		if (!err.text[0] || access(path, F_OK) == 0)
			abort();
		return 0;
	}
	if (qn_store_verify(path, never, NULL, &health, &err) < 0 || qn_store_open(path, false, &store, &err) < 0 || qn_snapshot_open(store, &snapshot, &err) < 0
	    || qn_store_dump(snapshot, keep, &text, &err) < 0) {
		fprintf(stderr, "%s\n", err.text);
		abort();
	}
	qn_buffer_free(&text);
	qn_snapshot_close(snapshot);
	qn_store_close(store);
	snprintf(command, sizeof command, "rm -rf %s", path);
	return system(command) == 0 ? 0 : -1;
}
