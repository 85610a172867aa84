/* SPDX-License-Identifier: Apache-2.0 */
/* invented.h - does a source say of itself that its figures are synthetic? The word in either language, whole: nonsynthetic and
 * 非合成 are not it, nor are the goods that go by it, 合成树脂 or synthetic rubber. In doubt it is, for a synthetic figure must
 * never pass for a real one. */
#pragma once
#include "base/arena.h"

bool qn_source_is_invented(const char *source);
/* The words of a source as they leave a store: they never hide that it is synthetic, and say so again when they come back. NULL: no
 * memory. */
const char *qn_source_words(qn_arena *arena, const char *source, bool synthetic);
/* Does a title, a note or a remark say that figures are: 合成数据, (synthetic), test data? A sheet of 合成材料 is of goods. */
bool qn_text_is_invented(const char *text);
