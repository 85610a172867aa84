/* SPDX-License-Identifier: Apache-2.0 */
/* lacking.h - targets are of those whose figures are there: how many lack some is told beside every projection of them. */
#pragma once
#include "assess/projection.h"
#include "cli/session.h"

/* A note, where anybody lacks what one of the wanted targets goes over. */
void note_lacking(cli_session *session, qn_report *report, const qn_projection *projection, const bool *wanted);
