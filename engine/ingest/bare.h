/* SPDX-License-Identifier: Apache-2.0 */
/* bare.h - numbers that no unit is told of, beside others of their indicator in a smaller unit than its own: 60000 below 50000万元, of an
 * indicator in 亿元, is 60000万元 for all that anybody can say. 12.5 beside 5000万元 is what it says: digits of another size. The same of
 * fractions beside percentages: 0.031 below 2.5% may be 3.1%, unless a bare 3.1 shows that the signs were left out. */
#pragma once
#include "ingest/importing.h"

typedef struct { double digits; unsigned line; int column; } qn_bare_number; /* line 0: none */
/* Of an indicator: the largest number without a unit, that with the most digits in a smaller one, and the largest in its own. */
typedef struct qn_bare { qn_bare_number bare, smaller, own; } qn_bare;

/* digits: as they stand there; scale: of the unit that they are told in, in the indicator's own. */
void qn_bare_see(qn_bare *of, bool told, double digits, double scale, unsigned line, int column);
/* After the last row: refuses what may be of either unit, an indicator at a time. */
void qn_bare_check(qn_importing *i);
