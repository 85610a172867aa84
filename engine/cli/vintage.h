/* SPDX-License-Identifier: Apache-2.0 */
/* vintage.h - days and frozen vintages: what was known when. */
#pragma once
#include "cli/session.h"
#include "store/vintages.h"

/* Turns the snapshot back to a day or the name of a frozen vintage, before anything else is asked of it; what a
 * day or name stands for; and in words. */
int session_as_of(cli_session *session, const char *word, qn_error *err);
int session_vintage(cli_session *session, const char *word, qn_frozen *out, qn_error *err);
/* The day of the vintage; of everything known, the last on which anything was; QN_NO_DATE: nothing is. */
int session_last_day(cli_session *session, qn_date *out, qn_error *err);
const char *vintage_text(cli_session *session, const qn_frozen *frozen);

/* The day of --known-on, today if left out. */
int read_known_on(const cli_options *options, qn_date *out, qn_error *err);
