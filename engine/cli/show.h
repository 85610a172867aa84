/* SPDX-License-Identifier: Apache-2.0 */
/* show.h - what people read and machines get: words of the language asked for, figures with units, cells of tables. */
#pragma once
#include "assess/chances.h"
#include "cli/session.h"

/* The words of the language asked for. */
const char *say(const cli_session *session, const char *english, const char *chinese);
const char *title_of(const cli_session *session, qn_label label);
const char *error_words(const cli_session *session, const qn_error *err);

/* A number in its unit, "87.4 亿元", in the arena; "—" where missing. */
const char *quantity_text(cli_session *session, double reference, uint32_t unit);
const char *quantity_closer(cli_session *session, double reference, uint32_t unit, int more); /* with so many more decimals */
const char *signed_text(cli_session *session, double value, int decimals);
const char *percent_text(cli_session *session, double share, int decimals);
const char *share_text(cli_session *session, double share); /* with all the decimals that it has: "99.7%" */
const char *mask_text(const cli_session *session, qn_mask mask);
const char *period_text(cli_session *session, qn_period period);
const char *written_text(cli_session *session, const char *place); /* of a line and those that called it */
const char *comparison_sign(qn_op op);
const char *severity_word(const cli_session *session, qn_severity severity); /* lint speaks in the same words */
/* The two columns that name what is judged, by the pack's word for it, and an entity's cells of them. */
void subject_columns(const cli_session *session, qn_table *table);
void subject_cells(const cli_session *session, qn_row *row, size_t entity);
const qn_unit *session_unit(const cli_session *session, uint32_t unit); /* NULL for none */
const char *unit_text(const cli_session *session, uint32_t unit); /* its id; "" for none */
void quantile_columns(qn_table *table); /* p5, p50, p95 */
/* Cells that people read in words and with a unit, machines as a number: of that unit · as a share of 1. */
void quantity_cell(cli_session *session, qn_row *row, const char *before, double reference, uint32_t unit);
void closer_cell(cli_session *session, qn_row *row, const char *before, double reference, uint32_t unit, int more);
/* How far a lies above b, in words (NULL: the number in its unit) and for machines as the decimals of the two say. */
void apart_cell(cli_session *session, qn_row *row, const char *text, double a, double b, uint32_t unit);
/* Is the answer for machines? Their words are of no language. */
bool for_machines(const cli_session *session);
void percent_cell(cli_session *session, qn_row *row, double share, int decimals);
/* A chance over paths is never shown as certain: a simulation of n paths cannot know better than one in n. */
void chance_cell(cli_session *session, qn_row *row, double chance, uint32_t paths);
/* The chance that a goal is met: people read from what to what it may be where some futures do not tell, which a note at the end of
 * the report then explains; machines the share of all futures that meet it, and in a column of its own of those that do not tell. */
void met_cell(cli_session *session, qn_row *row, qn_chance chance, uint32_t paths);
/* Likewise that a re-review is failed, which the note at the end does not speak of. */
void failing_cell(cli_session *session, qn_row *row, qn_chance chance, uint32_t paths);

/* How far a long command is, on standard error if that is a terminal. */
void session_progress(const cli_session *session, size_t done, size_t all);
