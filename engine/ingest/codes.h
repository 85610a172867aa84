/* SPDX-License-Identifier: Apache-2.0 */
/* codes.h - unified social credit codes (GB 32100-2015), and what spreadsheets do to them: 15 digits are kept, the rest become
 * zeros, or the whole a power of ten. */
#pragma once
#include <stdbool.h>
#include "base/error.h"

/* 18 characters of its alphabet whose last is the right check character. */
bool qn_code_is_credit(const char *text);
/* Why a text that looks like such a code is none; NULL: it is one, or does not look like one. */
const qn_both *qn_code_spoiled(const char *text);
/* The same of any key: a power of ten, or an error of a spreadsheet, of which every bad cell has the same. */
const qn_both *qn_key_spoiled(const char *text);
