/* SPDX-License-Identifier: Apache-2.0 */
/* reported.h - how many have reported anything: the latest period is judged as soon as the first has, and what the others have not told
 * is missing then. */
#pragma once
#include "assess/panel.h"

typedef struct { size_t now, before; } qn_reported; /* entities with any figure of the panel's base period, and of the one before */

int qn_reported_count(const qn_panel *panel, qn_reported *out, qn_error *err);
