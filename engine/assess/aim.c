/* SPDX-License-Identifier: Apache-2.0 */
#include "assess/aim.h"
#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "assess/value.h"
#include "base/text.h"
#include "plan/spoken.h"

static const char *target_name(const void *context, size_t i)
{
	return ((const qn_program *)context)->target[i].id;
}

int qn_target_find(const qn_program *program, const char *name, size_t length, uint32_t *out, qn_error *err)
{
	char id[128];
	if (length >= sizeof id)
		length = sizeof id - 1;
	memcpy(id, name, length);
	id[length] = 0;
	long found = qn_program_target_called(program, id);
	if (found < 0) {
		long near = qn_text_nearest(id, target_name, program, program->targets);
		const char *who = near < 0 ? "" : target_name(program, (size_t)near);
		return near < 0 ? qn_fail_both(err, QN_EUSAGE, "没有叫“%s”的目标:qunce list 库 targets 列出全部", "no target is called \"%s\": qunce list STORE targets shows them", id)
			: qn_fail_both(err, QN_EUSAGE, "没有叫“%s”的目标,是不是 %s:qunce list 库 targets 列出全部", "no target is called \"%s\", did you mean %s: qunce list STORE targets shows them", id, who);
	}
	*out = (uint32_t)found;
	return QN_OK;
}

static size_t trimmed(const char *text, size_t length)
{
	while (length > 0 && isspace((unsigned char)text[length - 1]))
		length--;
	return length;
}

/* The comparison written at `text`; its length, 0 for none. */
static size_t read_sign(const char *text, qn_op *op)
{
	static const struct { const char *sign; qn_op op; } signs[] = { { ">=", QN_GE }, { "<=", QN_LE }, { "≥", QN_GE }, { "≤", QN_LE }, { ">", QN_GT }, { "<", QN_LT } };
	for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
		if (!strncmp(text, signs[i].sign, strlen(signs[i].sign))) {
			*op = signs[i].op;
			return strlen(signs[i].sign);
		}
	return 0;
}

static int check_period(const qn_panel *panel, const char *text, qn_aim *out, qn_period period, qn_error *err)
{
	char last[24], base[24];
	qn_period_text(qn_panel_period(panel, panel->periods - 1), last);
	qn_period_text(qn_panel_period(panel, panel->base), base);
	if (qn_period_frequency(period) != panel->catalogue->frequency)
		return qn_fail_both(err, QN_EUSAGE, "--goal %s:它的时期与规则包的频率不符,应如 %s", "--goal %s: its period is not of the pack's frequency, %s is", text, last);
	out->period = qn_panel_index(panel, period);
	if (out->period <= panel->base)
		return qn_fail_both(err, QN_EUSAGE, "--goal %s:这个时期已有观测值(至 %s)", "--goal %s: that period is observed already, up to %s", text, base);
	if (out->period >= panel->periods)
		return qn_fail_both(err, QN_EUSAGE, "--goal %s:超出预测期 %s:可用 --until 延长", "--goal %s: that is beyond the horizon, %s: --until carries it further", text, last);
	return QN_OK;
}

/* The goal of the pack's own that is due then, or its only one where no period was written. */
static int find_own(const qn_panel *panel, const char *text, qn_period period, qn_aim *out, qn_error *err)
{
	const qn_target *about = &panel->program->target[out->target];
	out->goal = QN_NONE;
	for (uint32_t k = 0; k < about->goals; k++) {
		if (period != QN_NO_PERIOD && about->goal[k].due != period)
			continue;
		if (out->goal != QN_NONE)
			return qn_fail_both(err, QN_EUSAGE, "--goal %s:它有几个目标值:请写明哪一年,如 %s@2030", "--goal %s: it has several goals: say which year, as in %s@2030", text, about->id);
		out->goal = k;
	}
	if (out->goal == QN_NONE)
		return qn_fail_both(err, QN_EUSAGE, "--goal %s:规则包在那一期没有它的目标值:请写一个数,如 '%s >= 100 @ 2030'",
			"--goal %s: the pack has no goal for it then: write a number, as in '%s >= 100 @ 2030'", text, about->id);
	return check_period(panel, text, out, about->goal[out->goal].due, err);
}

/* How much of the text is the target's name: up to a sign or @, blanks in a title with it; else the first word. */
static size_t name_length(const qn_program *program, const char *text)
{
	size_t length = strcspn(text, "<>@"), word = strcspn(text, " <>@\t");
	const char *sign[] = { strstr(text, "≥"), strstr(text, "≤") };
	char title[256];
	for (size_t i = 0; i < 2; i++) {
		length = sign[i] && (size_t)(sign[i] - text) < length ? (size_t)(sign[i] - text) : length;
		word = sign[i] && (size_t)(sign[i] - text) < word ? (size_t)(sign[i] - text) : word;
	}
	length = trimmed(text, length);
	if (length >= sizeof title)
		return word;
	memcpy(title, text, length);
	title[length] = 0;
	return qn_program_target_called(program, title) < 0 ? word : length;
}

int qn_aim_read(const qn_panel *panel, const char *text, qn_aim *out, qn_error *err)
{
	const qn_program *program = panel->program;
	size_t id = name_length(program, text);
	const char *at = strrchr(text, '@');
	qn_period period = QN_NO_PERIOD;
	*out = (qn_aim){ .goal = QN_NONE, .op = QN_GE };
	int rc = qn_target_find(program, text, id, &out->target, err);
	const char *rest = text + id + strspn(text + id, " \t");
	size_t sign = read_sign(rest, &out->op);
	if (rc == QN_OK && at) {
		const char *when = at + 1 + strspn(at + 1, " \t");
		if (!qn_period_read(when, trimmed(when, strlen(when)), &period))
			return qn_fail_both(err, QN_EUSAGE, "--goal %s:@ 后面要写时期,如 @2030", "--goal %s: write a period behind @, as in @2030", text);
	}
	if (rc < 0 || (sign == 0 && (*rest == 0 || *rest == '@')))
		return rc < 0 ? rc : find_own(panel, text, period, out, err);
	if (sign == 0 || !at)
		return qn_fail_both(err, QN_EUSAGE, "--goal %s:请写“目标 >= 数 @ 时期”,规则包自己的目标值写“目标@时期”",
			"--goal %s: write TARGET >= NUMBER @ PERIOD, or TARGET@PERIOD for the pack's own goal", text);
	const char *number = rest + sign + strspn(rest + sign, " \t");
	uint32_t unit = qn_node_unit(program, panel->catalogue, program->target[out->target].value);
	rc = qn_value_read(panel->catalogue, unit, number, trimmed(number, (size_t)(at - number)), &out->threshold, err);
	return rc == QN_OK ? check_period(panel, text, out, period, err) : rc;
}

int qn_aims_own(const qn_panel *panel, qn_arena *arena, qn_aim **out, uint32_t *count, qn_error *err)
{
	const qn_program *program = panel->program;
	size_t most = 1;
	for (uint32_t i = 0; i < program->targets; i++)
		most += program->target[i].goals;
	*count = 0;
	if (!(*out = qn_arena_array(arena, most, sizeof **out)))
		return qn_no_memory(err);
	for (uint32_t i = 0; i < program->targets; i++)
		for (uint32_t k = 0; k < program->target[i].goals && !program->target[i].compared; k++) {
			int period = qn_panel_index(panel, program->target[i].goal[k].due);
			if (period > panel->base && period < panel->periods)
				(*out)[(*count)++] = (qn_aim){ .target = i, .goal = k, .period = period, .op = qn_goal_op(program, i, k) };
		}
	return QN_OK;
}

double qn_aim_threshold(const qn_projection *p, const qn_aim *aim)
{
	return aim->goal == QN_NONE ? aim->threshold : p->threshold[aim->target][aim->goal];
}

qn_chance qn_aim_chance(const qn_projection *p, const qn_aim *aim)
{
	const double *value = qn_projection_values(p, aim->target, aim->period);
	uint32_t yes = 0, known = 0;
	if (aim->goal != QN_NONE)
		return qn_projection_chance(p, aim->target, aim->goal);
	for (uint32_t i = 0; value && i < p->paths; i++)
		yes += qn_reaches(aim->op, value[i], aim->threshold), known += !qn_is_missing(value[i]);
	return qn_chance_of(yes, p->paths - known, p->paths);
}

/* Of n paths, k at least get there: the k-th best of them decides, and one on which nothing is known is not among them. */
int qn_aim_reached(const qn_projection *p, const qn_aim *aim, double chance, double *beyond, double *reached, qn_error *err)
{
	const double *value = qn_projection_values(p, aim->target, aim->period);
	double threshold = qn_aim_threshold(p, aim), *sorted = malloc(((size_t)p->paths + 1) * sizeof *sorted);
	bool up = aim->op == QN_GE || aim->op == QN_GT, strict = aim->op == QN_GT || aim->op == QN_LT;
	size_t known = 0;
	*beyond = *reached = QN_MISSING;
	if (!sorted)
		return qn_no_memory(err);
	for (uint32_t i = 0; value && i < p->paths; i++)
		if (!qn_is_missing(value[i]))
			sorted[known++] = value[i];
	qsort(sorted, known, sizeof *sorted, qn_rising);
	size_t most = (size_t)ceil(chance * (double)p->paths * (1 - 1e-12)), k = most < 1 ? 1 : most > p->paths ? p->paths : most;
	if (k <= known) {
		*reached = up ? sorted[known - k] : sorted[k - 1];
		*beyond = up ? *reached - threshold : threshold - *reached;
		if (strict && *beyond == 0)
			*beyond = -1e-300;
	}
	free(sorted);
	return QN_OK;
}
