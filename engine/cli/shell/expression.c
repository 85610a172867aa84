/* SPDX-License-Identifier: Apache-2.0 */
/* expression.c - an expression of a rule without a rule: it is traced among the pack's own, as a criterion that asks
 * whether its value is there, and that value is shown. */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "assess/evaluate.h"
#include "assess/provenance.h"
#include "base/text.h"
#include "cli/session.h"
#include "cli/shell/shell.h"
#include "cli/show.h"
#include "plan/spoken.h"

static const char name[] = "expression"; /* as messages name it */

/* "EXPRESSION @ NAME@2024": the expression, and what stands behind the @. */
typedef struct { const char *expression, *who, *year; } asked;

/* The last @ that stands outside of a text. */
static char *last_at(char *own)
{
	char *found = NULL, quote = 0;
	for (char *c = own; *c; c++) {
		if (quote ? *c == quote : *c == '"' || *c == '\'')
			quote = quote ? 0 : *c;
		if (!quote && c[0] == ' ' && c[1] == '@')
			found = c;
	}
	return found;
}

static int part(const char *text, qn_arena *arena, asked *out, qn_error *err)
{
	char *own = qn_arena_text(arena, text), *at = own ? last_at(own) : NULL;
	qn_period year;
	if (!own)
		return qn_no_memory(err);
	*out = (asked){ .expression = own };
	if (at) {
		*at = 0;
		out->who = at + 2 + strspn(at + 2, " ");
		char *second = strchr(out->who, '@');
		if (second)
			*second = 0, out->year = second + 1;
		else if (qn_period_read(out->who, strlen(out->who), &year))
			out->year = out->who, out->who = NULL;
		if (!out->who && (at = last_at(own)) != NULL) /* … @ NAME @ 2024, with a blank between the two */
			*at = 0, out->who = at + 2 + strspn(at + 2, " ");
	}
	for (char *blank = own; (blank = strpbrk(blank, "\t\r\n")) != NULL;)
		*blank = ' ';
	if (own[strspn(own, " ")] == 0)
		return qn_fail_both(err, QN_EUSAGE, "= 后面要写规则里的算式,如 =total(c.revenue)", "= wants an expression of a rule, as in =total(c.revenue)");
	return QN_OK;
}

static const char *source_of(cli_session *se, const char *main, const char *expression)
{
	size_t length = strlen(main), stem = qn_text_ends(main, ".lua") ? length - 4 : length;
	return qn_arena_printf(&se->arena, "require \"%.*s\" criterion \"%s\" { needs = function(c, p) return present(%s) end }\n", (int)stem, main, name, expression);
}

/* "算式:…" for "expression:1:…": of one line there is no other. */
static void call_chinese(qn_error *err)
{
	static const char line[] = ":1:", chinese[] = "算式:";
	size_t begins = sizeof name - 1, behind = begins + sizeof line - 1;
	if (strncmp(err->chinese, name, begins) != 0 || strncmp(err->chinese + begins, line, sizeof line - 1) != 0)
		return;
	memmove(err->chinese + sizeof chinese - 1, err->chinese + behind, strlen(err->chinese + behind) + 1);
	memcpy(err->chinese, chinese, sizeof chinese - 1);
}

/* The pack's program with one criterion more, in the place of the session's. */
static int trace(cli_session *se, const char *expression, qn_error *err)
{
	qn_script_options fresh = script_limits(se->options);
	fresh.cache = ""; /* questions of one moment fill no cache */
	qn_pack *pack = NULL;
	qn_script_set set;
	qn_program *program = NULL;
	int rc = session_scripts(se, &pack, &set, err);
	qn_script *script = rc == QN_OK ? qn_arena_array(&se->arena, set.scripts + 1, sizeof *script) : NULL;
	const char *text = script ? source_of(se, set.main, expression) : NULL;
	if (rc == QN_OK && !text)
		rc = qn_no_memory(err);
	if (rc == QN_OK) {
		memcpy(script, set.script, set.scripts * sizeof *script);
		script[set.scripts] = (qn_script){ name, text, strlen(text) };
		rc = qn_script_run(script, set.scripts + 1, name, se->catalogue, NULL, &fresh, &program, err);
	}
	if (rc < 0)
		call_chinese(err);
	if (rc == QN_OK) {
		qn_program_free(se->program);
		se->program = program;
	}
	qn_pack_free(pack);
	return rc;
}

/* What the criterion asks for: the operand of its present(…). */
static int find_value(const cli_session *se, uint32_t *out, qn_error *err)
{
	long criterion = qn_program_criterion(se->program, name);
	uint32_t needs = criterion < 0 ? QN_NONE : se->program->criterion[criterion].needs;
	if (needs == QN_NONE || se->program->node[needs].op != QN_PRESENT)
		return qn_fail_both(err, QN_ESCRIPT, "要写一个算式,如 =total(c.revenue)", "expression: one is wanted, as in =total(c.revenue)");
	*out = se->program->node[needs].a;
	return QN_OK;
}

static bool is_absent(const qn_values *values, size_t e)
{
	return values->is_mask ? values->mask[e] == QN_UNKNOWN : qn_is_missing(values->number[e]);
}

static void value_cells(cli_session *se, qn_row *row, const qn_values *values, const qn_node *node, uint32_t unit, size_t e)
{
	double number = values->is_mask ? values->mask[e] == QN_TRUE : values->number[e];
	if (is_absent(values, e))
		qn_row_quantity(row, values->is_mask ? mask_text(se, QN_UNKNOWN) : "—", QN_MISSING);
	else if (values->is_mask)
		qn_row_quantity(row, mask_text(se, values->mask[e]), number);
	else if (node->type == QN_CATEGORY && (node->domain & QN_OPTION_DOMAIN))
		qn_row_text(row, title_of(se, se->program->parameter[node->domain & ~QN_OPTION_DOMAIN].reading[(uint32_t)number].title));
	else if (node->type == QN_CATEGORY)
		qn_row_text(row, title_of(se, se->catalogue->member[node->domain].title[(uint32_t)number]));
	else
		quantity_cell(se, row, "", number, unit);
	qn_row_text(row, unit_text(se, unit));
	if (!is_absent(values, e) && !(values->rests[e] & QN_RESTS_ON_SYNTHETIC)) /* of nothing it is not said that it is real */
		qn_row_real(row);
}

/* Greatest first (of ranks the best), what is missing last, equals in the order of ids. */
typedef struct { size_t entity; double value; } place;

static int by_value(const void *a, const void *b)
{
	const place *x = a, *y = b;
	bool lacks_x = isnan(x->value), lacks_y = isnan(y->value);
	if (lacks_x != lacks_y)
		return lacks_x - lacks_y;
	if (!lacks_x && x->value != y->value)
		return (x->value < y->value) - (x->value > y->value);
	return (x->entity > y->entity) - (x->entity < y->entity);
}

/* In the unit of its parts, else in the first that measures it. */
static uint32_t unit_of(const cli_session *se, uint32_t node)
{
	const qn_node *about = &se->program->node[node];
	const qn_units *units = &se->catalogue->units;
	uint32_t unit = qn_node_unit(se->program, se->catalogue, node);
	for (uint32_t i = 0; unit == QN_NONE && about->type == QN_NUMBER && about->dimension && i < units->units; i++)
		if (units->unit[i].dimension == about->dimension)
			unit = i;
	return unit;
}

static double rank_of_row(const qn_values *values, const qn_node *about, size_t e)
{
	double value = is_absent(values, e) ? QN_MISSING : values->is_mask ? values->mask[e] == QN_TRUE : values->number[e];
	return about->type == QN_CATEGORY ? 0 : about->type == QN_RANK ? -value : value;
}

static int add_rows(cli_session *se, qn_table *table, const qn_values *values, uint32_t node, const asked *what, qn_error *err)
{
	const qn_node *about = &se->program->node[node];
	uint32_t unit = unit_of(se, node);
	place *order = qn_arena_array(&se->arena, values->entities + 1, sizeof *order);
	qn_entity one;
	if (!order)
		return qn_no_memory(err);
	int rc = what->who ? qn_entity_find(se->snapshot, se->catalogue->subject, what->who, &one, err) : QN_OK;
	for (size_t e = 0; e < values->entities; e++)
		order[e] = (place){ e, rank_of_row(values, about, e) };
	qsort(order, values->entities, sizeof *order, by_value);
	for (size_t i = 0; rc == QN_OK && i < values->entities; i++) {
		if (what->who && qn_panel_number(se->panel, order[i].entity) != one.number)
			continue;
		qn_row *row = qn_table_row(table);
		if (values->by_entity)
			subject_cells(se, row, order[i].entity);
		value_cells(se, row, values, about, unit, order[i].entity);
		if (!values->by_entity)
			break;
	}
	return rc;
}

/* lacking: of a total, who is left out of it. */
static int show(cli_session *se, const qn_values *values, size_t lacking, uint32_t node, const asked *what, qn_error *err)
{
	const char *period = period_text(se, qn_panel_period(se->panel, se->panel->base));
	qn_report *report = session_report(se, qn_arena_printf(&se->arena, "%s, %s", what->expression + strspn(what->expression, " "), period));
	qn_table *table = qn_report_table(report, "value", "");
	size_t absent = 0;
	if (values->by_entity)
		subject_columns(se, table);
	qn_table_column(table, "value", say(se, "Value", "取值"), QN_RIGHT);
	qn_table_column(table, "unit", "", QN_MACHINE);
	int rc = add_rows(se, table, values, node, what, err);
	for (size_t e = 0; e < values->entities; e++)
		absent += is_absent(values, e);
	if (absent && values->by_entity && !what->who)
		qn_report_note(report, qn_arena_printf(&se->arena, say(se, "%zu of %zu have no value", "%zu 个(共 %zu 个)没有值"), absent, values->entities));
	if (lacking)
		qn_report_note(report, qn_arena_printf(&se->arena, say(se, "left out for want of figures: %zu of %zu", "因缺数据未计入:%zu 个(共 %zu 个)"), lacking, values->entities));
	return session_finish(se, report, rc, err);
}

int run_expression(const cli_options *options, const char *text, qn_error *err)
{
	cli_session session;
	cli_options own = *options;
	qn_values *values = NULL;
	asked what = { 0 };
	uint32_t node = QN_NONE;
	size_t lacking = 0;
	int rc = session_open(&session, &own, err);
	if (rc == QN_OK)
		rc = part(text, &session.arena, &what, err);
	if (rc == QN_OK)
		rc = trace(&session, what.expression, err);
	own.year = what.year;
	if (rc == QN_OK)
		rc = find_value(&session, &node, err);
	if (rc == QN_OK)
		rc = session_panel(&session, false, err);
	if (rc == QN_OK)
		rc = qn_evaluate(session.panel, &session.changes, node, session.panel->base, &values, err);
	if (rc == QN_OK && what.who && !values->by_entity)
		rc = qn_fail_both(err, QN_EUSAGE, "@ %s:这个算式是全体合在一起的,对谁都一样:请删去", "@ %s: the expression is of all together, the same for each: leave it out", what.who);
	if (rc == QN_OK && !values->by_entity)
		rc = qn_count_lacking(session.panel, &session.changes, node, session.panel->base, &lacking, err);
	if (rc == QN_OK)
		rc = show(&session, values, lacking, node, &what, err);
	qn_values_free(values);
	session_close(&session);
	return rc;
}
