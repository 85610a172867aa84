/* SPDX-License-Identifier: Apache-2.0 */
/* futures.h - two futures in one plan. What a change leaves alone is there once, so that it is drawn and computed once for
 * both; what rests on something changed is there a second time, and its leaves say so in their symbols. */
#pragma once
#include "plan/link.h"

#define QN_CHANGED 0x80000000u /* in the symbol of a QN_PARAMETER, QN_ASSUME or QN_STATE: as it is in the changed future */

/* Whether a parameter, an assumption or the blows to a state (op tells which) differ between the futures in any period. */
typedef bool (*qn_differs)(const void *context, uint16_t op, uint32_t symbol);

/* Outputs are twice as many afterwards: those of the plan as it was, then those of the changed future in the same order.
 * No bit of either is another than if each were run alone. */
int qn_futures_join(qn_linked *linked, qn_differs differs, const void *context, qn_error *err);
