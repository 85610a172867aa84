/* SPDX-License-Identifier: Apache-2.0 */
/* places.h - where a command may write: into what has a name, not over what it reads, and nowhere among the files of the store. */
#pragma once
#include "cli/command.h"

/* QN_EUSAGE where a name is empty, a file that is written is one that is read, or a file that the options name (or the store that the second operand does, if the command makes one)
 * would lie in the folder of the store that the first operand names. */
int check_places(const cli_options *options, bool makes_store, qn_error *err);
/* Is the folder a store? Nothing of it is opened. */
bool holds_store(const char *path);
/* "Q1.XLSX" ends as ".xlsx" does; ".xlsx" alone does not. */
bool is_called(const char *path, const char *ending);
