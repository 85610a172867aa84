/* SPDX-License-Identifier: Apache-2.0 */
/* formats.h - what qunce-files reads and writes: a row each. A reader finds its file on READ_FROM; a writer its stream on
 * standard input, and its argument is the path to write. 0, or a negative status with its words. */
#pragma once
#include "out.h"

enum { READ_FROM = 3 };

int write_sqlite(const char *path, fault *why);

#define FORMATS \
	{ "write", "sqlite", write_sqlite },
