/* SPDX-License-Identifier: Apache-2.0 */
/* grown.h - growth in words, 增长5%, 同比下降5%, 持平, as an indicator that is a rate of growth may be told. */
#pragma once
#include "ingest/importing.h"

enum { QN_GROWN_MOST = 64 };

/* The number that such words tell, -5%, in out. False: they are none, or the indicator is no rate of growth, of which they would
 * say how it changed and not how large it is. */
bool qn_grown_read(const qn_indicator *about, const qn_unit *unit, const char *text, char out[QN_GROWN_MOST]);
