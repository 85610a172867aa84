/* SPDX-License-Identifier: Apache-2.0 */
/* store.h - a store of a pack in a folder that goes when the program ends. */
#pragma once
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include "ingest/pack.h"

static char folder[] = "/dev/shm/qunce-fuzz-XXXXXX";

static inline void remove_folder(void)
{
	char command[64];
	snprintf(command, sizeof command, "rm -rf %s", folder);
	if (system(command) != 0)
		fprintf(stderr, "%s is left\n", folder);
}

static inline qn_store *open_store_of(const char *scripts)
{
	char path[64];
	qn_pack *pack = NULL;
	qn_store *store = NULL;
	qn_change_set *change = NULL;
	qn_error err;
	if (!mkdtemp(folder) || atexit(remove_folder) != 0)
		abort();
	snprintf(path, sizeof path, "%s/s.qn", folder);
	if (qn_pack_read(scripts, &pack, &err) || qn_store_create(path, &store, &err)
	    || qn_change_begin(store, &change, &err) || qn_pack_install(pack, change, 20000, &err) || qn_change_commit(change, &err))
		abort();
	qn_pack_free(pack);
	return store;
}

static inline qn_store *open_store(void)
{
	return open_store_of(SOURCE_DIR "/tests/ingest/data/tiny/scripts");
}
