/* SPDX-License-Identifier: Apache-2.0 */
/* foresee.h - what a method of forecast.h makes of every entity's observed values, up to the horizon of a panel. */
#pragma once
#include "assess/panel.h"
#include "methods/forecast.h"

/* Into out[entities][periods]: missing up to the base, and where the method refuses a series; *why is the reason of the last
 * one refused. Loads the indicator. */
int qn_foresee(qn_panel *panel, uint32_t indicator, qn_method method, double *out, qn_label *why, qn_error *err);
/* The method of a name. QN_ESCRIPT offers the nearest, or all. */
int qn_method_read(const char *name, qn_method *out, qn_error *err);
/* Periods of a year. */
int qn_season_of(qn_frequency frequency);
