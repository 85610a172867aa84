/* SPDX-License-Identifier: Apache-2.0 */
#include "assess/reported.h"
#include <stdlib.h>

typedef struct { double *value; bool *has; } seen;

/* Stops when everyone has been seen, which is mostly at the first indicator. */
static int count(const qn_panel *panel, qn_period period, seen *s, size_t *out, qn_error *err)
{
	const qn_catalogue *catalogue = panel->catalogue;
	for (size_t e = 0; e < panel->entities; e++)
		s->has[e] = false;
	*out = 0;
	for (uint32_t i = 0; i < catalogue->indicators && *out < panel->entities; i++) {
		int rc = qn_column_read(panel->snapshot, i, catalogue->subject, period, s->value, panel->entities, err);
		if (rc < 0)
			return rc;
		for (size_t e = 0; rc && e < panel->entities; e++)
			if (!s->has[e] && !qn_is_missing(s->value[e]))
				s->has[e] = true, ++*out;
	}
	return QN_OK;
}

int qn_reported_count(const qn_panel *panel, qn_reported *out, qn_error *err)
{
	seen s = { malloc((panel->entities + 1) * sizeof *s.value), malloc(panel->entities + 1) };
	*out = (qn_reported){ 0 };
	int rc = s.value && s.has ? count(panel, qn_panel_period(panel, panel->base), &s, &out->now, err) : qn_no_memory(err);
	if (rc == QN_OK && out->now < panel->entities && panel->base > 0)
		rc = count(panel, qn_panel_period(panel, panel->base - 1), &s, &out->before, err);
	free(s.value);
	free(s.has);
	return rc;
}
