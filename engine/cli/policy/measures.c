/* SPDX-License-Identifier: Apache-2.0 */
/* measures.c - measures: every measure with those who need it, and those who were eligible, applied, were granted and used it; or the
 * cases of some. */
#include "cli/policy/measures.h"
#include <string.h>
#include "assess/evaluate.h"
#include "cli/policy/diagnose.h"
#include "cli/rows.h"
#include "cli/session.h"
#include "cli/show.h"
#include "cli/store/list.h"
#include "ingest/when.h"

/* What became of one measure. perhaps: needed by those too of whom it is not known. */
typedef struct { uint32_t needed, perhaps, cases[SUPPORT_STAGES]; double granted, used; uint32_t effects; bool synthetic, real; } uptake;

/* A case counts in every stage that it reached, in the year asked for where one is. */
static void count_case(const taken_measures *m, const support_case *one, uptake *u)
{
	for (int i = 0; i < SUPPORT_STAGES; i++)
		u->cases[i] += one->stage[i].on != QN_NO_DATE && (m->year == 0 || support_year(one, (support_stage)i) == m->year);
	if (m->year == 0 || support_year(one, SUPPORT_GRANTED) == m->year)
		support_add(&u->granted, one->stage[SUPPORT_GRANTED].amount);
	if (m->year == 0 || support_year(one, SUPPORT_USED) == m->year)
		support_add(&u->used, one->stage[SUPPORT_USED].amount);
	u->effects += *one->effect != 0;
	*(one->synthetic ? &u->synthetic : &u->real) = true;
}

static void count_cases(const taken_measures *m, uint32_t measure, uptake *u)
{
	u->granted = u->used = QN_MISSING;
	for (uint32_t i = 0; i < m->support.cases; i++) {
		const support_case *one = &m->support.of[i];
		if (one->measure == measure && measures_counts(m, one))
			count_case(m, one, u);
	}
}

/* Need: a criterion with a number that is not met, or a target that wants something of each and finds it lacking, to which a sentence
 * answers that names the measure. For want of figures it is not known. */

typedef struct { const taken_measures *m; qn_judgement *judgement; qn_counting *counting; uint32_t countings; qn_values **values; } needs;

static qn_mask is_needed(const needs *n, uint32_t measure, size_t e)
{
	const qn_answers *answers = &n->m->answers;
	bool unknown = false;
	for (uint32_t k = 0; k < answers->replies; k++) {
		const qn_reply *reply = &answers->reply[k];
		if (!qn_serves(&reply->measures, measure))
			continue;
		for (uint32_t i = 0; i < reply->criteria.count; i++) {
			qn_verdict verdict = n->judgement->finding[(size_t)reply->criteria.index[i] * n->judgement->entities + e].verdict;
			if (verdict == QN_VERDICT_UNMET || verdict == QN_VERDICT_WAIVABLE)
				return QN_TRUE;
			unknown |= verdict == QN_VERDICT_UNKNOWN;
		}
		for (uint32_t i = 0; i < n->countings; i++) {
			if (n->counting[i].upward || !qn_serves(&reply->targets, n->counting[i].target))
				continue;
			if (n->values[i]->mask[e] == QN_TRUE)
				return QN_TRUE;
			unknown |= n->values[i]->mask[e] == QN_UNKNOWN;
		}
	}
	return unknown ? QN_UNKNOWN : QN_FALSE;
}

static void count_needs(const needs *n, uptake *of)
{
	const cli_session *se = n->m->session;
	for (uint32_t i = 0; i < se->program->measures; i++)
		for (size_t e = 0; e < se->panel->entities; e++) {
			qn_mask needed = n->m->chosen[qn_panel_number(se->panel, e)] ? is_needed(n, i, e) : QN_FALSE;
			of[i].needed += needed == QN_TRUE;
			of[i].perhaps += needed != QN_FALSE;
		}
}

static int find_needs(const taken_measures *m, uptake *of, qn_error *err)
{
	cli_session *se = m->session;
	needs n = { .m = m };
	int rc = qn_judge(se->panel, &se->changes, se->panel->base, &n.judgement, err);
	if (rc == QN_OK)
		rc = qn_countings_find(se->panel, &se->arena, &n.counting, &n.countings, err);
	n.values = qn_arena_array(&se->arena, (size_t)n.countings + 1, sizeof *n.values);
	if (rc == QN_OK && !n.values)
		rc = qn_no_memory(err);
	for (uint32_t i = 0; rc == QN_OK && i < n.countings; i++)
		rc = qn_evaluate(se->panel, &se->changes, n.counting[i].mask, se->panel->base, &n.values[i], err);
	if (rc == QN_OK)
		count_needs(&n, of);
	for (uint32_t i = 0; n.values && i < n.countings; i++)
		qn_values_free(n.values[i]);
	qn_judgement_free(n.judgement);
	return rc;
}

/* Every measure. */

static void measure_columns(const taken_measures *m, qn_table *table)
{
	cli_session *se = m->session;
	qn_table_column(table, "measure", say(se, "No.", "编号"), QN_RIGHT);
	qn_table_column(table, "title", say(se, "Measure", "措施"), QN_LEFT | QN_WRAP);
	qn_table_column(table, "owners", say(se, "Whose task", "责任单位"), QN_LEFT | QN_WRAP);
	qn_table_column(table, "needed", say(se, "Needed by", "短板对应"), QN_RIGHT);
	qn_table_column(table, "needed_or_unknown", "", QN_MACHINE);
	for (int i = 0; i < SUPPORT_STAGES; i++)
		qn_table_column(table, support_stage_id((support_stage)i), support_words(se, (support_stage)i), QN_RIGHT);
	qn_table_column(table, "granted_amount", say(se, "Amount granted", "批准金额"), QN_RIGHT);
	qn_table_column(table, "used_amount", say(se, "used", "使用金额"), QN_RIGHT);
	qn_table_column(table, "unit", "", QN_MACHINE);
	qn_table_column(table, "effects", say(se, "Effects told", "报有效果"), QN_RIGHT);
	qn_table_column(table, "moves", say(se, "Assumed to move", "假设的作用"), QN_LEFT | QN_WRAP);
}

static void add_measure(taken_measures *m, qn_table *table, uint32_t measure, const uptake *u)
{
	cli_session *se = m->session;
	const qn_measure *about = &se->program->measure[measure];
	qn_row *row = qn_table_row(table);
	qn_row_text(row, about->id);
	qn_row_text(row, title_of(se, about->title));
	qn_row_text(row, owners_of(&m->answers, measure, NULL));
	qn_row_quantity(row, !se->panel ? "—" : qn_arena_printf(&se->arena, u->needed == u->perhaps ? "%u" : "%u–%u", u->needed, u->perhaps), se->panel ? u->needed : QN_MISSING);
	qn_row_number(row, se->panel ? u->perhaps : QN_MISSING, 0);
	for (int i = 0; i < SUPPORT_STAGES; i++)
		qn_row_number(row, u->cases[i], 0);
	support_cell(se, &m->support, row, support_total(u->granted));
	support_cell(se, &m->support, row, support_total(u->used));
	qn_row_text(row, unit_text(se, m->support.unit));
	qn_row_number(row, u->effects, 0);
	qn_row_text(row, moves_text(se, about));
	if (u->real && !u->synthetic)
		qn_row_real(row);
}

static int add_all(taken_measures *m, qn_report *report, qn_error *err)
{
	cli_session *se = m->session;
	uptake *of = qn_arena_array(&se->arena, (size_t)se->program->measures + 1, sizeof *of);
	int rc = of ? se->panel ? find_needs(m, of, err) : QN_OK : qn_no_memory(err);
	if (rc < 0)
		return rc;
	qn_table *table = qn_report_table(report, "measures", say(se, "Measures as they are taken", "赋能措施的使用情况"));
	measure_columns(m, table);
	for (uint32_t i = 0; i < se->program->measures; i++) {
		count_cases(m, i, &of[i]);
		add_measure(m, table, i, &of[i]);
	}
	qn_report_note(report, say(se,
		"needed by: how many have a shortfall to which a sentence answers that names the measure, to those of whom that is not known besides; the others are cases that reached the stage, whoever needs it",
		"短板对应:有多少个的短板由点名该措施的举措回应,上限含缺数据而未知的;其余各列为到达该阶段的事项数,不论是否有此短板"));
	return QN_OK;
}

/* Cases. */

static int add_case(taken_measures *m, qn_table *table, const support_case *one, qn_error *err)
{
	cli_session *se = m->session;
	qn_row *row = qn_table_row(table);
	int rc = entity_cells(se, row, one->number, err), reached = support_reached(one, 0);
	qn_import import;
	if (rc == QN_OK)
		rc = qn_import_get(se->snapshot, one->stage[reached].origin.import, &import, err);
	if (rc < 0)
		return rc;
	qn_row_text(row, one->key);
	qn_row_text(row, se->program->measure[one->measure].id);
	qn_row_text(row, title_of(se, se->program->measure[one->measure].title));
	for (int i = 0; i < SUPPORT_STAGES; i++)
		qn_row_text(row, date_text(se, one->stage[i].on));
	support_cell(se, &m->support, row, one->stage[SUPPORT_GRANTED].amount);
	support_cell(se, &m->support, row, one->stage[SUPPORT_USED].amount);
	qn_row_text(row, support_purpose(se, one->purpose));
	qn_row_text(row, one->agency);
	qn_row_text(row, one->effect);
	qn_row_text(row, qn_arena_printf(&se->arena, "%s:%u", import.file, one->stage[reached].origin.line));
	if (!one->synthetic)
		qn_row_real(row);
	return QN_OK;
}

static int add_cases(taken_measures *m, qn_report *report, qn_error *err)
{
	cli_session *se = m->session;
	size_t shown = 0, all = 0, most = rows_told(se, 40);
	int rc = QN_OK;
	qn_table *table = qn_report_table(report, "cases", say(se, "Cases", "事项"));
	subject_columns(se, table);
	qn_table_column(table, "key", say(se, "Case", "事项编号"), QN_LEFT);
	qn_table_column(table, "measure", say(se, "No.", "编号"), QN_RIGHT);
	qn_table_column(table, "title", say(se, "Measure", "措施"), QN_LEFT | QN_WRAP);
	for (int i = 0; i < SUPPORT_STAGES; i++)
		qn_table_column(table, support_stage_id((support_stage)i), support_words(se, (support_stage)i), QN_LEFT);
	qn_table_column(table, "granted_amount", say(se, "Amount granted", "批准金额"), QN_RIGHT);
	qn_table_column(table, "used_amount", say(se, "used", "使用金额"), QN_RIGHT);
	qn_table_column(table, "purpose", say(se, "Purpose", "用途"), QN_LEFT);
	qn_table_column(table, "agency", say(se, "Agency", "办理单位"), QN_LEFT);
	qn_table_column(table, "effect", say(se, "Effect", "效果"), QN_LEFT | QN_WRAP);
	qn_table_column(table, "where", say(se, "File and line", "文件与行"), QN_LEFT);
	for (uint32_t i = 0; rc == QN_OK && i < m->support.cases; i++)
		if (measures_counts(m, &m->support.of[i]) && all++ < most)
			rc = add_case(m, table, &m->support.of[i], err), shown++;
	if (all > shown)
		qn_report_note(report, qn_arena_printf(&se->arena, say(se, "%zu more cases; --top N shows more", "另有 %zu 个事项;用 --top N 多列"), all - shown));
	return rc;
}

/* The question. */

static int read_year(taken_measures *m, qn_error *err)
{
	const char *text = m->session->options->year;
	qn_period period;
	if (!text)
		return QN_OK;
	if (qn_when_read(text, &period) || qn_period_frequency(period) != QN_ANNUAL)
		return qn_fail_both(err, QN_EUSAGE, "--year %s:要写年份,如 2025", "--year %s: a year is wanted, as in 2025", text);
	m->year = qn_period_year(period);
	return QN_OK;
}

static int choose(taken_measures *m, qn_error *err)
{
	cli_session *se = m->session;
	uint32_t count;
	int rc = qn_entity_count(se->snapshot, se->catalogue->subject, &count, err);
	m->chosen = qn_arena_array(&se->arena, (size_t)count + 1, sizeof *m->chosen);
	if (rc == QN_OK && !m->chosen)
		return qn_no_memory(err);
	for (uint32_t i = 0; rc == QN_OK && i < count; i++) {
		bool in = true;
		rc = entity_passes(se, se->catalogue->subject, i, &in, err);
		m->chosen[i] = in;
	}
	return rc;
}

/* Judged is the latest period, whatever year the stages are of; a store without figures needs nothing. */
static int open_panel(cli_session *se, cli_options *latest, qn_error *err)
{
	const cli_options *given = se->options;
	*latest = *given;
	latest->year = NULL;
	se->options = latest, se->any_size = true;
	int rc = session_panel(se, true, err);
	se->options = given;
	return rc == QN_EUSAGE && !se->panel ? QN_OK : rc;
}

static int gather(taken_measures *m, cli_options *latest, qn_error *err)
{
	int rc = read_year(m, err);
	if (rc == QN_OK)
		rc = answers_open(m->session, &m->pack, &m->answers, err);
	if (rc == QN_OK)
		rc = support_read(m->session, &m->support, err);
	if (rc == QN_OK)
		rc = choose(m, err);
	return rc == QN_OK && !m->session->options->funds ? open_panel(m->session, latest, err) : rc;
}

static int tell(taken_measures *m, qn_error *err)
{
	cli_session *se = m->session;
	const cli_options *options = se->options;
	const char *title = options->funds ? say(se, "Special funds by purpose", "专项资金(按用途)") : say(se, "Measures of the programme", "赋能措施");
	qn_report *report = session_report(se, m->year ? qn_arena_printf(&se->arena, say(se, "%s, %d", "%s,%d 年"), title, m->year) : title);
	int rc = options->funds ? add_funds(m, report, err) : add_all(m, report, err);
	if (rc == QN_OK && !options->funds && (options->filters || options->all))
		rc = add_cases(m, report, err);
	if (m->support.cases == 0)
		qn_report_note(report, say(se, "no record of support was imported (register support)", "没有导入赋能措施支持的登记(support)"));
	return session_finish(se, report, rc, err);
}

int run_measures(const cli_options *options, qn_error *err)
{
	cli_session session;
	cli_options latest;
	taken_measures m = { .session = &session };
	int rc = session_open(&session, options, err);
	if (rc == QN_OK)
		rc = gather(&m, &latest, err);
	if (rc == QN_OK)
		rc = tell(&m, err);
	qn_pack_free(m.pack);
	session_close(&session);
	return rc < 0 ? rc : EXIT_DONE;
}
