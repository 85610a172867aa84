/* SPDX-License-Identifier: Apache-2.0 */
/* explain.h - parts of an explanation that other answers show too. */
#pragma once
#include "cli/session.h"

/* One cluster's lane on the central path, as --at asks. */
int show_lane(cli_session *session, uint32_t model, const char *title, qn_error *err);
