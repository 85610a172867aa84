/* SPDX-License-Identifier: Apache-2.0 */
/* test.c - runs the tests of a pack: gathers them, lets those share a store that can, and tells what came of each. */
#include <stdlib.h>
#include <string.h>
#include "cli/pack/test.h"
#include "cli/session.h"
#include "cli/show.h"
#include "plan/reach.h"

/* Which tests share a store, and which of these one question. */

static bool same_text(const char *a, const char *b)
{
	return (!a && !b) || (a && b && !strcmp(a, b));
}

static bool same_question(const test_run *run, const test_case *x, const test_case *y)
{
	const qn_test *a = x->test, *b = y->test;
	if (test_period(run, a) != test_period(run, b) || a->after != b->after || a->paths != b->paths || a->sets != b->sets || !same_text(a->scenario, b->scenario))
		return false;
	for (uint32_t i = 0; i < a->sets; i++)
		if (strcmp(a->set[i], b->set[i]) != 0)
			return false;
	return true;
}

/* A test of one entity that asks nothing of all of them. */
static bool can_share(const test_run *run, const qn_test *test)
{
	if (run->whose || test->who || test->entities > 1 || test->golden || test->paths)
		return false;
	for (uint32_t i = 0; i < test->expects; i++)
		if (test->expect[i].kind >= QN_EXPECT_NOW)
			return false;
	return true;
}

/* Does a rule about one entity look at others, or at whose figures they are? Then a test stands for the registry's first,
 * alone, so that it does not matter which tests stand beside it. */
static bool asks_whose(const qn_program *program)
{
	bool *reached = calloc((size_t)program->nodes + 1, sizeof *reached), found = !reached;
	for (uint32_t i = 0; reached && i < program->criteria; i++)
		qn_reach_criterion(&program->criterion[i], reached);
	for (uint32_t i = 0; reached && i < program->derivations; i++)
		reached[program->derivation[i].node] = true;
	for (uint32_t i = 0; reached && i < program->checks; i++)
		qn_reach_check(&program->check[i], reached);
	for (uint32_t i = 0; reached && i < program->models; i++)
		qn_reach_model(&program->model[i], reached);
	if (reached)
		qn_reach_below(program, reached);
	for (uint32_t i = 0; reached && i < program->nodes; i++)
		found = found || (reached[i] && (qn_op_of(program->node[i].op)->across || program->node[i].op == QN_ATTRIBUTE));
	free(reached);
	return found;
}

/* Running. */

static uint32_t subjects_of(const test_run *run)
{
	uint32_t count = 0;
	for (size_t i = 0; i < run->pack->entities; i++)
		count += run->pack->entity[i].entity.kind == run->pack->catalogue->subject;
	return count;
}

static int run_questions(test_run *run, qn_snapshot *snapshot, test_case **test, const uint32_t *first, uint32_t tests, qn_error *err)
{
	test_case **alike = qn_arena_array(&run->arena, (size_t)tests + 1, sizeof *alike);
	uint32_t *at = qn_arena_array(&run->arena, (size_t)tests + 1, sizeof *at);
	int rc = alike && at ? QN_OK : qn_no_memory(err);
	for (uint32_t i = 0; rc == QN_OK && i < tests; i++) {
		uint32_t count = 0;
		for (uint32_t k = i; k < tests && !test[i]->done; k++)
			if (!test[k]->done && same_question(run, test[i], test[k]))
				alike[count] = test[k], at[count++] = first[k];
		if (count)
			rc = judge_tests(run, snapshot, alike, at, count, err);
	}
	return rc;
}

static int run_store(test_run *run, test_case **test, const uint32_t *first, uint32_t tests, qn_error *err)
{
	qn_store *store = NULL;
	qn_snapshot *snapshot = NULL;
	int rc = open_test_store(run, test, first, tests, &store, err);
	if (rc == QN_OK)
		rc = qn_snapshot_open(store, &snapshot, err);
	if (rc == QN_OK)
		rc = run_questions(run, snapshot, test, first, tests, err);
	qn_snapshot_close(snapshot);
	qn_store_close(store);
	return rc;
}

static bool is_called(const qn_entity *entity, const char *name, bool by_id)
{
	return by_id ? !strcmp(entity->id, name) : (entity->title.zh && !strcmp(entity->title.zh, name)) || (entity->title.en && !strcmp(entity->title.en, name));
}

static bool find_called(const test_run *run, const char *name, bool by_id, uint32_t *first)
{
	uint32_t number = 0;
	for (size_t i = 0; i < run->pack->entities; i++) {
		const qn_entity *entity = &run->pack->entity[i].entity;
		if (entity->kind != run->pack->catalogue->subject)
			continue;
		*first = number++;
		if (is_called(entity, name, by_id))
			return true;
	}
	return false;
}

/* The number of the first entity that a test is about, by its id, else by its title: entities of a kind are numbered as the registry
 * has them. */
static bool find_first(const test_run *run, const test_case *test, uint32_t *first)
{
	*first = 0;
	return !test->test->who || find_called(run, test->test->who, true, first) || find_called(run, test->test->who, false, first);
}

/* Where a test stands is told beside it. */
__attribute__((format(printf, 2, 0))) static const char *without_place(test_run *run, const char *format, const test_case *test, const char *words)
{
	const char *place = qn_arena_printf(&run->arena, format, test->place, test->test->name);
	size_t length = place ? strlen(place) : 0;
	return words + (place && !strncmp(words, place, length) ? length : 0);
}

static bool gives_figures(const qn_test *test)
{
	for (uint32_t e = 0; e < test->entities; e++)
		if (test->entity[e].givens)
			return true;
	return false;
}

static int settle_unrunnable(test_run *run, test_case *test, uint32_t subjects)
{
	uint32_t first;
	if (test->test->broken) {
		const char *words = without_place(run, "%s: test \"%s\": ", test, test->test->broken);
		const char *chinese = test->test->broken_chinese ? without_place(run, "%s:test \"%s\":", test, test->test->broken_chinese) : words;
		return answer_error(run, test, words, run->options->language == CHINESE ? chinese : words);
	}
	const qn_recognition *rules = run->program->recognition;
	if (test->test->waivers && (!rules || !rules->waiver_register)) {
		test->done = true;
		return fail_test(run, test, "waived:规则包的 recognition 没有指明放宽决定的登记簿", "waived: the pack's recognition names no register of waivers");
	}
	if (!gives_figures(test->test) && !test->test->error) {
		test->done = true;
		return fail_test(run, test, "given 里没有数:至少写一个指标的数,如 given = { 指标 = 数 }", "given holds no figure: give one of some indicator at least, as in given = { INDICATOR = NUMBER }");
	}
	bool found = find_first(run, test, &first);
	if (found && first + test->test->entities <= subjects)
		return QN_OK;
	test->done = true;
	return !found ? fail_test(run, test, "登记册里的 %s 没有 id 或名称为 %s 的", "the registry has no %s with the id or the title %s", run->pack->catalogue->kind[run->pack->catalogue->subject].id, test->test->who)
		: fail_test(run, test, "给了 %u 个对象的数,规则包的登记册只有 %u 个", "it gives the figures of %u, and the pack's registry names %u", test->test->entities, subjects);
}

static int run_tests(test_run *run, qn_error *err)
{
	uint32_t subjects = subjects_of(run), shared = 0;
	test_case **test = qn_arena_array(&run->arena, (size_t)run->tests + 1, sizeof *test);
	uint32_t *first = qn_arena_array(&run->arena, (size_t)run->tests + 1, sizeof *first);
	int rc = test && first ? QN_OK : qn_no_memory(err);
	run->whose = asks_whose(run->program);
	for (uint32_t i = 0; rc == QN_OK && i < run->tests; i++) {
		rc = settle_unrunnable(run, &run->test[i], subjects);
		if (rc < 0 || run->test[i].done || !can_share(run, run->test[i].test))
			continue;
		test[shared] = &run->test[i], first[shared] = shared;
		if (++shared == subjects)
			rc = run_store(run, test, first, shared, err), shared = 0;
	}
	if (rc == QN_OK && shared)
		rc = run_store(run, test, first, shared, err);
	for (uint32_t i = 0; rc == QN_OK && i < run->tests; i++) {
		test_case *alone = &run->test[i];
		uint32_t whose = 0;
		if (!alone->done && find_first(run, alone, &whose))
			rc = run_store(run, &alone, &whose, 1, err);
	}
	return rc;
}

/* Telling. */

static uint32_t failed_of(const test_run *run)
{
	uint32_t failed = 0;
	for (uint32_t i = 0; i < run->tests; i++)
		failed += run->test[i].why != NULL;
	return failed;
}

static bool is_for_people(const cli_options *options)
{
	return !options->format || !strcmp(options->format, "table") || !strcmp(options->format, "md");
}

static void add_results(cli_session *se, const test_run *run, qn_report *report)
{
	qn_table *table = qn_report_table(report, "tests", is_for_people(run->options) && !run->options->all ? say(se, "Failures", "未通过") : say(se, "Tests", "测试"));
	qn_table_column(table, "place", say(se, "Written in", "位置"), QN_LEFT);
	qn_table_column(table, "test", say(se, "Test", "测试"), QN_LEFT | QN_WRAP);
	qn_table_column(table, "result", say(se, "Result", "结果"), QN_LEFT);
	qn_table_column(table, "why", say(se, "Wanted and got", "期望与所得"), QN_LEFT | QN_WRAP);
	for (uint32_t i = 0; i < run->tests; i++) {
		const test_case *test = &run->test[i];
		if (!test->why && is_for_people(run->options) && !run->options->all)
			continue;
		qn_row *row = qn_table_row(table);
		qn_row_text(row, test->place);
		qn_row_text(row, test->test->name);
		qn_row_text(row, test->why ? say(se, "failed", "未通过") : say(se, "passed", "通过"));
		qn_row_text(row, test->why ? test->why : "");
		qn_row_tone(row, test->why ? QN_TONE_BAD : QN_TONE_GOOD);
	}
}

static int tell(test_run *run, bool *uncovered, qn_error *err)
{
	cli_session se = { .options = run->options, .catalogue = run->pack->catalogue, .program = run->program };
	uint32_t failed = failed_of(run);
	qn_report *report = session_report(&se, qn_arena_printf(&se.arena, say(&se, "%u test%s: %u passed, %u failed", "%u 项测试%s:%u 通过,%u 未通过"), run->tests,
		run->tests == 1 || se.options->language == CHINESE ? "" : "s",
		run->tests - failed, failed));
	if (failed || run->options->all || !is_for_people(run->options))
		add_results(&se, run, report);
	int rc = add_coverage(&se, run, report, uncovered, err);
	if (rc == QN_OK && run->options->tap) {
		qn_report_free(report);
		rc = write_tap(run);
	} else {
		rc = session_finish(&se, report, rc, err);
	}
	if (rc == QN_OK && run->options->junit)
		rc = write_junit(run, run->options->junit, err);
	qn_arena_free(&se.arena);
	return rc;
}

static int check_options(const cli_options *options, qn_error *err)
{
	if (options->tap && options->output)
		return qn_fail_both(err, QN_EUSAGE, "--tap 写到标准输出:请去掉 -o,或用 > 文件", "--tap goes to standard output: leave out -o, or use > FILE");
	if (options->fail_on && strcmp(options->fail_on, "uncovered") != 0)
		return qn_fail_both(err, QN_EUSAGE, "--fail-on %s:测试只能查 \"uncovered\",即没有测试的准则或目标",
			"--fail-on %s: of tests only \"uncovered\" can be looked for: a criterion or target without a test", options->fail_on);
	return QN_OK;
}

int run_pack_tests(const cli_options *options, qn_error *err)
{
	test_run run = { .options = options };
	bool uncovered = false;
	int rc = check_options(options, err);
	if (rc == QN_OK)
		rc = find_tests(&run, err);
	if (rc == QN_OK && run.tests == 0 && !options->allow_empty)
		rc = qn_fail_both(err, QN_ENOTFOUND, "%s:这里没有测试,空跑什么也证明不了:请写在名为 …_test.lua 的文件里(或用 --allow-empty)",
			"%s: there is no test here, and an empty run proves nothing: write one into a file called …_test.lua (or say --allow-empty)",
			options->operands ? options->operand[0] : ".");
	if (rc == QN_OK)
		rc = run_tests(&run, err);
	if (rc == QN_OK && run.arena.failed)
		rc = qn_no_memory(err);
	if (rc == QN_OK)
		rc = tell(&run, &uncovered, err);
	if (rc == QN_OK)
		rc = failed_of(&run) || (options->fail_on && uncovered) ? EXIT_FINDING : EXIT_DONE;
	remove_test_stores(&run);
	qn_buffer_free(&run.empty);
	for (uint32_t i = 0; i < run.files; i++)
		qn_program_free(run.file[i]);
	qn_program_free(run.program);
	qn_pack_free(run.pack);
	qn_arena_free(&run.arena);
	return rc;
}
