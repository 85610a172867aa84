/* SPDX-License-Identifier: Apache-2.0 */
/* simplified.h - 單位:萬元 is 单位:万元: the two ways of writing Chinese, to the one that the words of this program are written in. As long in UTF-8. */
#pragma once
#include <stdint.h>

uint32_t qn_simplified_known(uint32_t letter);

/* The simplified character for a traditional one; any other letter is itself. */
static inline uint32_t qn_simplified(uint32_t letter) { return letter < 0x3400 || letter > 0x9FFF ? letter : qn_simplified_known(letter); }
