/* SPDX-License-Identifier: Apache-2.0 */
/* when.h - periods and spans as people write them, in the frequency of a pack. What is coarser is made of the pack's own
 * periods: of a span that begins in 2027 the first counts, of one that ends then the last. What is finer is refused. */
#pragma once
#include "plan/catalogue.h"

/* A period of the pack's own frequency, or QN_EUSAGE: `said` is what was written, with its option. */
int qn_when_own(const qn_catalogue *catalogue, const char *said, qn_period period, qn_error *err);
/* The pack's last period within one that it is made of. */
int qn_when_end(const qn_catalogue *catalogue, const char *said, qn_period period, qn_period *out, qn_error *err);
/* "2027" from then on, "2027:2029" or "2027..2029" bounded: *until QN_NO_PERIOD is for good. */
int qn_when_span(const qn_catalogue *catalogue, const char *text, qn_period *from, qn_period *until, qn_error *err);
/* When something strikes: once where no end is written. In the pack's own frequency, for a year has four quarters to strike in. */
int qn_when_strike(const qn_catalogue *catalogue, const char *text, qn_period *from, qn_period *until, qn_error *err);
