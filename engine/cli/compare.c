/* SPDX-License-Identifier: Apache-2.0 */
/* compare.c - any two futures side by side: scenarios, settings, readings of the text, or the baseline. */
#include <string.h>
#include "cli/comparison.h"
#include "base/text.h"

typedef struct { qn_changes changes; qn_program *scenario; uint32_t model; } side;

/* What a side says, with what --set and --shock say for both in between: its own setting has the last word. */
static int say_side(cli_session *se, const char *word, qn_error *err)
{
	const cli_options *options = se->options;
	bool script = qn_text_ends(word, ".lua"), setting = !script && strchr(word, '=');
	int rc = QN_OK;
	if (!script && !setting && strcmp(word, "baseline") != 0)
		return qn_fail(err, QN_EUSAGE, "compare: \"%s\" is no side: write baseline, a scenario's file.lua, or NAME=VALUE of a parameter, assumption or open reading", word);
	if (script)
		se->script = word, rc = session_scenario(se, err);
	for (int i = 0; rc == QN_OK && i < options->sets; i++)
		rc = qn_changes_set(&se->changes, se->catalogue, se->program, options->set[i], err);
	for (int i = 0; rc == QN_OK && i < options->shocks; i++)
		rc = qn_changes_shock(&se->changes, se->panel, options->shock[i], err);
	if (rc == QN_OK && setting)
		rc = qn_changes_set(&se->changes, se->catalogue, se->program, word, err);
	return rc == QN_OK && script ? qn_changes_stack(&se->changes, se->panel, err) : rc;
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
	qn_changes_free(&se->changes);
	int rc = read_side(se, word[1], first, err);
	if (rc == QN_OK)
		rc = read_side(se, word[2], second, err);
	if (rc == QN_OK && first->model != second->model)
		return qn_fail(err, QN_EUSAGE, "compare: %s is of the model %s and %s of %s: two models draw different futures", word[1],
			se->program->model[first->model].id, word[2], se->program->model[second->model].id);
	if (rc < 0)
		return rc;
	c->none = first->changes, c->model = first->model;
	se->changes = second->changes, se->scenario = second->scenario;
	second->changes = (qn_changes){ 0 }, second->scenario = NULL;
	c->title = qn_arena_printf(&se->arena, say(se, "A: %s — B: %s", "A:%s — B:%s"), word[1], word[2]);
	rc = comparison_project(c, err);
	return rc == QN_OK ? comparison_report(c, err) : rc;
}

int run_compare(const cli_options *options, qn_error *err)
{
	cli_session session;
	side first = { .scenario = NULL }, second = { .scenario = NULL };
	comparison c = { .session = &session, .targets = true, .at_risk = true, .first = "A", .second = "B" };
	int rc = session_open(&session, options, err);
	if (rc == QN_OK)
		rc = session_panel(&session, true, err);
	if (rc == QN_OK)
		rc = compare(&c, &first, &second, err);
	comparison_free(&c);
	qn_changes_free(&first.changes), qn_changes_free(&second.changes);
	qn_program_free(first.scenario), qn_program_free(second.scenario);
	session_close(&session);
	return rc < 0 ? rc : EXIT_DONE;
}
