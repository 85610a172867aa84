/* SPDX-License-Identifier: Apache-2.0 */
/* diagnose.c - the question, and its first part: every clause with its verdict, its margin and the smallest change to pass. */
#include "assess/chances.h"
#include "assess/evaluate.h"
#include "base/text.h"
#include "cli/finding.h"
#include "cli/judge/pass.h"
#include "cli/policy/diagnose.h"
#include "cli/session.h"
#include "cli/show.h"
#include "cli/titles.h"

static bool is_shortfall(const diagnosis *d, qn_verdict verdict)
{
	return verdict == QN_VERDICT_UNMET || verdict == QN_VERDICT_UNKNOWN || verdict == QN_VERDICT_WAIVABLE
		|| (verdict == QN_VERDICT_UNDETERMINED && d->session->options->all);
}

static int add_shortfall(diagnosis *d, const diagnosed *one, qn_error *err)
{
	if (!qn_grow(&d->session->arena, (void **)&d->shortfall, d->shortfalls, sizeof *one))
		return qn_no_memory(err);
	d->shortfall[d->shortfalls++] = *one;
	return QN_OK;
}

static int find_shortfalls(diagnosis *d, qn_error *err)
{
	const qn_program *program = d->session->program;
	int rc = QN_OK;
	for (uint32_t i = 0; rc == QN_OK && i < program->criteria; i++) {
		const qn_criterion *about = &program->criterion[i];
		if (is_shortfall(d, finding_at(d, i, d->entity)->verdict))
			rc = add_shortfall(d, &(diagnosed){ .index = i, .title = about->title, .id = about->id, .clause = about->clause ? about->clause : "", .rule = about->needs }, err);
	}
	for (uint32_t i = 0; rc == QN_OK && i < d->countings; i++) {
		const qn_target *about = &program->target[d->counting[i].target];
		if (!d->counting[i].upward && d->counted[i] != QN_FALSE)
			rc = add_shortfall(d, &(diagnosed){ true, d->counting[i].target, i, about->title, about->id, about->clause ? about->clause : "", d->counting[i].mask }, err);
	}
	return rc;
}

/* Gathering. */

static int read_counts(diagnosis *d, qn_error *err)
{
	cli_session *se = d->session;
	int rc = qn_countings_find(se->panel, &se->arena, &d->counting, &d->countings, err);
	d->counted = qn_arena_array(&se->arena, (size_t)d->countings + 1, sizeof *d->counted);
	if (rc == QN_OK && !d->counted)
		return qn_no_memory(err);
	for (uint32_t i = 0; rc == QN_OK && i < d->countings; i++) {
		qn_values *values = NULL;
		rc = qn_evaluate(se->panel, &se->changes, d->counting[i].mask, se->panel->base, &values, err);
		d->counted[i] = rc == QN_OK ? values->mask[d->entity] : QN_UNKNOWN;
		qn_values_free(values);
	}
	return rc;
}

static int read_comparisons(diagnosis *d, qn_error *err)
{
	uint32_t criteria = d->session->program->criteria;
	d->comparison = qn_arena_array(&d->session->arena, (size_t)criteria + 1, sizeof *d->comparison);
	for (uint32_t i = 0; d->comparison && i < criteria; i++)
		d->comparison[i] = finding_at(d, i, d->entity)->comparison;
	return d->comparison ? QN_OK : qn_no_memory(err);
}

/* The period of its own next re-review where that is a projected one; else that of the first goal ahead. */
static int look_ahead(diagnosis *d, qn_error *err)
{
	cli_session *se = d->session;
	const qn_term *term = &d->term[d->entity];
	int review = term->titled ? qn_panel_index(se->panel, term->reviewed) : -1;
	if (review <= se->panel->base || review >= se->panel->periods) {
		review = se->panel->periods > se->panel->base + 1 ? se->panel->base + 1 : -1;
		for (uint32_t i = 0; i < d->countings; i++)
			review = i == 0 || d->counting[i].due < review ? d->counting[i].due : review;
	}
	d->modelled = se->program->models > 0 && review > se->panel->base;
	d->ahead = (qn_outlook_options){ .entity = d->entity, .review = review, .seed = se->options->seed, .paths = se->options->paths,
		.threads = session_threads(se->options), .counting = d->counting, .countings = d->countings, .comparison = d->comparison };
	int rc = d->modelled ? session_model(se, &d->ahead.model, err) : QN_OK;
	return rc == QN_OK && d->modelled ? qn_outlook_make(se->panel, &se->changes, &d->ahead, &se->arena, &d->before, err) : rc;
}

static int gather(diagnosis *d, qn_error *err)
{
	cli_session *se = d->session;
	qn_entity who;
	int rc = qn_entity_find(se->snapshot, se->catalogue->subject, se->options->operand[1], &who, err);
	if (rc == QN_OK)
		se->any_size = true, rc = session_panel(se, true, err);
	if (rc < 0)
		return rc;
	d->entity = (size_t)qn_panel_entity(se->panel, who.number);
	if ((rc = answers_open(se, &d->pack, &d->answers, err)) == QN_OK)
		rc = qn_judge(se->panel, &se->changes, se->panel->base, &d->judgement, err);
	if (rc == QN_OK)
		rc = support_read(se, &d->support, err);
	if (rc == QN_OK)
		rc = qn_terms(se->panel, &se->changes, &se->arena, &d->term, err);
	if (rc == QN_OK)
		rc = read_counts(d, err);
	if (rc == QN_OK)
		rc = read_comparisons(d, err);
	if (rc == QN_OK)
		rc = look_ahead(d, err);
	return rc == QN_OK ? find_shortfalls(d, err) : rc;
}

/* Clauses. */

static void clause_columns(cli_session *se, qn_table *table)
{
	qn_table_column(table, "criterion", "", QN_MACHINE);
	qn_table_column(table, "title", say(se, "Criterion", "准则"), QN_LEFT);
	qn_table_column(table, "strength", say(se, "Strength", "语气"), QN_LEFT);
	qn_table_column(table, "verdict", say(se, "Verdict", "结论"), QN_LEFT);
	qn_table_column(table, "value", say(se, "Now", "现值"), QN_RIGHT);
	qn_table_column(table, "op", "", QN_MACHINE);
	qn_table_column(table, "wanted", say(se, "Wanted", "标准"), QN_RIGHT);
	qn_table_column(table, "lacking", say(se, "Lacking", "差距"), QN_RIGHT);
	qn_table_column(table, "unit", "", QN_MACHINE);
	qn_table_column(table, "clause", say(se, "Clause", "条款"), QN_LEFT);
}

static void add_clause(diagnosis *d, qn_table *table, uint32_t criterion)
{
	cli_session *se = d->session;
	const qn_criterion *about = &se->program->criterion[criterion];
	const qn_finding *finding = finding_at(d, criterion, d->entity);
	const char *sign = finding->compared ? comparison_sign(finding->op) : "";
	qn_row *row = qn_table_row(table);
	qn_row_text(row, about->id);
	qn_row_text(row, title_of(se, about->title));
	qn_row_text(row, about->modality ? about->modality : "");
	qn_row_text(row, verdict_text(se, finding->verdict));
	value_cell(se, row, "", finding);
	qn_row_text(row, sign);
	threshold_cell(se, row, qn_arena_printf(&se->arena, "%s ", sign), finding);
	if (finding->verdict == QN_VERDICT_UNMET || finding->verdict == QN_VERDICT_WAIVABLE)
		gap_cell(se, row, finding);
	else
		quantity_cell(se, row, "", QN_MISSING, finding->unit);
	qn_row_text(row, finding->compared ? unit_text(se, finding->unit) : "");
	qn_row_text(row, about->clause ? about->clause : "");
	if (finding->verdict == QN_VERDICT_UNMET)
		qn_row_tone(row, QN_TONE_BAD);
	if (finding->real && !finding->synthetic)
		qn_row_real(row);
}

static void add_clauses(diagnosis *d, qn_report *report)
{
	cli_session *se = d->session;
	qn_table *table = qn_report_table(report, "clauses", say(se, "Every criterion", "逐项准则"));
	clause_columns(se, table);
	for (uint32_t i = 0; i < se->program->criteria; i++)
		add_clause(d, table, i);
}

/* Targets that count: is it among them, and should it be? */
static void add_goals(diagnosis *d, qn_report *report)
{
	cli_session *se = d->session;
	if (d->countings == 0)
		return;
	qn_table *table = qn_report_table(report, "goals", say(se, "Its part in the targets that count", "计数目标中的位置"));
	qn_table_column(table, "target", "", QN_MACHINE);
	qn_table_column(table, "title", say(se, "Target", "目标"), QN_LEFT);
	qn_table_column(table, "due", say(se, "Due", "期限"), QN_LEFT);
	qn_table_column(table, "counted", say(se, "Counted now", "现是否计入"), QN_LEFT);
	qn_table_column(table, "wanted", say(se, "Wants", "所求"), QN_LEFT);
	qn_table_column(table, "p_counted", say(se, "P(counted) then", "届时计入概率"), QN_RIGHT);
	qn_table_column(table, "clause", say(se, "Clause", "条款"), QN_LEFT);
	for (uint32_t i = 0; i < d->countings; i++) {
		const qn_counting *c = &d->counting[i];
		const qn_target *about = &se->program->target[c->target];
		bool lacks = !c->upward && d->counted[i] != QN_FALSE;
		qn_row *row = qn_table_row(table);
		qn_row_text(row, about->id);
		qn_row_text(row, title_of(se, about->title));
		qn_row_text(row, period_text(se, qn_panel_period(se->panel, c->due)));
		qn_row_text(row, d->counted[i] == QN_TRUE ? say(se, "yes", "是") : d->counted[i] == QN_FALSE ? say(se, "no", "否") : say(se, "unknown", "数据缺失"));
		qn_row_text(row, c->upward ? say(se, "many", "越多越好") : say(se, "none", "越少越好"));
		if (d->modelled && !qn_is_missing(d->before.counted[i]))
			chance_cell(se, row, d->before.counted[i], se->options->paths);
		else
			qn_row_quantity(row, "—", QN_MISSING);
		qn_row_text(row, about->clause ? about->clause : "");
		if (lacks)
			qn_row_tone(row, QN_TONE_BAD);
	}
}

/* Its title, and how the next re-review would end if nothing is done. */
static void add_review(diagnosis *d, qn_report *report)
{
	cli_session *se = d->session;
	const qn_term *term = &d->term[d->entity];
	if (!d->modelled || qn_is_missing(d->before.fails))
		return;
	qn_table *table = qn_report_table(report, "review", say(se, "The next re-review, if nothing is done", "下次复核(不采取措施)"));
	qn_table_column(table, "title", say(se, "Title", "称号"), QN_LEFT);
	qn_table_column(table, "ends", say(se, "Title ends", "有效期至"), QN_LEFT);
	qn_table_column(table, "data_year", say(se, "Review sees", "复核依据年份"), QN_LEFT);
	qn_table_column(table, "p_fails", say(se, "P(fails)", "未通过概率"), QN_RIGHT);
	qn_table_column(table, "p_fails_or_unknown", say(se, "incl. unknown", "含数据缺失"), QN_RIGHT);
	qn_table_column(table, "on_waiver", say(se, "on waiver", "靠放宽"), QN_RIGHT);
	qn_row *row = qn_table_row(table);
	qn_row_text(row, term->titled ? say(se, "holds", "已认定") : say(se, "candidate", "申报对象"));
	qn_row_text(row, term->titled ? date_text(se, term->ends) : "—");
	qn_row_text(row, period_text(se, qn_panel_period(se->panel, d->ahead.review)));
	chance_cell(se, row, d->before.fails, se->options->paths);
	chance_cell(se, row, d->before.fails_or_unknown, se->options->paths);
	chance_cell(se, row, d->before.on_waiver, se->options->paths);
	bool own = term->titled && qn_panel_index(se->panel, term->reviewed) == d->ahead.review;
	if (!own)
		qn_report_note(report, qn_arena_printf(&se->arena, say(se, "no re-review of its own lies ahead in the projection: the chance is of one on the data of %s, were it held",
			"预测期内没有它自己的复核:所示为假如以%s年数据复核的概率"), period_text(se, qn_panel_period(se->panel, d->ahead.review))));
}

/* What was not counted, and why. */
static void note_silent(diagnosis *d, qn_report *report, qn_verdict verdict, const char *words)
{
	cli_session *se = d->session;
	qn_buffer list = { 0 };
	for (uint32_t i = 0; i < se->program->criteria; i++)
		if (finding_at(d, i, d->entity)->verdict == verdict)
			qn_buffer_printf(&list, "%s%s", list.length ? say(se, ", ", "、") : "", title_of(se, se->program->criterion[i].title));
	if (list.length)
		qn_report_note(report, qn_arena_printf(&se->arena, "%s%s", words, list.data));
	se->arena.failed |= list.failed;
	qn_buffer_free(&list);
}

static void add_notes(diagnosis *d, qn_report *report)
{
	cli_session *se = d->session;
	note_silent(d, report, QN_VERDICT_UNKNOWN, say(se, "unknown, because data is missing: ", "数据缺失、结论未知:"));
	note_silent(d, report, QN_VERDICT_UNDETERMINED, se->options->all ? say(se, "undetermined, because the text gives no number and nobody has set one: ", "条文未定量、无人设定标准:")
		: say(se, "undetermined, because the text gives no number and nobody has set one (--all lists what answers to them too): ", "条文未定量、无人设定标准(加 --all 一并列出对应举措):"));
	if (d->answers.replies == 0)
		qn_report_note(report, say(se, "the pack has no answers.csv: which sentence of the document answers is not known", "规则包没有 answers.csv:不知道由文件哪一句回应"));
}

static int report_diagnosis(diagnosis *d, qn_error *err)
{
	cli_session *se = d->session;
	const qn_entity *who = qn_panel_who(se->panel, d->entity);
	qn_report *report = session_report(se, qn_arena_printf(&se->arena, say(se, "Diagnosis: %s (%s), %s", "一群一策诊断:%s(%s),%s"), title_of(se, who->title), who->id,
		period_text(se, qn_panel_period(se->panel, se->panel->base))));
	add_clauses(d, report);
	add_goals(d, report);
	add_review(d, report);
	int rc = add_ways_to_pass(se, report, d->judgement, d->entity, -1, err);
	if (rc == QN_OK)
		rc = add_answers(d, report, err);
	if (rc == QN_OK)
		rc = add_remedies(d, report, err);
	if (rc == QN_OK)
		rc = add_peers(d, report, err);
	if (rc == QN_OK)
		rc = add_registers(d, report, err);
	add_notes(d, report);
	return session_finish(se, report, rc, err);
}

int run_diagnose(const cli_options *options, qn_error *err)
{
	cli_session session;
	diagnosis d = { .session = &session };
	if (options->coverage == (options->operands > 1))
		return qn_fail_both(err, QN_EUSAGE, "diagnose 要么写一个集群,要么写 --coverage(整份文件)",
			"diagnose wants either the name of one to diagnose, or --coverage for the whole document");
	int rc = session_open(&session, options, err);
	if (rc == QN_OK && options->coverage)
		rc = report_coverage(&session, err);
	else if (rc == QN_OK && (rc = gather(&d, err)) == QN_OK)
		rc = report_diagnosis(&d, err);
	qn_judgement_free(d.judgement);
	qn_pack_free(d.pack);
	session_close(&session);
	return rc < 0 ? rc : EXIT_DONE;
}
