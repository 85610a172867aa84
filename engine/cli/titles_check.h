/* SPDX-License-Identifier: Apache-2.0 */
/* titles_check.h - what recognition reads of the registers of titles, decisions and the course: such a record has effect as it is
 * written, or is refused. */
#pragma once
#include "cli/session.h"
#include "ingest/import.h"

/* Of the records of imports from `first` on. */
int titles_check(cli_session *session, uint32_t first, qn_error *err);
/* Notes registers that the pack's rules do not read, where it declares none, with the nearest that they do. */
int titles_note_unread(cli_session *session, uint32_t first, qn_import_report *report, qn_error *err);
