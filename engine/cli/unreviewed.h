/* SPDX-License-Identifier: Apache-2.0 */
/* unreviewed.h - title holders of whom no chance of failing is computed, and why: nothing computed is not no chance. */
#pragma once
#include "assess/projection.h"
#include "cli/session.h"

/* How many whose next review may still come; one that ended before there were data does not count. projection: NULL without a
 * model. chosen: whom to look at. report: gets a note for each reason; NULL only counts. */
size_t find_unreviewed(cli_session *session, qn_report *report, const qn_term *term, const qn_projection *projection, const bool *chosen);
/* Of how many figures are missing, so that their chance of failing may be higher than what is known of it: a note. */
void note_unknown(cli_session *session, qn_report *report, const qn_projection *projection, const bool *chosen);
