/* SPDX-License-Identifier: Apache-2.0 */
/* rewrite.h - makes Lua source say what it looks like it says when its values are a rule's symbols. Lua hides ==, and,
 * or, not, conditions and table keys from values; here they become calls of helpers that do the usual thing on plain
 * values and build nodes on symbols. Line for line: what stood in line 12 stays in line 12. */
#pragma once
#include "base/arena.h"
#include "base/error.h"

/* 1 with the new source in *out; 0: the source is no Lua, its compiler will say why;
 * QN_ESCRIPT with "path:line: …" for a word that is refused. */
int qn_rewrite(const char *path, const char *text, size_t length, qn_buffer *out, qn_error *err);
