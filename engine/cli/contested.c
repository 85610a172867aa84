/* SPDX-License-Identifier: Apache-2.0 */
/* contested.c - an enterprise in two clusters has one revenue: where both tell it and tell it otherwise, one of them counts. */
#include "cli/rolling.h"
#include "cli/show.h"

typedef struct {
	cli_session *se;
	cli_rolling *rolling;
	qn_report *report;
	qn_table *table;      /* NULL: nothing was found yet */
	const bool *chosen;   /* by entity of the panel */
	qn_date day;
	uint32_t *count;
	qn_error *err;
} contesting;

/* Is a field of a register looked for by key elsewhere? */
static bool is_figure(const qn_catalogue *c, uint32_t of, uint32_t field)
{
	for (uint32_t r = 0; r < c->registers; r++)
		for (uint32_t f = 0; f < c->registered[r].fields; f++) {
			const qn_register_field *one = &c->registered[r].field[f];
			if (one->holds == QN_HOLDS_FIGURE && one->other == of && one->other_field == field)
				return true;
		}
	return false;
}

static bool is_chosen(const contesting *c, const qn_holding *one)
{
	for (size_t e = 0; one->kind == c->se->catalogue->subject && e < c->se->panel->entities; e++)
		if (qn_panel_number(c->se->panel, e) == one->subject)
			return c->chosen[e];
	return false;
}

static bool is_other(const qn_holding *a, const qn_holding *b) { return a->kind != b->kind || a->subject != b->subject; }

/* The figures that a record tells otherwise than those that count, of which *counted is one: "Operating revenue 60.00 万元 (100.00)". */
static const char *differences(const contesting *c, const qn_shelf *shelf, uint32_t of, const qn_holding *one, const qn_holding **counted)
{
	qn_buffer out = { 0 };
	cli_session *se = c->se;
	for (uint32_t f = 0; f < shelf->of->fields; f++) {
		const qn_register_field *field = &shelf->of->field[f];
		const qn_holding *other = field->holds == QN_HOLDS_NUMBER && !qn_is_missing(one->value[f]) && is_figure(se->catalogue, of, f)
			? qn_holding_counted(shelf, one->key, f, c->day) : NULL;
		if (!other || !is_other(one, other) || other->value[f] == one->value[f])
			continue;
		*counted = other;
		qn_buffer_printf(&out, say(se, "%s%s %s, and not %s", "%s%s为%s,未计%s"), out.length ? say(se, "; ", ";") : "", title_of(se, field->title),
			quantity_text(se, other->value[f], field->unit), quantity_text(se, one->value[f], field->unit));
	}
	return qn_buffer_keep(&out, &se->arena);
}

static void open_table(contesting *c)
{
	cli_session *se = c->se;
	c->table = qn_report_table(c->report, "contested", say(se, "Told otherwise by two, of which one counts", "两处所报不同,只计其一"));
	qn_table_column(c->table, "severity", say(se, "Severity", "程度"), QN_LEFT);
	qn_table_column(c->table, "register", say(se, "Register", "登记"), QN_LEFT);
	qn_table_column(c->table, "key", say(se, "Of", "代码"), QN_LEFT);
	qn_table_column(c->table, "period", say(se, "Period", "时期"), QN_LEFT);
	qn_table_column(c->table, "figures", say(se, "Figures", "数字"), QN_LEFT | QN_WRAP);
	qn_table_column(c->table, "counted", say(se, "Counted as told by", "按谁所报计"), QN_LEFT);
	qn_table_column(c->table, "counted_in", say(se, "in", "见"), QN_LEFT);
	qn_table_column(c->table, "other", say(se, "Not as by", "未按谁所报"), QN_LEFT);
	qn_table_column(c->table, "other_in", say(se, "in", "见"), QN_LEFT);
}

static int who_cells(const contesting *c, qn_row *row, const qn_holding *one)
{
	qn_import import = { 0 };
	const qn_entity *who = qn_entity_borrow(c->se->snapshot, one->kind, one->subject, c->err);
	int rc = who ? qn_import_get(c->se->snapshot, one->origin.import, &import, c->err) : qn_failed(c->err);
	if (rc < 0)
		return rc;
	qn_row_text(row, who->id);
	qn_row_text(row, qn_arena_printf(&c->se->arena, "%s:%u", import.file, one->origin.line));
	return QN_OK;
}

static int add_row(contesting *c, const qn_shelf *shelf, const qn_holding *one, const qn_holding *counted, const char *figures)
{
	cli_session *se = c->se;
	if (!c->table)
		open_table(c);
	qn_row *row = qn_table_row(c->table);
	qn_row_text(row, severity_word(se, QN_SEVERITY_WARNING));
	qn_row_text(row, title_of(se, shelf->of->title));
	qn_row_text(row, qn_names_text(c->rolling->holdings->keys, one->key));
	qn_row_text(row, period_text(se, c->rolling->period));
	qn_row_text(row, figures);
	int rc = who_cells(c, row, counted);
	if (rc == QN_OK)
		rc = who_cells(c, row, one);
	qn_row_tone(row, QN_TONE_WARN);
	++*c->count;
	return rc;
}

static int look_through(contesting *c, uint32_t of)
{
	const qn_shelf *shelf;
	int rc = qn_holdings_shelf(c->rolling->holdings, of, &shelf, c->err);
	for (uint32_t i = 0; rc == QN_OK && i < shelf->count; i++) {
		const qn_holding *one = &shelf->holding[i], *counted = NULL;
		if (one->key == QN_NO_NAME || !qn_holding_holds(shelf->of, one, c->day))
			continue;
		const char *figures = differences(c, shelf, of, one, &counted);
		if (!figures)
			rc = qn_no_memory(c->err);
		else if (counted && (is_chosen(c, one) || is_chosen(c, counted)))
			rc = add_row(c, shelf, one, counted, figures);
	}
	return rc;
}

int rolled_contested(cli_session *se, cli_rolling *rolling, qn_report *report, const bool *chosen, uint32_t *count, qn_error *err)
{
	contesting c = { .se = se, .rolling = rolling, .report = report, .chosen = chosen, .day = qn_period_end(rolling->period), .count = count, .err = err };
	int rc = QN_OK;
	for (uint32_t r = 0; rc == QN_OK && r < se->catalogue->registers; r++)
		if (se->catalogue->registered[r].fields)
			rc = look_through(&c, r);
	return rc;
}
