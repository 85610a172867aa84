/* SPDX-License-Identifier: Apache-2.0 */
/* newest.h - the newest period of a store, which answers are of: an import of a few figures may begin one. */
#pragma once
#include "cli/session.h"

/* QN_NO_PERIOD: no figure of the rules' frequency is known. */
int newest_period(const cli_options *options, qn_store *store, qn_period *out, qn_error *err);
/* Says that fewer have reported of the newest period than of the one before, if it is later than `was`: from now on answers are of it. */
int tell_newest(const cli_options *options, qn_store *store, qn_period was, qn_error *err);
