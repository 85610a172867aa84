/* SPDX-License-Identifier: Apache-2.0 */
/* test_judge.c - what the rules answer to tests that share settings, periods and a scenario, held against what they expect. */
#include "cli/pack/test_judge.h"
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/seconds.h"
#include "base/text.h"
#include "cli/future/scenario.h"
#include "cli/session.h"
#include "cli/show.h"
#include "plan/print.h"
#include "plan/spoken.h"

qn_period test_period(const test_run *run, const qn_test *test)
{
	qn_frequency frequency = run->pack->catalogue->frequency;
	qn_period last = test->period;
	for (uint32_t e = 0; test->period == QN_NO_PERIOD && e < test->entities; e++)
		for (uint32_t i = 0; i < test->entity[e].givens; i++) {
			qn_period given = test->entity[e].given[i].period;
			if (given != QN_NO_PERIOD && qn_period_frequency(given) == frequency && (last == QN_NO_PERIOD || given > last))
				last = given;
		}
	return last != QN_NO_PERIOD ? last : qn_period_of(frequency, 2025, 1);
}

int fail_test(test_run *run, test_case *test, const char *chinese, const char *format, ...)
{
	char words[sizeof((qn_error *)0)->text];
	va_list list;
	va_start(list, format);
	vsnprintf(words, sizeof words, run->options->language == CHINESE ? chinese : format, list);
	va_end(list);
	test->why = test->why ? qn_arena_printf(&run->arena, run->options->language == CHINESE ? "%s;%s" : "%s; %s", test->why, words) : qn_arena_text(&run->arena, words);
	return test->why ? QN_OK : QN_ENOMEM;
}

/* Is this an answer to a test, or does it end the whole run? */
static bool is_answer(int rc)
{
	return rc == QN_ESCRIPT || rc == QN_ELIMIT || rc == QN_EINPUT || rc == QN_EUSAGE || rc == QN_ENOTFOUND;
}

int answer_error(test_run *run, test_case *test, const char *words, const char *shown)
{
	const char *wanted = test->test->error;
	test->done = true;
	if (!wanted)
		return fail_test(run, test, "%s", "%s", shown);
	return strstr(words, wanted) ? QN_OK : fail_test(run, test, "error:应有“%s”,实为“%s”", "error: wanted \"%s\", got \"%s\"", wanted, words);
}

/* Preparing. */

static bool is_about_target(const qn_expect *expect) { return expect->kind >= QN_EXPECT_NOW; }

static bool needs(const test_batch *b, bool (*holds)(const qn_expect *expect))
{
	for (uint32_t i = 0; i < b->tests; i++)
		for (uint32_t k = 0; k < b->test[i]->test->expects; k++)
			if (holds(&b->test[i]->test->expect[k]))
				return true;
	return false;
}

static bool is_golden(const test_batch *b)
{
	for (uint32_t i = 0; i < b->tests; i++)
		if (b->test[i]->test->golden)
			return true;
	return false;
}

/* As far as the model is asked to go, and any target's goal. */
static qn_period horizon_of(const test_batch *b, bool targets)
{
	const qn_program *program = b->se.program;
	qn_period last = b->test[0]->test->after;
	for (uint32_t i = 0; targets && i < program->targets; i++)
		for (uint32_t k = 0; k < program->target[i].goals; k++)
			if (last == QN_NO_PERIOD || program->target[i].goal[k].due > last)
				last = program->target[i].goal[k].due;
	return last != QN_NO_PERIOD && last > test_period(b->run, b->test[0]->test) ? last : QN_NO_PERIOD;
}

/* A test is a stranger's script too: it does not choose what else of the disk is read. */
static bool is_inside(const char *path)
{
	return *path != '/' && strncmp(path, "..", 2) != 0 && !strstr(path, "/..");
}

static int set_up(test_batch *b, bool targets, qn_error *err)
{
	cli_session *se = &b->se;
	const qn_test *of = b->test[0]->test;
	qn_period period = test_period(b->run, of);
	int rc = qn_panel_open(se->snapshot, se->catalogue, se->program, period, horizon_of(b, targets), &se->panel, err);
	if (rc == QN_OK && of->scenario && !is_inside(of->scenario))
		rc = qn_fail_both(err, QN_EINPUT, "%s:scenario = \"%s\" 在测试的文件夹之外:请把测试放到它旁边",
			"%s: scenario = \"%s\" lies outside of the test's folder: put the test beside it", b->test[0]->place, of->scenario);
	if (rc == QN_OK && of->scenario) {
		se->script = qn_arena_printf(&se->arena, qn_text_ends(of->scenario, ".lua") ? "%s/%s" : "%s/%s.lua", b->test[0]->folder, of->scenario);
		rc = se->script ? session_scenario(se, err) : qn_no_memory(err);
	}
	for (uint32_t i = 0; rc == QN_OK && i < of->sets; i++)
		rc = qn_changes_set(&se->changes, se->catalogue, se->program, of->set[i], err);
	if (rc == QN_OK)
		rc = qn_changes_heard(&se->changes, se->panel, err);
	if (rc == QN_OK && se->scenario)
		rc = qn_changes_stack(&se->changes, se->panel, err);
	return rc;
}

/* Every indicator that is expected to be something; with golden answers also what is derived, or what the model moves. */
static int list_wanted(test_batch *b, uint32_t model, bool golden, qn_error *err)
{
	const qn_program *program = b->se.program;
	bool *is = qn_arena_array(&b->se.arena, (size_t)b->se.catalogue->indicators + 1, sizeof *is);
	b->wanted = qn_arena_array(&b->se.arena, (size_t)b->se.catalogue->indicators + 1, sizeof *b->wanted);
	b->figure_of = qn_arena_array(&b->se.arena, (size_t)b->se.catalogue->indicators + 1, sizeof *b->figure_of);
	if (!is || !b->wanted || !b->figure_of)
		return qn_no_memory(err);
	for (uint32_t i = 0; i < b->tests; i++)
		for (uint32_t k = 0; k < b->test[i]->test->expects; k++)
			if (b->test[i]->test->expect[k].kind == QN_EXPECT_VALUE)
				is[qn_catalogue_indicator(b->se.catalogue, b->test[i]->test->expect[k].name)] = true;
	for (uint32_t i = 0; golden && i < program->derivations; i++)
		is[program->derivation[i].indicator] = true;
	for (uint32_t i = 0; golden && model != QN_NONE && i < program->model[model].states; i++)
		is[program->model[model].state[i].indicator] = true;
	for (uint32_t i = 0; i < b->se.catalogue->indicators; i++)
		if (is[i])
			b->figure_of[i] = b->wanteds, b->wanted[b->wanteds++] = i;
	return QN_OK;
}

static int read_figures(test_batch *b, uint32_t model, bool golden, qn_error *err)
{
	const qn_test *of = b->test[0]->test;
	b->index = of->after == QN_NO_PERIOD ? b->se.panel->base : qn_panel_index(b->se.panel, of->after);
	int rc = list_wanted(b, model, golden, err);
	if (rc < 0 || !b->wanteds)
		return rc;
	if (b->index < b->se.panel->base || (of->after != QN_NO_PERIOD && b->index == b->se.panel->base))
		return qn_fail_both(err, QN_EINPUT, "%s:after 不晚于所评的年份", "%s: after is not later than the year judged", b->test[0]->place);
	b->figure = qn_arena_array(&b->se.arena, b->wanteds * b->se.panel->entities + 1, sizeof *b->figure);
	return b->figure ? qn_figures(b->se.panel, &b->se.changes, model, b->wanted, b->wanteds, b->index, b->figure, err) : qn_no_memory(err);
}

static int project(test_batch *b, uint32_t model, qn_error *err)
{
	uint32_t paths = b->test[0]->test->paths;
	qn_term *term = NULL;
	qn_projection_options how = { .model = model, .seed = 1, .paths = paths ? paths : 1, .threads = 1, .central = paths == 0, .past = true };
	int rc = qn_terms(b->se.panel, &b->se.changes, &b->se.arena, &term, err);
	return rc < 0 ? rc : qn_project(b->se.panel, &b->se.changes, term, &how, &b->projection, err);
}

static bool is_value(const qn_expect *expect) { return expect->kind == QN_EXPECT_VALUE; }
static bool is_check(const qn_expect *expect) { return expect->kind == QN_EXPECT_CHECK; }
static bool is_verdict(const qn_expect *expect) { return expect->kind == QN_EXPECT_VERDICT; }

static int take_check(void *context, uint32_t check, int index, const qn_mask *holds)
{
	test_batch *b = context;
	size_t entities = b->se.panel->entities;
	if (index == b->se.panel->base)
		memcpy(b->holds + check * entities, holds, entities * sizeof *holds);
	return QN_OK;
}

static int run_checks(test_batch *b, qn_error *err)
{
	b->holds = qn_arena_array(&b->se.arena, (size_t)b->se.program->checks * b->se.panel->entities + 1, sizeof *b->holds);
	return b->holds ? qn_checks_run(b->se.panel, &b->se.changes, NULL, take_check, b, err) : qn_no_memory(err);
}

static int run_batch(test_batch *b, qn_error *err)
{
	bool golden = is_golden(b), targets = needs(b, is_about_target) || (golden && b->se.program->targets && b->se.program->models);
	bool after = b->test[0]->test->after != QN_NO_PERIOD;
	uint32_t model = QN_NONE;
	int rc = set_up(b, targets, err);
	if (rc == QN_OK && (targets || after))
		rc = session_model(&b->se, &model, err);
	if (rc == QN_OK && (golden || needs(b, is_verdict)))
		rc = qn_judge(b->se.panel, &b->se.changes, b->se.panel->base, &b->judgement, err);
	if (rc == QN_OK && needs(b, is_check))
		rc = run_checks(b, err);
	if (rc == QN_OK && (golden || needs(b, is_value)))
		rc = read_figures(b, after ? model : QN_NONE, golden, err);
	return rc == QN_OK && targets ? project(b, model, err) : rc;
}

/* Comparing. */

static const char *exact_text(test_batch *b, double value, uint32_t unit)
{
	char number[QN_NUMBER_SIZE];
	if (qn_is_missing(value))
		return "missing";
	if (unit == QN_NONE)
		return qn_arena_text(&b->se.arena, qn_number_text(number, value));
	const qn_unit *of = &b->se.catalogue->units.unit[unit];
	qn_quantity_text(number, of, value);
	return qn_arena_printf(&b->se.arena, "%s%s%s", number, of->kind == QN_UNIT_AMOUNT ? " " : "", of->kind == QN_UNIT_AMOUNT || of->kind == QN_UNIT_RATIO ? of->symbol : "");
}

static bool is_near(const qn_expect *expect, double got)
{
	if (qn_is_missing(expect->value) || qn_is_missing(got))
		return qn_is_missing(expect->value) && qn_is_missing(got);
	return fabs(got - expect->value) <= expect->within + 1e-9 * fabs(expect->value) + 1e-15;
}

/* A number as it was given is in the unit that people read. */
static qn_expect in_reference(const test_batch *b, const qn_expect *given, uint32_t unit)
{
	qn_expect out = *given;
	if (given->bare && unit != QN_NONE && !qn_is_missing(given->value)) {
		out.value = qn_unit_to_reference(&b->se.catalogue->units.unit[unit], given->value);
		out.within = qn_unit_to_reference(&b->se.catalogue->units.unit[unit], given->within);
	}
	return out;
}

static int hold_number(test_batch *b, test_case *test, const qn_expect *given, const char *what, double got, uint32_t unit)
{
	const qn_expect held = in_reference(b, given, unit), *expect = &held;
	if (is_near(expect, got))
		return QN_OK;
	return fail_test(b->run, test, "%s%s:应为 %s%s%s,实为 %s", "%s%s: wanted %s%s%s, got %s", expect->name, what,
		exact_text(b, expect->value, unit), expect->within > 0 ? say(&b->se, " within ", ",允差 ") : "",
		expect->within > 0 ? exact_text(b, expect->within, unit) : "", exact_text(b, got, unit));
}

static int hold_verdict(test_batch *b, test_case *test, const qn_expect *expect, size_t entity)
{
	const qn_finding *finding = &b->judgement->finding[(size_t)qn_program_criterion(b->se.program, expect->name) * b->judgement->entities + entity];
	const char *got = qn_verdict_word(finding->verdict), *numbers = "";
	bool known = false;
	for (int i = 0; i < QN_VERDICTS; i++)
		known = known || !strcmp(expect->word, qn_verdict_word((qn_verdict)i));
	if (!known)
		return fail_test(b->run, test, "%s:没有“%s”这种结论:有 met、unmet、waivable、met_by_waiver、unknown 和 undetermined",
			"%s: \"%s\" is no verdict: met, unmet, waivable, met_by_waiver, unknown and undetermined are", expect->name, expect->word);
	if (!strcmp(expect->word, got))
		return QN_OK;
	if (finding->compared && !qn_is_missing(finding->value))
		numbers = qn_arena_printf(&b->se.arena, " (%s %s %s)", exact_text(b, finding->value, finding->unit), comparison_sign(finding->op),
			exact_text(b, finding->threshold, finding->unit));
	if (finding->verdict == QN_VERDICT_UNKNOWN)
		numbers = qn_arena_printf(&b->se.arena, say(&b->se, " in %s", "(%s)"), period_text(&b->se, test_period(b->run, test->test)));
	return fail_test(b->run, test, "%s:应为 %s,实为 %s%s", "%s: wanted %s, got %s%s", expect->name, expect->word, got, numbers ? numbers : "");
}

static int hold_check(test_batch *b, test_case *test, const qn_expect *expect, size_t entity)
{
	static const char *const words[] = { [QN_FALSE] = "broken", [QN_TRUE] = "holds", [QN_UNKNOWN] = "unknown" };
	const char *got = words[b->holds[(size_t)qn_program_find_check(b->se.program, expect->name) * b->se.panel->entities + entity]];
	if (strcmp(expect->word, "broken") != 0 && strcmp(expect->word, "holds") != 0 && strcmp(expect->word, "unknown") != 0)
		return fail_test(b->run, test, "%s:校验没有“%s”这种结果:有 holds、broken 和 unknown", "%s: \"%s\" is no result of a check: holds, broken and unknown are", expect->name, expect->word);
	return strcmp(expect->word, got) ? fail_test(b->run, test, "%s:应为 %s,实为 %s", "%s: wanted %s, got %s", expect->name, expect->word, got) : QN_OK;
}

double target_now(const test_batch *b, uint32_t target)
{
	const qn_projection *p = b->projection;
	return p->observed[(size_t)target * ((size_t)p->base + 1) + (size_t)p->base];
}

static const char *reached_word(const test_batch *b, uint32_t target, uint32_t goal)
{
	const qn_program *program = b->se.program;
	uint32_t comparison = qn_mask_comparison(program, program->target[target].goal[goal].met);
	qn_mask held = qn_scalar_compare(comparison == QN_NONE ? QN_GE : (qn_op)program->node[comparison].op, target_now(b, target), b->projection->threshold[target][goal]);
	return held == QN_TRUE ? "yes" : held == QN_FALSE ? "no" : "unknown";
}

static int hold_goal(test_batch *b, test_case *test, const qn_expect *expect, uint32_t target)
{
	const qn_target *about = &b->se.program->target[target];
	const char *due = period_text(&b->se, expect->due);
	for (uint32_t k = 0; k < about->goals; k++) {
		if (about->goal[k].due != expect->due)
			continue;
		qn_chance chance = qn_projection_chance(b->projection, target, k);
		if (expect->kind == QN_EXPECT_CHANCE) /* what some futures do not tell is no number */
			return hold_number(b, test, expect, qn_arena_printf(&b->se.arena, say(&b->se, ": chance of %s", ":%s 的概率"), due), chance.unknown > 0 ? QN_MISSING : chance.met, QN_NONE);
		const char *got = reached_word(b, target, k);
		return strcmp(got, expect->word) ? fail_test(b->run, test, "%s:%s 是否达到:应为 %s,实为 %s", "%s: reached of %s: wanted %s, got %s", expect->name, due, expect->word, got) : QN_OK;
	}
	return fail_test(b->run, test, "%s:%s 没有到期的目标值", "%s: no goal of it is due in %s", expect->name, due);
}

static int hold(test_batch *b, test_case *test, const qn_expect *expect, size_t entity)
{
	const qn_catalogue *catalogue = b->se.catalogue;
	long target = is_about_target(expect) ? qn_program_target(b->se.program, expect->name) : -1;
	long indicator = expect->kind == QN_EXPECT_VALUE ? qn_catalogue_indicator(catalogue, expect->name) : -1;
	switch (expect->kind) {
	case QN_EXPECT_VERDICT: return hold_verdict(b, test, expect, entity);
	case QN_EXPECT_CHECK: return hold_check(b, test, expect, entity);
	case QN_EXPECT_VALUE:
		return hold_number(b, test, expect, "", b->figure[b->figure_of[indicator] * b->se.panel->entities + entity], catalogue->indicator[indicator].unit);
	case QN_EXPECT_NOW:
		return hold_number(b, test, expect, "", target_now(b, (uint32_t)target), qn_node_unit(b->se.program, catalogue, b->se.program->target[target].value));
	case QN_EXPECT_LACKING: return hold_number(b, test, expect, say(&b->se, ": lacking", ":缺数据"), b->projection->lacking[target], QN_NONE);
	default: return hold_goal(b, test, expect, (uint32_t)target);
	}
}

static int hold_all(test_batch *b, uint32_t i, qn_error *err)
{
	test_case *test = b->test[i];
	size_t entity = (size_t)qn_panel_entity(b->se.panel, b->first[i]);
	int rc = test->test->error ? fail_test(b->run, test, "error:应有“%s”,却没有出错", "error: wanted \"%s\", and there was none", test->test->error) : QN_OK;
	for (uint32_t k = 0; rc == QN_OK && k < test->test->expects; k++)
		rc = hold(b, test, &test->test->expect[k], entity);
	if (rc == QN_OK && test->test->golden)
		rc = check_answers(b, i, err);
	test->done = true;
	return rc == QN_ENOMEM ? qn_no_memory(err) : rc;
}

/* Names were looked up in the guest; here nobody's word is taken for that. */
static bool names_fit(const test_batch *b, const qn_test *test)
{
	for (uint32_t k = 0; k < test->expects; k++) {
		const qn_expect *e = &test->expect[k];
		long found = e->kind == QN_EXPECT_VERDICT ? qn_program_criterion(b->se.program, e->name)
			: e->kind == QN_EXPECT_CHECK ? qn_program_find_check(b->se.program, e->name)
			: e->kind == QN_EXPECT_VALUE ? qn_catalogue_indicator(b->se.catalogue, e->name) : qn_program_target(b->se.program, e->name);
		if (found < 0)
			return false;
	}
	return true;
}

static void free_batch(test_batch *b)
{
	qn_judgement_free(b->judgement);
	qn_projection_free(b->projection);
	qn_changes_free(&b->se.changes);
	qn_panel_free(b->se.panel);
	qn_program_free(b->se.scenario);
	qn_arena_free(&b->se.arena);
}

int judge_tests(test_run *run, qn_snapshot *snapshot, test_case *const *test, const uint32_t *first, uint32_t tests, qn_error *err)
{
	test_batch b = { .run = run, .test = test, .first = first, .tests = tests,
		.se = { .options = run->options, .snapshot = snapshot, .catalogue = run->pack->catalogue, .program = run->program } };
	double began = qn_seconds();
	int rc = QN_OK;
	for (uint32_t i = 0; rc == QN_OK && i < tests; i++)
		if (!names_fit(&b, test[i]->test))
			rc = qn_fail(err, QN_EINTERNAL, "%s: a test names what is not there", test[i]->place);
	if (rc == QN_OK)
		rc = run_batch(&b, err);
	bool told = is_answer(rc);
	for (uint32_t i = 0; (rc == QN_OK || told) && i < tests; i++)
		rc = told ? answer_error(run, test[i], err->text, error_words(&b.se, err)) : hold_all(&b, i, err);
	for (uint32_t i = 0; i < tests; i++)
		test[i]->seconds = (qn_seconds() - began) / tests;
	free_batch(&b);
	return rc < 0 ? rc : QN_OK;
}
