/* SPDX-License-Identifier: Apache-2.0 */
/* assess.c - title holders by their risk at the next re-review, and every cluster against every criterion with a number. */
#include <stdlib.h>
#include <string.h>
#include "assess/explain.h"
#include "base/text.h"
#include "cli/finding.h"
#include "cli/judge/status.h"
#include "cli/rows.h"
#include "cli/session.h"
#include "cli/show.h"
#include "cli/titles.h"
#include "cli/unreviewed.h"

typedef struct {
	cli_session *session;
	qn_judgement *judgement;
	qn_term *term;
	qn_projection *projection; /* NULL when the pack has no model */
	bool *chosen;
	bool *numbered;            /* criteria with a number in the year judged */
	bool *held;                /* criteria that read nothing which the model moves; NULL without one */
	bool told_held;            /* one of them is among what is shown as unmet */
	bool *standing;            /* [entities]: holds a title at the end of the period judged */
	size_t *order;             /* of entities: those at risk first, then title holders, then candidates */
} assessment;

static double share_of(const assessment *a, size_t e, const uint32_t *paths)
{
	return a->projection && a->projection->review[e] >= 0 ? (double)paths[e] / a->projection->paths : QN_MISSING;
}

static double share_failing(const assessment *a, size_t e) { return share_of(a, e, a->projection ? a->projection->fails : NULL); }
static double share_unknown(const assessment *a, size_t e) { return share_of(a, e, a->projection ? a->projection->fails_or_unknown : NULL); }

static const qn_finding *finding_of(const assessment *a, uint32_t criterion, size_t e)
{
	return &a->judgement->finding[criterion * a->judgement->entities + e];
}

static int unmet_now(const assessment *a, size_t e)
{
	int count = 0;
	for (uint32_t i = 0; i < a->judgement->criteria; i++)
		count += finding_of(a, i, e)->verdict == QN_VERDICT_UNMET;
	return count;
}

static qn_date period_end(const assessment *a) { return qn_period_end(qn_panel_period(a->session->panel, a->session->panel->base)); }

typedef struct { size_t entity; double failing, unknown; bool titled; int unmet; } ranked;

static double ahead(double chance) { return qn_is_missing(chance) ? -1 : chance; }

static int by_risk(const void *a, const void *b)
{
	const ranked *x = a, *y = b;
	if (x->titled != y->titled)
		return y->titled - x->titled;
	if (x->failing != y->failing)
		return x->failing < y->failing ? 1 : -1;
	if (x->unknown != y->unknown)
		return x->unknown < y->unknown ? 1 : -1;
	if (x->unmet != y->unmet)
		return x->titled ? y->unmet - x->unmet : x->unmet - y->unmet;
	return (x->entity > y->entity) - (x->entity < y->entity);
}

static int put_in_order(assessment *a, qn_error *err)
{
	size_t n = a->session->panel->entities;
	ranked *list = qn_arena_array(&a->session->arena, n + 1, sizeof *list);
	a->order = qn_arena_array(&a->session->arena, n + 1, sizeof *a->order);
	if (!list || !a->order)
		return qn_no_memory(err);
	for (size_t e = 0; e < n; e++)
		list[e] = (ranked){ e, ahead(share_failing(a, e)), ahead(share_unknown(a, e)), a->term[e].titled, unmet_now(a, e) };
	qsort(list, n, sizeof *list, by_risk);
	for (size_t i = 0; i < n; i++)
		a->order[i] = list[i].entity;
	return QN_OK;
}

static const char *unmet_list(assessment *a, size_t e)
{
	cli_session *se = a->session;
	qn_buffer list = { 0 };
	for (uint32_t i = 0; i < a->judgement->criteria; i++) {
		const qn_finding *finding = finding_of(a, i, e);
		if (finding->verdict != QN_VERDICT_UNMET && finding->verdict != QN_VERDICT_UNKNOWN && finding->verdict != QN_VERDICT_WAIVABLE)
			continue;
		qn_buffer_printf(&list, "%s%s", list.length ? say(se, "; ", ";") : "", title_of(se, se->program->criterion[i].title));
		bool held = finding->verdict == QN_VERDICT_UNMET && a->held && a->held[i];
		if (finding->verdict == QN_VERDICT_UNMET && finding->compared)
			qn_buffer_printf(&list, "%s%s%s", say(se, ": lacks ", " 差 "), gap_text(se, finding), held ? say(se, " (held)", "(保持)") : "");
		else
			qn_buffer_printf(&list, " (%s)", title_of(se, qn_verdict_label(finding->verdict)));
		a->told_held |= held;
	}
	return qn_buffer_keep(&list, &se->arena);
}

static void risk_columns(cli_session *se, qn_table *table)
{
	subject_columns(se, table);
	qn_table_column(table, "ends", say(se, "Title ends", "有效期至"), QN_LEFT);
	qn_table_column(table, "data_year", say(se, "Review sees", "复核依据年份"), QN_LEFT);
	qn_table_column(table, "p_fails", say(se, "P(fails)", "未通过概率"), QN_RIGHT);
	qn_table_column(table, "p_fails_or_unknown", say(se, "incl. unknown", "含数据缺失"), QN_RIGHT);
	qn_table_column(table, "on_waiver", say(se, "on waiver", "靠放宽"), QN_RIGHT);
	qn_table_column(table, "level", say(se, "Risk", "风险"), QN_LEFT);
	qn_table_column(table, "now", say(se, "Not met this year", "当年未达到"), QN_LEFT | QN_WRAP);
}

static void add_risk_row(assessment *a, qn_table *table, size_t e)
{
	cli_session *se = a->session;
	const qn_projection *p = a->projection;
	qn_row *row = qn_table_row(table);
	double failing = share_failing(a, e), unknown = share_unknown(a, e);
	uint32_t paths = p ? p->paths : 1;
	subject_cells(se, row, e);
	qn_row_text(row, date_text(se, a->term[e].ends));
	qn_row_text(row, period_text(se, a->term[e].reviewed));
	chance_cell(se, row, failing, paths);
	chance_cell(se, row, unknown, paths);
	chance_cell(se, row, share_of(a, e, p ? p->on_waiver : NULL), paths);
	qn_row_text(row, risk_text(se, failing, unknown));
	qn_row_text(row, unmet_list(a, e));
	if (risk_level(se, unknown) == 0)
		qn_row_tone(row, risk_level(se, failing) == 0 ? QN_TONE_BAD : QN_TONE_WARN);
}

static void add_risks(assessment *a, qn_report *report)
{
	cli_session *se = a->session;
	size_t all = 0, most = rows_told(se, SIZE_MAX);
	const char *title = say(se, "Title holders: chance of failing the next re-review", "持称号者:下次复核未通过的概率");
	qn_table *table = qn_report_table(report, "risk", title);
	risk_columns(se, table);
	for (size_t i = 0; i < se->panel->entities; i++)
		if (a->chosen[a->order[i]] && a->term[a->order[i]].titled && all++ < most)
			add_risk_row(a, table, a->order[i]);
	note_left(se, report, all > most ? all - most : 0, title);
}

static const char *cell_of(assessment *a, uint32_t criterion, size_t e)
{
	const qn_finding *finding = finding_of(a, criterion, e);
	return qn_arena_printf(&a->session->arena, "%s %s%s", qn_verdict_sign(finding->verdict),
		finding->compared ? value_text(a->session, finding) : "", finding->synthetic && finding->real ? " ※" : "");
}

/* A title recorded since counts, one that ended meanwhile does not. */
static const char *title_text(const assessment *a, size_t e)
{
	const cli_session *se = a->session;
	bool over = a->term[e].titled && !a->standing[e] && a->term[e].recognised <= period_end(a);
	return over ? say(se, "ended", "已期满") : a->term[e].titled ? say(se, "holds", "已认定") : say(se, "candidate", "申报对象");
}

static void add_matrix(assessment *a, qn_report *report)
{
	cli_session *se = a->session;
	size_t all = 0, most = rows_told(se, SIZE_MAX);
	const char *title = say(se, "Criteria with a number", "有数量标准的准则");
	qn_table *table = qn_report_table(report, "criteria", title);
	subject_columns(se, table);
	qn_table_column(table, "title", say(se, "Title", "称号"), QN_LEFT);
	for (uint32_t i = 0; i < se->program->criteria; i++)
		if (a->numbered[i])
			qn_table_column(table, se->program->criterion[i].id, title_of(se, se->program->criterion[i].title), QN_RIGHT);
	for (size_t k = 0; k < se->panel->entities; k++) {
		size_t e = a->order[k];
		if (!a->chosen[e] || all++ >= most)
			continue;
		qn_row *row = qn_table_row(table);
		subject_cells(se, row, e);
		qn_row_text(row, title_text(a, e));
		for (uint32_t i = 0; i < se->program->criteria; i++)
			if (a->numbered[i])
				qn_row_text(row, cell_of(a, i, e));
	}
	note_left(se, report, all > most ? all - most : 0, title);
	if (se->mixed)
		qn_report_note(report, say(se, "※ rests on real and on synthetic values", "※ 同时依据真实与合成数据"));
	qn_report_note(report, say(se, "✓ met   ✗ unmet   ○ waivable: the waiver's facts hold, nobody has decided   ◇ met by waiver   ? data missing",
		"✓ 达到   ✗ 未达到   ○ 可放宽:符合放宽情形、尚无决定   ◇ 经放宽达到   ? 数据缺失"));
}

static void finding_columns(cli_session *se, qn_table *table)
{
	static const char *const heads[][3] = { { "criterion", "Criterion", "准则" },
		{ "verdict", "Verdict", "结论" }, { "value", "Value", "数值" }, { "op", "", "" }, { "threshold", "Threshold", "标准" },
		{ "unit", "Unit", "单位" }, { "gap", "Gap", "差距" }, { "clause", "Clause", "条款" }, { "source", "Source", "来源" }, { "rests_on", "Rests on", "数据性质" } };
	subject_columns(se, table);
	for (size_t i = 0; i < sizeof heads / sizeof *heads; i++)
		qn_table_column(table, heads[i][0], say(se, heads[i][1], heads[i][2]), i == 2 || i == 4 || i == 6 ? QN_RIGHT : QN_LEFT);
}

static double shown_number(const cli_session *se, double reference, uint32_t unit)
{
	return qn_unit_told(session_unit(se, unit), reference);
}

static int add_finding(assessment *a, qn_table *table, uint32_t criterion, size_t e, qn_error *err)
{
	cli_session *se = a->session;
	const qn_criterion *about = &se->program->criterion[criterion];
	const qn_finding *finding = finding_of(a, criterion, e);
	const char *source = "";
	bool synthetic;
	if (finding->compared && finding->indicator != QN_NONE) {
		int rc = qn_source_text(se->panel, finding->indicator, se->panel->base, e, &se->arena, &source, &synthetic, err);
		if (rc < 0)
			return rc;
	}
	bool machine = for_machines(se);
	double value = finding->compared ? finding->value : QN_MISSING, threshold = finding->compared ? finding->threshold : QN_MISSING;
	int decimals = finding_decimals(se, finding);
	qn_row *row = qn_table_row(table);
	subject_cells(se, row, e);
	qn_row_text(row, machine ? about->id : title_of(se, about->title));
	qn_row_text(row, verdict_text(se, finding->verdict));
	qn_row_number(row, shown_number(se, value, finding->unit), decimals);
	qn_row_text(row, finding->compared ? comparison_sign(finding->op) : "");
	qn_row_number(row, shown_number(se, threshold, finding->unit), decimals);
	qn_row_text(row, !finding->compared || finding->unit == QN_NONE ? "" : machine ? unit_text(se, finding->unit) : session_unit(se, finding->unit)->symbol);
	qn_row_number(row, gap_of(se, finding), decimals);
	qn_row_text(row, about->clause ? about->clause : "");
	qn_row_text(row, source);
	qn_row_text(row, finding->synthetic && finding->real ? "mixed 混合" : finding->synthetic ? "synthetic 合成" : finding->real ? "real 真实" : "");
	return QN_OK;
}

static int add_findings(assessment *a, qn_report *report, qn_error *err)
{
	cli_session *se = a->session;
	qn_table *table = qn_report_table(report, "findings", say(se, "Every finding", "逐项结论"));
	finding_columns(se, table);
	for (size_t k = 0; k < se->panel->entities; k++)
		for (uint32_t i = 0; i < se->program->criteria; i++) {
			size_t e = a->order[k];
			int rc = a->chosen[e] ? add_finding(a, table, i, e, err) : QN_OK;
			if (rc < 0)
				return rc;
		}
	return QN_OK;
}

/* Whoever holds a title today but did not at the end of what is judged. */
static void note_later(assessment *a, qn_report *report)
{
	cli_session *se = a->session;
	size_t later = 0;
	for (size_t e = 0; e < se->panel->entities; e++)
		later += a->chosen[e] && a->term[e].titled && !a->standing[e] && a->term[e].recognised > period_end(a);
	if (later)
		qn_report_note(report, qn_arena_printf(&se->arena, say(se,
			"%zu of those that hold a title got it after %s had ended: holds says what is known today, and qunce status counts who held one at its end",
			"持称号者中有 %zu 个是 %s 结束以后认定的:“已认定”按今天所知,qunce status 按期末计"), later, period_text(se, qn_panel_period(se->panel, se->panel->base))));
}

static void add_notes(assessment *a, qn_report *report)
{
	cli_session *se = a->session;
	qn_buffer undetermined = { 0 };
	const qn_recognition *rules = se->program->recognition;
	for (uint32_t i = 0; i < se->program->criteria; i++)
		if (!a->numbered[i])
			qn_buffer_printf(&undetermined, "%s%s", undetermined.length ? say(se, ", ", "、") : "", title_of(se, se->program->criterion[i].title));
	if (undetermined.length)
		qn_report_note(report, qn_arena_printf(&se->arena, "%s%s", say(se, "undetermined, never counted, because the text gives no number: ",
			"条文未定量、不计入结论的准则:"), undetermined.data));
	se->arena.failed |= undetermined.failed;
	qn_buffer_free(&undetermined);
	if (a->told_held)
		qn_report_note(report, say(se, "(held): no model moves what it is judged by, so that it stays unmet in every future drawn: that is no chance, and not the model's finding",
			"(保持):没有模型推动其依据,因此在每个抽取的未来里都未达到:这不是概率,也不是模型得出的"));
	const char *held = a->projection ? held_text(se, a->projection) : NULL;
	if (held)
		qn_report_note(report, held);
	note_later(a, report);
	find_unreviewed(se, report, a->term, a->projection, a->chosen);
	if (rules && *title_of(se, rules->note))
		qn_report_note(report, title_of(se, rules->note));
}

static int report_assessment(assessment *a, qn_error *err)
{
	cli_session *se = a->session;
	qn_report *report = session_report(se, qn_arena_printf(&se->arena, say(se, "Assessment of %s", se->catalogue->frequency == QN_ANNUAL ? "%s年评估" : "%s 评估"),
		period_text(se, qn_panel_period(se->panel, se->panel->base))));
	int rc = QN_OK;
	if (se->program->recognition)
		add_risks(a, report);
	if (for_machines(se) || se->options->all)
		rc = add_findings(a, report, err);
	else
		add_matrix(a, report);
	if (rc == QN_OK)
		add_notes(a, report);
	return session_finish(se, report, rc, err);
}

static int fail_level(const qn_recognition *rules, const char *wanted, qn_error *err)
{
	qn_buffer levels = { 0 };
	if (!rules || !rules->risks)
		return qn_fail_both(err, QN_EUSAGE, "--fail-on %s:规则包没有定义风险等级", "--fail-on %s: no level of risk is defined", wanted);
	for (uint32_t i = 0; i < rules->risks; i++)
		qn_buffer_printf(&levels, "%s%s", i ? ", " : "", rules->risk_id[i]);
	int rc = levels.failed ? qn_no_memory(err)
		: qn_fail_both(err, QN_EUSAGE, "--fail-on %s:没有这个风险等级,从高到低为 %s", "--fail-on %s: no such level of risk; from the highest on they are %s", wanted, levels.data);
	qn_buffer_free(&levels);
	return rc;
}

/* The level that --fail-on names; -1 when it was not given. */
static int wanted_level(const cli_session *se, int *level, qn_error *err)
{
	const qn_recognition *rules = se->program->recognition;
	const char *wanted = se->options->fail_on;
	*level = -1;
	for (uint32_t i = 0; wanted && rules && i < rules->risks; i++)
		if (!strcmp(rules->risk_id[i], wanted))
			*level = (int)i;
	if (!wanted || *level >= 0)
		return QN_OK;
	return fail_level(rules, wanted, err);
}

/* How many are at a level or a higher one, by what is known or with what is unknown. */
static size_t count_at(const assessment *a, int level, double (*chance)(const assessment *, size_t))
{
	size_t count = 0;
	for (size_t e = 0; e < a->session->panel->entities; e++) {
		int at = a->chosen[e] ? risk_level(a->session, chance(a, e)) : -1;
		count += at >= 0 && at <= level;
	}
	return count;
}

/* Nobody known to be at the level is no answer where it is not known of somebody. */
static int refuse_unknown(const assessment *a, int level, qn_error *err)
{
	cli_session *se = a->session;
	if (level < 0 || count_at(a, level, share_failing))
		return QN_OK;
	size_t unknown = find_unreviewed(se, NULL, a->term, a->projection, a->chosen), perhaps = count_at(a, level, share_unknown);
	if (perhaps)
		return qn_fail_both(err, QN_EINPUT, "--fail-on %s:有 %zu 个持称号者缺数据,把未知算进去就达到这个等级,无从判断;不带 --fail-on 运行可见是哪些",
			"--fail-on %s: of %zu title holders figures are missing, and with what is unknown they reach it, so that it cannot be told; without --fail-on the table says who they are",
			se->options->fail_on, perhaps);
	return unknown == 0 ? QN_OK : qn_fail_both(err, QN_EUSAGE, "--fail-on %s:有 %zu 个持称号者未算未通过概率,无从判断;不带 --fail-on 运行可见原因(预测期可用 --until 延长)",
		"--fail-on %s: of %zu title holders no chance of failing is computed, so that it cannot be told; without --fail-on the notes say why (--until carries the horizon further)",
		se->options->fail_on, unknown);
}

static int gather(assessment *a, qn_error *err)
{
	cli_session *se = a->session;
	uint32_t model = 0;
	int rc = qn_judge(se->panel, &se->changes, se->panel->base, &a->judgement, err);
	if (rc == QN_OK)
		rc = qn_terms(se->panel, &se->changes, &se->arena, &a->term, err);
	if (rc == QN_OK)
		rc = qn_titled_on(se->panel, &se->changes, a->term, period_end(a), &se->arena, &a->standing, err);
	if (rc == QN_OK && se->program->models)
		rc = session_model(se, &model, err);
	qn_projection_options how = { .model = model, .seed = se->options->seed, .paths = se->options->paths, .threads = session_threads(se->options) };
	if (rc == QN_OK && se->program->models)
		rc = qn_project(se->panel, &se->changes, a->term, &how, &a->projection, err);
	if (rc == QN_OK)
		rc = session_filters(se, &a->chosen, err);
	if (rc == QN_OK)
		rc = qn_criteria_numbered(se->panel, &se->changes, se->panel->base, &se->arena, &a->numbered, err);
	if (rc == QN_OK && a->projection)
		rc = qn_criteria_held(se->program, a->projection->moved, &se->arena, &a->held, err);
	return rc < 0 ? rc : put_in_order(a, err);
}

int run_assess(const cli_options *options, qn_error *err)
{
	cli_session session;
	assessment a = { .session = &session };
	int level = -1, rc = session_open(&session, options, err);
	if (rc == QN_OK)
		rc = wanted_level(&session, &level, err);
	if (rc == QN_OK)
		rc = session_panel(&session, true, err);
	if (rc == QN_OK)
		rc = gather(&a, err);
	if (rc == QN_OK)
		rc = refuse_unknown(&a, level, err);
	if (rc == QN_OK)
		rc = report_assessment(&a, err);
	bool found = rc == QN_OK && level >= 0 && count_at(&a, level, share_failing);
	qn_judgement_free(a.judgement);
	qn_projection_free(a.projection);
	session_close(&session);
	return rc < 0 ? rc : found ? EXIT_FINDING : EXIT_DONE;
}
