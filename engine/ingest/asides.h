/* SPDX-License-Identifier: Apache-2.0 */
/* asides.h - what the name that a file writes says beside the name, and which a mapping file's own name would lose: 税收总计(万元), 2024年税收,
 * 1-9月税收. */
#pragma once
#include "base/period.h"
#include "ingest/amount.h"

enum { QN_ASIDE_MOST = 64 };
typedef struct {
	char unit[QN_ASIDE_MOST]; /* as it stands there, known or not; "": none */
	qn_period period;         /* QN_NO_PERIOD: none */
	bool part;                /* a part of a year of which no period is made: 1-9月 */
} qn_aside;

/* False: it says nothing but its name. */
bool qn_aside_read(const qn_units *units, const char *written, qn_aside *out);
/* Is what it says of a period another than that one? Always false where it says nothing of one. */
bool qn_aside_is_of_another(const qn_aside *aside, const char *written, qn_period period);
