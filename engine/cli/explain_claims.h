/* SPDX-License-Identifier: Apache-2.0 */
/* explain_claims.h - behind a verdict: what else was said of the figures it rests on. */
#pragma once
#include "assess/criteria.h"
#include "assess/explain.h"
#include "cli/statements.h"

typedef struct { qn_spot *spot; uint32_t count; } spot_list; /* in the session's arena, each once */

/* Adds the cells that an explanation rests on. */
int keep_spots(cli_session *session, spot_list *list, const qn_explanation *explanation, size_t entity, qn_error *err);
/* A table of those cells of which more was said than what is adopted; none if there are none. */
int add_claims(cli_session *session, qn_report *report, const spot_list *list, qn_error *err);
/* Where the figure of a criterion is missing: what each bound on it says of the threshold. */
int note_bounds(cli_session *session, qn_report *report, const qn_criterion *about, const qn_finding *finding, size_t entity, qn_error *err);
