/* SPDX-License-Identifier: Apache-2.0 */
/* Any bytes as a file of observations: libcsv alone and the short way for plain lines tell and keep the same, wherever the
 * pieces end. The first byte says how long the pieces are. */
#include <stdint.h>
#include "fuzz/store.h"
#include "ingest/ways.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

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
