/* SPDX-License-Identifier: Apache-2.0 */
/* contain.h - work on a store that may be damaged, in a process of its own: a signal that ends it is told in one line. */
#pragma once
#include "cli/command.h"

/* What work answers, with its words; nothing of what it opened is left here. path: the store, for words. */
int contained(const cli_options *options, const char *path, int (*work)(const cli_options *options, qn_error *err), qn_error *err);
