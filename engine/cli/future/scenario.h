/* SPDX-License-Identifier: Apache-2.0 */
/* scenario.h - the scenario that was asked for, and those it rests on. */
#pragma once
#include "cli/session.h"

/* The script, or --base files stacked, with the scripts beside it that it may rest on; in session->changes. */
int session_scenario(cli_session *session, qn_error *err);
const qn_scenario *session_asked(const cli_session *session); /* the scenario that was asked for; NULL: none */
/* What the question stacks, which line decides where two speak of the same, and what growth verbs came to. */
int scenario_notes(cli_session *session, qn_report *report, uint32_t model, qn_error *err);
