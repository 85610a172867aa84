/* SPDX-License-Identifier: Apache-2.0 */
/* solve.h - what solve reads as others do. */
#pragma once
#include "base/error.h"

/* --chance, "80%" or "0.8". */
int read_chance(const char *text, double *chance, qn_error *err);
