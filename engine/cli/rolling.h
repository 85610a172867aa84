/* SPDX-License-Identifier: Apache-2.0 */
/* rolling.h - roll-ups of one kind of entity in one period, as commands show them beside what was reported. */
#pragma once
#include "assess/rollup.h"
#include "cli/explain_claims.h"
#include "cli/session.h"

typedef struct { qn_holdings *holdings; qn_rolled_all all; uint32_t kind; qn_period period; } cli_rolling;
/* Reports of those that lie in a group added up, and of those that reported nothing how many there are and what their registers come to. */
typedef struct { double sum; uint32_t silent; double theirs; } rolled_reports;

/* Zero it first; close it whatever the result. */
int rolling_open(cli_session *session, uint32_t kind, qn_period period, cli_rolling *out, qn_error *err);
void rolling_close(cli_rolling *rolling);
/* A roll-up of a group in words, or as a number with a unit: the cell. */
void rolled_cell(cli_session *session, qn_row *row, const qn_rollup *about, double value);
/* By how much what was rolled up is more than what was reported; of a flag: nothing. */
void rolled_apart_cell(cli_session *session, qn_row *row, const qn_rollup *about, double rolled, double reported);
/* Why it may differ from a report, in the arena: who reported nothing (reports: NULL of one), lacks a figure, counts elsewhere too, what
 * lapsed. NULL: memory is out. */
const char *rolled_why(cli_session *session, const qn_rolled_register *of, const qn_rolled *rolled, uint32_t group, const rolled_reports *reports);
/* Adds up what was reported for a roll-up in its period by those in a group of a kind; QN_NONE: by all. each: the roll-ups of the subjects. */
int rolled_reported(cli_session *session, const cli_rolling *each, const qn_rollup *about, uint32_t kind, uint32_t group, rolled_reports *out, qn_error *err);
/* Do the two tell the same within a share of the reported one? Missing on either side, or no share: they do. */
bool rolled_alike(double reported, double value, double tolerance);
/* 1 where any declared register has a record: most stores have none, and need not ask what they come to. */
int rolled_any(qn_snapshot *snapshot, qn_catalogue *catalogue, qn_error *err);
/* The cluster by cluster differences that the pack does not let be, as a table of a report, for those chosen (by entity of the
 * panel); *count of them. Nothing is added where there are no records. */
int rolled_findings(cli_session *session, qn_report *report, const bool *chosen, uint32_t *count, qn_error *err);
/* Records of one key by which several subjects tell a figure otherwise, of which the one known last counts: a table of a report for
 * those chosen, none where there are none; adds to *count. */
int rolled_contested(cli_session *session, cli_rolling *rolling, qn_report *report, const bool *chosen, uint32_t *count, qn_error *err);
/* What the registers come to beside the figures of a list, of an entity of the panel: a table; none where there are no records. */
int rolled_beside(cli_session *session, qn_report *report, const spot_list *list, size_t entity, qn_error *err);
/* Of targets that add up an indicator what the registers come to, each code once: a table; none where there are no records. */
int rolled_targets(cli_session *session, qn_report *report, qn_error *err);
/* What the pack lets the two differ by, as a share of the reported one on the last day of a period; missing: nothing is said. */
double rolled_tolerance(const cli_session *session, const qn_rollup *about, qn_period period);
