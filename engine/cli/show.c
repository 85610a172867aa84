/* SPDX-License-Identifier: Apache-2.0 */
/* show.c - words and numbers as people read them, in the language asked for. */
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include "base/text.h"
#include "cli/session.h"

const char *say(const cli_session *session, const char *english, const char *chinese)
{
	return session->options->language == CHINESE ? chinese : english;
}

const char *title_of(const cli_session *session, qn_label label)
{
	const char *first = session->options->language == CHINESE ? label.zh : label.en;
	const char *second = session->options->language == CHINESE ? label.en : label.zh;
	return first ? first : second ? second : "";
}

const char *quantity_text(cli_session *session, double reference, uint32_t unit)
{
	char number[QN_NUMBER_SIZE];
	if (qn_is_missing(reference))
		return "—";
	if (unit == QN_NONE)
		return qn_arena_printf(&session->arena, "%s", qn_number_fixed(number, reference, reference == floor(reference) ? 0 : fabs(reference) >= 10 ? 1 : 3));
	const qn_unit *about = &session->catalogue->units.unit[unit];
	qn_number_fixed(number, qn_unit_from_reference(about, reference), about->decimals);
	bool spoken = about->kind == QN_UNIT_AMOUNT || about->kind == QN_UNIT_SCORE;
	return qn_arena_printf(&session->arena, "%s%s%s", number, spoken ? " " : "", spoken || about->kind == QN_UNIT_RATIO ? about->symbol : "");
}

const char *signed_text(cli_session *session, double value, int decimals)
{
	char number[QN_NUMBER_SIZE];
	if (qn_is_missing(value))
		return "—";
	return qn_arena_printf(&session->arena, "%s%s", value > 0 ? "+" : "", qn_number_fixed(number, value, decimals));
}

const char *percent_text(cli_session *session, double share, int decimals)
{
	char number[QN_NUMBER_SIZE];
	if (qn_is_missing(share))
		return "—";
	return qn_arena_printf(&session->arena, "%s%%", qn_number_fixed(number, 100 * share, decimals));
}

const char *period_text(cli_session *session, qn_period period)
{
	char text[24];
	qn_period_text(period, text);
	return qn_arena_text(&session->arena, text);
}

const char *comparison_sign(qn_op op)
{
	switch (op) {
	case QN_LT: return "<";
	case QN_LE: return "≤";
	case QN_GT: return ">";
	case QN_GE: return "≥";
	case QN_EQ: return "=";
	default: return "≠";
	}
}
