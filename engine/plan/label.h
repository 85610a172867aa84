/* SPDX-License-Identifier: Apache-2.0 */
/* label.h - what a thing is called. */
#pragma once
#include <string.h>
#include "plan/bytes.h"

typedef struct { const char *zh, *en; } qn_label; /* either may be NULL, never both */

static inline bool qn_label_is(const qn_label *label, const char *name)
{
	return (label->zh && strcmp(label->zh, name) == 0) || (label->en && strcmp(label->en, name) == 0);
}

void qn_label_walk(qn_bytes *bytes, qn_label *label);
/* Of longer words, which may be missing in both languages. */
void qn_label_walk_words(qn_bytes *bytes, qn_label *words);
