/* SPDX-License-Identifier: Apache-2.0 */
/* rows.h - how many rows of a table are told. */
#pragma once
#include "cli/session.h"

/* How many rows are told where people see so many of them: --top, and without it machines are told all. */
size_t rows_told(const cli_session *session, size_t usual);
/* That so many rows of a table are left out; its title, NULL of the only one. Cuts it to --top, and says so. */
void note_left(cli_session *session, qn_report *report, size_t left, const char *what);
void keep_rows(cli_session *session, qn_report *report, qn_table *table, const char *what);
