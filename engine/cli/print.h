/* SPDX-License-Identifier: Apache-2.0 */
/* print.h - a report on its way out. */
#pragma once
#include "cli/session.h"

int print_report(const cli_options *options, qn_report *report, qn_error *err); /* frees it */
