/* SPDX-License-Identifier: Apache-2.0 */
/* holidays.h - a pack's table of days off and of working days that make up for them: date,kind,name with kind holiday or
 * workday. */
#pragma once
#include "base/calendar.h"
#include "ingest/pack.h"

/* From a pack's files (data/holidays.csv; none: weekends alone). The days live in arena. */
int qn_holidays_read(const qn_pack_file *file, size_t files, qn_arena *arena, qn_calendar *out, qn_error *err);
