/* SPDX-License-Identifier: Apache-2.0 */
/* list.h - whom and what the lists show, in words that other answers use too. */
#pragma once
#include "cli/session.h"

/* Is an entity among those that --city, --industry, --cluster name? Without a panel; its groups are those of today. */
int entity_passes(cli_session *session, uint32_t kind, uint32_t number, bool *out, qn_error *err);
/* What a measure is assumed to move, "技改投资 +2.00% 每期". */
const char *moves_text(cli_session *session, const qn_measure *about);
