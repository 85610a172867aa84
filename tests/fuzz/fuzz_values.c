/* SPDX-License-Identifier: Apache-2.0 */
/* Any bytes as a period, a day, a number; what is read is written and read again the same. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include "base/period.h"
#include "base/text.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *text = (const char *)data;
	char out[QN_NUMBER_SIZE];
	qn_period period, again;
	qn_date day;
	double number, back;
	if (qn_period_read(text, size, &period)) {
		qn_period_text(period, out);
		if (!qn_period_read(out, strlen(out), &again) || again != period)
			abort();
	}
	if (qn_date_read(text, size, &day)) {
		qn_date_text(day, out);
		if (strlen(out) != size || memcmp(out, text, size) != 0)
			abort();
	}
	if (qn_number_read(text, size, &number)) {
		qn_number_text(out, number);
		if (!qn_number_read(out, strlen(out), &back) || back != number)
			abort();
	}
	return 0;
}
