/* SPDX-License-Identifier: Apache-2.0 */
/* kept.h - how well a register is kept: how many records each subject has, and how old the newest is. */
#pragma once
#include "assess/holdings.h"
#include "cli/session.h"

typedef struct { uint32_t records; qn_date last; int months; } kept; /* last: of a register by year the end of its last year, else the day the newest was known; months: whole ones since */
typedef enum { KEPT_WELL, KEPT_STALE, KEPT_NOT } kept_state;

/* Of one register on a day, out[] by number of the subject; what was replaced does not count. */
int kept_read(cli_session *session, qn_holdings *holdings, uint32_t of, qn_date day, kept *out, qn_error *err);
kept_state kept_state_of(const qn_register *of, const kept *one);
/* Is it looked at: declared with fields, and needed of every subject? */
bool kept_asked(const qn_register *of);
