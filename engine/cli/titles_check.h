/* SPDX-License-Identifier: Apache-2.0 */
/* titles_check.h - what recognition reads of the registers of titles, decisions and the course: such a record has effect as it is
 * written, or is refused. */
#pragma once
#include "cli/session.h"

/* Of the records of imports from `first` on. */
int titles_check(cli_session *session, uint32_t first, qn_error *err);
