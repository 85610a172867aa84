/* SPDX-License-Identifier: Apache-2.0 */
/* marked.h - a word that says of figures that they are synthetic where it stands alone, or behind nothing but a label: 合成, 数据来源:合成,
 * 注:数据来源为虚构, Source: synthetic. Within other words it may be anything's: 合成橡胶协会. */
#pragma once
#include <stdbool.h>

/* A cell of a column that says whether rows are synthetic: 0, 1 or a word. */
typedef enum { QN_MARK_REAL, QN_MARK_SYNTHETIC, QN_MARK_NONE, QN_MARK_UNKNOWN } qn_mark;
qn_mark qn_mark_read(const char *cell);

bool qn_word_is_mark(const char *tight); /* folded, without blanks */
