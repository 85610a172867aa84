/* SPDX-License-Identifier: Apache-2.0 */
/* finding.c - the figures of a verdict as people read them: never rounded so far that they say another one. */
#include "cli/finding.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "base/text.h"
#include "cli/show.h"
#include "plan/scalar.h"

enum { MOST_DECIMALS = 12 };

const char *verdict_text(const cli_session *session, qn_verdict verdict)
{
	return for_machines(session) ? qn_verdict_word(verdict) : title_of(session, qn_verdict_label(verdict));
}

int risk_level(const cli_session *session, double chance)
{
	const qn_recognition *rules = session->program->recognition;
	for (uint32_t i = 0; rules && i < rules->risks; i++)
		if (chance >= qn_changes_parameter(&session->changes, session->panel, rules->risk_at_least[i], session->panel->base).a)
			return (int)i;
	return -1;
}

static const char *level_text(const cli_session *session, int level)
{
	const qn_recognition *rules = session->program->recognition;
	return level < 0 ? say(session, "none", "无") : for_machines(session) ? rules->risk_id[level] : title_of(session, rules->risk_title[level]);
}

const char *risk_text(cli_session *session, double fails, double fails_or_unknown)
{
	int low = risk_level(session, fails), high = risk_level(session, fails_or_unknown);
	if (low == high)
		return low < 0 ? "—" : level_text(session, low);
	return qn_arena_printf(&session->arena, "%s–%s", level_text(session, low), level_text(session, high));
}

static double rounded(const qn_unit *unit, double reference, int decimals)
{
	char number[QN_NUMBER_SIZE];
	return strtod(qn_number_fixed(number, unit ? qn_unit_from_reference(unit, reference) : reference, decimals), NULL);
}

static bool compares(qn_op op, double a, double b) { return qn_scalar_compare(op, a, b) == QN_TRUE; }

int decimals_that_tell(const cli_session *session, uint32_t unit, qn_op op, double a, double b)
{
	const qn_unit *about = session_unit(session, unit);
	int own = about ? about->decimals : 3;
	double apart = about ? fabs(qn_unit_from_reference(about, a) - qn_unit_from_reference(about, b)) : fabs(a - b);
	if (a == b || !(apart < pow(10, -own))) /* a step apart they stay apart, and what is missing is */
		return 0;
	bool holds = compares(op, a, b);
	for (int more = 0; own + more <= MOST_DECIMALS; more++)
		if (compares(op, rounded(about, a, own + more), rounded(about, b, own + more)) == holds)
			return more;
	return 0;
}

static int closer(const cli_session *session, const qn_finding *finding)
{
	return finding->compared ? decimals_that_tell(session, finding->unit, finding->op, finding->value, finding->threshold) : 0;
}

const char *value_text(cli_session *session, const qn_finding *finding)
{
	return quantity_closer(session, finding->compared ? finding->value : QN_MISSING, finding->unit, closer(session, finding));
}

const char *threshold_text(cli_session *session, const qn_finding *finding)
{
	return quantity_closer(session, finding->compared ? finding->threshold : QN_MISSING, finding->unit, closer(session, finding));
}

const char *gap_text(cli_session *session, const qn_finding *finding)
{
	return quantity_closer(session, finding->compared ? finding->gap : QN_MISSING, finding->unit, closer(session, finding));
}

int finding_decimals(const cli_session *session, const qn_finding *finding)
{
	const qn_unit *unit = finding->compared ? session_unit(session, finding->unit) : NULL;
	return (unit ? unit->decimals : 2) + closer(session, finding);
}

const char *units_text(cli_session *session, const qn_finding *was, const qn_finding *is)
{
	if (!was->compared || !is->compared || was->unit == is->unit)
		return unit_text(session, is->compared ? is->unit : was->compared ? was->unit : QN_NONE);
	return qn_arena_printf(&session->arena, "%s → %s", unit_text(session, was->unit), unit_text(session, is->unit));
}

double gap_of(const cli_session *session, const qn_finding *finding)
{
	double gap = finding->compared ? finding->gap : QN_MISSING;
	return gap > 0 ? fabs(qn_unit_apart(session_unit(session, finding->unit), finding->threshold, finding->value)) : gap;
}

void value_cell(cli_session *session, qn_row *row, const char *before, const qn_finding *finding)
{
	closer_cell(session, row, before, finding->compared ? finding->value : QN_MISSING, finding->unit, closer(session, finding));
}

void threshold_cell(cli_session *session, qn_row *row, const char *before, const qn_finding *finding)
{
	double threshold = finding->compared ? finding->threshold : QN_MISSING;
	closer_cell(session, row, qn_is_missing(threshold) ? "" : before, threshold, finding->unit, closer(session, finding));
}

void gap_cell(cli_session *session, qn_row *row, const qn_finding *finding)
{
	qn_row_quantity(row, gap_text(session, finding), gap_of(session, finding));
}
