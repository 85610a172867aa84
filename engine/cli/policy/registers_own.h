/* SPDX-License-Identifier: Apache-2.0 */
/* registers_own.h - the records of a register whose columns are its own, as recognition reads them: all that were given, in the
 * order in which they first appear. */
#pragma once
#include "cli/session.h"

int registers_own(cli_session *session, const qn_register *of, qn_error *err);
