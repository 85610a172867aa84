/* SPDX-License-Identifier: Apache-2.0 */
/* list.c - what a store and its pack know by name. */
#include "cli/store/list.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/text.h"
#include "cli/rows.h"
#include "cli/show.h"
#include "plan/print.h"
#include "store/vintages.h"

static void named(cli_session *se, qn_table *table)
{
	qn_table_column(table, "id", "id", QN_LEFT);
	qn_table_column(table, "title", say(se, "Title", "名称"), QN_LEFT | QN_WRAP);
}

static qn_row *add_named(cli_session *se, qn_table *table, const char *id, qn_label title)
{
	qn_row *row = qn_table_row(table);
	qn_row_text(row, id);
	qn_row_text(row, title_of(se, title));
	return row;
}

static const char *or_empty(const char *text) { return text ? text : ""; }

int entity_passes(cli_session *se, uint32_t kind, uint32_t number, bool *out, qn_error *err)
{
	*out = true;
	for (int f = 0; f < se->options->filters; f++) {
		qn_entity found;
		long group = qn_catalogue_kind(se->catalogue, se->options->filter[f].kind);
		if (group < 0)
			return qn_fail_both(err, QN_EUSAGE, "没有“%s”这一类", "there is no kind of entity \"%s\"", se->options->filter[f].kind);
		int rc = qn_entity_find(se->snapshot, (uint32_t)group, se->options->filter[f].name, &found, err);
		if (rc < 0)
			return rc;
		uint32_t member;
		if ((rc = qn_entity_group(se->snapshot, kind, number, (uint32_t)group, QN_LAST_DAY, &member, err)) < 0)
			return rc;
		*out = *out && member == found.number;
	}
	return QN_OK;
}

static int group_cell(cli_session *se, qn_row *row, uint32_t kind, uint32_t number, uint32_t group, qn_error *err)
{
	const struct qn_members *members = &se->catalogue->member[group];
	uint32_t member;
	int rc = qn_entity_group(se->snapshot, kind, number, group, QN_LAST_DAY, &member, err);
	if (rc == QN_OK)
		qn_row_text(row, member < members->count ? title_of(se, members->title[member]) : "");
	return rc;
}

/* Does any of the kind belong to a group of the other? What stands for itself, as a benchmark does, is no column of it. */
static int is_grouped(cli_session *se, uint32_t kind, uint32_t count, uint32_t group, qn_error *err)
{
	uint32_t member = UINT32_MAX;
	int rc = QN_OK;
	for (uint32_t i = 0; rc == QN_OK && member == UINT32_MAX && kind != group && i < count; i++)
		rc = qn_entity_group(se->snapshot, kind, i, group, QN_LAST_DAY, &member, err);
	return rc ? rc : member != UINT32_MAX;
}

static int group_columns(cli_session *se, qn_table *table, uint32_t kind, uint32_t count, bool *shown, qn_error *err)
{
	for (uint32_t k = 0; kind == se->catalogue->subject && k < se->catalogue->kinds; k++) {
		int rc = is_grouped(se, kind, count, k, err);
		if (rc < 0)
			return rc;
		if ((shown[k] = rc))
			qn_table_column(table, se->catalogue->kind[k].id, title_of(se, se->catalogue->kind[k].title), QN_LEFT);
	}
	return QN_OK;
}

static int list_entities(cli_session *se, qn_table *table, uint32_t kind, qn_error *err)
{
	uint32_t count;
	int counted = qn_entity_count(se->snapshot, kind, &count, err);
	if (counted < 0)
		return counted;
	named(se, table);
	qn_table_column(table, "code", say(se, "Code", "代码"), QN_LEFT);
	bool *shown = qn_arena_array(&se->arena, (size_t)se->catalogue->kinds + 1, sizeof *shown);
	if (!shown)
		return qn_no_memory(err);
	if ((counted = group_columns(se, table, kind, count, shown, err)) < 0)
		return counted;
	for (uint32_t i = 0; i < count; i++) {
		qn_entity entity;
		bool in = true;
		int rc = qn_entity_get(se->snapshot, kind, i, &entity, err);
		if (rc == QN_OK)
			rc = entity_passes(se, kind, i, &in, err);
		if (rc < 0)
			return rc;
		if (!in)
			continue;
		qn_row *row = add_named(se, table, entity.id, entity.title);
		qn_row_text(row, or_empty(entity.code));
		for (uint32_t k = 0; k < se->catalogue->kinds; k++)
			if (shown[k] && (rc = group_cell(se, row, kind, i, k, err)) < 0)
				return rc;
	}
	return QN_OK;
}

static int list_indicators(cli_session *se, qn_table *table, qn_error *err)
{
	(void)err;
	named(se, table);
	qn_table_column(table, "unit", say(se, "Unit", "单位"), QN_LEFT);
	qn_table_column(table, "theme", say(se, "Theme", "维度"), QN_LEFT);
	qn_table_column(table, "clause", say(se, "Clause", "条款"), QN_LEFT | QN_WRAP);
	for (uint32_t i = 0; i < se->catalogue->indicators; i++) {
		const qn_indicator *about = &se->catalogue->indicator[i];
		qn_row *row = add_named(se, table, about->id, about->title);
		qn_row_text(row, se->catalogue->units.unit[about->unit].id);
		qn_row_text(row, or_empty(about->theme));
		qn_row_text(row, or_empty(about->clause));
	}
	return QN_OK;
}

/* What a pack says of a number: all of it, where the unit's usual decimals would not show it. */
static const char *stated_text(cli_session *se, double value, uint32_t unit)
{
	char number[QN_NUMBER_SIZE], shown[QN_NUMBER_SIZE];
	const qn_unit *about = session_unit(se, unit);
	double told = about ? qn_unit_told(about, value) : value;
	if (!about || qn_is_missing(value) || strtod(qn_number_fixed(shown, told, about->decimals), NULL) == told)
		return quantity_text(se, value, unit);
	bool spoken = about->kind == QN_UNIT_AMOUNT || about->kind == QN_UNIT_SCORE;
	snprintf(number, sizeof number, "%.15g", told); /* what a division has left behind the last digit is nobody's */
	return qn_arena_printf(&se->arena, "%s%s%s", number, spoken ? " " : "", spoken || about->kind == QN_UNIT_RATIO ? about->symbol : "");
}

static const char *dated_text(cli_session *se, const qn_parameter *about)
{
	qn_buffer text = { 0 };
	char day[16];
	for (uint32_t i = 0; i < about->dates; i++) {
		qn_date_text(about->dated[i].from, day);
		qn_buffer_printf(&text, "%s%s", i ? "; " : "", stated_text(se, about->dated[i].value, about->unit));
		if (about->dates > 1 || about->dated[i].from)
			qn_buffer_printf(&text, say(se, " from %s", "(%s起)"), day);
	}
	return about->dates ? qn_buffer_keep(&text, &se->arena) : say(se, "not set", "未设定");
}

static int list_parameters(cli_session *se, qn_table *table, qn_error *err)
{
	(void)err;
	named(se, table);
	qn_table_column(table, "value", say(se, "Value", "数值"), QN_RIGHT);
	qn_table_column(table, "clause", say(se, "Clause", "条款"), QN_LEFT);
	qn_table_column(table, "quote", say(se, "Text", "原文"), QN_LEFT | QN_WRAP);
	for (uint32_t i = 0; i < se->program->parameters; i++) {
		const qn_parameter *about = &se->program->parameter[i];
		if (about->readings)
			continue;
		qn_row *row = add_named(se, table, about->id, about->title);
		qn_row_text(row, dated_text(se, about));
		qn_row_text(row, or_empty(about->clause));
		qn_row_text(row, or_empty(about->quote));
	}
	return QN_OK;
}

static int list_options(cli_session *se, qn_table *table, qn_error *err)
{
	(void)err;
	named(se, table);
	qn_table_column(table, "reading", say(se, "In force", "采用"), QN_LEFT);
	qn_table_column(table, "readings", say(se, "All readings", "全部读法"), QN_LEFT | QN_WRAP);
	qn_table_column(table, "note", say(se, "Note", "说明"), QN_LEFT | QN_WRAP);
	for (uint32_t i = 0; i < se->program->parameters; i++) {
		const qn_parameter *about = &se->program->parameter[i];
		qn_buffer all = { 0 };
		if (!about->readings)
			continue;
		for (uint32_t k = 0; k < about->readings; k++)
			qn_buffer_printf(&all, "%s%s = %s", k ? "; " : "", about->reading[k].id, title_of(se, about->reading[k].title));
		qn_row *row = add_named(se, table, about->id, about->title);
		double now = qn_parameter_at(about, QN_LAST_DAY);
		qn_row_text(row, qn_is_missing(now) ? "" : about->reading[(uint32_t)now].id);
		qn_row_text(row, qn_buffer_keep(&all, &se->arena));
		qn_row_text(row, or_empty(about->note));
	}
	return QN_OK;
}

static const char *distribution_text(cli_session *se, const qn_assumption *about)
{
	static const char *const names[] = { "", "normal", "lognormal", "uniform", "triangular" };
	const qn_distribution *d = &about->usual;
	if (d->kind == QN_LOGNORMAL)
		return qn_arena_printf(&se->arena, "lognormal(%.12g, %.12g)", qn_lognormal_told(se->catalogue, about->unit, d->a), d->b);
	const char *a = stated_text(se, d->a, about->unit), *b = stated_text(se, d->b, about->unit);
	if (d->kind == QN_FIXED)
		return a;
	if (d->kind == QN_TRIANGULAR)
		return qn_arena_printf(&se->arena, "triangular(%s, %s, %s)", a, b, stated_text(se, d->c, about->unit));
	return qn_arena_printf(&se->arena, "%s(%s, %s)", names[d->kind], a, b);
}

/* "year" is what a pack says; where its periods are shorter, each of them draws. */
static const char *reach_text(cli_session *se, const qn_assumption *about)
{
	const char *each = se->catalogue->frequency == QN_ANNUAL ? say(se, "per year", "每年") : say(se, "per period", "每期");
	switch (about->reach) {
	case QN_BY_PATH: return say(se, "once per future", "每条路径一次");
	case QN_BY_PERIOD: return qn_arena_printf(&se->arena, say(se, "%s, shared by all", "%s,全体共享"), each);
	case QN_BY_GROUP: return qn_arena_printf(&se->arena, say(se, "%s and %s", "%s每个%s"), each, title_of(se, se->catalogue->kind[about->group].title));
	default: return qn_arena_printf(&se->arena, say(se, "%s and %s", "%s每个%s"), each, say(se, "entity", title_of(se, se->catalogue->kind[se->catalogue->subject].title)));
	}
}

static int list_assumptions(cli_session *se, qn_table *table, qn_error *err)
{
	(void)err;
	named(se, table);
	qn_table_column(table, "usual", say(se, "Usual value", "默认"), QN_LEFT);
	qn_table_column(table, "drawn", say(se, "Drawn", "抽取方式"), QN_LEFT);
	qn_table_column(table, "source", say(se, "Source", "来源"), QN_LEFT | QN_WRAP);
	for (uint32_t i = 0; i < se->program->assumptions; i++) {
		const qn_assumption *about = &se->program->assumption[i];
		qn_row *row = add_named(se, table, about->id, about->title);
		qn_row_text(row, distribution_text(se, about));
		qn_row_text(row, reach_text(se, about));
		qn_row_text(row, or_empty(about->source));
	}
	return QN_OK;
}

static int list_criteria(cli_session *se, qn_table *table, qn_error *err)
{
	(void)err;
	named(se, table);
	qn_table_column(table, "modality", say(se, "Strength", "语气"), QN_LEFT);
	qn_table_column(table, "clause", say(se, "Clause", "条款"), QN_LEFT);
	qn_table_column(table, "quote", say(se, "Text", "原文"), QN_LEFT | QN_WRAP);
	for (uint32_t i = 0; i < se->program->criteria; i++) {
		const qn_criterion *about = &se->program->criterion[i];
		qn_row *row = add_named(se, table, about->id, about->title);
		qn_row_text(row, or_empty(about->modality));
		qn_row_text(row, or_empty(about->clause));
		qn_row_text(row, or_empty(about->quote));
	}
	return QN_OK;
}

static int list_checks(cli_session *se, qn_table *table, qn_error *err)
{
	(void)err;
	named(se, table);
	qn_table_column(table, "severity", say(se, "Severity", "程度"), QN_LEFT);
	qn_table_column(table, "clause", say(se, "Clause", "条款"), QN_LEFT);
	qn_table_column(table, "rule", say(se, "Rule", "规则"), QN_LEFT | QN_WRAP);
	for (uint32_t i = 0; i < se->program->checks; i++) {
		const qn_check *about = &se->program->check[i];
		qn_buffer rule = { 0 };
		qn_node_print(se->program, se->catalogue, about->holds, &rule);
		qn_row *row = add_named(se, table, about->id, about->title);
		qn_row_text(row, severity_word(se, about->severity));
		qn_row_text(row, or_empty(about->clause));
		qn_row_text(row, or_empty(qn_buffer_keep(&rule, &se->arena)));
	}
	return QN_OK;
}

static int list_targets(cli_session *se, qn_table *table, qn_error *err)
{
	(void)err;
	named(se, table);
	qn_table_column(table, "modality", say(se, "Strength", "语气"), QN_LEFT);
	qn_table_column(table, "clause", say(se, "Clause", "条款"), QN_LEFT);
	qn_table_column(table, "document", say(se, "Document", "文件"), QN_LEFT | QN_WRAP);
	for (uint32_t i = 0; i < se->program->targets; i++) {
		const qn_target *about = &se->program->target[i];
		qn_row *row = add_named(se, table, about->id, about->title);
		qn_row_text(row, or_empty(about->modality));
		qn_row_text(row, or_empty(about->clause));
		qn_row_text(row, or_empty(about->document));
	}
	return QN_OK;
}

/* "技改投资 +2.00%, 营业收入 +0.30%": growth a year, or what comes once. */
const char *moves_text(cli_session *se, const qn_measure *about)
{
	qn_buffer all = { 0 };
	for (uint32_t i = 0; i < about->effects; i++) {
		const qn_effect *effect = &about->effect[i];
		const qn_assumption *size = &se->program->assumption[effect->assumption];
		qn_buffer_printf(&all, "%s%s +%s%s", i ? "; " : "", title_of(se, se->catalogue->indicator[effect->indicator].title),
			quantity_text(se, size->usual.a, size->unit), effect->kind == QN_SCALE ? say(se, " a period", " 每期") : "");
	}
	return qn_buffer_keep(&all, &se->arena);
}

static int list_measures(cli_session *se, qn_table *table, qn_error *err)
{
	(void)err;
	named(se, table);
	qn_table_column(table, "moves", say(se, "Assumed to move", "假设的作用"), QN_LEFT | QN_WRAP);
	qn_table_column(table, "clause", say(se, "Clause", "条款"), QN_LEFT);
	qn_table_column(table, "quote", say(se, "Text", "原文"), QN_LEFT | QN_WRAP);
	for (uint32_t i = 0; i < se->program->measures; i++) {
		const qn_measure *about = &se->program->measure[i];
		qn_row *row = add_named(se, table, about->id, about->title);
		qn_row_text(row, moves_text(se, about));
		qn_row_text(row, or_empty(about->clause));
		qn_row_text(row, or_empty(about->quote));
	}
	return QN_OK;
}

static int list_models(cli_session *se, qn_table *table, qn_error *err)
{
	(void)err;
	named(se, table);
	qn_table_column(table, "note", say(se, "Note", "说明"), QN_LEFT | QN_WRAP);
	for (uint32_t i = 0; i < se->program->models; i++)
		qn_row_text(add_named(se, table, se->program->model[i].id, se->program->model[i].title), or_empty(se->program->model[i].note));
	return QN_OK;
}

static int list_imports(cli_session *se, qn_table *table, qn_error *err)
{
	char day[16];
	qn_table_column(table, "import", say(se, "No.", "编号"), QN_RIGHT);
	qn_table_column(table, "file", say(se, "File", "文件"), QN_LEFT);
	qn_table_column(table, "known_on", say(se, "Known on", "知悉日期"), QN_LEFT);
	qn_table_column(table, "source", say(se, "Source", "来源"), QN_LEFT);
	qn_table_column(table, "rows", say(se, "Rows", "行数"), QN_RIGHT);
	qn_table_column(table, "data", say(se, "Data", "数据性质"), QN_LEFT);
	uint32_t count;
	int counted = qn_imports_counted(se->snapshot, &count, err);
	for (uint32_t i = 1; counted == QN_OK && i <= count; i++) {
		qn_import import;
		if (!qn_snapshot_knows(se->snapshot, i))
			continue;
		int rc = qn_import_get(se->snapshot, i, &import, err);
		if (rc < 0)
			return rc;
		qn_row *row = qn_table_row(table);
		qn_date_text(import.known_on, day);
		qn_row_number(row, i, 0);
		qn_row_text(row, import.file);
		qn_row_text(row, day);
		qn_row_text(row, or_empty(import.source));
		qn_row_number(row, (double)import.rows, 0);
		qn_row_text(row, import.synthetic ? "synthetic 合成" : "real 真实");
	}
	return counted;
}

typedef struct { cli_session *session; qn_table *table; } vintage_list;

static int add_vintage(void *context, const qn_frozen *frozen)
{
	const vintage_list *list = context;
	char day[16], rules[16];
	qn_row *row = qn_table_row(list->table);
	qn_date_text(frozen->at.day, day);
	qn_date_text(frozen->rules_on, rules);
	qn_row_text(row, frozen->name);
	qn_row_text(row, day);
	qn_row_number(row, frozen->at.imports, 0);
	qn_row_text(row, frozen->rules_on == QN_NO_DATE ? "" : rules);
	qn_row_text(row, or_empty(frozen->recorded));
	return QN_OK;
}

static int list_vintages(cli_session *se, qn_table *table, qn_error *err)
{
	qn_table_column(table, "vintage", say(se, "Vintage", "名称"), QN_LEFT);
	qn_table_column(table, "as_of", say(se, "Known on", "所知日期"), QN_LEFT);
	qn_table_column(table, "last_import", say(se, "Imports up to", "导入至"), QN_RIGHT);
	qn_table_column(table, "rules", say(se, "Rules of", "规则版本"), QN_LEFT);
	qn_table_column(table, "frozen", say(se, "Frozen", "冻结时间"), QN_LEFT);
	return qn_frozen_each(se->snapshot, add_vintage, &(vintage_list){ se, table }, err);
}

static const struct { const char *name; const char *title[2]; int (*fill)(cli_session *, qn_table *, qn_error *); } lists[] = {
	{ "indicators", { "指标", "Indicators" }, list_indicators }, { "parameters", { "参数", "Parameters" }, list_parameters },
	{ "options", { "歧义选项", "Options: open readings of the text" }, list_options },
	{ "assumptions", { "假设", "Assumptions" }, list_assumptions }, { "criteria", { "准则", "Criteria" }, list_criteria },
	{ "checks", { "校验", "Checks" }, list_checks },
	{ "measures", { "措施", "Measures" }, list_measures }, { "targets", { "目标", "Targets" }, list_targets }, { "models", { "模型", "Models" }, list_models }, { "imports", { "导入", "Imports" }, list_imports },
	{ "vintages", { "冻结版本", "Frozen vintages" }, list_vintages },
};
enum { LISTS = sizeof lists / sizeof *lists };

static const char *list_name(const void *context, size_t i)
{
	const qn_catalogue *catalogue = context;
	return i < LISTS ? lists[i].name : catalogue->kind[i - LISTS].id;
}

/* By its name, or as its heading has it in either language. */
static bool is_list(size_t i, const char *what)
{
	return !strcmp(lists[i].name, what) || !strcmp(lists[i].title[CHINESE], what) || !strcmp(lists[i].title[ENGLISH], what);
}

/* Is it one, or several: city, cities. */
static bool is_one_or_more(const char *id, const char *what)
{
	size_t length = strlen(id), same = 0;
	while (same < length && what[same] == id[same])
		same++;
	const char *end = what + same;
	return same == length ? !*end || !strcmp(end, "s") : same > 0 && same + 1 == length && !strcmp(end, "ies");
}

/* "clusters" is the kind cluster, and so is what its title says. */
static long kind_of_plural(const qn_catalogue *catalogue, const char *what)
{
	for (uint32_t i = 0; i < catalogue->kinds; i++)
		if (is_one_or_more(catalogue->kind[i].id, what))
			return (long)i;
	return qn_catalogue_kind(catalogue, what);
}

static int fail_list(const cli_session *se, const char *what, qn_error *err)
{
	qn_buffer all = { 0 };
	long near = qn_text_nearest(what, list_name, se->catalogue, LISTS + se->catalogue->kinds);
	for (size_t i = 0; i < LISTS; i++)
		qn_buffer_printf(&all, "%s%s", i ? ", " : "", lists[i].name);
	int rc = all.failed ? qn_no_memory(err)
		: near < 0 ? qn_fail_both(err, QN_EUSAGE, "没有“%s”的列表:可列 %s,或一类对象", "there is no list of \"%s\": %s, or a kind of entity", what, all.data)
		: qn_fail_both(err, QN_EUSAGE, "没有“%s”的列表,是不是 %s:可列 %s,或一类对象", "there is no list of \"%s\", did you mean %s: %s, or a kind of entity",
			what, list_name(se->catalogue, (size_t)near), all.data);
	qn_buffer_free(&all);
	return rc;
}

static int list_what(cli_session *se, const char *what, qn_error *err)
{
	long kind = kind_of_plural(se->catalogue, what);
	for (size_t i = 0; i < LISTS || kind >= 0; i++) {
		if (kind < 0 && !is_list(i, what))
			continue;
		const char *id = kind < 0 ? lists[i].name : qn_label_is(&se->catalogue->kind[kind].title, what) ? se->catalogue->kind[kind].id : what;
		const char *title = kind >= 0 ? title_of(se, se->catalogue->kind[kind].title) : lists[i].title[se->options->language];
		qn_report *report = qn_report_new(title, false);
		if (se->vintage_note)
			qn_report_note(report, se->vintage_note);
		qn_table *table = qn_report_table(report, id, "");
		int rc = kind >= 0 ? list_entities(se, table, (uint32_t)kind, err) : lists[i].fill(se, table, err);
		keep_rows(se, report, table, NULL);
		return session_finish(se, report, rc, err);
	}
	return fail_list(se, what, err);
}

int run_list(const cli_options *options, qn_error *err)
{
	cli_session session;
	int rc = session_open(&session, options, err);
	if (rc == QN_OK)
		rc = list_what(&session, options->operands > 1 ? options->operand[1] : session.catalogue->kind[session.catalogue->subject].id, err);
	session_close(&session);
	return rc < 0 ? rc : EXIT_DONE;
}
