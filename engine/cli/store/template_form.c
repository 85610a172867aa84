/* SPDX-License-Identifier: Apache-2.0 */
/* template_form.c - which indicators a form asks for, of whom, and what it shows beside them. */
#include <stdlib.h>
#include <string.h>
#include "assess/value.h"
#include "assess/when.h"
#include "base/text.h"
#include "cli/show.h"
#include "cli/store/list.h"
#include "cli/store/template.h"
#include "ingest/heads.h"
#include "ingest/when.h"
#include "store/columns.h"

/* What is asked for. */

static int choose_named(form *f, qn_error *err)
{
	const cli_options *options = f->session->options;
	const qn_catalogue *catalogue = f->session->catalogue;
	for (int i = 1; i < options->operands; i++) {
		long found = qn_catalogue_indicator(catalogue, options->operand[i]);
		if (found < 0)
			return qn_no_indicator(catalogue, options->operand[i], err);
		f->wanted[found] = true;
	}
	return QN_OK;
}

/* Left to itself, a form asks for what was reported the year before; where nothing was, for everything of that frequency. */
static void choose_usual(form *f)
{
	const qn_catalogue *catalogue = f->session->catalogue;
	bool any = false;
	for (uint32_t i = 0; i < catalogue->indicators; i++)
		any = any || f->had[i];
	for (uint32_t i = 0; i < catalogue->indicators; i++)
		f->wanted[i] = any ? f->had[i] : catalogue->indicator[i].frequency == catalogue->frequency;
}

static int find_had(form *f, qn_error *err)
{
	const qn_catalogue *catalogue = f->session->catalogue;
	qn_period period[512];
	for (uint32_t i = 0; i < catalogue->indicators; i++) {
		int count = qn_column_periods(f->session->snapshot, i, catalogue->subject, catalogue->frequency, period, 512, err);
		if (count < 0)
			return count;
		for (int k = 0; k < count; k++)
			f->had[i] = f->had[i] || period[k] == f->before;
	}
	return QN_OK;
}

static int read_asked(form *f, const char *asked, qn_error *err)
{
	const qn_catalogue *catalogue = f->session->catalogue;
	const char *said = qn_arena_printf(&f->session->arena, "--year %s", asked);
	if (!said)
		return qn_no_memory(err);
	if (!qn_when_read(asked, &f->period))
		return qn_when_own(catalogue, said, f->period, err);
	const char *example = period_text(f->session, qn_period_of(catalogue->frequency, 2026, 1));
	return qn_fail_both(err, QN_EUSAGE, "%s:应为规则包所用频率的时期,如 %s", "%s: a period of the pack's frequency is wanted, as in %s", said, example);
}

/* The period after the last that anything was reported of. */
static int find_period(form *f, qn_error *err)
{
	const qn_catalogue *catalogue = f->session->catalogue;
	const char *asked = f->session->options->year;
	qn_period first, last, latest = QN_NO_PERIOD;
	if (asked && read_asked(f, asked, err) < 0)
		return QN_EUSAGE;
	for (uint32_t i = 0; !asked && i < catalogue->indicators; i++) {
		int rc = qn_column_extent(f->session->snapshot, i, catalogue->subject, catalogue->frequency, &first, &last, err);
		if (rc < 0)
			return rc;
		if (rc == 1 && (latest == QN_NO_PERIOD || last > latest))
			latest = last;
	}
	if (!asked && latest == QN_NO_PERIOD)
		return qn_fail_both(err, QN_EUSAGE, "库中还没有数据:请用 --year 指明要填报的年份", "nothing is reported yet: say with --year which period the form is for");
	if (!asked)
		f->period = qn_period_add(latest, 1);
	f->before = qn_period_add(f->period, -1);
	return QN_OK;
}

/* Columns. */

static form_column *add_column(form *f)
{
	if (!qn_grow(&f->session->arena, (void **)&f->column, f->columns, sizeof *f->column))
		return NULL;
	form_column *c = &f->column[f->columns++];
	c->indicator = QN_NONE;
	return c;
}

/* What a unit's numbers look like, and the rule that goes with it. */
static void describe(form *f, form_column *c, const qn_indicator *about)
{
	cli_session *se = f->session;
	const qn_unit *unit = &se->catalogue->units.unit[about->unit];
	bool is_growth = strstr(about->id, "growth") != NULL;
	c->rule = QN_RULE_NUMBER;
	if (unit->kind == QN_UNIT_FLAG) {
		c->rule = se->options->language == CHINESE ? QN_RULE_YES_NO_CHINESE : QN_RULE_YES_NO;
		c->want = say(se, "yes or no", "填“是”或“否”");
	} else if (unit->kind == QN_UNIT_COUNT) {
		c->rule = QN_RULE_WHOLE;
		c->want = say(se, "a whole number, 0 or more", "整数,不小于 0");
	} else if (unit->kind == QN_UNIT_RANK) {
		c->rule = QN_RULE_RANK;
		c->want = say(se, "a whole number from 1 on", "整数,从 1 起");
	} else if (unit->kind == QN_UNIT_RATIO) {
		c->rule = is_growth ? QN_RULE_NUMBER : QN_RULE_SHARE;
		c->want = qn_arena_printf(&se->arena, say(se, "a number of %s: 2.2 means 2.2 %s", "以 %s 为单位:2.2 即 2.2 %s"), unit->id, unit->id);
	} else
		c->want = qn_arena_printf(&se->arena, say(se, "a number in %s", "以%s为单位的数值"), unit->id);
}

static const char *with_unit(form *f, const qn_indicator *about)
{
	const qn_unit *unit = &f->session->catalogue->units.unit[about->unit];
	bool bare = unit->kind == QN_UNIT_FLAG || unit->kind == QN_UNIT_RANK || unit->kind == QN_UNIT_COUNT;
	const char *title = title_of(f->session, about->title);
	return bare ? title : qn_arena_printf(&f->session->arena, "%s(%s)", title, unit->id);
}

static uint32_t width_of(const char *head) { return (uint32_t)(qn_text_width(head) > 24 ? 14 : qn_text_width(head) > 14 ? 12 : 10); }

static bool is_yearly(const form *f) { return f->session->catalogue->frequency == QN_ANNUAL; }

static int add_indicator(form *f, uint32_t i)
{
	cli_session *se = f->session;
	const qn_indicator *about = &se->catalogue->indicator[i];
	const char *head = with_unit(f, about), *clause = about->clause, *note = about->note;
	if (f->had[i]) {
		form_column *shown = add_column(f);
		if (!shown)
			return QN_ENOMEM;
		shown->head = qn_arena_printf(&se->arena, is_yearly(f) ? say(se, "last year (%s): %s", "上年(%s):%s") : say(se, "last period (%s): %s", "上期(%s):%s"), period_text(se, f->before), head);
		shown->indicator = i;
		shown->width = 10;
	}
	form_column *c = add_column(f);
	if (!c)
		return QN_ENOMEM;
	describe(f, c, about);
	c->head = head;
	c->indicator = i;
	c->width = width_of(head);
	c->title = title_of(se, about->title);
	c->about = qn_arena_printf(&se->arena, "%s\n%s%s%s%s%s", c->title, c->want ? c->want : "", clause && *clause ? "\n" : "", clause ? clause : "",
		note && *note ? "\n" : "", note ? note : "");
	return c->head && c->about ? QN_OK : QN_ENOMEM;
}

/* Groups that tell entities apart, and whose column an import holds against what they belong to: not a province that all belong to. */
static bool tells(const form *f, uint32_t kind)
{
	const qn_catalogue *catalogue = f->session->catalogue;
	int column = qn_head_find(title_of(f->session, catalogue->kind[kind].title));
	return kind != catalogue->subject && catalogue->member[kind].count > 1 && (column == QN_OF_CITY || column == QN_OF_COUNTY);
}

static int add_shown(form *f, const char *head, uint32_t width)
{
	form_column *c = add_column(f);
	if (!c)
		return QN_ENOMEM;
	c->head = head;
	c->width = width;
	return QN_OK;
}

static int add_columns(form *f)
{
	cli_session *se = f->session;
	const qn_catalogue *catalogue = se->catalogue;
	bool is_cluster = !strcmp(catalogue->kind[catalogue->subject].id, "cluster");
	int rc = add_shown(f, is_cluster ? say(se, "cluster_id", "集群编号") : "entity", 20);
	if (rc == QN_OK)
		rc = add_shown(f, is_cluster ? say(se, "cluster", "集群名称") : "主体", 28);
	for (uint32_t k = 0; rc == QN_OK && k < catalogue->kinds; k++)
		if (tells(f, k))
			rc = add_shown(f, title_of(se, catalogue->kind[k].title), 12);
	for (uint32_t i = 0; rc == QN_OK && i < catalogue->indicators; i++)
		if (f->wanted[i])
			rc = add_indicator(f, i);
	return se->arena.failed ? QN_ENOMEM : rc;
}

/* Cells. */

static form_cell *add_row(form *f, qn_look look)
{
	if (!qn_grow(&f->session->arena, (void **)&f->cell, f->rows, f->columns * sizeof *f->cell))
		return NULL;
	form_cell *row = &f->cell[(size_t)f->rows++ * f->columns];
	for (uint32_t c = 0; c < f->columns; c++)
		row[c] = (form_cell){ .number = QN_MISSING, .look = look };
	return row;
}

static int add_line(form *f, qn_look look, const char *text)
{
	form_cell *row = add_row(f, look);
	if (row)
		row[0].text = text;
	return row && text ? QN_OK : QN_ENOMEM;
}

static int add_head(form *f)
{
	cli_session *se = f->session;
	const char *subject = title_of(se, se->catalogue->kind[se->catalogue->subject].title);
	int rc = add_line(f, QN_LOOK_TITLE, qn_arena_printf(&se->arena, is_yearly(f) ? say(se, "Figures of the year %s to be filled in: %s", "%s年度%s数据填报表")
		: say(se, "Figures of %s to be filled in: %s", "%s %s数据填报表"), period_text(se, f->period), subject));
	if (rc == QN_OK)
		rc = add_line(f, QN_LOOK_NOTE, is_yearly(f)
			? say(se, "One row each. Leave empty what is not known: empty is not zero. Columns of last year are for looking at and passed over when read back",
				"每行一个对象；不知道的留空（空不是零）；“上年”各列只供对照，读回时跳过")
			: say(se, "One row each. Leave empty what is not known: empty is not zero. Columns of the last period are for looking at and passed over when read back",
				"每行一个对象；不知道的留空（空不是零）；“上期”各列只供对照，读回时跳过"));
	if (rc == QN_OK && se->synthetic)
		rc = add_line(f, QN_LOOK_NOTE, is_yearly(f) ? say(se, "The figures of last year are synthetic", "上年各列为合成 synthetic")
			: say(se, "The figures of the last period are synthetic", "上期各列为合成 synthetic"));
	form_cell *row = rc == QN_OK ? add_row(f, QN_LOOK_HEAD) : NULL;
	for (uint32_t c = 0; row && c < f->columns; c++)
		row[c].text = f->column[c].head;
	f->head = f->rows;
	return row ? QN_OK : QN_ENOMEM;
}

static int add_entity(form *f, uint32_t number, qn_error *err)
{
	cli_session *se = f->session;
	const qn_catalogue *catalogue = se->catalogue;
	qn_entity who;
	uint32_t column = 0;
	int rc = qn_entity_get(se->snapshot, catalogue->subject, number, &who, err);
	form_cell *row = rc == QN_OK ? add_row(f, QN_LOOK_SHOWN) : NULL;
	if (rc < 0 || !row)
		return rc < 0 ? rc : qn_no_memory(err);
	row[column++].text = who.id;
	row[column++].text = title_of(se, who.title);
	for (uint32_t k = 0; k < catalogue->kinds; k++) {
		uint32_t member;
		if (!tells(f, k))
			continue;
		if ((rc = qn_entity_group(se->snapshot, catalogue->subject, number, k, QN_LAST_DAY, &member, err)) < 0)
			return rc;
		row[column++].text = member < catalogue->member[k].count ? title_of(se, catalogue->member[k].title[member]) : "";
	}
	for (; column < f->columns; column++)
		if (f->column[column].about)
			row[column].look = f->column[column].rule == QN_RULE_WHOLE || f->column[column].rule == QN_RULE_RANK ? QN_LOOK_INPUT_WHOLE : QN_LOOK_INPUT;
	return QN_OK;
}

/* Last year's values; number[r] is the entity of row r below the header. */
static int add_values(form *f, const uint32_t *number, uint32_t count, qn_error *err)
{
	double *value = malloc((count + 1) * sizeof *value);
	int rc = value ? QN_OK : qn_no_memory(err);
	for (uint32_t c = 0; rc >= 0 && c < f->columns; c++) {
		if (f->column[c].indicator == QN_NONE || f->column[c].about)
			continue;
		rc = qn_column_read(f->session->snapshot, f->column[c].indicator, f->session->catalogue->subject, f->before, value, count, err);
		for (uint32_t r = f->head; rc >= 0 && r < f->rows; r++)
			f->cell[(size_t)r * f->columns + c].number = value[number[r - f->head]];
	}
	free(value);
	return rc < 0 ? rc : QN_OK;
}

static int add_entities(form *f, qn_error *err)
{
	uint32_t count, rows = 0, kind = f->session->catalogue->subject;
	int rc = qn_entity_count(f->session->snapshot, kind, &count, err);
	uint32_t *number = rc < 0 ? NULL : malloc((count + 1) * sizeof *number);
	if (rc == QN_OK && !number)
		rc = qn_no_memory(err);
	for (uint32_t i = 0; rc == QN_OK && i < count; i++) {
		bool in;
		if ((rc = entity_passes(f->session, kind, i, &in, err)) == QN_OK && in && (rc = add_entity(f, i, err)) == QN_OK)
			number[rows++] = i;
	}
	if (rc == QN_OK && rows == 0)
		rc = qn_fail_both(err, QN_EUSAGE, "没有符合条件的对象", "nobody is in the form: the filters leave none");
	if (rc == QN_OK)
		rc = add_values(f, number, count, err);
	free(number);
	return rc;
}

int form_make(form *f, cli_session *session, qn_error *err)
{
	uint32_t indicators = session->catalogue->indicators;
	*f = (form){ .session = session };
	f->wanted = qn_arena_array(&session->arena, indicators + 1, sizeof *f->wanted);
	f->had = qn_arena_array(&session->arena, indicators + 1, sizeof *f->had);
	if (!f->wanted || !f->had)
		return qn_no_memory(err);
	int rc = find_period(f, err);
	if (rc == QN_OK)
		rc = find_had(f, err);
	if (rc == QN_OK && session->options->operands > 1)
		rc = choose_named(f, err);
	else if (rc == QN_OK)
		choose_usual(f);
	if (rc == QN_OK && (add_columns(f) < 0 || add_head(f) < 0))
		rc = qn_no_memory(err);
	return rc == QN_OK ? add_entities(f, err) : rc;
}
