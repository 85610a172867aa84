/* SPDX-License-Identifier: Apache-2.0 */
/* alike.h - a target in two observed periods, over those alone that lack nothing of it in either: so that who reports for the first
 * time, or no more, is not taken for growth. */
#pragma once
#include "assess/changes.h"

/* value: in the periods of indices from and to. Of a target made of other things than totals, means and counts of all it is its own
 * where nobody lacks anything, else missing. *left: how many lack something, and so are left out. */
int qn_target_alike(qn_panel *panel, const qn_changes *changes, uint32_t target, int from, int to, double value[2], size_t *left, qn_error *err);
