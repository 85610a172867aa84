/* SPDX-License-Identifier: Apache-2.0 */
/* fit.h - a table on a screen too narrow for it. Long texts are broken into lines; where that is not enough the columns are
 * parted, and each part begins with the columns that tell rows apart and ends with the mark of synthetic values. */
#pragma once
#include "report/model.h"

typedef struct { size_t column, width; } qn_fit_column; /* as in qn_shown_text; width: where its texts are broken, 0: nowhere */
typedef struct { qn_fit_column *column; size_t columns; } qn_fit_part;

/* screen: in columns, 0: as wide as needed. The parts, of which there is always one, live in the arena; NULL when it has no room. */
qn_fit_part *qn_fit(const qn_table *table, size_t screen, qn_arena *arena, size_t *parts);
/* The text in lines of so many columns, parted by line ends: at blanks and between Chinese characters, within a word only where it
 * is longer than a line. NULL when there is no memory. */
const char *qn_fit_text(const char *text, size_t width, qn_arena *arena);
