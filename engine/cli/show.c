/* SPDX-License-Identifier: Apache-2.0 */
/* show.c - words and numbers as people read them, in the language asked for. */
#include "cli/show.h"
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include "base/text.h"

const char *say(const cli_session *session, const char *english, const char *chinese)
{
	return session->options->language == CHINESE ? chinese : english;
}

const char *error_words(const cli_session *session, const qn_error *err)
{
	return err->chinese[0] ? say(session, err->text, err->chinese) : err->text;
}

const char *title_of(const cli_session *session, qn_label label)
{
	const char *first = session->options->language == CHINESE ? label.zh : label.en;
	const char *second = session->options->language == CHINESE ? label.en : label.zh;
	return first ? first : second ? second : "";
}

const qn_unit *session_unit(const cli_session *session, uint32_t unit)
{
	return unit == QN_NONE ? NULL : &session->catalogue->units.unit[unit];
}

const char *quantity_closer(cli_session *session, double reference, uint32_t unit, int more)
{
	char number[QN_NUMBER_SIZE];
	if (qn_is_missing(reference))
		return "—";
	if (unit == QN_NONE)
		return qn_arena_printf(&session->arena, "%s", qn_number_fixed(number, reference, reference == floor(reference) ? 0 : more ? 3 + more : fabs(reference) >= 10 ? 1 : 3));
	const qn_unit *about = &session->catalogue->units.unit[unit];
	qn_number_fixed(number, qn_unit_from_reference(about, reference), about->decimals + more);
	bool spoken = about->kind == QN_UNIT_AMOUNT || about->kind == QN_UNIT_SCORE;
	return qn_arena_printf(&session->arena, "%s%s%s", number, spoken ? " " : "", spoken || about->kind == QN_UNIT_RATIO ? about->symbol : "");
}

const char *quantity_text(cli_session *session, double reference, uint32_t unit) { return quantity_closer(session, reference, unit, 0); }

void subject_columns(const cli_session *session, qn_table *table)
{
	qn_table_column(table, "entity", title_of(session, session->catalogue->kind[session->catalogue->subject].title), QN_LEFT | QN_WRAP);
	qn_table_column(table, "id", "id", QN_LEFT);
}

void subject_cells(const cli_session *session, qn_row *row, size_t entity)
{
	qn_row_text(row, title_of(session, qn_panel_who(session->panel, entity)->title));
	qn_row_text(row, qn_panel_who(session->panel, entity)->id);
}

const char *unit_text(const cli_session *session, uint32_t unit)
{
	return unit == QN_NONE ? "" : session->catalogue->units.unit[unit].id;
}

void quantile_columns(qn_table *table)
{
	qn_table_column(table, "p5", "p5", QN_RIGHT);
	qn_table_column(table, "p50", "p50", QN_RIGHT);
	qn_table_column(table, "p95", "p95", QN_RIGHT);
}

void closer_cell(cli_session *session, qn_row *row, const char *before, double reference, uint32_t unit, int more)
{
	qn_row_quantity(row, qn_arena_printf(&session->arena, "%s%s", before, quantity_closer(session, reference, unit, more)), qn_unit_told(session_unit(session, unit), reference));
}

void quantity_cell(cli_session *session, qn_row *row, const char *before, double reference, uint32_t unit) { closer_cell(session, row, before, reference, unit, 0); }

void apart_cell(cli_session *session, qn_row *row, const char *text, double a, double b, uint32_t unit)
{
	qn_row_quantity(row, text ? text : quantity_text(session, a - b, unit), qn_unit_apart(session_unit(session, unit), a, b));
}

bool for_machines(const cli_session *session)
{
	const char *format = session->options->format;
	return format && strcmp(format, "table") != 0 && strcmp(format, "md") != 0;
}

void percent_cell(cli_session *session, qn_row *row, double share, int decimals)
{
	qn_row_quantity(row, percent_text(session, share, decimals), share);
}

/* What a chance lies above, in per cent, that every one of so many paths shows: never rounded up. */
static double least_chance(uint32_t paths)
{
	double scale = 100;
	while (scale * 100 < paths)
		scale *= 10;
	return floor((100 - 100.0 / paths) * scale + 1e-6) / scale;
}

static const char *chance_text(cli_session *session, double chance, uint32_t paths)
{
	if (chance <= 0)
		return qn_arena_printf(&session->arena, "<%.10g%%", 100 - least_chance(paths));
	if (chance >= 1)
		return qn_arena_printf(&session->arena, ">%.10g%%", least_chance(paths));
	if (chance < 0.0005 || chance >= 0.9995) /* would be rounded to certainty */
		return chance < 0.5 ? "<0.1%" : ">99.9%";
	return percent_text(session, chance, 1);
}

void chance_cell(cli_session *session, qn_row *row, double chance, uint32_t paths) { qn_row_quantity(row, chance_text(session, chance, paths), chance); }

static bool is_range(qn_chance chance) { return chance.unknown > 0 && !qn_is_missing(chance.met); }

void failing_cell(cli_session *session, qn_row *row, qn_chance chance, uint32_t paths)
{
	const char *text = chance_text(session, chance.met, paths);
	if (is_range(chance))
		text = qn_arena_printf(&session->arena, "%s–%s", text, chance_text(session, chance.met + chance.unknown, paths));
	qn_row_quantity(row, text, chance.met);
}

void met_cell(cli_session *session, qn_row *row, qn_chance chance, uint32_t paths)
{
	session->ranged = session->ranged || is_range(chance);
	failing_cell(session, row, chance, paths);
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

const char *share_text(cli_session *session, double share) { return qn_arena_printf(&session->arena, "%.10g%%", 100 * share); }

const char *mask_text(const cli_session *session, qn_mask mask)
{
	return mask == QN_TRUE ? say(session, "true", "是") : mask == QN_FALSE ? say(session, "false", "否") : say(session, "unknown", "未知");
}

const char *period_text(cli_session *session, qn_period period)
{
	char text[24];
	qn_period_text(period, text);
	return qn_arena_text(&session->arena, text);
}

const char *written_text(cli_session *session, const char *place)
{
	static const char joint[] = ", called from ";
	qn_buffer text = { 0 };
	if (session->options->language != CHINESE || !strstr(place, joint))
		return place;
	for (const char *at = place, *next; at; at = next ? next + sizeof joint - 1 : NULL) {
		next = strstr(at, joint);
		qn_buffer_printf(&text, "%.*s%s", (int)(next ? (size_t)(next - at) : strlen(at)), at, next ? ",调用自 " : "");
	}
	return qn_buffer_keep(&text, &session->arena);
}

const char *severity_word(const cli_session *session, qn_severity severity)
{
	static const char *const english[] = { "note", "warning", "error" }, *const chinese[] = { "提示", "警告", "错误" };
	return say(session, english[severity], chinese[severity]);
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

void session_progress(const cli_session *session, size_t done, size_t all)
{
	if (!isatty(STDERR_FILENO) || session->options->format)
		return;
	fprintf(stderr, done < all ? "\r%zu / %zu" : "\r\033[K", done, all);
	fflush(stderr);
}
