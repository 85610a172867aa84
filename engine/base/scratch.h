/* SPDX-License-Identifier: Apache-2.0 */
/* scratch.h - a file without a name, for what does not fit into memory: nothing is left of it, however the process ends. */
#pragma once
#include <stdio.h>
#include "base/error.h"

/* To write and to read, in the folder that TMPDIR names, or else in /tmp; fclose it. NULL with errno. */
FILE *qn_scratch_open(void);
/* Says what errno holds of it: no memory, or no room in which folder. */
int qn_scratch_failed(qn_error *err);
