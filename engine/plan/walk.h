/* SPDX-License-Identifier: Apache-2.0 */
/* walk.h - the nodes below a rule, depth first in the order they were written, each once: a part that is used twice is met on two
 * ways, one that rests on such a part twice on four, and no walk may follow them all. */
#pragma once
#include "plan/program.h"

typedef struct { const qn_program *program; uint32_t *pending, count; bool *met; } qn_walk;

int qn_walk_begin(qn_walk *walk, const qn_program *program, uint32_t root, qn_error *err);
/* False at the end. */
bool qn_walk_next(qn_walk *walk, uint32_t *node);
/* Looks below a node that was given, too. */
void qn_walk_into(qn_walk *walk, uint32_t node);
void qn_walk_end(qn_walk *walk); /* one that never began is fine */
