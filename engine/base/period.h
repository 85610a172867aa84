/* SPDX-License-Identifier: Apache-2.0 */
/* period.h - days, and the periods of SDMX: 2025, 2025-S1, 2025-Q1, 2025-01; and the year-to-date months of
 * Chinese monthly statistics, 2025-01..02 (January to February), a frequency of their own. */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef int32_t qn_date; /* days since 1970-01-01 */
#define QN_NO_DATE INT32_MIN
#define QN_END_OF_TIME INT32_MAX
#define QN_LAST_DAY (QN_END_OF_TIME - 1) /* what is open holds on it too */

bool qn_date_read(const char *text, size_t length, qn_date *out); /* 2025-07-01 only */
void qn_date_text(qn_date date, char out[16]);
qn_date qn_date_of(int year, int month, int day);
void qn_date_parts(qn_date date, int *year, int *month, int *day);
qn_date qn_date_add_years(qn_date date, int years); /* 29 February becomes 28 February */

typedef enum { QN_ANNUAL, QN_HALF, QN_QUARTER, QN_MONTH, QN_YEAR_TO_DATE } qn_frequency;

/* Three bits of frequency above thirteen of ordinal, so that the order of numbers is the order of time. */
typedef uint16_t qn_period;
#define QN_NO_PERIOD UINT16_MAX

bool qn_period_read(const char *text, size_t length, qn_period *out);
void qn_period_text(qn_period period, char out[24]);
qn_period qn_period_of(qn_frequency frequency, int year, int within); /* within counts from 1; QN_NO_PERIOD if out of range */
qn_frequency qn_period_frequency(qn_period period);
int qn_period_year(qn_period period);
int qn_period_within(qn_period period);
qn_period qn_period_add(qn_period period, int count); /* whole periods; QN_NO_PERIOD if out of range */
int qn_period_distance(qn_period from, qn_period to); /* of one frequency */
/* The first and the last period of a frequency that one is made of: 2027 begins with 2027-Q1. False: it is made of none. */
bool qn_period_parts(qn_period whole, qn_frequency frequency, qn_period *first, qn_period *last);
qn_date qn_period_begin(qn_period period);            /* its first day */
qn_date qn_period_end(qn_period period);              /* its last day */
int qn_periods_a_year(qn_frequency frequency);
int qn_frequency_read(char letter);                   /* A S Q M Y -> qn_frequency, or -1 */
char qn_frequency_letter(qn_frequency frequency);     /* the other way */
