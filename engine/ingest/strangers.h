/* SPDX-License-Identifier: Apache-2.0 */
/* strangers.h - files of other kinds, known by how they begin. */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include "base/error.h"

enum { QN_HEAD_OF_FILE = 64 };
/* What a file is that is read neither as text nor as a workbook, by its first bytes; NULL: it may be one of the two. */
const qn_both *qn_stranger(const char *bytes, size_t length);
