/* SPDX-License-Identifier: Apache-2.0 */
/* diagnose_measures.c - the measures that a sentence names for a shortfall, or that are assumed to move what it rests on: what each
 * alone, and all together, would change by the next re-review. */
#include "cli/policy/diagnose.h"
#include "cli/show.h"
#include "cli/store/list.h"

/* One measure against one shortfall. */
typedef struct { bool named, moves; } bearing;

typedef struct {
	diagnosis *d;
	bearing *bears;          /* [measures][shortfalls] */
	uint32_t *chosen, count; /* measures that bear on any */
	uint32_t *helpful, helps; /* of those, measures that by themselves lower the chance to fail */
	qn_outlook *with; /* with: [count + 2], behind each alone all together and the helpful ones together */
} remedies;

static bearing *bearing_at(const remedies *r, uint32_t measure, uint32_t shortfall) { return &r->bears[(size_t)measure * r->d->shortfalls + shortfall]; }

static bool is_named(const diagnosis *d, uint32_t measure, const diagnosed *shortfall)
{
	for (uint32_t i = 0; i < d->answers.replies; i++)
		if (answers_to(&d->answers.reply[i], shortfall) && qn_serves(&d->answers.reply[i].measures, measure))
			return true;
	return false;
}

static int find_bearings(remedies *r, uint32_t measure, qn_error *err)
{
	diagnosis *d = r->d;
	bool any = false;
	int rc = QN_OK;
	for (uint32_t i = 0; rc == QN_OK && i < d->shortfalls; i++) {
		bearing *b = bearing_at(r, measure, i);
		b->named = is_named(d, measure, &d->shortfall[i]);
		rc = qn_measure_moves(d->session->program, measure, d->shortfall[i].rule, &b->moves, err);
		any = any || b->named || b->moves;
	}
	if (any)
		r->chosen[r->count++] = measure;
	return rc;
}

static int find_measures(remedies *r, qn_error *err)
{
	cli_session *se = r->d->session;
	size_t measures = se->program->measures;
	r->bears = qn_arena_array(&se->arena, measures * r->d->shortfalls + 1, sizeof *r->bears);
	r->chosen = qn_arena_array(&se->arena, measures + 1, sizeof *r->chosen);
	int rc = r->bears && r->chosen ? QN_OK : qn_no_memory(err);
	for (uint32_t m = 0; rc == QN_OK && m < measures; m++)
		rc = find_bearings(r, m, err);
	return rc;
}

/* Drawing. */

static int outlook_with(remedies *r, const uint32_t *measure, uint32_t measures, qn_outlook *out, qn_error *err)
{
	cli_session *se = r->d->session;
	qn_changes with;
	int rc = qn_measures_take(se->panel, &se->changes, measure, measures, r->d->entity, &with, err);
	if (rc < 0)
		return rc;
	rc = qn_outlook_make(se->panel, &with, &r->d->ahead, &se->arena, out, err);
	qn_changes_free(&with);
	return rc;
}

static int look_ahead(remedies *r, qn_error *err)
{
	cli_session *se = r->d->session;
	r->with = qn_arena_array(&se->arena, (size_t)r->count + 2, sizeof *r->with);
	r->helpful = qn_arena_array(&se->arena, (size_t)r->count + 1, sizeof *r->helpful);
	int rc = r->with && r->helpful ? QN_OK : qn_no_memory(err);
	for (uint32_t i = 0; rc == QN_OK && i < r->count; i++) {
		session_progress(se, i, r->count + 1);
		rc = outlook_with(r, &r->chosen[i], 1, &r->with[i], err);
		if (r->with[i].fails < r->d->before.fails)
			r->helpful[r->helps++] = r->chosen[i];
	}
	if (rc == QN_OK)
		rc = outlook_with(r, r->chosen, r->count, &r->with[r->count], err);
	if (rc == QN_OK && r->helps && r->helps < r->count)
		rc = outlook_with(r, r->helpful, r->helps, &r->with[r->count + 1], err);
	session_progress(se, 1, 1);
	return rc;
}

/* What each moves. */

/* Does it lead away from what is wanted? */
static bool sets_back(const remedies *r, uint32_t at, const diagnosed *shortfall)
{
	const qn_finding *finding = shortfall->of_target ? NULL : finding_at(r->d, shortfall->index, r->d->entity);
	if (shortfall->of_target)
		return r->d->modelled && r->with[at].counted[shortfall->counting] > r->d->before.counted[shortfall->counting];
	if (!finding->compared || !r->d->modelled)
		return false;
	double change = r->with[at].value[shortfall->index] - r->d->before.value[shortfall->index];
	return finding->op == QN_LE || finding->op == QN_LT ? change > 0 : change < 0;
}

/* By what it is a measure for the shortfall: the document's word, and what it is assumed to move. */
static const char *why_text(const remedies *r, uint32_t at, uint32_t i)
{
	const cli_session *se = r->d->session;
	const bearing *b = bearing_at(r, r->chosen[at], i);
	bool back = sets_back(r, at, &r->d->shortfall[i]);
	if (b->named)
		return back ? say(se, "named, but sets it back", "文件点名,但起反作用") : b->moves ? say(se, "named, moves it", "文件点名,且有带动") : say(se, "named", "文件点名");
	return back ? say(se, "sets it back", "起反作用") : say(se, "moves it", "有带动");
}

static const char *why_word(const remedies *r, uint32_t at, uint32_t i)
{
	const bearing *b = bearing_at(r, r->chosen[at], i);
	bool back = sets_back(r, at, &r->d->shortfall[i]);
	return b->named ? back ? "named+sets_back" : b->moves ? "named+moves" : "named" : back ? "sets_back" : "moves";
}

/* The figure of a criterion without and with, or the chance to be counted; empty where none is compared, or nothing lies ahead. */
static void figure_cells(const remedies *r, qn_row *row, uint32_t at, const diagnosed *shortfall)
{
	cli_session *se = r->d->session;
	const qn_finding *finding = shortfall->of_target ? NULL : finding_at(r->d, shortfall->index, r->d->entity);
	if (shortfall->of_target && r->d->modelled) {
		percent_cell(se, row, r->d->before.counted[shortfall->counting], 1);
		percent_cell(se, row, r->with[at].counted[shortfall->counting], 1);
		qn_row_number(row, QN_MISSING, 0);
		qn_row_text(row, "P");
		return;
	}
	bool shown = finding && finding->compared && r->d->modelled;
	uint32_t unit = shown ? finding->unit : QN_NONE;
	quantity_cell(se, row, "", shown ? r->d->before.value[shortfall->index] : QN_MISSING, unit);
	quantity_cell(se, row, "", shown ? r->with[at].value[shortfall->index] : QN_MISSING, unit);
	quantity_cell(se, row, "", shown ? r->d->before.threshold[shortfall->index] : QN_MISSING, unit);
	qn_row_text(row, shown ? unit_text(se, unit) : "");
}

static void add_measure(const remedies *r, qn_table *table, uint32_t at, uint32_t i)
{
	cli_session *se = r->d->session;
	const qn_measure *about = &se->program->measure[r->chosen[at]];
	const diagnosed *shortfall = &r->d->shortfall[i];
	qn_row *row = qn_table_row(table);
	qn_row_text(row, shortfall->id);
	qn_row_text(row, title_of(se, shortfall->title));
	qn_row_text(row, about->id);
	qn_row_text(row, title_of(se, about->title));
	qn_row_text(row, owners_of(&r->d->answers, r->chosen[at], shortfall));
	qn_row_text(row, why_word(r, at, i));
	qn_row_text(row, why_text(r, at, i));
	qn_row_text(row, support_text(se, &r->d->support, qn_panel_number(se->panel, r->d->entity), r->chosen[at]));
	qn_row_text(row, moves_text(se, about));
	figure_cells(r, row, at, shortfall);
	if (sets_back(r, at, shortfall))
		qn_row_tone(row, QN_TONE_WARN);
}

static void add_measures(const remedies *r, qn_report *report)
{
	cli_session *se = r->d->session;
	const char *year = r->d->modelled ? period_text(se, qn_panel_period(se->panel, r->d->ahead.review)) : "";
	qn_table *table = qn_report_table(report, "measures", say(se, "Measures that bear on it, each alone", "可用的赋能措施(逐项单独)"));
	qn_table_column(table, "shortfall", "", QN_MACHINE);
	qn_table_column(table, "for", say(se, "Shortfall", "短板"), QN_LEFT);
	qn_table_column(table, "measure", say(se, "No.", "编号"), QN_RIGHT);
	qn_table_column(table, "title", say(se, "Measure", "措施"), QN_LEFT | QN_WRAP);
	qn_table_column(table, "owners", say(se, "Whose task", "责任单位"), QN_LEFT | QN_WRAP);
	qn_table_column(table, "bears", "", QN_MACHINE);
	qn_table_column(table, "why", say(se, "Why", "缘由"), QN_LEFT | QN_PEOPLE);
	qn_table_column(table, "standing", say(se, "So far", "已获支持"), QN_LEFT);
	qn_table_column(table, "moves", say(se, "Assumed to move", "假设的作用"), QN_LEFT | QN_WRAP);
	qn_table_column(table, "without", qn_arena_printf(&se->arena, say(se, "%s without", "%s年不采取"), year), QN_RIGHT);
	qn_table_column(table, "with", say(se, "with it", "采取后"), QN_RIGHT);
	qn_table_column(table, "wanted", say(se, "wanted", "标准"), QN_RIGHT);
	qn_table_column(table, "unit", "", QN_MACHINE);
	for (uint32_t i = 0; i < r->d->shortfalls; i++)
		for (uint32_t k = 0; k < r->count; k++)
			if (bearing_at(r, r->chosen[k], i)->named || bearing_at(r, r->chosen[k], i)->moves)
				add_measure(r, table, k, i);
}

/* Chances. */

static void chance_row(const remedies *r, qn_table *table, uint32_t at, const char *id, const char *what, double without, double with)
{
	cli_session *se = r->d->session;
	bool one = at < r->count, all = at == r->count;
	qn_row *row = qn_table_row(table);
	qn_row_text(row, one ? measure_id(se, r->chosen[at]) : all ? "all" : "helpful");
	qn_row_text(row, one ? title_of(se, se->program->measure[r->chosen[at]].title) : all ? say(se, "all of these together", "以上全部一并")
		: say(se, "those together that alone lower the chance to fail", "单独即可降低未通过概率的各项一并"));
	qn_row_text(row, id);
	qn_row_text(row, what);
	chance_cell(se, row, without, se->options->paths);
	chance_cell(se, row, with, se->options->paths);
	apart_cell(se, row, signed_text(se, 100 * (with - without), 1), with, without, QN_NONE);
}

/* The rows of a measure: only chances that change, but of all together every one. */
static void add_chances_of(const remedies *r, qn_table *table, uint32_t at)
{
	cli_session *se = r->d->session;
	const qn_outlook *with = &r->with[at];
	bool all = at >= r->count;
	const char *fails = qn_arena_printf(&se->arena, say(se, "to fail the re-review on %s", "复核未通过(%s年数据)"), period_text(se, qn_panel_period(se->panel, r->d->ahead.review)));
	bool reviewed = !qn_is_missing(r->d->before.fails);
	if (reviewed && (all || !qn_is_same(r->d->before.fails, with->fails)))
		chance_row(r, table, at, "fails", fails, r->d->before.fails, with->fails);
	if (reviewed && !qn_is_same(r->d->before.fails_or_unknown, r->d->before.fails) && (all || !qn_is_same(r->d->before.fails_or_unknown, with->fails_or_unknown)))
		chance_row(r, table, at, "fails_or_unknown", say(se, "or for want of data", "含数据缺失"), r->d->before.fails_or_unknown, with->fails_or_unknown);
	for (uint32_t i = 0; i < r->d->countings; i++) {
		const qn_counting *c = &r->d->counting[i];
		const qn_target *about = &se->program->target[c->target];
		const char *what = qn_arena_printf(&se->arena, say(se, "counted %s: %s", "%s计入:%s"), period_text(se, qn_panel_period(se->panel, c->due)), title_of(se, about->title));
		if (!qn_is_same(r->d->before.counted[i], with->counted[i]) && !(qn_is_missing(r->d->before.counted[i]) && qn_is_missing(with->counted[i])))
			chance_row(r, table, at, about->id, what, r->d->before.counted[i], with->counted[i]);
	}
}

static void add_chances(const remedies *r, qn_report *report)
{
	cli_session *se = r->d->session;
	qn_table *table = qn_report_table(report, "chances", say(se, "Which chances that changes", "由此改变的概率"));
	qn_table_column(table, "measure", say(se, "No.", "编号"), QN_RIGHT);
	qn_table_column(table, "title", say(se, "Measure", "措施"), QN_LEFT | QN_WRAP);
	qn_table_column(table, "of", "", QN_MACHINE);
	qn_table_column(table, "what", say(se, "Chance", "概率"), QN_LEFT | QN_WRAP);
	qn_table_column(table, "without", say(se, "without", "不采取"), QN_RIGHT);
	qn_table_column(table, "with", say(se, "with it", "采取后"), QN_RIGHT);
	qn_table_column(table, "difference", say(se, "points", "百分点"), QN_RIGHT);
	for (uint32_t k = 0; k <= r->count; k++)
		add_chances_of(r, table, k);
	if (r->helps && r->helps < r->count)
		add_chances_of(r, table, r->count + 1);
	qn_report_note(report, qn_arena_printf(&se->arena, say(se, "each measure is taken from %s on; figures on the central path, of a target the chance to be counted; "
		"chances by model \"%s\", %u paths, seed %llu, the same random numbers for all; the sizes of what measures move are assumptions (qunce list STORE assumptions), open to --set",
		"各措施自 %s 年起采取;数值取中位路径,目标一行为计入的概率;概率用模型 %s、%u 条路径、种子 %llu,各项使用同一组随机数;措施的幅度是假设(qunce list 库 assumptions),可用 --set 改"),
		period_text(se, qn_panel_period(se->panel, se->panel->base + 1)), se->program->model[r->d->ahead.model].id, se->options->paths,
		(unsigned long long)se->options->seed));
}

static void note_unserved(const remedies *r, qn_report *report)
{
	cli_session *se = r->d->session;
	qn_buffer list = { 0 };
	for (uint32_t i = 0; i < r->d->shortfalls; i++) {
		bool served = false;
		for (uint32_t k = 0; k < r->count; k++)
			served = served || bearing_at(r, r->chosen[k], i)->named;
		if (!served)
			qn_buffer_printf(&list, "%s%s", list.length ? say(se, ", ", "、") : "", title_of(se, r->d->shortfall[i].title));
	}
	if (list.length)
		qn_report_note(report, qn_arena_printf(&se->arena, "%s%s", say(se, "shortfalls that no measure of the programme is named for: ", "没有赋能措施与之对应的短板:"), list.data));
	se->arena.failed |= list.failed;
	qn_buffer_free(&list);
}

int add_remedies(diagnosis *d, qn_report *report, qn_error *err)
{
	remedies r = { .d = d };
	int rc = d->session->program->measures ? find_measures(&r, err) : QN_OK;
	if (rc < 0 || d->shortfalls == 0)
		return rc;
	if (r.count) {
		if (d->modelled && (rc = look_ahead(&r, err)) < 0)
			return rc;
		add_measures(&r, report);
		if (d->modelled)
			add_chances(&r, report);
	}
	note_unserved(&r, report);
	return QN_OK;
}
