/* SPDX-License-Identifier: Apache-2.0 */
/* status.h - what a projection leaves out, in words. */
#pragma once
#include "assess/projection.h"
#include "cli/session.h"

/* A note on goals of the pack's own targets that are due beyond the horizon; whether there are any. */
bool note_goals_beyond(cli_session *session, qn_report *report);
/* The indicators that no model moves, in words; NULL if there are none. */
const char *held_text(cli_session *session, const qn_projection *projection);
