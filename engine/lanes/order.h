/* SPDX-License-Identifier: Apache-2.0 */
/* order.h - ranks of many numbers. */
#pragma once
#include <stddef.h>

/* rank[i] of each: 1 for the greatest, 1, 2, 2, 4; none is missing. room: 4 * count doubles. rank may be value. */
void qn_ranks(const double *value, size_t count, double *rank, void *room);
