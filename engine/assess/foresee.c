/* SPDX-License-Identifier: Apache-2.0 */
#include "assess/foresee.h"
#include "base/text.h"

int qn_season_of(qn_frequency frequency)
{
	static const int seasons[] = { [QN_ANNUAL] = 1, [QN_HALF] = 2, [QN_QUARTER] = 4, [QN_MONTH] = 12, [QN_YEAR_TO_DATE] = 12 };
	return seasons[frequency];
}

static const char *method_name(const void *context, size_t i)
{
	(void)context;
	return qn_method_id((qn_method)i);
}

int qn_method_read(const char *name, qn_method *out, qn_error *err)
{
	int found = qn_method_find(name);
	if (found >= 0) {
		*out = (qn_method)found;
		return QN_OK;
	}
	long near = qn_text_nearest(name, method_name, NULL, QN_METHODS);
	if (near >= 0)
		return qn_fail_both(err, QN_ESCRIPT, "没有“%s”这种方法:是不是 %s?", "there is no method \"%s\": did you mean \"%s\"?", name, qn_method_id((qn_method)near));
	return qn_fail_both(err, QN_ESCRIPT, "没有“%s”这种方法:可用 naive、seasonal_naive、drift、ses、holt、damped 和 theta",
		"there is no method \"%s\": naive, seasonal_naive, drift, ses, holt, damped and theta are", name);
}

int qn_foresee(qn_panel *panel, uint32_t indicator, qn_method method, double *out, qn_label *why, qn_error *err)
{
	size_t periods = (size_t)panel->periods;
	int known = panel->base + 1, ahead = panel->periods - known, rc = qn_panel_load(panel, indicator, err);
	for (size_t e = 0; rc == QN_OK && e < panel->entities; e++) {
		double *series = out + e * periods;
		qn_fit fit;
		for (int t = 0; t < known; t++)
			series[t] = qn_panel_value(panel, indicator, t, e);
		int made = ahead > 0 ? qn_forecast(method, series, known, qn_season_of(panel->catalogue->frequency), ahead, series + known, &fit) : 0;
		if (made < 0)
			return qn_no_memory(err);
		if (ahead > 0 && made == 0)
			*why = (qn_label){ fit.why_zh, fit.why };
		for (int t = 0; t < panel->periods; t++)
			series[t] = t < known || made == 0 ? QN_MISSING : series[t];
	}
	return rc;
}
