/* SPDX-License-Identifier: Apache-2.0 */
/* layers.h - what the files of changes share. */
#pragma once
#include "assess/changes.h"

/* changes.c */
int qn_changes_overrides(qn_changes *changes, const qn_program *program, const qn_program *from, uint32_t scenario, qn_error *err);

/* hits.c */
int qn_setup_blows(qn_setup *setup, qn_error *err);
/* Words on what stands at a line of a script, "slow.lua:4", or on the command line, which Chinese words call by its name. */
extern const char qn_command_line[];
__attribute__((format(printf, 4, 6), format(printf, 5, 6)))
int qn_fail_where(qn_error *err, qn_status status, const char *where, const char *chinese, const char *english, ...);

/* copula.c: fills setup->mixed from the correlations; refuses those that cannot hold together. */
int qn_setup_mixes(qn_setup *setup, qn_error *err);
const qn_mix *qn_setup_mix(const qn_setup *setup, bool assumed, uint32_t index); /* NULL: drawn alone */

/* movable.c: refuses a move that the model cannot follow and says why; marks those that last. linked wants its indicator. */
int qn_move_check(const qn_panel *panel, const qn_changes *changes, uint32_t model, const qn_linked *linked, qn_hit *hit, qn_error *err);
qn_status qn_move_blame(const qn_changes *changes, const qn_hit *hit); /* whose words are off: a script's, or the command line's */
const qn_state *qn_state_moved(const qn_program *program, uint32_t model, uint32_t indicator); /* NULL: the model does not move it */

/* stack.c: whether a hit says anything in the period of an index: a layer above may say the same thing otherwise, and what
 * two layers say alike is said once. */
bool qn_hit_counts(const qn_changes *changes, const qn_panel *panel, uint32_t hit, int index);
/* Does a hit's time hold the period of an index? A single strike's is its period alone. */
bool qn_hit_when(const qn_hit *hit, const qn_panel *panel, int index);
bool qn_hit_aims(const qn_hit *hit); /* it says where the central path goes */
