/* SPDX-License-Identifier: Apache-2.0 */
/* dates.h - days as people write them. */
#pragma once
#include "base/error.h"
#include "base/period.h"

/* 2023-01-30, 2023-1-30, 2023/1/30, 2023.1.30, 2023年1月30日, in letters of either width; and as its first moment, 2023/1/30 0:00. */
bool qn_day_read(const char *text, qn_date *out);
/* The same, and 20230130: where nothing else than days stands, which elsewhere is a number. */
bool qn_day_read_in_column(const char *text, qn_date *out);
/* Is it a day whose year is cut short, 0025-11-14? Registers tell of enterprises, of which some are old. */
bool qn_day_is_slip(const char *text);
extern const qn_both qn_day_slip;
/* NULL with the day when something was known, or why the text is none: nothing was known before 1900. */
const qn_both *qn_day_known(const char *text, qn_date *out);
const qn_both *qn_day_known_in_column(const char *text, qn_date *out); /* 20260330 too */
