/* SPDX-License-Identifier: Apache-2.0 */
/* A store's file with bytes changed, as in fuzz_pages: it is verified without a fault of ours, and what repair makes of it is
 * a sound store or nothing; where no fault was found, it is the whole of it. */
#include <stdint.h>
#include <string.h>
#include "fuzz/damage.h"
#include "store/care.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int tell(void *context, const qn_both *words)
{
	if (!words->english[0] || !words->chinese[0])
		abort();
	++*(uint64_t *)context;
	return 0;
}

static int never(void *context, const qn_both *words)
{
	(void)context;
	fprintf(stderr, "after a repair: %s\n", words->english);
	abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char fresh[80], command[112];
	uint64_t found = 0, lost = 0;
	qn_health health, again;
	qn_error err = { 0 };
	damage_store(data, size);
	int verified = qn_store_verify(damaged_path, tell, &found, &health, &err);
	if (verified < 0 && !err.text[0])
		abort();
	snprintf(fresh, sizeof fresh, "%s/new.qn", folder);
	snprintf(command, sizeof command, "rm -rf %s", fresh);
	err = (qn_error){ 0 };
	if (qn_store_repair(damaged_path, fresh, tell, &lost, &health, &err) < 0) {
		if (!err.text[0] || access(fresh, F_OK) == 0)
			abort();
		return 0;
	}
	if (qn_store_verify(fresh, never, NULL, &again, &err) < 0 || (verified == QN_OK && !found && lost)) {
		fprintf(stderr, "%s: %d found, %d lost\n", err.text, (int)found, (int)lost);
		abort();
	}
	return system(command) == 0 ? 0 : -1;
}
