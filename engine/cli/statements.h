/* SPDX-License-Identifier: Apache-2.0 */
/* statements.h - what was said of a cell, as cells of a table: conflicts and explain show it alike. */
#pragma once
#include "cli/session.h"
#include "store/statements.h"

/* "> 600 亿元" */
const char *statement_text(cli_session *session, const qn_statement *statement, uint32_t unit);
/* "adopted: the best source" */
const char *standing_text(const cli_session *session, const qn_statement *statement);
/* The columns op, value, unit, status, source, rank, known_on, scope, import, where, note, and their cells. */
void statement_columns(cli_session *session, qn_table *table);
void statement_cells(cli_session *session, qn_row *row, const qn_statement *statement, uint32_t unit);
