/* SPDX-License-Identifier: Apache-2.0 */
/* remarks.h - a remark beside a figure that is nothing but another period or kind of figure: 1-9月数, 2024年数据, 预计数. Prose that
 * only mentions one, 2024年新认定, says nothing of the figure. */
#pragma once
#include <stdbool.h>
#include "base/period.h"

/* Does it say that a figure of the period is none? */
bool qn_remark_turns(const char *remark, qn_period period);
/* Takes 1-12月 and 12月 out of words about a year, in place: how it closed, and nothing against its figures. 11-12月 stays. */
void qn_remark_drop_close(char *words, qn_period period);
