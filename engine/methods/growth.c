/* SPDX-License-Identifier: Apache-2.0 */
#include "base/real.h"
#include "methods/growth.h"

enum { FEWEST = 3 };

qn_growth qn_growth_observed(const double *value, int count, const char **why)
{
	qn_growth growth = { .rate = QN_MISSING, .from = -1, .to = -1 };
	*why = NULL;
	for (int i = 0; i < count; i++) {
		if (qn_is_missing(value[i]) || value[i] <= 0)
			continue;
		growth.points++;
		growth.to = i;
		if (growth.from < 0)
			growth.from = i;
	}
	if (growth.points < FEWEST) {
		*why = "fewer than three years with a value above zero";
		return growth;
	}
	growth.rate = qn_growth_required(value[growth.from], value[growth.to], growth.to - growth.from);
	return growth;
}

double qn_growth_required(double now, double goal, int periods)
{
	if (qn_is_missing(now) || qn_is_missing(goal) || now <= 0 || goal <= 0 || periods <= 0)
		return QN_MISSING;
	return qn_pow(goal / now, 1.0 / periods) - 1;
}
