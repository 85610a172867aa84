/* SPDX-License-Identifier: Apache-2.0 */
/* pass.h - what it would take to pass. */
#pragma once
#include "assess/criteria.h"
#include "cli/session.h"

/* The smallest change to meet each criterion that an entity does not; only: one criterion, -1 for all. */
int add_ways_to_pass(cli_session *session, qn_report *report, const qn_judgement *judgement, size_t entity, long only, qn_error *err);
