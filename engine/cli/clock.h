/* SPDX-License-Identifier: Apache-2.0 */
/* clock.h - the only place that asks what day it is, and days as options give them. */
#pragma once
#include "base/error.h"
#include "base/period.h"

qn_date clock_day(void);           /* here */
void clock_stamp(char out[static 32]); /* now, ISO 8601 in UTC: for display */
/* --OPTION DAY; otherwise, where text is NULL. */
int read_day(const char *option, const char *text, qn_date otherwise, qn_date *out, qn_error *err);
