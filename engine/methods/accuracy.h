/* SPDX-License-Identifier: Apache-2.0 */
/* accuracy.h - how far a forecast was from what came. Missing in, missing out. */
#pragma once
#include <stddef.h>

/* 200 |y - f| / (|y| + |f|), in per cent; 0 where both are 0. Makridakis and Hibon (2000) print y + f below the line, which is
 * the same for what is positive; where a forecast is below zero theirs may be negative or beyond all bounds, hence the
 * absolute values, as the M4 competition has them. */
double qn_smape(double actual, double forecast);
/* With y + f as printed in 2000; missing where that is 0. */
double qn_smape_as_printed(double actual, double forecast);

/* What MASE divides by (Hyndman and Koehler 2006, IJF 22, 679-688): the mean of |y(t) - y(t - season)| within the series
 * that was known, over pairs present; missing where there is none or all are 0. */
double qn_mase_scale(const double *value, int count, int season);

/* Continuous ranked probability score, in the unit of the values: of a normal distribution, in closed form (Gneiting and
 * Raftery 2007, JASA 102, 359-378, equation 21), and of a sample: mean |x - y| less half the mean |x - x'| over pairs of
 * two different members (the fair estimator of Ferro 2014: what a sample of any size estimates without bias). A
 * point is a sample of one: |x - y|. sample is sorted, ascending. */
double qn_crps_normal(double actual, double mean, double deviation);
double qn_crps_sample(double actual, const double *sample, size_t count);
