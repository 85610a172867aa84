/* SPDX-License-Identifier: Apache-2.0 */
/* fences.h - where commas and line ends stand in a run of bytes. Found ahead, they let rows be read without one waiting for
 * the end of the one before. */
#pragma once
#include <stddef.h>
#include <stdint.h>

enum { QN_FENCES = 4096, QN_FENCE_SPARE = 64 }; /* bytes at most · places behind the last fence that may be written */

/* Places of all ',' and '\n' in at most QN_FENCES bytes, ascending; how many. */
uint32_t qn_fences(const char *bytes, size_t length, uint16_t at[QN_FENCES + QN_FENCE_SPARE]);
