/* SPDX-License-Identifier: Apache-2.0 */
/* marked.h - a word that says of figures that they are synthetic where it stands alone, or behind nothing but a label: 合成, 数据来源:合成,
 * 注:数据来源为虚构, Source: synthetic. Within other words it may be anything's: 合成橡胶协会. */
#pragma once
#include <stdbool.h>

bool qn_word_is_mark(const char *tight); /* folded, without blanks */
