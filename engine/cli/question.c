/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/question.h"
#include "cli/session.h"

/* Levers are drawn from their ranges, every value as likely as another. */
static int let_vary(cli_session *se, asked_question *q, qn_error *err)
{
	qn_lever lever[MOST_LISTED] = { { 0 } };
	double low[MOST_LISTED] = { 0 };
	int count = se->options->varies, rc = QN_OK;
	for (int i = 0; rc == QN_OK && i < count; i++) {
		rc = qn_lever_read(se->panel, &se->changes, &se->arena, se->options->vary[i], &lever[i], err);
		if (rc == QN_OK)
			rc = qn_lever_apart(lever, (uint32_t)i, &lever[i], err);
		low[i] = rc == QN_OK ? lever[i].low : 0;
		if (rc == QN_OK && lever[i].grows)
			return qn_fail_both(err, QN_EUSAGE, "--vary %s:这里要写参数或假设,即可以随机取值的",
				"--vary %s: a parameter or an assumption is wanted here, something that can be drawn", lever[i].name);
	}
	if (rc == QN_OK)
		rc = qn_levers_set(&se->changes, se->panel, lever, low, (uint32_t)count, &q->changes, err);
	for (int i = 0; rc == QN_OK && i < count; i++)
		q->changes.override[q->changes.overrides - (uint32_t)(count - i)].value = (qn_distribution){ .kind = QN_UNIFORM, .a = lever[i].low, .b = lever[i].high };
	return rc;
}

int question_read(cli_session *se, asked_question *q, qn_error *err)
{
	if (!se->options->goal)
		return qn_fail_both(err, QN_EUSAGE, "要写目标:--goal 目标@2030,或 --goal '目标 >= 数 @ 2030'(目标见 qunce list 库 targets)", "a goal is wanted: --goal TARGET@2030, or --goal 'TARGET >= NUMBER @ 2030'");
	int rc = session_model(se, &q->model, err);
	if (rc == QN_OK)
		rc = qn_aim_read(se->panel, se->options->goal, &q->aim, err);
	if (rc == QN_OK)
		rc = let_vary(se, q, err);
	if (rc == QN_OK)
		rc = qn_factors_find(se->panel, &q->changes, q->model, q->aim.target, &se->arena, &q->factor, &q->factors, err);
	if (rc == QN_OK && q->factors == 0)
		return qn_fail_both(err, QN_EUSAGE, "“%s”的未来没有什么是随机的:用 --vary 名称=低..高 让某项变动",
			"nothing is drawn in the future of \"%s\": --vary NAME=LOW..HIGH lets something vary", se->program->target[q->aim.target].id);
	q->nobody = qn_arena_array(&se->arena, se->panel->entities + 1, sizeof *q->nobody);
	q->wanted = qn_arena_array(&se->arena, (size_t)se->program->targets + 1, sizeof *q->wanted);
	if (rc == QN_OK && (!q->nobody || !q->wanted))
		return qn_no_memory(err);
	if (rc == QN_OK)
		q->wanted[q->aim.target] = true;
	return rc;
}

void question_free(asked_question *q) { qn_changes_free(&q->changes); }

int question_project(cli_session *se, const asked_question *q, const qn_changes *changes, bool central, qn_projection **out, qn_error *err)
{
	qn_projection_options how = { .model = q->model, .seed = se->options->seed, .paths = se->options->paths, .threads = session_threads(se->options), .central = central,
		.every = true, .wanted = q->wanted, .lacking = true };
	return qn_project(se->panel, changes, q->nobody, &how, out, err);
}
