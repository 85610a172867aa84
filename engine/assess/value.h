/* SPDX-License-Identifier: Apache-2.0 */
/* value.h - numbers and distributions as people type them on a command line: 4%, 80亿元, normal(4%, 2%). */
#pragma once
#include "plan/program.h"

/* Reads one quantity. A number without a unit is read in `unit` only when that is a pure number without a sign of its own
 * or a count; else it is refused with the words to write. unit: index in catalogue units, QN_NONE for a pure number. */
int qn_value_read(const qn_catalogue *catalogue, uint32_t unit, const char *text, size_t length, double *out, qn_error *err);
/* What is said of a name that is no indicator's: the nearest, or where all are listed. */
int qn_no_indicator(const qn_catalogue *catalogue, const char *name, qn_error *err);
/* A quantity, or name(arguments). */
int qn_distribution_read(const qn_catalogue *catalogue, uint32_t unit, const char *text, size_t length, qn_distribution *out, qn_error *err);
