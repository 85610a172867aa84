/* SPDX-License-Identifier: Apache-2.0 */
/* Any bytes as a script that is run, of Anhui's pack or, where it speaks of a scenario or a test, over it. In place of sandbox.c,
 * which ends a process, a run is left by a jump. It fails in words that name a script, or what it declares is read back by the
 * host as it was written. */
#include <setjmp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "ingest/pack.h"
#include "script/guest/guest.h"
#include "script/wire.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
__attribute__((visibility("default"))) int __lsan_is_turned_off(void); /* the sanitizer looks for it from outside */
int __lsan_is_turned_off(void) { return 1; } /* a guest gives no memory back */

enum { STEPS = 10000, STEPS_OF_PACK = 1000000, HEAP = 16 << 20, ALL = 64 << 20, MOST = 1 << 16 };

/* Lua's memory, so that it can be given back from anywhere. */
typedef struct block { struct block *before, *behind; size_t size; } block;
static block blocks = { &blocks, &blocks, 0 };
static size_t held, spent; /* bytes now, and all that were asked for */
static jmp_buf end_of_run;

void *sandbox_allocate(void *context, void *old, size_t old_size, size_t size)
{
	block *at = old ? (block *)old - 1 : NULL;
	(void)old_size;
	held -= at ? at->size : 0;
	if (at)
		at->before->behind = at->behind, at->behind->before = at->before;
	if (!size) {
		free(at);
		return NULL;
	}
	at = realloc(at, sizeof *at + size);
	if (!at)
		abort();
	*at = (block){ &blocks, blocks.behind, size };
	blocks.behind->before = at, blocks.behind = at;
	held += size, spent += size;
	if (held > HEAP || spent > ALL)
		sandbox_no_memory(context);
	return at + 1;
}

static void free_blocks(void)
{
	while (blocks.behind != &blocks)
		sandbox_allocate(NULL, blocks.behind + 1, 0, 0);
}

void answer(uint32_t kind, const void *bytes, size_t length)
{
	(void)kind, (void)bytes, (void)length;
	longjmp(end_of_run, 1);
}

void answer_failure(int status, const char *english, const char *chinese)
{
	if (status >= 0 || !english[0] || (chinese && !chinese[0]))
		abort();
	answer(QN_WIRE_FAILURE, english, 0);
}

void sandbox_no_memory(const guest *g)
{
	(void)g;
	answer_failure(QN_ELIMIT, "memory", NULL);
}

static void on_step(lua_State *L, lua_Debug *frame)
{
	(void)L, (void)frame;
	answer_failure(QN_ELIMIT, "time", NULL);
}

/* What every run is given. */
static struct { qn_pack *pack; qn_buffer catalogue; char *library[3]; qn_program *names; qn_catalogue *kept; } world;
static const char *const library[] = { QN_WIRE_LIBRARY "prelude.lua", QN_WIRE_LIBRARY "verbs.lua", QN_WIRE_LIBRARY "testing.lua" };

static void add(guest *g, const char *path, const char *text, size_t length)
{
	if (!qn_grow(&g->program->arena, (void **)&g->script, g->scripts, sizeof *g->script))
		abort();
	g->script[g->scripts++] = (guest_script){ .path = path, .text = text, .length = length };
}

static void add_scripts(guest *g)
{
	for (size_t i = 0; i < sizeof library / sizeof *library; i++)
		add(g, library[i], world.library[i], strlen(world.library[i]));
	for (size_t i = 0; i < world.pack->files; i++) {
		const char *path = world.pack->file[i].path, *ending = strrchr(path, '.');
		if (ending && !strcmp(ending, ".lua"))
			add(g, path, world.pack->file[i].bytes, world.pack->file[i].length);
	}
}

static int run(lua_State *L)
{
	guest *g = guest_of(L);
	open_all(L);
	lua_sethook(L, on_step, LUA_MASKCOUNT, world.names ? STEPS : STEPS_OF_PACK);
	for (uint32_t i = 0; i < g->scripts; i++)
		if (!strcmp(g->script[i].path, g->main))
			ask_script(L, i);
	trace_rules(L);
	twin_rules(L);
	return 0;
}

/* True if it came to its end; otherwise it failed, in words, or a limit ended it. */
static bool run_guest(guest *g)
{
	static lua_State *L;
	spent = 0;
	if (setjmp(end_of_run))
		return false;
	L = lua_newstate(sandbox_allocate, NULL);
	*(guest **)lua_getextraspace(L) = g;
	g->L = L;
	lua_pushcfunction(L, message_handler);
	lua_pushcfunction(L, run);
	int rc = lua_pcall(L, 0, 0, 1);
	if (rc != LUA_OK && lua_type(L, -1) == LUA_TSTRING && !lua_tostring(L, -1)[0])
		abort();
	return rc == LUA_OK;
}

/* What the host makes of it. */
static qn_program *read_back(const guest *g)
{
	qn_buffer bytes = { 0 };
	qn_program *again = NULL;
	qn_error err = { 0 };
	qn_program_write(g->program, g->catalogue, &bytes);
	if (qn_program_read(bytes.data, bytes.length, g->catalogue, &again, &err) < 0 && err.status != QN_ELIMIT) {
		fprintf(stderr, "%s\n", err.text);
		abort();
	}
	qn_buffer_free(&bytes);
	return again;
}

static qn_program *ask(const char *main, const char *text, size_t length, qn_program *names)
{
	guest *g = calloc(1, sizeof *g);
	qn_program *read = NULL;
	qn_error err;
	if (!g || !(g->program = qn_program_new()) || qn_catalogue_read(world.catalogue.data, world.catalogue.length, &g->catalogue, &err) < 0)
		abort();
	g->main = main, g->names = names, g->memory = HEAP, g->milliseconds = 1000;
	add_scripts(g);
	if (text)
		add(g, main, text, length);
	if (run_guest(g))
		read = read_back(g);
	free_blocks();
	qn_catalogue_free(g->catalogue);
	qn_program_free(g->program);
	free(g);
	return read;
}

static void open_world(void)
{
	qn_error err;
	if (qn_pack_read(SOURCE_DIR "/scripts/anhui", &world.pack, &err) < 0)
		abort();
	qn_catalogue_write(world.pack->catalogue, &world.catalogue);
	for (size_t i = 0; i < sizeof library / sizeof *library; i++) {
		char path[256];
		snprintf(path, sizeof path, "%s/scripts/lib/%s", SOURCE_DIR, library[i] + strlen(QN_WIRE_LIBRARY));
		FILE *file = fopen(path, "rb");
		world.library[i] = calloc(1, MOST);
		if (!file || !world.library[i] || fread(world.library[i], 1, MOST - 1, file) == 0)
			abort();
		fclose(file);
	}
	if (!(world.names = ask(world.pack->main, NULL, 0, NULL)))
		abort();
}

static bool speaks_of(const uint8_t *data, size_t size, const char *word)
{
	return memmem(data, size, word, strlen(word)) != NULL;
}

/* Work within Lua's own library, which no step ends: in the program a clock from outside does. */
static bool may_take_long(const uint8_t *data, size_t size)
{
	static const char *const words[] = { "find", "match", "gsub", "move" };
	bool may = false;
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		may = may || speaks_of(data, size, words[i]);
	return may;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	bool test = speaks_of(data, size, "test"), over = test || speaks_of(data, size, "scenario");
	if (!world.pack)
		open_world();
	if (may_take_long(data, size))
		return 0;
	qn_program_free(ask(test ? "fuzz_test.lua" : "fuzz.lua", (const char *)data, size, over ? world.names : NULL));
	return 0;
}
