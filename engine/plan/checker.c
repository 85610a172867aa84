/* SPDX-License-Identifier: Apache-2.0 */
/* checker.c - words for what is wrong, and what periods, distributions and ids must be wherever they stand. */
#include "plan/checker.h"
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include "base/names.h"
#include "base/real.h"

enum { WORDS = 600 };

int qn_checker_blame_both(qn_checker *k, uint32_t place, qn_both words)
{
	qn_arena arena = { 0 };
	const char *at = qn_place_text(k->program, place, &arena);
	qn_fail(k->err, QN_ESCRIPT, "%s%s%s", at, *at ? ": " : "", words.english);
	qn_fail_chinese(k->err, "%s%s%s", at, *at ? ":" : "", words.chinese);
	qn_arena_free(&arena);
	return QN_ESCRIPT;
}

int qn_checker_blame(qn_checker *k, uint32_t place, const char *chinese, const char *english, ...)
{
	char words[2][WORDS];
	va_list list, again;
	va_start(list, english);
	va_copy(again, list);
	vsnprintf(words[0], WORDS, chinese, list);
	vsnprintf(words[1], WORDS, english, again);
	va_end(again);
	va_end(list);
	return qn_checker_blame_both(k, place, (qn_both){ words[0], words[1] });
}

int qn_checker_damage(qn_checker *k, const char *what)
{
	return qn_fail(k->err, QN_EINPUT, "the program cannot be used: %s", what);
}

bool qn_checker_place_fits(const qn_checker *k, uint32_t place) { return place == QN_NONE || place < k->program->places; }
bool qn_checker_period_fits(qn_period period)
{
	qn_frequency frequency = qn_period_frequency(period);
	return frequency <= QN_YEAR_TO_DATE && qn_period_of(frequency, qn_period_year(period), qn_period_within(period)) == period;
}
bool qn_checker_period_counts(const qn_checker *k, qn_period period)
{
	return qn_checker_period_fits(period) && qn_period_frequency(period) == k->catalogue->frequency;
}
bool qn_checker_span_fits(const qn_checker *k, qn_period from, qn_period until)
{
	return (from == QN_NO_PERIOD || qn_checker_period_counts(k, from)) && (until == QN_NO_PERIOD || qn_checker_period_counts(k, until));
}

bool qn_checker_distribution_fits(const qn_distribution *d, bool may_be_unset)
{
	if (d->kind == QN_FIXED)
		return may_be_unset || !qn_is_missing(d->a);
	if (qn_is_missing(d->a) || qn_is_missing(d->b))
		return false;
	switch (d->kind) {
	case QN_UNIFORM: return d->a <= d->b;
	case QN_TRIANGULAR: return d->a <= d->b && d->b <= d->c;
	default: return d->b >= 0;
	}
}

int qn_checker_ids(qn_checker *k, uint32_t place, const char *what, const void *first, uint32_t count, size_t size)
{
	qn_names *names = qn_names_new();
	int rc = names ? QN_OK : qn_no_memory(k->err);
	for (uint32_t i = 0; i < count && rc == QN_OK; i++) {
		const char *id = *(const char *const *)((const char *)first + i * size);
		uint32_t number = qn_names_add(names, id, strlen(id));
		if (number == QN_NO_NAME)
			rc = qn_no_memory(k->err);
		else if (number != i)
			rc = qn_checker_blame(k, place, "%s \"%s\" 声明了两次", "%s \"%s\" is declared twice", what, id);
	}
	qn_names_free(names);
	return rc;
}
