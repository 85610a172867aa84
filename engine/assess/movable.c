/* SPDX-License-Identifier: Apache-2.0 */
/* movable.c - whether a move can be made at all: in a time that is projected, of what a model moves or a rule reads. */
#include "assess/layers.h"
#include <stdlib.h>
#include "plan/reach.h"

typedef struct { const qn_panel *panel; const qn_changes *changes; } checking;

/* Whose words are off: a script's, or the command line's. */
qn_status qn_move_blame(const qn_changes *changes, const qn_hit *hit) { return hit->layer < changes->layers ? QN_ESCRIPT : QN_EUSAGE; }
static qn_status blame(const checking *c, const qn_hit *hit) { return qn_move_blame(c->changes, hit); }

static const char *id_of(const checking *c, const qn_hit *hit) { return c->panel->catalogue->indicator[hit->indicator].id; }

const qn_state *qn_state_moved(const qn_program *program, uint32_t model, uint32_t indicator)
{
	const qn_model *about = &program->model[model];
	for (uint32_t k = 0; k < about->states; k++)
		if (about->state[k].indicator == indicator)
			return &about->state[k];
	return NULL;
}

static int check_when(const checking *c, const qn_hit *hit, qn_error *err)
{
	const qn_panel *panel = c->panel;
	qn_period last = qn_panel_period(panel, panel->periods - 1), end = hit->kind == QN_REACH || hit->kind == QN_RETURN ? hit->until : hit->from;
	qn_period begin = hit->from != QN_NO_PERIOD ? hit->from : hit->until;
	char text[24], horizon[24];
	if (qn_period_frequency(begin) != panel->catalogue->frequency)
		return qn_fail_where(err, blame(c, hit), hit->where, "%s %s:时期与规则包的频率不符", "%s of %s: its period is not of the pack's frequency", hit->verb, id_of(c, hit));
	if (begin <= qn_panel_period(panel, panel->base)) {
		qn_period_text(qn_panel_period(panel, panel->base), text);
		return qn_fail_where(err, blame(c, hit), hit->where, "%s %s:这个时期已有观测值,变动针对预测期,在 %s 之后",
			"%s of %s: its period is observed already, and moves concern projected ones, after %s", hit->verb, id_of(c, hit), text);
	}
	if (end != QN_NO_PERIOD && end > last) {
		qn_period_text(end, text);
		qn_period_text(last, horizon);
		return qn_fail_where(err, blame(c, hit), hit->where, "%s %s:%s 超出预测期 %s:可用 --until %s 延长",
			"%s of %s: %s is beyond the horizon, %s: --until %s carries it further", hit->verb, id_of(c, hit), text, horizon, text);
	}
	return QN_OK;
}

/* An event is or is not: its size is one number, not drawn. */
static int check_size(const checking *c, const qn_hit *hit, qn_error *err)
{
	for (int t = c->panel->base + 1; hit->assumption && t < c->panel->periods; t++)
		if (qn_changes_assumption(c->changes, c->panel, (uint32_t)(hit->assumption - 1), t).kind != QN_FIXED)
			return qn_fail_where(err, blame(c, hit), hit->where, "%s:大小 %s 是分布:请给它一个数", "%s: its size, %s, is a distribution: give it one number",
				hit->verb, c->panel->program->assumption[hit->assumption - 1].id);
	return QN_OK;
}

static int find_read(const checking *c, uint32_t indicator, qn_error *err)
{
	const qn_program *program = c->panel->program;
	bool *node = calloc((size_t)program->nodes + 1, sizeof *node);
	if (!node)
		return qn_no_memory(err);
	qn_reach_answers(program, node);
	bool read = qn_reach_reads(program, node, QN_INPUT, indicator);
	free(node);
	return read;
}

int qn_move_check(const qn_panel *panel, const qn_changes *changes, uint32_t model, const qn_linked *linked, qn_hit *hit, qn_error *err)
{
	const checking checked = { panel, changes }, *c = &checked;
	const char *name = panel->program->model[model].id;
	int rc = check_when(c, hit, err);
	if (rc == QN_OK)
		rc = check_size(c, hit, err);
	if (rc == QN_OK && hit->kind == QN_REACH && hit->size <= 0)
		rc = qn_fail_where(err, blame(c, hit), hit->where, "%s %s:增长到不了零或负数:请给大于零的数", "%s of %s: growth leads to nothing at or below zero: give a number above it", hit->verb, id_of(c, hit));
	if (rc < 0 || qn_state_moved(panel->program, model, hit->indicator))
		return rc;
	if (linked->moved[hit->indicator])
		return qn_fail_where(err, blame(c, hit), hit->where, "%s:%s 由其他指标推算:请变动它所依据的指标", "%s: %s follows from others: move what it is made of", hit->verb, id_of(c, hit));
	if (qn_hit_aims(hit))
		return qn_fail_where(err, blame(c, hit), hit->where, "%s:模型 %s 不推动 %s,没有可改的增长;可以用 shock 和 new_firm",
			"%s: the model %s does not move %s, so it has no growth to change; shock and new_firm can strike it", hit->verb, name, id_of(c, hit));
	if ((rc = find_read(c, hit->indicator, err)) < 0)
		return rc;
	if (rc == 0)
		return qn_fail_where(err, blame(c, hit), hit->where, "%s:模型 %s 不推动 %s,也没有规则用到它:什么都不会变",
			"%s: the model %s does not move %s and no rule reads it: nothing would change", hit->verb, name, id_of(c, hit));
	hit->lasting = true;
	return QN_OK;
}
