/* SPDX-License-Identifier: Apache-2.0 */
/* Any bytes as a CSV file: decoded and split, or refused in words. */
#include <stdint.h>
#include "ingest/csv.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int take(void *context, const qn_csv_row *row, qn_error *err)
{
	(void)err;
	for (size_t i = 0; i < row->fields; i++)
		*(size_t *)context += row->field[i].length;
	return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	qn_buffer bytes = { 0 };
	qn_error err;
	const char *found;
	size_t sum = 0;
	qn_buffer_add(&bytes, data, size);
	if (bytes.data && qn_text_decode(&bytes, "fuzz.csv", &found, &err) == QN_OK)
		qn_csv_read(bytes.data ? bytes.data : "", bytes.length, "fuzz.csv", take, &sum, &err);
	qn_buffer_free(&bytes);
	return 0;
}
