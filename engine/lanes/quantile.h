/* SPDX-License-Identifier: Apache-2.0 */
/* quantile.h - order statistics over what is present. */
#pragma once
#include <stddef.h>

/* Type 7 (Hyndman and Fan 1996) of the present ones among count values; missing of nothing. Reorders values. */
double qn_quantile(double *values, size_t count, double probability);
