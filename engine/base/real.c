/* SPDX-License-Identifier: Apache-2.0 */
#include "base/real.h"
#include <sleef.h>

int qn_rising(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;
	return (x > y) - (x < y);
}

double qn_exp(double x)
{
	return qn_settle(Sleef_cinz_expd1_u10purec(x));
}

double qn_log(double x)
{
	return x > 0 ? qn_settle(Sleef_cinz_logd1_u10purec(x)) : QN_MISSING;
}

double qn_pow(double x, double y)
{
	return qn_is_missing(x) || qn_is_missing(y) ? QN_MISSING : qn_settle(Sleef_cinz_powd1_u10purec(x, y));
}

double qn_erfc(double x)
{
	return qn_settle(Sleef_cinz_erfcd1_u15purec(x));
}
