/* SPDX-License-Identifier: Apache-2.0 */
/* targets.h - targets as other answers show them too. */
#pragma once
#include "assess/projection.h"
#include "cli/session.h"

/* Which targets are of the pack's own document, in the arena (NULL: no memory); and the table of
 * all goals of a year together, of the targets wanted. */
bool *own_targets(cli_session *session);
int add_together(cli_session *session, qn_report *report, const qn_projection *projection, const bool *wanted, qn_error *err);
