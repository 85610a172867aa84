/* SPDX-License-Identifier: Apache-2.0 */
#include "assess/lever.h"
#include <string.h>
#include "assess/layers.h"
#include "assess/value.h"
#include "assess/when.h"
#include "base/text.h"
#include "lanes/random.h"
#include "plan/recognition.h"

typedef struct { const qn_panel *panel; } name_list;

/* Parameters that are numbers and assumptions; an open reading has no bounds. */
static const char *lever_name(const void *context, size_t i)
{
	const qn_panel *panel = ((const name_list *)context)->panel;
	const qn_program *program = panel->program;
	if (i < program->parameters)
		return program->parameter[i].id;
	i -= program->parameters;
	return i < program->assumptions ? program->assumption[i].id : panel->catalogue->indicator[i - program->assumptions].id;
}

static int find_growth(qn_panel *panel, char *name, qn_lever *out, qn_error *err)
{
	char *who = strchr(name, ':');
	long percent = qn_units_find(&panel->catalogue->units, "%");
	if (who)
		*who = 0;
	long indicator = qn_catalogue_indicator(panel->catalogue, name);
	if (indicator < 0) {
		name_list list = { panel };
		long near = qn_text_nearest(name, lever_name, &list, panel->program->parameters + panel->program->assumptions + panel->catalogue->indicators);
		return near < 0 ? qn_fail_both(err, QN_EUSAGE, "--vary %s:没有叫这个名称的参数、假设或指标", "--vary %s: no parameter, assumption or indicator is called so", name)
			: qn_fail_both(err, QN_EUSAGE, "--vary %s:没有叫这个名称的参数、假设或指标:是不是 %s?", "--vary %s: no parameter, assumption or indicator is called so: did you mean %s?",
				name, lever_name(&list, (size_t)near));
	}
	out->grows = true, out->index = (uint32_t)indicator, out->unit = percent < 0 ? QN_NONE : (uint32_t)percent;
	return qn_whom_find(panel, who ? who + 1 : "all", &out->whom, err);
}

static int find_what(qn_panel *panel, char *name, qn_lever *out, qn_error *err)
{
	const qn_program *program = panel->program;
	long parameter = qn_program_parameter_called(program, name), assumption = qn_program_assumption_called(program, name);
	if (parameter < 0 && assumption < 0)
		return find_growth(panel, name, out, err);
	if (parameter >= 0 && program->parameter[parameter].readings)
		return qn_fail_both(err, QN_EUSAGE, "--vary %s:它是读法选项,不是数:qunce readings 比较它的各种读法",
			"--vary %s: it is an open reading, not a number: qunce readings compares its readings", name);
	out->assumed = parameter < 0;
	out->index = (uint32_t)(parameter < 0 ? assumption : parameter);
	out->unit = parameter < 0 ? program->assumption[assumption].unit : program->parameter[parameter].unit;
	return QN_OK;
}

static int read_bounds(const qn_panel *panel, const char *text, const char *bounds, qn_lever *out, qn_error *err)
{
	const char *dots = strstr(bounds, "..");
	if (!dots)
		return qn_fail_both(err, QN_EUSAGE, "--vary %s:请写“名称=低..高”,如 growth=2%%..15%%", "--vary %s: write NAME=LOW..HIGH, as in growth=2%%..15%%", text);
	const char *slash = strrchr(dots, '/');
	if (slash && slash[1] && !slash[1 + strspn(slash + 1, "0123456789")])
		return qn_fail_both(err, QN_EUSAGE, "--vary %s:分几步(%s)只用于 sweep:这里请删去", "--vary %s: steps (%s) are of sweep alone: leave them out here", text, slash);
	int rc = qn_value_read(panel->catalogue, out->unit, bounds, (size_t)(dots - bounds), &out->low, err);
	if (rc == QN_OK)
		rc = qn_value_read(panel->catalogue, out->unit, dots + 2, strlen(dots + 2), &out->high, err);
	if (rc == QN_OK && !(out->low < out->high))
		return qn_fail_both(err, QN_EUSAGE, "--vary %s:区间要由低到高", "--vary %s: the bounds must rise", text);
	if (rc == QN_OK && out->grows && out->low <= -1)
		return qn_fail_both(err, QN_EUSAGE, "--vary %s:下降不能达到或超过 100%%", "--vary %s: nothing can shrink by 100%% or more", text);
	return rc;
}

int qn_lever_read(qn_panel *panel, const qn_changes *changes, qn_arena *arena, const char *text, qn_lever *out, qn_error *err)
{
	const char *equals = strchr(text, '=');
	char *name = qn_arena_copy(arena, text, equals ? (size_t)(equals - text) : strlen(text)), *at = name ? strchr(name, '@') : NULL;
	*out = (qn_lever){ .from = QN_NO_PERIOD, .until = QN_NO_PERIOD, .whom.entity = QN_EVERYONE };
	if (!name)
		return qn_no_memory(err);
	if (!equals || equals == text)
		return qn_fail_both(err, QN_EUSAGE, "--vary %s:请写“名称=低..高”,如 growth=2%%..15%%", "--vary %s: write NAME=LOW..HIGH, as in growth=2%%..15%%", text);
	int rc = at ? qn_when_span(panel->catalogue, at + 1, &out->from, &out->until, err) : QN_OK;
	if (!(out->name = qn_arena_text(arena, name)))
		return qn_no_memory(err);
	if (at)
		*at = 0;
	if (rc == QN_OK)
		rc = find_what(panel, name, out, err);
	if (rc == QN_OK)
		rc = read_bounds(panel, text, equals + 1, out, err);
	bool lasts = rc == QN_OK && !out->grows && !out->assumed && qn_recognition_lasts(panel->program, out->index);
	if (lasts && (!qn_length_fits(out->low) || !qn_length_fits(out->high)))
		return qn_fail_both(err, QN_EUSAGE, "--vary %s:%s 是期限,两端应是 1 至 %d 的整数", "--vary %s: %s says how long, and its bounds must be whole numbers from 1 to %d", text,
			panel->program->parameter[out->index].id, QN_LASTS_MOST);
	const qn_override setting = { .assumed = out->assumed, .index = out->index, .from = out->from, .until = out->until };
	if (rc == QN_OK && !out->grows)
		rc = qn_setting_heard(&setting, panel, QN_EUSAGE, "--vary", err);
	if (rc == QN_OK && !out->grows)
		rc = qn_setting_taken(&setting, changes, changes, panel, QN_EUSAGE, "--vary", err);
	return rc;
}

static bool move_the_same(const qn_lever *a, const qn_lever *b)
{
	bool meet = (a->until == QN_NO_PERIOD || b->from == QN_NO_PERIOD || b->from <= a->until) && (b->until == QN_NO_PERIOD || a->from == QN_NO_PERIOD || a->from <= b->until);
	bool alike = !a->grows || (a->whom.group == b->whom.group && (a->whom.group ? a->whom.member == b->whom.member : a->whom.entity == b->whom.entity));
	return meet && alike && a->grows == b->grows && a->assumed == b->assumed && a->index == b->index;
}

int qn_lever_apart(const qn_lever *before, uint32_t levers, const qn_lever *lever, qn_error *err)
{
	for (uint32_t i = 0; i < levers; i++)
		if (move_the_same(&before[i], lever))
			return qn_fail_both(err, QN_EUSAGE, "--vary %s:与 --vary %s 变动的是同一项:只留一个", "--vary %s: moves what --vary %s does: leave one of them out", lever->name, before[i].name);
	return QN_OK;
}

double qn_lever_now(const qn_lever *lever, const qn_changes *changes, const qn_panel *panel)
{
	int from = lever->from == QN_NO_PERIOD ? panel->base + 1 : qn_panel_index(panel, lever->from);
	int index = from <= panel->base ? panel->base + 1 : from; /* what is past is not asked about */
	index = index >= panel->periods ? panel->periods - 1 : index;
	if (lever->grows)
		return 0;
	qn_distribution now = lever->assumed ? qn_changes_assumption(changes, panel, lever->index, index) : qn_changes_parameter(changes, panel, lever->index, index);
	return qn_median(&now);
}

static int set_one(const qn_lever *lever, double value, const qn_panel *panel, qn_changes *out, qn_error *err)
{
	if (lever->grows) {
		qn_hit hit = { .kind = QN_SCALE, .indicator = lever->index, .peers = QN_NONE, .whom = lever->whom, .size = value, .yearly = true,
			.from = lever->from == QN_NO_PERIOD ? qn_panel_period(panel, panel->base + 1) : lever->from, .until = lever->until,
			.layer = out->layers, .where = qn_command_line, .verb = "--vary" };
		return qn_changes_add_hit(out, &hit, err);
	}
	if (!qn_grow(&out->arena, (void **)&out->override, out->overrides, sizeof *out->override))
		return qn_no_memory(err);
	out->override[out->overrides++] = (qn_override){ .assumed = lever->assumed, .index = lever->index, .value = { .kind = QN_FIXED, .a = value },
		.from = lever->from, .until = lever->until, .layer = out->layers, .where = qn_command_line };
	return QN_OK;
}

/* Copies what grows, so that what is added falls into an arena of its own. */
static bool copy_lists(const qn_changes *changes, qn_changes *out)
{
	out->override = NULL, out->hit = NULL, out->overrides = out->hits = 0;
	for (; out->overrides < changes->overrides; out->overrides++) {
		if (!qn_grow(&out->arena, (void **)&out->override, out->overrides, sizeof *out->override))
			return false;
		out->override[out->overrides] = changes->override[out->overrides];
	}
	for (; out->hits < changes->hits; out->hits++) {
		if (!qn_grow(&out->arena, (void **)&out->hit, out->hits, sizeof *out->hit))
			return false;
		out->hit[out->hits] = changes->hit[out->hits];
	}
	return true;
}

int qn_levers_set(const qn_changes *changes, const qn_panel *panel, const qn_lever *lever, const double *value, uint32_t levers, qn_changes *out, qn_error *err)
{
	*out = *changes;
	out->arena = (qn_arena){ 0 };
	int rc = copy_lists(changes, out) ? QN_OK : qn_no_memory(err);
	for (uint32_t i = 0; rc == QN_OK && i < levers; i++)
		rc = set_one(&lever[i], value[i], panel, out, err);
	if (rc < 0)
		qn_changes_free(out);
	return rc;
}
