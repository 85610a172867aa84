/* SPDX-License-Identifier: Apache-2.0 */
/* tally.c - a sum is a chain of additions, and what else is asked of a value fits beside it; masks are counted by words. */
#include "lanes/tally.h"
#include <string.h>

void qn_tally_numbers(qn_tally *tally, const double *value, size_t n, bool wide)
{
	qn_sum sum = tally->sum;
	size_t present = tally->present;
	for (size_t i = 0; i < n; i++) {
		double x = value[wide ? i : 0];
		qn_sum_add(&sum, qn_is_missing(x) ? -0.0 : x);
		present += !qn_is_missing(x);
	}
	tally->sum = sum;
	tally->present = present;
}

/* Eight counts in the bytes of a word, each below 256, as one. */
static size_t add_bytes(uint64_t counts)
{
	const uint64_t even = 0x00ff00ff00ff00ff;
	uint64_t pairs = (counts & even) + (counts >> 8 & even);
	return (size_t)(pairs * 0x0001000100010001 >> 48);
}

static void tally_words(qn_tally *tally, const qn_mask *mask, size_t words)
{
	const uint64_t ones = 0x0101010101010101;
	uint64_t truths = 0, known = 0, word;
	for (size_t i = 0; i < words; i++) {
		memcpy(&word, mask + 8 * i, sizeof word);
		truths += word & ones;
		known += (word | word >> 1) & ones;
	}
	tally->truths += add_bytes(truths);
	tally->present += add_bytes(known);
}

void qn_tally_masks(qn_tally *tally, const qn_mask *mask, size_t n, bool wide)
{
	enum { MOST = 255 };
	if (!wide) {
		tally->truths += *mask & QN_TRUE ? n : 0;
		tally->present += *mask != QN_UNKNOWN ? n : 0;
		return;
	}
	for (size_t words; n >= 8; mask += 8 * words, n -= 8 * words) {
		words = n / 8 < MOST ? n / 8 : MOST;
		tally_words(tally, mask, words);
	}
	for (size_t i = 0; i < n; i++) {
		tally->truths += mask[i] & QN_TRUE;
		tally->present += mask[i] != QN_UNKNOWN;
	}
}

double qn_tally_result(const qn_tally *tally, qn_op op)
{
	if (tally->present == 0)
		return QN_MISSING;
	if (op == QN_COUNT)
		return (double)tally->truths;
	double sum = qn_settle(qn_sum_of(tally->sum));
	return op == QN_TOTAL ? sum : qn_settle(sum / (double)tally->present);
}
