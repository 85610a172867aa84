/* SPDX-License-Identifier: Apache-2.0 */
/* changes.c - resolves what a question changes, and answers a run that asks what is in force when. */
#include "assess/changes.h"
#include <string.h>
#include "assess/layers.h"
#include "assess/value.h"
#include "assess/when.h"
#include "base/text.h"
#include "plan/recognition.h"

typedef struct { const qn_program *program; } name_list;

static const char *setting_name(const void *context, size_t i)
{
	const qn_program *program = ((const name_list *)context)->program;
	return i < program->parameters ? program->parameter[i].id : program->assumption[i - program->parameters].id;
}

static int find_setting(const qn_program *program, const char *name, qn_override *out, qn_error *err)
{
	long parameter = qn_program_parameter_called(program, name), assumption = qn_program_assumption_called(program, name);
	if (parameter < 0 && assumption < 0) {
		name_list list = { program };
		long near = qn_text_nearest(name, setting_name, &list, program->parameters + program->assumptions);
		if (near >= 0)
			return qn_fail_both(err, QN_EUSAGE, "没有叫“%s”的参数、读法选项或假设:是不是 %s?", "no parameter, option or assumption is called \"%s\": did you mean %s?",
				name, setting_name(&list, (size_t)near));
		return qn_fail_both(err, QN_EUSAGE, "没有叫“%s”的参数、读法选项或假设:请看 qunce list 库 parameters(或 options、assumptions)",
			"no parameter, option or assumption is called \"%s\": qunce list STORE parameters shows them", name);
	}
	out->assumed = parameter < 0;
	out->index = (uint32_t)(parameter < 0 ? assumption : parameter);
	return QN_OK;
}

static int add_override(qn_changes *changes, const qn_override *override, qn_error *err)
{
	if (!qn_grow(&changes->arena, (void **)&changes->override, changes->overrides, sizeof *changes->override))
		return qn_no_memory(err);
	changes->override[changes->overrides++] = *override;
	return QN_OK;
}

static bool is_of_one_thing(const qn_override *a, const qn_override *b)
{
	return a->layer == b->layer && a->assumed == b->assumed && a->index == b->index;
}

/* As in a scenario's `from`: what begins later decides from there, and a range over the bare date it begins with. */
static int by_precedence(const qn_override *a, const qn_override *b)
{
	int dated = (a->from != QN_NO_PERIOD) - (b->from != QN_NO_PERIOD), later = (a->from > b->from) - (a->from < b->from);
	return dated ? dated : later ? later : (a->until != QN_NO_PERIOD) - (b->until != QN_NO_PERIOD);
}

/* Before what decides over it, whatever the order they were said in. */
static int place_override(qn_changes *changes, const qn_override *override, const char *said, qn_error *err)
{
	uint32_t count = changes->overrides, at = count;
	for (uint32_t i = 0; i < count; i++) {
		int order = is_of_one_thing(&changes->override[i], override) ? by_precedence(&changes->override[i], override) : -1;
		if (order == 0)
			return qn_fail_both(err, QN_EUSAGE, "--set %s:它与另一个 --set 从同一时间起设同一项,分不出哪个是例外:只写一个,或让起始时间不同",
				"--set %s: another --set begins at the same time and sets the same, and neither is the exception: write one, or let them begin apart", said);
		if (order > 0 && at == count)
			at = i;
	}
	int rc = add_override(changes, override, err);
	if (rc < 0 || at == count)
		return rc;
	memmove(&changes->override[at + 1], &changes->override[at], (count - at) * sizeof *override);
	changes->override[at] = *override;
	return QN_OK;
}

static const char *reading_name(const void *context, size_t i)
{
	return ((const qn_parameter *)context)->reading[i].id;
}

static int read_reading(const qn_parameter *option, const char *text, qn_distribution *out, qn_error *err)
{
	for (uint32_t i = 0; i < option->readings; i++)
		if (!strcmp(option->reading[i].id, text)) {
			*out = (qn_distribution){ .kind = QN_FIXED, .a = i };
			return QN_OK;
		}
	long near = qn_text_nearest(text, reading_name, option, option->readings);
	qn_buffer all = { 0 };
	for (uint32_t i = 0; near < 0 && i < option->readings; i++)
		qn_buffer_printf(&all, "%s%s", i ? ", " : "", option->reading[i].id);
	int rc = near >= 0 ? qn_fail_both(err, QN_EUSAGE, "“%s”不是 %s 的读法:是不是 %s?", "\"%s\" is not a reading of %s: did you mean %s?", text, option->id, option->reading[near].id)
		: all.failed ? qn_no_memory(err)
		: qn_fail_both(err, QN_EUSAGE, "“%s”不是 %s 的读法:可写 %s", "\"%s\" is not a reading of %s: %s are", text, option->id, all.data ? all.data : "");
	qn_buffer_free(&all);
	return rc;
}

/* How long a title or a stage lasts is one whole number, and none that is drawn. */
static int check_length(const qn_program *program, const qn_override *override, qn_status blame, const char *said, qn_error *err)
{
	if (override->assumed || !qn_recognition_lasts(program, override->index) || (override->value.kind == QN_FIXED && qn_length_fits(override->value.a)))
		return QN_OK;
	if (!said)
		return qn_no_memory(err);
	return qn_fail_both(err, blame, "%s:%s 是期限,应是 1 至 %d 的整数", "%s: %s says how long, and must be a whole number from 1 to %d", said,
		program->parameter[override->index].id, QN_LASTS_MOST);
}

static char *copy_bare(qn_arena *arena, const char *text, size_t length)
{
	while (length && *text == ' ')
		text++, length--;
	while (length && text[length - 1] == ' ')
		length--;
	return qn_arena_copy(arena, text, length);
}

static int read_setting(qn_changes *changes, const qn_catalogue *catalogue, const qn_program *program, const char *text, qn_override *out, qn_error *err)
{
	qn_override override = { .from = QN_NO_PERIOD, .until = QN_NO_PERIOD, .layer = changes->layers, .where = qn_command_line };
	const char *equals = strchr(text, '='), *at;
	char *name = copy_bare(&changes->arena, text, equals ? (size_t)(equals - text) : 0);
	char *value = equals ? copy_bare(&changes->arena, equals + 1, strlen(equals + 1)) : name;
	if (!name || !value)
		return qn_no_memory(err);
	if (!*name)
		return qn_fail_both(err, QN_EUSAGE, "--set %s:请写“名称=值”,如 growth=4%%", "--set %s: write NAME=VALUE, as in growth=4%%", text);
	int rc = find_setting(program, name, &override, err);
	if (rc == QN_OK && (at = strrchr(value, '@'))) {
		const char *span = copy_bare(&changes->arena, at + 1, strlen(at + 1));
		value = copy_bare(&changes->arena, value, (size_t)(at - value));
		rc = span && value ? qn_when_span(catalogue, span, &override.from, &override.until, err) : qn_no_memory(err);
	}
	if (rc < 0)
		return rc;
	const qn_parameter *parameter = override.assumed ? NULL : &program->parameter[override.index];
	if (parameter && parameter->readings)
		rc = read_reading(parameter, value, &override.value, err);
	else
		rc = qn_distribution_read(catalogue, parameter ? parameter->unit : program->assumption[override.index].unit, value,
			strlen(value), &override.value, err);
	if (rc == QN_OK)
		rc = check_length(program, &override, QN_EUSAGE, qn_arena_printf(&changes->arena, "--set %s", text), err);
	*out = override;
	return rc;
}

int qn_changes_set(qn_changes *changes, const qn_catalogue *catalogue, const qn_program *program, const char *text, qn_error *err)
{
	qn_override override;
	int rc = read_setting(changes, catalogue, program, text, &override, err);
	return rc < 0 ? rc : place_override(changes, &override, text, err);
}

int qn_changes_set_last(qn_changes *changes, const qn_catalogue *catalogue, const qn_program *program, const char *text, qn_error *err)
{
	qn_override override;
	int rc = read_setting(changes, catalogue, program, text, &override, err);
	return rc < 0 ? rc : add_override(changes, &override, err);
}

static int scenario_change(qn_changes *changes, const qn_program *program, const qn_change *change, qn_override override, qn_error *err)
{
	override.from = change->from, override.until = change->until, override.value = change->value;
	int rc = find_setting(program, change->name, &override, err);
	if (rc == QN_OK && change->reading)
		rc = read_reading(&program->parameter[override.index], change->reading, &override.value, err);
	if (rc == QN_OK)
		rc = check_length(program, &override, QN_ESCRIPT, override.where, err);
	return rc < 0 ? rc : add_override(changes, &override, err);
}

int qn_changes_overrides(qn_changes *changes, const qn_program *program, const qn_program *from, uint32_t scenario, qn_error *err)
{
	const qn_scenario *about = &from->scenario[scenario];
	for (uint32_t i = 0; i < about->changes; i++) {
		const char *where = qn_place_text(from, about->change[i].place, &changes->arena);
		int rc = !changes->arena.failed ? scenario_change(changes, program, &about->change[i], (qn_override){ .layer = scenario, .where = where }, err) : qn_no_memory(err);
		if (rc < 0)
			return rc;
	}
	return QN_OK;
}

int qn_setting_heard(const qn_override *o, const qn_panel *panel, qn_status blame, const char *where, qn_error *err)
{
	bool projected = panel->periods - 1 > panel->base;
	const char *id = o->assumed ? panel->program->assumption[o->index].id : panel->program->parameter[o->index].id;
	qn_period last = qn_panel_period(panel, panel->periods - 1);
	/* what is assumed or drawn is heard where something is projected; without a projection, a command may make its own (backtest) */
	qn_period first = projected && (o->assumed || o->value.kind != QN_FIXED) ? qn_panel_period(panel, panel->base + 1) : panel->first;
	char text[24], bound[24];
	if (o->from != QN_NO_PERIOD && o->from > last) {
		qn_period_text(o->from, text), qn_period_text(last, bound);
		return projected ? qn_fail_both(err, blame, "%s:%s 从 %s 起,超出预测期 %s:可用 --until %s 延长",
				"%s: %s from %s is beyond the horizon, %s: --until %s carries it further", where, id, text, bound, text)
			: qn_fail_both(err, blame, "%s:%s 从 %s 起,而这里最后看的是 %s:什么都不会变", "%s: %s from %s is after %s, the last period looked at here: nothing would change", where, id, text, bound);
	}
	if (o->until == QN_NO_PERIOD || o->until >= first)
		return QN_OK;
	qn_period_text(o->until, text), qn_period_text(first, bound);
	return qn_fail_both(err, blame, "%s:%s 到 %s 为止,而这里从 %s 起才用到它:什么都不会变", "%s: %s until %s is over before %s, from when on it is heard here: nothing would change", where, id, text, bound);
}

int qn_changes_heard(const qn_changes *changes, const qn_panel *panel, qn_error *err)
{
	int rc = QN_OK;
	for (uint32_t i = 0; rc == QN_OK && i < changes->overrides; i++) {
		const qn_override *o = &changes->override[i];
		bool script = o->layer < changes->layers;
		rc = qn_setting_heard(o, panel, script ? QN_ESCRIPT : QN_EUSAGE, script ? o->where : "--set", err);
	}
	return rc;
}

static bool is_read(const qn_program *program, uint32_t assumption)
{
	for (uint32_t i = 0; i < program->nodes; i++)
		if (program->node[i].op == QN_ASSUME && program->node[i].symbol == assumption)
			return true;
	return false;
}

/* The measure whose size an assumption is, and which no rule reads; NULL: none. */
static const qn_measure *sized_by(const qn_program *program, uint32_t assumption)
{
	for (uint32_t i = 0; i < program->measures; i++)
		for (uint32_t k = 0; k < program->measure[i].effects; k++)
			if (program->measure[i].effect[k].assumption == assumption)
				return is_read(program, assumption) ? NULL : &program->measure[i];
	return NULL;
}

static bool takes_size(const qn_changes *changes, uint32_t assumption)
{
	for (uint32_t i = 0; i < changes->hits; i++)
		if (changes->hit[i].assumption == (long)assumption + 1)
			return true;
	return false;
}

int qn_setting_taken(const qn_override *o, const qn_changes *changes, const qn_changes *beside, const qn_panel *panel, qn_status blame, const char *where, qn_error *err)
{
	const qn_measure *measure = o->assumed ? sized_by(panel->program, o->index) : NULL;
	if (!measure || takes_size(changes, o->index) || takes_size(beside, o->index))
		return QN_OK;
	return qn_fail_both(err, blame, "%s:%s 是措施 %s 的幅度,而这里没有采取这项措施:什么都不会变;请在情景里写 measure(%s, 对象, 何时)",
		"%s: %s is the size of measure %s, which nothing here takes: nothing would change; a scenario takes it by measure(%s, who, when)", where,
		panel->program->assumption[o->index].id, measure->id, measure->id);
}

int qn_changes_taken(const qn_changes *changes, const qn_changes *beside, const qn_panel *panel, qn_error *err)
{
	int rc = QN_OK;
	for (uint32_t i = 0; rc == QN_OK && i < changes->overrides; i++) {
		const qn_override *o = &changes->override[i];
		bool script = o->layer < changes->layers;
		rc = qn_setting_taken(o, changes, beside, panel, script ? QN_ESCRIPT : QN_EUSAGE, script ? o->where : "--set", err);
	}
	return rc;
}

void qn_changes_free(qn_changes *changes)
{
	qn_arena_free(&changes->arena);
	*changes = (qn_changes){ 0 };
}

bool qn_override_holds(const qn_override *override, const qn_panel *panel, int index)
{
	qn_period period = qn_panel_period(panel, index);
	return (override->from == QN_NO_PERIOD || period >= override->from) && (override->until == QN_NO_PERIOD || period <= override->until);
}

const qn_override *qn_changes_override(const qn_changes *changes, const qn_panel *panel, bool assumed, uint32_t index, int period)
{
	for (uint32_t i = changes->overrides; i-- > 0;) {
		const qn_override *override = &changes->override[i];
		bool drawn_too_early = override->value.kind != QN_FIXED && period <= panel->base;
		if (override->assumed == assumed && override->index == index && !drawn_too_early && qn_override_holds(override, panel, period))
			return override;
	}
	return NULL;
}

qn_distribution qn_changes_parameter(const qn_changes *changes, const qn_panel *panel, uint32_t parameter, int index)
{
	const qn_override *override = qn_changes_override(changes, panel, false, parameter, index);
	if (override)
		return override->value;
	return (qn_distribution){ .kind = QN_FIXED, .a = qn_parameter_at(&panel->program->parameter[parameter], panel->day[index]) };
}

qn_distribution qn_changes_assumption(const qn_changes *changes, const qn_panel *panel, uint32_t assumption, int index)
{
	const qn_override *override = qn_changes_override(changes, panel, true, assumption, index);
	return override ? override->value : panel->program->assumption[assumption].usual;
}

static int setup_year(const void *context, int period)
{
	return qn_period_year(qn_panel_period(((const qn_setup *)context)->panel, period));
}

static qn_pieces setup_column(const void *context, uint32_t indicator, int period)
{
	const qn_panel *panel = ((const qn_setup *)context)->panel;
	return panel->series[indicator].column && period <= panel->base ? panel->series[indicator].column[period].piece : NULL;
}

static qn_pieces setup_held(const void *context, uint32_t indicator)
{
	return ((const qn_setup *)context)->panel->series[indicator].held;
}

static const uint32_t *setup_group(const void *context, uint32_t kind)
{
	return ((const qn_setup *)context)->panel->group[kind];
}

static uint32_t setup_groups(const void *context, uint32_t kind)
{
	return ((const qn_setup *)context)->panel->catalogue->member[kind].count;
}

static uint64_t setup_member_hash(const void *context, uint32_t kind, uint32_t member)
{
	return ((const qn_setup *)context)->panel->member_hash[kind][member];
}

static double setup_parameter(const void *context, uint32_t parameter, int period)
{
	const qn_setup *setup = context;
	return qn_changes_parameter(setup->changes, setup->panel, parameter, period).a;
}

static qn_setting setup_parameter_setting(const void *context, uint32_t parameter, int period)
{
	const qn_setup *setup = context;
	return (qn_setting){ .value = qn_changes_parameter(setup->changes, setup->panel, parameter, period), .reach = QN_BY_PATH,
		.mix = qn_setup_mix(setup, false, parameter) };
}

static qn_setting setup_assumption_setting(const void *context, uint32_t assumption, int period)
{
	const qn_setup *setup = context;
	const qn_assumption *about = &setup->panel->program->assumption[assumption];
	return (qn_setting){ .value = qn_changes_assumption(setup->changes, setup->panel, assumption, period), .reach = about->reach, .group = about->group,
		.mix = qn_setup_mix(setup, true, assumption) };
}

static const char *stream_of(const qn_setup *setup, uint32_t at, const char *own)
{
	const char *other = setup->changes->stream ? setup->changes->stream[at] : NULL;
	return other ? other : own;
}

static const char *setup_parameter_name(const void *context, uint32_t parameter)
{
	const qn_program *program = ((const qn_setup *)context)->panel->program;
	return stream_of(context, program->assumptions + parameter, program->parameter[parameter].id);
}

static const char *setup_assumption_name(const void *context, uint32_t assumption)
{
	return stream_of(context, assumption, ((const qn_setup *)context)->panel->program->assumption[assumption].id);
}

static uint32_t setup_ordinal(const void *context, int period)
{
	return qn_panel_period(((const qn_setup *)context)->panel, period);
}

int qn_setup_make(qn_setup *setup, const qn_panel *panel, const qn_changes *changes, qn_inputs *out, qn_error *err)
{
	*setup = (qn_setup){ .panel = panel, .changes = changes };
	int rc = qn_setup_blows(setup, err);
	if (rc == QN_OK)
		rc = qn_setup_mixes(setup, err);
	if (rc < 0)
		return rc;
	*out = (qn_inputs){ .entities = panel->entities, .periods = panel->periods, .base = panel->base, .year = setup_year,
		.column = setup_column, .held = setup_held, .group = setup_group, .groups = setup_groups,
		.entity_hash = panel->entity_hash, .member_hash = setup_member_hash, .parameter = setup_parameter,
		.parameter_setting = setup_parameter_setting, .assumption_setting = setup_assumption_setting,
		.parameter_name = setup_parameter_name, .assumption_name = setup_assumption_name, .ordinal = setup_ordinal,
		.blow = setup->blow, .blows = setup->blows, .context = setup };
	return QN_OK;
}

void qn_setup_free(qn_setup *setup)
{
	qn_arena_free(&setup->arena);
}
