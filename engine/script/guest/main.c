/* SPDX-License-Identifier: Apache-2.0 */
/* main.c - qunce-guest: reads a catalogue and scripts, runs them, writes what they declare. Knows no files, no clock. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>
#include "guest.h"
#include "base/text.h"
#include "base/whole.h"
#include "script/wire.h"

/* Where a table is badly mixed, Lua's sort picks its pivots by the clock: here it stands still, and the same table is always sorted
 * alike. Lua finds these before the C library's. */
clock_t clock(void) { return 0; }
time_t time(time_t *out) { return out ? (*out = 0) : 0; }

typedef struct { uint32_t kind; unsigned char *bytes; size_t length; } frame;

static frame read_frame(void)
{
	unsigned char head[QN_WIRE_HEAD];
	frame f = { 0 };
	if (!qn_whole_read(STDIN_FILENO, head, sizeof head))
		answer_failure(QN_EINTERNAL, "the script's interpreter was given half a message", "脚本解释器只收到一半的消息");
	f.kind = (uint32_t)qn_wire_get(head, 4);
	f.length = (size_t)qn_wire_get(head + 4, 8);
	if (f.length > QN_WIRE_MOST || !(f.bytes = malloc(f.length + 1)))
		answer_failure(QN_ENOMEM, "out of memory", "内存不足");
	f.bytes[f.length] = 0;
	if (!qn_whole_read(STDIN_FILENO, f.bytes, f.length))
		answer_failure(QN_EINTERNAL, "the script's interpreter was given half a message", "脚本解释器只收到一半的消息");
	return f;
}

static void add_script(guest *g, const frame *f)
{
	size_t path = strlen((char *)f->bytes);
	if (!qn_grow(&g->program->arena, (void **)&g->script, g->scripts, sizeof *g->script))
		answer_failure(QN_ENOMEM, "out of memory", "内存不足");
	g->script[g->scripts++] = (guest_script){ .path = (char *)f->bytes, .text = (char *)f->bytes + path + 1,
		.length = path < f->length ? f->length - path - 1 : 0 };
}

static void take_frame(guest *g, const frame *f)
{
	qn_error err;
	int rc = QN_OK;
	if (f->kind == QN_WIRE_CATALOGUE)
		rc = qn_catalogue_read(f->bytes, f->length, &g->catalogue, &err);
	else if (f->kind == QN_WIRE_NAMES && f->length)
		rc = qn_program_read(f->bytes, f->length, g->catalogue, &g->names, &err);
	else if (f->kind == QN_WIRE_LIMITS && f->length == 24)
		g->memory = qn_wire_get(f->bytes, 8), g->milliseconds = qn_wire_get(f->bytes + 8, 8), g->instructions = qn_wire_get(f->bytes + 16, 8);
	else if (f->kind == QN_WIRE_SCRIPT)
		add_script(g, f);
	if (rc < 0)
		answer_failure(rc, err.text, err.chinese);
}

static void read_question(guest *g)
{
	while (!g->main) {
		frame f = read_frame();
		if (f.kind == QN_WIRE_RUN)
			g->main = (char *)f.bytes;
		else
			take_frame(g, &f);
	}
	if (!g->catalogue)
		answer_failure(QN_EINTERNAL, "the script's interpreter was given no catalogue", "脚本解释器没有收到目录");
}

static void check_finished(lua_State *L)
{
	guest *g = guest_of(L);
	if (g->names && !g->program->scenarios && !is_testing(g))
		fail_plain(L, "%s: declares no scenario: write return scenario \"title\" { set = { … } }", g->main);
	finish_changes(L);
}

static int run(lua_State *L)
{
	guest *g = guest_of(L);
	open_all(L);
	for (uint32_t i = 0; i < g->scripts; i++)
		if (!strcmp(g->script[i].path, g->main)) {
			ask_script(L, i);
			check_finished(L);
			trace_rules(L);
			twin_rules(L);
			return 0;
		}
	return fail_plain(L, "there is no script %s", g->main);
}

/* Some of Lua's own messages have no place: then the script that was run is what is known. */
static bool names_script(const guest *g, const char *message)
{
	for (uint32_t i = 0; i < g->scripts; i++)
		if (strstr(message, g->script[i].path))
			return true;
	return false;
}

enum { WORDS = 1600 };

/* Cut where it is long, shown without controls, in *out. */
static void show(qn_buffer *out, const char *message)
{
	size_t length = strlen(message);
	qn_text_clean(out, message, length > WORDS ? qn_utf8_valid(message, WORDS) : length);
}

/* Behind "criteria.lua:12": where there is no such place, the beginning. */
static size_t behind_place(const guest *g, const char *message)
{
	for (uint32_t i = 0; i < g->scripts; i++) {
		size_t length = strlen(g->script[i].path);
		if (!strncmp(message, g->script[i].path, length) && message[length] == ':')
			return length + 1 + strspn(message + length + 1, "0123456789");
	}
	return 0;
}

/* Its own words in Chinese; those of Lua and of scripts as they are, behind a word that says what they are. */
static void show_chinese(const guest *g, qn_buffer *out, const char *message)
{
	size_t place = behind_place(g, message);
	if (g->told.chinese[0] && !strncmp(message, g->told.english, sizeof g->told.english - 1)) {
		if (!names_script(g, message))
			qn_buffer_printf(out, "%s:", g->main);
		show(out, g->told.chinese);
		return;
	}
	qn_buffer_printf(out, "%.*s:脚本出错:", place ? (int)place : (int)strlen(g->main), place ? message : g->main);
	message += place;
	show(out, message + strspn(message, ": "));
}

static void answer_error(lua_State *L)
{
	qn_buffer english = { 0 }, chinese = { 0 };
	guest *g = guest_of(L);
	const char *message = lua_type(L, -1) == LUA_TSTRING ? lua_tostring(L, -1) : "the script failed without a message";
	if (!names_script(g, message))
		qn_buffer_printf(&english, "%s: ", g->main);
	show(&english, message);
	show_chinese(g, &chinese, message);
	bool failed = english.failed || !english.data || chinese.failed;
	answer_failure(QN_ESCRIPT, failed ? "out of memory" : english.data, failed ? "内存不足" : chinese.data);
}

static void answer_program(const guest *g)
{
	qn_buffer bytes = { 0 };
	qn_program_write(g->program, g->catalogue, &bytes);
	if (bytes.failed)
		answer_failure(QN_ENOMEM, "out of memory", "内存不足");
	if (bytes.length > 8 << 20) {
		char words[600], chinese[600];
		snprintf(words, sizeof words, "%.500s: the scripts declare more than 8 MiB: declare less", g->main);
		snprintf(chinese, sizeof chinese, "%.500s:脚本声明的内容超过 8 MiB:请少声明一些", g->main);
		answer_failure(QN_ELIMIT, words, chinese);
	}
	answer(QN_WIRE_PROGRAM, bytes.data, bytes.length);
}

int main(void)
{
	static guest_memory memory;
	sandbox_limit_early();
	guest *g = calloc(1, sizeof *g);
	if (!g || !(g->program = qn_program_new()))
		answer_failure(QN_ENOMEM, "out of memory", "内存不足");
	read_question(g);
	memory.g = g;
	sandbox_watch(g);
	sandbox_close(g);
	lua_State *L = lua_newstate(sandbox_allocate, &memory);
	if (!L)
		answer_failure(QN_ENOMEM, "out of memory", "内存不足");
	*(guest **)lua_getextraspace(L) = g;
	g->L = L;
	sandbox_count(g);
	lua_pushcfunction(L, message_handler);
	lua_pushcfunction(L, run);
	if (lua_pcall(L, 0, 0, 1) != LUA_OK)
		answer_error(L);
	answer_program(g);
}
