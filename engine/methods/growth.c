/* SPDX-License-Identifier: Apache-2.0 */
#include "base/real.h"
#include "methods/growth.h"

enum { FEWEST = 3 };

qn_growth qn_growth_observed(const double *value, int count, int every, const char **why)
{
	qn_growth growth = { .rate = QN_MISSING, .from = -1, .to = -1 };
	for (int i = count; i-- > 0;) {
		if (qn_is_missing(value[i]) || (growth.to >= 0 && (growth.to - i) % every != 0))
			continue;
		growth.points++;
		growth.from = i;
		if (growth.to < 0)
			growth.to = i;
	}
	*why = growth.points < FEWEST ? "fewer than three years with a value" : NULL;
	if (!*why)
		growth.rate = qn_growth_required(value[growth.from], value[growth.to], growth.to - growth.from);
	return growth;
}

double qn_growth_required(double now, double goal, int periods)
{
	if (qn_is_missing(now) || qn_is_missing(goal) || now <= 0 || goal <= 0 || periods <= 0)
		return QN_MISSING;
	return qn_pow(goal / now, 1.0 / periods) - 1;
}
