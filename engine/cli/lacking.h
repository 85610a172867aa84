/* SPDX-License-Identifier: Apache-2.0 */
/* lacking.h - targets are of those whose figures are there: how many lack some is told beside every projection of them. */
#pragma once
#include "assess/projection.h"
#include "cli/session.h"

/* How many lack what one of the wanted targets goes over, of that of which most do; the projection was asked to tell who lacks. */
uint32_t most_lacking(const cli_session *session, const qn_projection *projection, const bool *wanted);
void note_lacking(cli_session *session, qn_report *report, uint32_t most); /* nothing, where nobody does */
