/* SPDX-License-Identifier: Apache-2.0 */
/* score.c - everybody's composite score: rank, how firm it is, band; what the choices behind it do to ranks. */
#include "cli/judge/score.h"
#include <stdlib.h>
#include <string.h>
#include "cli/rows.h"
#include "cli/session.h"
#include "cli/show.h"

static int refuse_choice(const char *option, const char *word, const char *const *names, int count, qn_error *err)
{
	qn_buffer all = { 0 }, chinese = { 0 };
	for (int i = 0; i < count; i++) {
		qn_buffer_printf(&all, "%s%s", i == 0 ? "" : i + 1 == count ? " or " : ", ", names[i]);
		qn_buffer_printf(&chinese, "%s%s", i == 0 ? "" : i + 1 == count ? " 或 " : "、", names[i]);
	}
	qn_fail(err, QN_EUSAGE, "--%s %s: %s is wanted", option, word, all.failed ? "another word" : all.data);
	qn_fail_chinese(err, "--%s %s:请写 %s", option, word, chinese.failed ? "别的词" : chinese.data);
	qn_buffer_free(&all);
	qn_buffer_free(&chinese);
	return QN_EUSAGE;
}

static int choose(const char *option, const char *word, const char *const *names, int count, int *out, qn_error *err)
{
	for (int i = 0; word && i < count; i++)
		if (!strcmp(word, names[i]))
			return *out = i, QN_OK;
	return word ? refuse_choice(option, word, names, count, err) : QN_OK;
}

int score_method(const cli_session *se, uint32_t ranking, int index, qn_method *out, qn_error *err)
{
	const cli_options *o = se->options;
	*out = qn_merit_method(se->panel, &se->changes, ranking, index);
	int treat = (int)out->treat, normalise = (int)out->normalise, weigh = (int)out->weigh, aggregate = (int)out->aggregate;
	int rc = choose("treat", o->treat, qn_treat_names, QN_TREATS, &treat, err);
	if (rc == QN_OK)
		rc = choose("aggregate", o->aggregate, qn_aggregation_names, QN_AGGREGATIONS, &aggregate, err);
	if (o->aggregate && aggregate == QN_TOPSIS)
		normalise = QN_BY_VECTOR;
	if (rc == QN_OK)
		rc = choose("normalise", o->normalise, qn_normalisation_names, QN_NORMALISATIONS, &normalise, err);
	if (rc == QN_OK)
		rc = choose("weigh", o->weigh, qn_weighting_names, QN_WEIGHTINGS, &weigh, err);
	out->treat = (qn_treat)treat, out->normalise = (qn_normalisation)normalise, out->weigh = (qn_weighting)weigh, out->aggregate = (qn_aggregation)aggregate;
	return rc;
}

int score_need(const cli_session *se, qn_error *err)
{
	if (se->program->rankings)
		return QN_OK;
	return qn_fail_both(err, QN_EUSAGE, "规则包没有声明综合评分(ranking)", "the pack declares no composite score: qunce help ranking");
}

const char *interval_text(cli_session *se, const qn_rank_interval *interval)
{
	if (qn_is_missing(interval->low))
		return "—";
	return qn_arena_printf(&se->arena, "%.0f–%.0f", interval->low, interval->high);
}

const char *band_text(cli_session *se, const qn_merit *merit, int index, double score)
{
	uint32_t band = qn_merit_band(se->panel, &se->changes, merit, index, score);
	return band == QN_NONE ? "—" : title_of(se, merit->ranking->band[band].title);
}

void score_provenance(const cli_session *se, const qn_merit *merit, qn_row *row, size_t entity)
{
	enum { SYNTHETIC = 2 }; /* of provenance.h */
	if (se->synthetic && !(merit->rests[entity] & SYNTHETIC))
		qn_row_real(row);
}

/* Items that say nothing are named. */
static void note_left_out(cli_session *se, qn_report *report, const qn_merit *merit, qn_item_state state, const char *words)
{
	qn_buffer names = { 0 };
	for (uint32_t i = 0; i < merit->composite->items; i++)
		if (merit->composite->item[i].state == state)
			qn_buffer_printf(&names, "%s%s", names.length ? say(se, ", ", "、") : "", title_of(se, merit->ranking->item[i].title));
	const char *named = qn_buffer_keep(&names, &se->arena);
	if (named && *named)
		qn_report_note(report, qn_arena_printf(&se->arena, "%s%s", words, named));
}

/* A choice of method, as options have it; in Chinese what it is, too. */
static const char *method_text(cli_session *se, const char *name)
{
	static const struct { const char *name, *chinese; } all[] = { { "none", "不处理" }, { "outliers", "缩尾" }, { "minmax", "极差" }, { "zscore", "标准分" }, { "rank", "位次" },
		{ "target", "目标比" }, { "vector", "向量" }, { "given", "规则包权重" }, { "equal", "等权" }, { "entropy", "熵权" }, { "ahp", "层次分析" },
		{ "arithmetic", "算术平均" }, { "geometric", "几何平均" } };
	for (size_t i = 0; se->options->language == CHINESE && i < sizeof all / sizeof *all; i++)
		if (!strcmp(all[i].name, name))
			return qn_arena_printf(&se->arena, "%s(%s)", all[i].chinese, name);
	return name;
}

void score_notes(cli_session *se, qn_report *report, const qn_merit *merit)
{
	const qn_method *m = &merit->method;
	const char *words = say(se, "treat %s, normalise %s, weigh %s, aggregate %s; what is missing is made up for by the items present, "
		"and below %.0f%% of weight present there is no score", "处理 %s,归一化 %s,赋权 %s,汇总 %s;缺项由现有指标按权重补足,现有权重不足 %.0f%% 的不计分");
	qn_report_note(report, qn_arena_printf(&se->arena, words, method_text(se, qn_treat_names[m->treat]),
		method_text(se, qn_normalisation_names[m->normalise]), method_text(se, qn_weighting_names[m->weigh]), method_text(se, qn_aggregation_names[m->aggregate]), 100 * m->least));
	if (m->weigh == QN_WEIGH_AHP)
		qn_report_note(report, qn_arena_printf(&se->arena, say(se, "judged in pairs%s%s: consistency ratio %.3f%s", "成对判断%s%s:一致性比率 %.3f%s"), merit->ranking->judged_by ? say(se, " by ", ",") : "",
			merit->ranking->judged_by ? merit->ranking->judged_by : "", merit->judged.ratio, merit->judged.ratio < 0.1 ? "" : say(se, ", above 0.1: judge again", ",超过 0.1,应重新判断")));
	double known = qn_merit_known(merit);
	note_left_out(se, report, merit, QN_ITEM_EMPTY, qn_arena_printf(&se->arena, say(se, "left out with %.1f%% of the weight, because nobody has a value: ", "无人有数据而不计(占权重 %.1f%%):"), 100 * (1 - known)));
	note_left_out(se, report, merit, QN_ITEM_FLAT, say(se, "left out, because all have the same value: ", "各集群相同而不计:"));
	if (*title_of(se, merit->ranking->note))
		qn_report_note(report, title_of(se, merit->ranking->note));
}

/* The table of everybody. */

static void score_columns(cli_session *se, qn_table *table)
{
	qn_table_column(table, "rank", say(se, "Rank", "位次"), QN_RIGHT);
	subject_columns(se, table);
	qn_table_column(table, "score", say(se, "Score", "得分"), QN_RIGHT);
	qn_table_column(table, "interval", say(se, "Rank p5–p95", "位次区间"), QN_RIGHT | QN_PEOPLE);
	qn_table_column(table, "p5", "", QN_RIGHT | QN_MACHINE);
	qn_table_column(table, "p50", "", QN_RIGHT | QN_MACHINE);
	qn_table_column(table, "p95", "", QN_RIGHT | QN_MACHINE);
	qn_table_column(table, "band", say(se, "Band", "等级"), QN_LEFT);
	qn_table_column(table, "known", say(se, "Weight known", "数据权重"), QN_RIGHT);
	qn_table_column(table, "picture", say(se, "Rank o within p5 == p95", "位次 o,p5 == p95"), QN_LEFT | QN_PICTURE);
}

static void add_score(cli_session *se, qn_table *table, const qn_merit *merit, const qn_rank_interval *interval, size_t e)
{
	const qn_composite *c = merit->composite;
	qn_row *row = qn_table_row(table);
	qn_row_number(row, c->rank[e] ? c->rank[e] : QN_MISSING, 0);
	subject_cells(se, row, e);
	qn_row_number(row, c->score[e], 1);
	qn_row_text(row, interval_text(se, &interval[e]));
	qn_row_number(row, interval[e].low, QN_EXACT);
	qn_row_number(row, interval[e].median, QN_EXACT);
	qn_row_number(row, interval[e].high, QN_EXACT);
	qn_row_text(row, band_text(se, merit, se->panel->base, c->score[e]));
	percent_cell(se, row, c->share[e], 0);
	qn_row_picture(row, &(qn_axis){ 1, c->ranked, true }, interval[e].low, interval[e].high, &(qn_mark){ c->rank[e] ? c->rank[e] : QN_MISSING, 'o' }, 1);
	score_provenance(se, merit, row, e);
}

static int add_scores(cli_session *se, qn_report *report, const qn_merit *merit, const qn_rank_interval *interval, const bool *chosen)
{
	size_t n = se->panel->entities;
	qn_table *table = qn_report_table(report, "scores", "");
	score_columns(se, table);
	for (uint32_t rank = 1; rank <= merit->composite->ranked; rank++)
		for (size_t e = 0; e < n; e++)
			if (chosen[e] && merit->composite->rank[e] == rank)
				add_score(se, table, merit, interval, e);
	for (size_t e = 0; e < n; e++)
		if (chosen[e] && merit->composite->rank[e] == 0)
			add_score(se, table, merit, interval, e);
	keep_rows(se, report, table, NULL);
	return QN_OK;
}

/* What the items are. */

static void add_items(cli_session *se, qn_report *report, const qn_merit *merit)
{
	qn_table *table = qn_report_table(report, "items", say(se, "Items", "指标"));
	qn_table_column(table, "theme", say(se, "Head", "方面"), QN_LEFT);
	qn_table_column(table, "item", say(se, "Item", "指标"), QN_LEFT);
	qn_table_column(table, "id", "id", QN_LEFT);
	qn_table_column(table, "weight", say(se, "Weight", "权重"), QN_RIGHT);
	qn_table_column(table, "known", say(se, "Known of", "有数据"), QN_RIGHT);
	qn_table_column(table, "treated", say(se, "Outliers", "异常值"), QN_LEFT);
	qn_table_column(table, "mean", say(se, "Mean", "平均"), QN_RIGHT);
	for (uint32_t i = 0; i < merit->composite->items; i++) {
		const qn_item_score *score = &merit->composite->item[i];
		const qn_item *item = &merit->ranking->item[i];
		qn_row *row = qn_table_row(table);
		qn_row_text(row, title_of(se, merit->ranking->theme[item->theme].title));
		qn_row_text(row, title_of(se, item->title));
		qn_row_text(row, item->id);
		percent_cell(se, row, score->weight, 2);
		qn_row_number(row, score->present, 0);
		qn_row_text(row, score->logged ? say(se, "logarithm", "取对数") : !score->pulled ? ""
			: qn_arena_printf(&se->arena, say(se, "%u pulled in", "缩尾 %u 个"), score->pulled));
		qn_row_number(row, score->mean, 1);
	}
}

static const char *move_text(cli_session *se, const qn_merit *merit, const qn_rank_move *move)
{
	switch (move->what) {
	case QN_LEFT_OUT: return qn_arena_printf(&se->arena, say(se, "without %s", "不计 %s"), title_of(se, merit->ranking->item[move->which].title));
	case QN_TREATED_BY: return qn_arena_printf(&se->arena, say(se, "treat %s", "处理 %s"), method_text(se, qn_treat_names[move->which]));
	case QN_NORMALISED_BY: return qn_arena_printf(&se->arena, say(se, "normalise %s", "归一化 %s"), method_text(se, qn_normalisation_names[move->which]));
	case QN_WEIGHED_BY: return qn_arena_printf(&se->arena, say(se, "weigh %s", "赋权 %s"), method_text(se, qn_weighting_names[move->which]));
	default: return qn_arena_printf(&se->arena, say(se, "aggregate %s", "汇总 %s"), method_text(se, qn_aggregation_names[move->which]));
	}
}

enum { FIRST = 20, MOVES_SHOWN = 5 };

/* How many the first are: the places of a round, if the pack has rounds by this ranking. */
static uint32_t first_places(const cli_session *se)
{
	const qn_rounds *rounds = se->program->rounds;
	double places = rounds && rounds->ranking == 0 ? qn_changes_parameter(&se->changes, se->panel, rounds->places, se->panel->base).a : FIRST;
	return places >= 1 && places < 1e9 ? (uint32_t)places : FIRST;
}

static int add_moves(cli_session *se, qn_report *report, const qn_merit *merit, qn_error *err)
{
	qn_rank_move *move = qn_arena_array(&se->arena, QN_MOST_RANK_MOVES, sizeof *move);
	uint32_t moves;
	int rc = move ? qn_rank_moves(&merit->of, &merit->method, first_places(se), move, &moves, err) : qn_no_memory(err);
	if (rc < 0)
		return rc;
	qn_table *table = qn_report_table(report, "moves", say(se, "What moves ranks the most", "哪些选择最影响位次"));
	qn_table_column(table, "choice", say(se, "Done otherwise", "改为"), QN_LEFT);
	qn_table_column(table, "shift", say(se, "Places moved on average", "平均变动位次"), QN_RIGHT);
	qn_table_column(table, "changed", qn_arena_printf(&se->arena, say(se, "Others among the first %u", "前 %u 名换掉"), first_places(se)), QN_RIGHT);
	qn_table_column(table, "most", say(se, "Who moves furthest", "变动最大"), QN_LEFT);
	qn_table_column(table, "from", say(se, "from", "从"), QN_RIGHT);
	qn_table_column(table, "to", say(se, "to", "到"), QN_RIGHT);
	for (uint32_t i = 0; i < moves && (se->options->all || i < MOVES_SHOWN); i++) {
		qn_row *row = qn_table_row(table);
		qn_row_text(row, move_text(se, merit, &move[i]));
		qn_row_number(row, move[i].shift, 2);
		qn_row_number(row, move[i].changed, 0);
		qn_row_text(row, move[i].most == SIZE_MAX ? "" : qn_panel_who(se->panel, move[i].most)->id);
		qn_row_number(row, move[i].most == SIZE_MAX ? QN_MISSING : move[i].from, 0);
		qn_row_number(row, move[i].most == SIZE_MAX ? QN_MISSING : move[i].to, 0);
	}
	return QN_OK;
}

enum { MOST_DROPPED = 400 };

static int add_reversals(cli_session *se, qn_report *report, const qn_merit *merit, qn_error *err)
{
	qn_reversal *reversal = qn_arena_array(&se->arena, se->panel->entities + 1, sizeof *reversal);
	uint32_t reversals;
	if (merit->composite->ranked > MOST_DROPPED) {
		qn_report_note(report, say(se, "rank reversals are looked for among 400 at the most", "位次反转只在不超过 400 个对象时检查"));
		return QN_OK;
	}
	int rc = reversal ? qn_rank_reversals(&merit->of, &merit->method, reversal, &reversals, err) : qn_no_memory(err);
	if (rc < 0)
		return rc;
	if (reversals == 0) {
		qn_report_note(report, say(se, "whoever is taken away, no two others change their order", "去掉任何一个,其余两两次序不变"));
		return QN_OK;
	}
	qn_table *table = qn_report_table(report, "reversals", say(se, "Whose order flips when one is taken away", "去掉一个后次序反转"));
	qn_table_column(table, "dropped", say(se, "Without", "去掉"), QN_LEFT);
	qn_table_column(table, "pairs", say(se, "Pairs", "对数"), QN_RIGHT);
	qn_table_column(table, "above", say(se, "was before", "原在前"), QN_LEFT);
	qn_table_column(table, "below", say(se, "and is behind", "反落后于"), QN_LEFT);
	for (uint32_t i = 0; i < reversals; i++) {
		qn_row *row = qn_table_row(table);
		qn_row_text(row, qn_panel_who(se->panel, reversal[i].dropped)->id);
		qn_row_number(row, reversal[i].pairs, 0);
		qn_row_text(row, qn_panel_who(se->panel, reversal[i].above)->id);
		qn_row_text(row, qn_panel_who(se->panel, reversal[i].below)->id);
	}
	return QN_OK;
}

static void draw_note(cli_session *se, qn_report *report, double spread)
{
	qn_report_note(report, qn_arena_printf(&se->arena, say(se, "ranks over %u draws (seed %llu): weights %.0f%% up or down, minmax, zscore or rank, "
		"arithmetic or geometric, missing values drawn from those present",
		"位次区间:抽取 %u 次(种子 %llu):权重上下浮动 %.0f%%,归一化用极差、标准分或位次,算术或几何平均,缺失值取自现有值"), se->options->paths, (unsigned long long)se->options->seed, 100 * spread));
}

static int report_scores(cli_session *se, const qn_merit *merit, const qn_rank_interval *interval, const bool *chosen, double spread, qn_error *err)
{
	size_t one = 0, count = 0;
	int rc;
	for (size_t e = 0; e < se->panel->entities; e++)
		if (chosen[e])
			one = e, count++;
	qn_report *report = session_report(se, qn_arena_printf(&se->arena, "%s, %s", title_of(se, merit->ranking->title), period_text(se, qn_panel_period(se->panel, se->panel->base))));
	rc = count == 1 ? score_one(se, report, merit, interval, one) : add_scores(se, report, merit, interval, chosen);
	if (rc == QN_OK && se->options->all)
		add_items(se, report, merit);
	if (rc == QN_OK && count != 1)
		rc = add_moves(se, report, merit, err);
	if (rc == QN_OK && se->options->all)
		rc = add_reversals(se, report, merit, err);
	draw_note(se, report, spread);
	score_notes(se, report, merit);
	return session_finish(se, report, rc, err);
}

static int score(cli_session *se, qn_error *err)
{
	const qn_ranking *ranking = &se->program->ranking[0];
	double spread = qn_changes_parameter(&se->changes, se->panel, ranking->spread, se->panel->base).a;
	const qn_rank_question question = { .seed = se->options->seed, .draws = se->options->paths, .spread = qn_is_missing(spread) ? 0 : spread,
		.choices = true, .missing = true, .first = first_places(se) };
	qn_rank_interval *interval = qn_arena_array(&se->arena, se->panel->entities + 1, sizeof *interval);
	qn_merit *merit = NULL;
	qn_method method;
	bool *chosen;
	int rc = interval ? session_filters(se, &chosen, err) : qn_no_memory(err);
	if (rc == QN_OK)
		rc = score_method(se, 0, se->panel->base, &method, err);
	if (rc == QN_OK)
		rc = qn_merit_make(se->panel, &se->changes, 0, se->panel->base, &method, NULL, &merit, err);
	if (rc == QN_OK)
		rc = qn_merit_intervals(se->panel, merit, &question, interval, err);
	if (rc == QN_OK)
		rc = report_scores(se, merit, interval, chosen, question.spread, err);
	qn_merit_free(merit);
	return rc;
}

int run_score(const cli_options *options, qn_error *err)
{
	cli_session session;
	int rc = session_open(&session, options, err);
	if (rc == QN_OK)
		rc = score_need(&session, err);
	if (rc == QN_OK)
		rc = session_panel(&session, false, err);
	if (rc == QN_OK)
		rc = score(&session, err);
	session_close(&session);
	return rc < 0 ? rc : EXIT_DONE;
}
