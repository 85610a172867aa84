/* SPDX-License-Identifier: Apache-2.0 */
/* Any bytes as a file of observations: libcsv alone and the short way for plain lines tell and keep the same, wherever the
 * pieces end. The first byte says how long the pieces are. */
#include <stdint.h>
#include "ingest/pack.h"
#include "ingest/ways.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static char folder[] = "/tmp/qunce-fuzz-XXXXXX";

static void remove_folder(void)
{
	char command[64];
	snprintf(command, sizeof command, "rm -rf %s", folder);
	if (system(command) != 0)
		fprintf(stderr, "%s is left\n", folder);
}

static qn_store *open_store(void)
{
	char path[64];
	qn_pack *pack = NULL;
	qn_store *store = NULL;
	qn_change_set *change = NULL;
	qn_error err;
	if (!mkdtemp(folder) || atexit(remove_folder) != 0)
		abort();
	snprintf(path, sizeof path, "%s/s.qn", folder);
	if (qn_pack_read(SOURCE_DIR "/tests/ingest/data/tiny/scripts", &pack, &err) || qn_store_create(path, &store, &err)
	    || qn_change_begin(store, &change, &err) || qn_pack_install(pack, change, 20000, &err) || qn_change_commit(change, &err))
		abort();
	qn_pack_free(pack);
	return store;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static qn_store *store;
	qn_buffer slow = { 0 }, fast = { 0 };
	if (!store)
		store = open_store();
	if (size < 2)
		return 0;
	way_read(store, (const char *)data + 1, size - 1, size, false, &slow);
	way_read(store, (const char *)data + 1, size - 1, data[0] ? data[0] : 4096, true, &fast);
	if (!slow.data || !fast.data || strcmp(slow.data, fast.data) != 0) {
		fprintf(stderr, "by libcsv:\n%s\nthe short way:\n%s\n", slow.data, fast.data);
		abort();
	}
	qn_buffer_free(&slow);
	qn_buffer_free(&fast);
	return 0;
}
