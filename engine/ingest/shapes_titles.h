/* SPDX-License-Identifier: Apache-2.0 */
/* shapes_titles.h - what a title tells, beside its name, of what stands below it. */
#pragma once
#include "base/unit.h"
#include "ingest/csv.h"

/* A period, a part of a year, a unit, or that figures are synthetic? */
bool qn_title_tells_of_figures(const char *said, const qn_units *units);
/* Above a register: a unit, which registers have behind the names of columns, or that what stands below was but wished for? */
bool qn_title_alters_records(const qn_csv_row *title, const qn_units *units);
