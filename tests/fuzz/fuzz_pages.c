/* SPDX-License-Identifier: Apache-2.0 */
/* A store's file with bytes changed: the reader of pages comes through, and gives out no entry whose checksum does not hold. */
#include <stdint.h>
#include "fuzz/damage.h"
#include "store/fault_words.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

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
	damage_store(data, size);
	qn_pages_walk(damaged_path, 0, &visitor, &count, &older, &err);
	(void)!qn_env_inspect(damaged_path, &err);
	return 0;
}
