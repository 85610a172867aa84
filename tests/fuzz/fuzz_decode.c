/* SPDX-License-Identifier: Apache-2.0 */
/* Any bytes as a text of some encoding: refused in words, or UTF-8 through and through. */
#include <stdint.h>
#include <stdlib.h>
#include "base/text.h"
#include "ingest/csv.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	qn_buffer bytes = { 0 };
	qn_error err = { 0 };
	const char *found = NULL;
	qn_buffer_add(&bytes, data, size);
	int rc = bytes.data ? qn_text_decode(&bytes, "fuzz.csv", &found, &err) : QN_OK;
	if (rc == QN_OK && bytes.data && (!found || qn_utf8_valid(bytes.data, bytes.length) != bytes.length))
		abort();
	if (rc < 0 && !err.text[0])
		abort();
	qn_buffer_free(&bytes);
	return 0;
}
