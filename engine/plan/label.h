/* SPDX-License-Identifier: Apache-2.0 */
/* label.h - what a thing is called. */
#pragma once
#include "plan/bytes.h"

typedef struct { const char *zh, *en; } qn_label; /* either may be NULL, never both */

void qn_label_walk(qn_bytes *bytes, qn_label *label);
