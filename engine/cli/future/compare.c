/* SPDX-License-Identifier: Apache-2.0 */
/* compare.c - any two futures side by side: scenarios, settings, readings of the text, vintages, or the baseline. */
#include <string.h>
#include "base/text.h"
#include "cli/future/comparison.h"
#include "cli/future/scenario.h"
#include "cli/session.h"
#include "cli/show.h"

/* word: what the side says besides the vintage it is of; as_of: NULL where it names none. */
typedef struct { const char *word, *as_of; qn_changes changes; qn_program *scenario; uint32_t model; } side;

/* "as-of=2026-03-30", alone or before a comma and what else the side says. */
static int split_vintage(const char *text, qn_arena *arena, side *out, qn_error *err)
{
	static const char before[] = "as-of=";
	out->word = text;
	if (strncmp(text, before, sizeof before - 1) != 0)
		return QN_OK;
	text += sizeof before - 1;
	size_t length = strcspn(text, ",");
	out->as_of = qn_arena_copy(arena, text, length);
	out->word = text[length] ? text + length + 1 + strspn(text + length + 1, " ") : "baseline";
	if (!out->as_of)
		return qn_no_memory(err);
	return length ? QN_OK : qn_fail_both(err, QN_EUSAGE, "compare:“%s%s”:要写日期或冻结版本的名称,如 as-of=2026-03-30",
		"compare: \"%s%s\": a day or the name of a frozen vintage is wanted, as in as-of=2026-03-30", before, text);
}

/* The setting behind the first, where somebody joins several by commas: a name, and an equals sign. */
static const char *second_setting(const char *word)
{
	int depth = 0;
	for (const char *at = strchr(word, '='); *at; at++) {
		depth += (*at == '(') - (*at == ')');
		const char *end = at + 1 + strcspn(at + 1, "=,()");
		if (*at == ',' && depth == 0 && *end == '=')
			return at + 1;
	}
	return NULL;
}

/* What a side says, with what --set and --shock say for both in between: its own setting has the last word. */
static int say_side(cli_session *se, const char *word, qn_error *err)
{
	const cli_options *options = se->options;
	bool script = qn_text_ends(word, ".lua"), setting = !script && strchr(word, '=');
	int rc = QN_OK;
	if (!script && !setting && strcmp(word, "baseline") != 0)
		return qn_fail_both(err, QN_EUSAGE, "compare:“%s”不能作为一方:请写 baseline、情景文件 .lua,或参数、假设、读法选项的 名称=值;as-of=日期 可单独写,也可加逗号写在前面",
			"compare: \"%s\" is no side: write baseline, a scenario's file.lua, or NAME=VALUE of a parameter, assumption or open reading; as-of=DATE alone or before a comma", word);
	if (setting && second_setting(word))
		return qn_fail_both(err, QN_EUSAGE, "compare:“%s”:一方只写一个设定;多个设定请写进情景文件,或用 --set 让两方都用",
			"compare: \"%s\": a side is one setting: several go into a scenario script, or into --set for both sides", word);
	if (script)
		se->script = word, rc = session_scenario(se, err);
	for (int i = 0; rc == QN_OK && i < options->sets; i++)
		rc = qn_changes_set(&se->changes, se->catalogue, se->program, options->set[i], err);
	for (int i = 0; rc == QN_OK && i < options->shocks; i++)
		rc = qn_changes_shock(&se->changes, se->panel, options->shock[i], err);
	if (rc == QN_OK && setting)
		rc = qn_changes_set_last(&se->changes, se->catalogue, se->program, word, err);
	if (rc == QN_OK)
		rc = qn_changes_heard(&se->changes, se->panel, err);
	return rc == QN_OK ? qn_changes_stack(&se->changes, se->panel, err) : rc;
}

/* Takes over what the session holds of the side, so that the other can be read. */
static int read_side(cli_session *se, const char *word, side *out, qn_error *err)
{
	int rc = say_side(se, word, err);
	if (rc == QN_OK)
		rc = session_model(se, &out->model, err);
	out->changes = se->changes, out->scenario = se->scenario;
	se->changes = (qn_changes){ 0 }, se->scenario = NULL, se->script = NULL;
	return rc;
}

static int compare(comparison *c, side *first, side *second, qn_error *err)
{
	cli_session *se = c->session;
	const char *const *word = se->options->operand;
	cli_session *other = c->pair ? &c->pair->session[0] : se;
	qn_changes_free(&se->changes), qn_changes_free(&other->changes);
	int rc = read_side(other, first->word, first, err);
	if (rc == QN_OK)
		rc = read_side(se, second->word, second, err);
	if (rc == QN_OK && strcmp(other->program->model[first->model].id, se->program->model[second->model].id) != 0)
		return qn_fail_both(err, QN_EUSAGE, "compare:%s 用模型 %s,%s 用 %s:两个模型推演的未来不同", "compare: %s is of the model %s and %s of %s: two models draw different futures", word[1],
			other->program->model[first->model].id, word[2], se->program->model[second->model].id);
	if (rc < 0)
		return rc;
	c->none = first->changes, c->model = second->model;
	se->changes = second->changes, se->scenario = second->scenario;
	if (c->pair)
		other->scenario = first->scenario, first->scenario = NULL;
	second->changes = (qn_changes){ 0 }, second->scenario = NULL;
	c->title = qn_arena_printf(&se->arena, say(se, "A: %s — B: %s", "A:%s — B:%s"), word[1], word[2]);
	if ((rc = qn_changes_taken(&c->none, &se->changes, other->panel, err)) == QN_OK && (rc = qn_changes_taken(&se->changes, &c->none, se->panel, err)) == QN_OK)
		rc = comparison_project(c, err);
	return rc == QN_OK ? comparison_report(c, err) : rc;
}

/* Both sides of one vintage: one session. */
static int compare_changes(const cli_options *options, side *first, side *second, qn_error *err)
{
	cli_session session;
	comparison c = { .session = &session, .targets = true, .at_risk = true, .first = "A", .second = "B" };
	int rc = session_open(&session, options, err);
	session.any_size = true; /* a side may take it that the other does not */
	if (rc == QN_OK)
		rc = session_panel(&session, true, err);
	if (rc == QN_OK)
		rc = compare(&c, first, second, err);
	comparison_free(&c);
	session_close(&session);
	return rc;
}

/* Verdicts are those of the changes that each side makes to its rules; its draws are of its own panel. */
static int compare_vintages(const cli_options *options, side *first, side *second, qn_error *err)
{
	beside pair = { .name = { "A", "B" } };
	comparison c = { .session = &pair.session[1], .pair = &pair, .targets = true, .at_risk = true, .first = "A", .second = "B" };
	const char *const as_of[] = { first->as_of ? first->as_of : options->as_of, second->as_of ? second->as_of : options->as_of };
	int rc = beside_open(&pair, options, as_of, err);
	pair.session[0].any_size = pair.session[1].any_size = true;
	if (rc == QN_OK && !beside_same_targets(&pair))
		rc = qn_fail_both(err, QN_EUSAGE, "compare:两个版本之间规则改了,目标也随之改了:qunce diff 比较结论,--pack 文件夹 用同一套规则评两者",
			"compare: the rules changed between the two vintages, and their targets with them: qunce diff shows the verdicts, --pack DIR judges both by the same rules");
	if (rc == QN_OK)
		rc = beside_panels(&pair, true, false, err);
	if (rc == QN_OK)
		pair.session[1].vintage_note = beside_note(&pair);
	if (rc == QN_OK)
		rc = compare(&c, first, second, err);
	comparison_free(&c);
	beside_close(&pair);
	return rc;
}

int run_compare(const cli_options *options, qn_error *err)
{
	side first = { .word = NULL }, second = { .word = NULL };
	qn_arena arena = { 0 };
	int rc = split_vintage(options->operand[1], &arena, &first, err);
	if (rc == QN_OK)
		rc = split_vintage(options->operand[2], &arena, &second, err);
	if (rc == QN_OK)
		rc = (first.as_of || second.as_of ? compare_vintages : compare_changes)(options, &first, &second, err);
	qn_changes_free(&first.changes), qn_changes_free(&second.changes);
	qn_program_free(first.scenario), qn_program_free(second.scenario);
	qn_arena_free(&arena);
	return rc < 0 ? rc : EXIT_DONE;
}
