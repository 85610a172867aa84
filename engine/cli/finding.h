/* SPDX-License-Identifier: Apache-2.0 */
/* finding.h - the figures of a verdict as people read them: never rounded so far that they say another one. */
#pragma once
#include "assess/criteria.h"
#include "cli/session.h"

const char *verdict_text(const cli_session *session, qn_verdict verdict);
/* The highest level of risk that a chance of failing reaches, by its place in the pack; -1: none, or the chance is missing. In words:
 * where what is unknown may lift it, from the one to the other, "low–high"; "—" for none. */
int risk_level(const cli_session *session, double chance);
const char *risk_text(cli_session *session, double fails, double fails_or_unknown);
/* How many decimals more than the unit's it takes until the figures, as they are shown, compare as they do: 99.9999 is not 100.00. */
int decimals_that_tell(const cli_session *session, uint32_t unit, qn_op op, double a, double b);
/* What a criterion has, wants and lacks, with as many decimals as tell its verdict; gap_of: 0 where it holds. "—", or missing,
 * where nothing is compared. */
const char *value_text(cli_session *session, const qn_finding *finding);
const char *threshold_text(cli_session *session, const qn_finding *finding);
const char *gap_text(cli_session *session, const qn_finding *finding);
int finding_decimals(const cli_session *session, const qn_finding *finding);
const char *units_text(cli_session *session, const qn_finding *was, const qn_finding *is); /* of two values beside each other: "亿元 → %" where they differ */
double gap_of(const cli_session *session, const qn_finding *finding);
void value_cell(cli_session *session, qn_row *row, const char *before, const qn_finding *finding);
void threshold_cell(cli_session *session, qn_row *row, const char *before, const qn_finding *finding);
void gap_cell(cli_session *session, qn_row *row, const qn_finding *finding);
