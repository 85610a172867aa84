/* SPDX-License-Identifier: Apache-2.0 */
/* places.h - where a command may write its files: nowhere among those of the store. */
#pragma once
#include "cli/command.h"

/* QN_EUSAGE where a file that the options name would lie in the folder of the store that the first operand names. */
int check_places(const cli_options *options, qn_error *err);
