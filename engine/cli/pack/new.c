/* SPDX-License-Identifier: Apache-2.0 */
/* new.c - what one begins with. A scenario's first file, commented, with names of the store if one is given: it runs as it is and
 * changes nothing, each line in it is there to be changed. */
#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include "base/text.h"
#include "cli/pack/new.h"
#include "cli/session.h"
#include "cli/show.h"
#include "files/outfile.h"

/* The names that the lines speak of; fall and more are shares, NULL in a pack that has no word for one. */
typedef struct { const char *setting, *value, *moved, *who, *group, *from, *until, *amount, *fall, *more; } starter;

static const starter unknown = { "ASSUMPTION", "normal(pct(5), pct(1))", "INDICATOR", "NAME", "KIND:NAME", "2027", "2030", "100", "pct(-20)", "pct(2)" };

/* pct(5), or a plain number where the unit has no maker. */
static const char *lua_number(cli_session *se, double reference, uint32_t unit)
{
	const qn_unit *about = unit == QN_NONE ? NULL : &se->catalogue->units.unit[unit];
	double number = about ? qn_unit_from_reference(about, reference) : reference;
	return about && about->maker ? qn_arena_printf(&se->arena, "%s(%.10g)", about->maker, number) : qn_arena_printf(&se->arena, "%.10g", number);
}

static const char *lua_spread(cli_session *se, const qn_distribution *d, uint32_t unit)
{
	const char *a = lua_number(se, d->a, unit), *b = lua_number(se, d->b, unit);
	switch (d->kind) {
	case QN_NORMAL: return qn_arena_printf(&se->arena, "normal(%s, %s)", a, b);
	case QN_LOGNORMAL: return qn_arena_printf(&se->arena, "lognormal(%.10g, %.10g)", d->a, d->b);
	case QN_UNIFORM: return qn_arena_printf(&se->arena, "uniform(%s, %s)", a, b);
	case QN_TRIANGULAR: return qn_arena_printf(&se->arena, "triangular(%s, %s, %s)", a, b, lua_number(se, d->c, unit));
	default: return a;
	}
}

/* A name as the key of a table: drift, ["measure.5.revenue"]. */
static const char *lua_key(cli_session *se, const char *name)
{
	bool plain = strspn(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_") == strlen(name) && (*name < '0' || *name > '9');
	return plain ? name : qn_arena_printf(&se->arena, "[\"%s\"]", name);
}

/* An assumption of a whole future, by preference: what most scenarios change. */
static const qn_assumption *choose_setting(const qn_program *program)
{
	for (uint32_t i = 0; i < program->assumptions; i++)
		if (program->assumption[i].reach == QN_BY_PATH)
			return &program->assumption[i];
	return program->assumptions ? program->assumption : NULL;
}

static void name_moved(cli_session *se, starter *with)
{
	const qn_model *model = se->program->models ? se->program->model : NULL;
	uint32_t first = QN_NONE;
	for (uint32_t i = 0; model && i < model->states; i++)
		first = model->state[i].indicator < first ? model->state[i].indicator : first;
	if (first == QN_NONE)
		return;
	with->moved = se->catalogue->indicator[first].id;
	with->amount = lua_number(se, qn_unit_to_reference(&se->catalogue->units.unit[se->catalogue->indicator[first].unit], 100), se->catalogue->indicator[first].unit);
}

static void name_shares(cli_session *se, starter *with)
{
	const qn_units *units = &se->catalogue->units;
	with->fall = with->more = NULL;
	for (uint32_t i = 0; i < units->units && !with->fall; i++)
		if (units->unit[i].kind == QN_UNIT_RATIO && units->unit[i].dimension == 0 && units->unit[i].maker)
			with->fall = lua_number(se, -0.2, i), with->more = lua_number(se, 0.02, i);
}

static int name_who(cli_session *se, starter *with, qn_error *err)
{
	const qn_catalogue *catalogue = se->catalogue;
	const uint32_t *order;
	uint32_t count;
	int rc = qn_entity_order(se->snapshot, catalogue->subject, &order, &count, err);
	const qn_entity *who = rc == QN_OK && count ? qn_entity_borrow(se->snapshot, catalogue->subject, order ? order[0] : 0, err) : NULL;
	if (rc == QN_OK && count && !who)
		rc = qn_failed(err);
	if (who)
		with->who = qn_arena_text(&se->arena, who->id);
	for (uint32_t k = 0; k < catalogue->kinds; k++)
		if (k != catalogue->subject && catalogue->member[k].count > 1) {
			with->group = qn_arena_printf(&se->arena, "%s:%s", catalogue->kind[k].id, title_of(se, catalogue->member[k].title[0]));
			break;
		}
	return rc;
}

/* Names of the pack, values as it has them. */
static int fill(cli_session *se, starter *with, bool *known, qn_error *err)
{
	const qn_assumption *setting = choose_setting(se->program);
	qn_period last = qn_projection_horizon(se->program);
	*known = setting;
	if (setting) {
		with->setting = lua_key(se, setting->id);
		with->value = lua_spread(se, &setting->usual, setting->unit);
	}
	if (last != QN_NO_PERIOD) {
		with->from = period_text(se, qn_period_add(last, -3));
		with->until = period_text(se, last);
	}
	name_moved(se, with);
	name_shares(se, with);
	int rc = name_who(se, with, err);
	return rc == QN_OK && se->arena.failed ? qn_no_memory(err) : rc;
}

static void write_growth(qn_buffer *out, const starter *w)
{
	if (w->more)
		qn_buffer_printf(out, "  -- extra_growth(\"%s\", \"%s\", %s, \"%s..%s\"),\n", w->moved, w->group, w->more, w->from, w->until);
	qn_buffer_printf(out, "  -- halt(\"%s\", \"%s\", \"%s\"),\n  -- reach(\"%s\", \"%s\", %s, \"%s\"),\n\n", w->moved, w->who, w->from, w->moved, w->who, w->amount, w->until);
}

static void write_english(qn_buffer *out, const char *title, const starter *w, bool known)
{
	qn_buffer_printf(out, "-- %s: what if …? Say here what this scenario asks.\n", title);
	qn_buffer_text(out, "-- Run it: qunce run STORE THIS-FILE. What can be changed: qunce list STORE assumptions, parameters, options,\n"
		"-- indicators. Every word, with an example: qunce help words.\n");
	qn_buffer_printf(out, "return scenario \"%s\" {\n  -- Only what differs is written down. %s\n\n", title, known
		? "The line below says what the pack says: change the number and run again." : "Take the -- from a line, put in names of your store, and run again.");
	qn_buffer_printf(out, "  %sset = { %s = %s },\n\n", known ? "" : "-- ", w->setting, w->value);
	qn_buffer_printf(out, "  -- The same from a period on, or over some of them: [\"%s..%s\"].\n  -- from = { [\"%s\"] = { %s = %s } },\n\n", w->from, w->until, w->from, w->setting, w->value);
	if (w->fall)
		qn_buffer_printf(out, "  -- A blow in one period, on one, on a group, or on \"all\".\n  -- shock(\"%s\", \"%s\", %s, \"%s\"),\n\n", w->moved, w->who, w->fall, w->from);
	qn_buffer_text(out, "  -- Growth: more than the model says, none at all, or whatever it takes to get there.\n");
	write_growth(out, w);
	qn_buffer_text(out, "  ask = { \"targets\", \"at_risk\" },\n}\n");
}

static void write_chinese(qn_buffer *out, const char *title, const starter *w, bool known)
{
	qn_buffer_printf(out, "-- %s:如果……会怎样?在这里写明这个情景问什么。\n", title);
	qn_buffer_text(out, "-- 运行: qunce run 库 本文件。能改什么: qunce list 库 assumptions(假设)、parameters(参数)、options(读法)、\n"
		"-- indicators(指标)。每个词和例子: qunce help words --lang zh。\n");
	qn_buffer_printf(out, "return scenario \"%s\" {\n  -- 只写与基准不同之处。%s\n\n", title, known
		? "下面一行与规则包相同:改一个数,再运行。" : "去掉一行前面的 --,换上库里的名称,再运行。");
	qn_buffer_printf(out, "  %sset = { %s = %s },\n\n", known ? "" : "-- ", w->setting, w->value);
	qn_buffer_printf(out, "  -- 从某期起改变,或只在几期内:[\"%s..%s\"]。\n  -- from = { [\"%s\"] = { %s = %s } },\n\n", w->from, w->until, w->from, w->setting, w->value);
	if (w->fall)
		qn_buffer_printf(out, "  -- 某一期的冲击:一个对象、一组,或 \"all\"。\n  -- shock(\"%s\", \"%s\", %s, \"%s\"),\n\n", w->moved, w->who, w->fall, w->from);
	qn_buffer_text(out, "  -- 增长:比模型多一点、停下来,或者达到某个数。\n");
	write_growth(out, w);
	qn_buffer_text(out, "  ask = { \"targets\", \"at_risk\" }, -- 目标、复核风险\n}\n");
}

const char *as_typed(qn_arena *arena, const char *word)
{
	bool plain = *word != 0;
	qn_buffer quoted = { 0 };
	for (const char *c = word; *c; c++)
		plain = plain && ((unsigned char)*c >= 0x80 || isalnum((unsigned char)*c) || strchr("_./-+,:@%=", *c));
	if (plain)
		return word;
	qn_buffer_text(&quoted, "'");
	for (const char *c = word; *c; c++)
		qn_buffer_printf(&quoted, *c == '\'' ? "'\\''" : "%c", *c);
	qn_buffer_text(&quoted, "'");
	const char *out = qn_buffer_keep(&quoted, arena);
	return out ? out : word;
}

int new_file(const char *path, const qn_buffer *text, qn_error *err)
{
	if (access(path, F_OK) == 0)
		return qn_fail_both(err, QN_EUSAGE, "%s:已有此文件,未改动:请换个名称", "%s: it is there already, and is left alone: choose another name", path);
	return qn_outfile_put(path, false, text, err);
}

static int write_scenario(const cli_options *options, const starter *with, bool known, qn_arena *arena, qn_error *err)
{
	const char *name = options->operand[1], *slash = strrchr(name, '/');
	const char *path = qn_text_ends(name, ".lua") ? name : qn_arena_printf(arena, "%s.lua", name);
	char *title = qn_arena_text(arena, slash ? slash + 1 : name);
	qn_buffer text = { 0 };
	if (!path || !title)
		return qn_no_memory(err);
	if (qn_text_ends(title, ".lua"))
		title[strlen(title) - 4] = 0;
	if (!*title || strpbrk(title, "\"\\\n\r") || *title == '.')
		return qn_fail_both(err, QN_EUSAGE, "%s:情景文件的名称要简单,如 slow_growth", "%s: a file of scenarios has a plain name, as in slow_growth", name);
	(options->language == CHINESE ? write_chinese : write_english)(&text, title, with, known);
	int rc = text.failed ? qn_no_memory(err) : new_file(path, &text, err);
	qn_buffer_free(&text);
	if (rc == QN_OK)
		print_line(options->language == CHINESE ? "%s:已写好,可直接运行: qunce run %s %s" : "%s: written, and runs as it is: qunce run %s %s", path,
			options->operands > 2 ? as_typed(arena, options->operand[2]) : options->language == CHINESE ? "库" : "STORE", as_typed(arena, path));
	return rc;
}

int run_new(const cli_options *options, qn_error *err)
{
	cli_session session = { 0 };
	cli_options own = *options;
	starter with = unknown;
	bool asked = options->operands > 2, known = false; /* a store · something in it to set */
	int rc = QN_OK;
	if (!strcmp(options->operand[0], "pack"))
		return new_pack(options, err);
	if (strcmp(options->operand[0], "scenario") != 0)
		return qn_fail_both(err, QN_EUSAGE, "new 写情景或规则包:qunce new scenario 名称 [库],qunce new pack 名称",
			"new makes a scenario or a pack: qunce new scenario NAME [STORE], qunce new pack NAME");
	own.operand[0] = asked ? options->operand[2] : NULL;
	uint32_t model; /* without one no scenario runs */
	if (asked && (rc = session_open(&session, &own, err)) == QN_OK && (rc = session_model(&session, &model, err)) == QN_OK)
		rc = fill(&session, &with, &known, err);
	if (rc == QN_OK)
		rc = write_scenario(options, &with, known, &session.arena, err);
	if (asked)
		session_close(&session);
	else
		qn_arena_free(&session.arena);
	return rc;
}
