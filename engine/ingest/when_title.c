/* SPDX-License-Identifier: Apache-2.0 */
/* when_title.c - the period that a title is of, told from the others that it may name by the words around each. */
#include <string.h>
#include "ingest/fold.h"
#include "ingest/when.h"
#include "ingest/when_named.h"

/* 2025年1月-2025年12月, 2025年一季度至2025年四季度: where the two ends make up their year, which *n becomes. */
static void join_year(const char *text, qn_named *n)
{
	static const char *const signs[] = { "-", "—", "–", "~", "至", "到", NULL };
	int first[2], last[2];
	qn_named end;
	if (!qn_named_next(text, n->behind, &end) || qn_fold_begins(n->behind, signs) != (size_t)(end.at - n->behind) || qn_period_year(n->period) != qn_period_year(end.period))
		return;
	qn_named_months(n->period, &first[0], &last[0]);
	qn_named_months(end.period, &first[1], &last[1]);
	if (first[0] == 1 && last[1] == 12)
		n->behind = end.behind, n->period = qn_period_of(QN_ANNUAL, qn_period_year(n->period), 1);
}

bool qn_when_is_of_parts(const char *text)
{
	char tight[QN_NAMED_MOST];
	bool parts = false;
	if (!qn_fold_tight(text, tight, sizeof tight))
		return false;
	for (qn_named n = { .behind = tight }; qn_named_next(tight, n.behind, &n);) {
		join_year(tight, &n);
		bool said = !qn_named_is_in_a_document(tight, n.behind) && !qn_named_is_aside(tight, &n);
		if (said && !qn_named_is_fine(&n))
			return false;
		parts = parts || said;
	}
	return parts;
}

bool qn_when_names_a_part(const char *text, qn_period period)
{
	char tight[QN_NAMED_MOST];
	if (!qn_fold_tight(text, tight, sizeof tight))
		return false;
	for (qn_named n = { .behind = tight }; qn_named_next(tight, n.behind, &n);) {
		join_year(tight, &n);
		bool made_later = qn_period_year(n.period) > qn_period_year(period) && !qn_named_ends_a_span(tight, n.at);
		if (qn_named_is_fine(&n) && !qn_named_same_span(n.period, period) && !made_later && !qn_named_is_in_a_document(tight, n.behind) && !qn_named_is_aside(tight, &n))
			return true;
	}
	return false;
}

int qn_when_within(const char *text, qn_period *out)
{
	char tight[QN_NAMED_MOST];
	qn_period only = QN_NO_PERIOD;
	if (!qn_fold_tight(text, tight, sizeof tight))
		return 0;
	qn_named n = { .behind = tight };
	while (qn_named_next(tight, n.behind, &n)) {
		join_year(tight, &n);
		if (qn_named_is_in_a_document(tight, n.behind))
			continue;
		if (qn_named_begins_a_span(&n) || qn_named_ends_a_span(tight, n.at))
			return 2;
		if (qn_named_is_aside(tight, &n))
			continue;
		if ((only != QN_NO_PERIOD && n.period != only) || qn_named_runs_on(&n))
			return 2;
		only = n.period;
	}
	if (only == QN_NO_PERIOD)
		return 0;
	*out = only;
	return qn_named_another_part(tight, only, true) ? 2 : 1;
}

bool qn_when_names_another_year(const char *text, int year)
{
	static const char *const years[] = { "年度", "年", NULL };
	char tight[QN_NAMED_MOST];
	size_t length;
	int said;
	if (!qn_fold_tight(text, tight, sizeof tight))
		return false;
	for (const char *at = tight; *at; at += length ? length : 1) {
		length = qn_when_year_told(tight, at, &said);
		qn_named n = { .at = at, .behind = at + length, .period = QN_NO_PERIOD };
		n.behind += qn_fold_begins(n.behind, years);
		if (length && said >= 1900 && said < 2100 && said != year && !qn_named_is_aside(tight, &n))
			return true;
	}
	return false;
}
