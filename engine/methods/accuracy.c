/* SPDX-License-Identifier: Apache-2.0 */
#include "base/real.h"
#include "methods/accuracy.h"

double qn_smape(double actual, double forecast)
{
	double error = fabs(actual - forecast), size = fabs(actual) + fabs(forecast);
	return error == 0 ? 0 : qn_settle(200 * error / size);
}

double qn_smape_as_printed(double actual, double forecast)
{
	double error = fabs(actual - forecast), sum = actual + forecast;
	return error == 0 ? 0 : qn_settle(200 * error / sum);
}

double qn_mase_scale(const double *value, int count, int season)
{
	double sum = 0;
	int pairs = 0;
	for (int t = season; t < count; t++) {
		double step = fabs(value[t] - value[t - season]);
		if (!qn_is_missing(step))
			sum += step, pairs++;
	}
	return pairs && sum > 0 ? sum / pairs : QN_MISSING;
}

double qn_crps_normal(double actual, double mean, double deviation)
{
	static const double root_pi = 1.7724538509055160273, root_two = 1.4142135623730950488;
	if (!(deviation > 0))
		return fabs(actual - mean);
	double z = (actual - mean) / deviation, below = qn_erfc(-z / root_two) / 2;
	double density = qn_exp(-z * z / 2) / (root_two * root_pi);
	return qn_settle(deviation * (z * (2 * below - 1) + 2 * density - 1 / root_pi));
}

double qn_crps_sample(double actual, const double *sample, size_t count)
{
	double distance = 0, pairs = 0, n = (double)count;
	for (size_t i = 0; i < count; i++) {
		distance += fabs(sample[i] - actual);
		pairs += (2 * (double)i + 1 - n) * sample[i]; /* sum of x(j) - x(i) over all i < j */
	}
	return count == 0 ? QN_MISSING : count == 1 ? distance : distance / n - pairs / (n * (n - 1));
}
