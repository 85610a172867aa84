/* SPDX-License-Identifier: Apache-2.0 */
/* sandbox.c - what bounds a guest from inside, and its only way out: one frame, then the end of the process. A limit that
 * is hit is reported from where it is noticed, so that no script can catch it and no broken state is touched again. */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <unistd.h>
#include "guest.h"
#include "base/counted.h"
#include "base/filter.h"
#include "base/sanitized.h"
#include "base/text.h"
#include "base/whole.h"
#include "script/wire.h"

/* A signal handler has no argument to hang a handle on. */
static guest *watched;
static volatile sig_atomic_t answering; /* a late tick would write a second answer into the first */

static void write_all(const void *bytes, size_t length)
{
	if (!qn_whole_write(STDOUT_FILENO, bytes, length))
		_exit(3);
}

/* _exit: nothing of the scripts' making runs any more. */
void answer(uint32_t kind, const void *bytes, size_t length)
{
	unsigned char head[QN_WIRE_HEAD];
	answering = 1;
	qn_wire_put(head, kind, 4);
	qn_wire_put(head + 4, length, 8);
	qn_write_counters(); /* before the answer: after it the host ends this process */
	write_all(head, sizeof head);
	write_all(bytes, length);
	_exit(0);
}

enum { WORDS = 2000 }; /* bytes in each language */

static size_t put_words(unsigned char *at, const char *words)
{
	size_t length = strlen(words);
	length = qn_utf8_valid(words, length < WORDS ? length : WORDS);
	memcpy(at, words, length);
	return length;
}

void answer_failure(int status, const char *english, const char *chinese)
{
	unsigned char frame[4 + WORDS + 1 + WORDS];
	qn_wire_put(frame, (uint32_t)status, 4);
	size_t length = 4 + put_words(frame + 4, english);
	if (chinese && *chinese) {
		frame[length++] = 0;
		length += put_words(frame + length, chinese);
	}
	answer(QN_WIRE_FAILURE, frame, length);
}

static _Noreturn void answer_limit(const guest *g, const char *english, const char *chinese)
{
	char text[1024], other[1024], at[16] = "";
	const char *file = g->compiling ? g->compiling : g->main;
	int line = 0;
	if (!g->compiling && g->L && place_first(g->L, &file, &line))
		snprintf(at, sizeof at, ":%d", line);
	snprintf(text, sizeof text, "%.500s%s: %s", file, at, english);
	snprintf(other, sizeof other, "%.500s%s:%s", file, at, chinese);
	answer_failure(QN_ELIMIT, text, other);
}

/* The room of the process is the script's and a little more: whoever asks for more, the script made it. */
_Noreturn void sandbox_no_memory(const guest *g)
{
	char words[128], chinese[128];
	unsigned long long megabytes = g->memory >> 20;
	snprintf(words, sizeof words, "the script needs more than %llu MiB of memory", megabytes);
	snprintf(chinese, sizeof chinese, "脚本需要的内存超过 %llu MiB", megabytes);
	answer_limit(g, words, chinese);
}

/* Lua 5.4 frees twice when some allocations fail, so none ever fails: the cap ends the process. */
void *sandbox_allocate(void *context, void *block, size_t old, size_t size)
{
	guest_memory *state = context;
	if (!block)
		old = 0;
	if (!size) {
		state->used -= old;
		free(block);
		return NULL;
	}
	bool fits = size <= old || state->used + (size - old) <= state->g->memory;
	void *result = fits ? realloc(block, size) : NULL;
	if (!result)
		sandbox_no_memory(state->g);
	state->used += size - old;
	return result;
}

static void answer_late(lua_State *L, lua_Debug *frame)
{
	char words[128], chinese[128];
	guest *g = guest_of(L);
	double seconds = (double)g->milliseconds / 1000;
	(void)frame;
	snprintf(words, sizeof words, "the script ran longer than %g s: is there a loop that does not end?", seconds);
	snprintf(chinese, sizeof chinese, "脚本运行超过 %g 秒:是否有不结束的循环?", seconds);
	answer_limit(g, words, chinese);
}

enum { COUNTED = 1000 }; /* instructions at once */

static void count_instructions(lua_State *L, lua_Debug *frame)
{
	char words[128], chinese[128];
	guest *g = guest_of(L);
	(void)frame;
	if ((g->executed += COUNTED) < g->instructions)
		return;
	snprintf(words, sizeof words, "the script ran more than %llu instructions: is there a loop that does not end?", (unsigned long long)g->instructions);
	snprintf(chinese, sizeof chinese, "脚本执行超过 %llu 条指令:是否有不结束的循环?", (unsigned long long)g->instructions);
	answer_limit(g, words, chinese);
}

void sandbox_count(const guest *g)
{
	if (g->instructions)
		lua_sethook(g->L, count_instructions, LUA_MASKCOUNT, COUNTED); /* scripts have no coroutines, which would count for themselves */
}

/* First asks Lua to stop at its next instruction, where the line is right; a C function that does not come back to it
 * (a pattern, a sort) is reported from here at the next tick. Lua's own records may then be in the midst of a change: that can
 * cost the line, or end the guest by a signal, which the host tells as a crash; the script is over its time either way. */
static void on_alarm(int signal)
{
	static volatile sig_atomic_t ticks;
	(void)signal;
	if (!watched->L || answering)
		return;
	if (ticks++ == 0)
		lua_sethook(watched->L, answer_late, LUA_MASKCOUNT, 1);
	else
		answer_late(watched->L, NULL);
}

void sandbox_watch(guest *g)
{
	long long late = (long long)g->milliseconds * 900 * QN_PATIENCE, tick = (long long)g->milliseconds * 25; /* microseconds: before the host loses patience */
	tick = tick > 100000 ? 100000 : tick;
	struct itimerval timer = { .it_interval = { tick / 1000000, tick % 1000000 }, .it_value = { late / 1000000, late % 1000000 } };
	struct sigaction action = { .sa_handler = on_alarm, .sa_flags = SA_RESTART };
	watched = g;
	sigaction(SIGALRM, &action, NULL);
	if (late > 0)
		setitimer(ITIMER_REAL, &timer, NULL);
}

static void limit(int what, rlim_t most)
{
	if (!qn_limit_own(what, most))
		answer_failure(QN_EINTERNAL, "the script's interpreter could not set its limits", "脚本解释器无法设置它的限制");
}

void sandbox_limit_early(void)
{
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	limit(RLIMIT_CORE, 0);
	limit(RLIMIT_NPROC, 0);
	if (!QN_SANITIZED) { /* their reports need a file or two */
		limit(RLIMIT_FSIZE, 0);
		limit(RLIMIT_NOFILE, 0);
	}
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
		answer_failure(QN_EINTERNAL, "the script's interpreter could not give up its privileges", "脚本解释器无法放弃它的权限");
}

/* sysinfo: glibc's qsort asks how much memory there is; scripts never see the answer. */
static void filter_calls(void)
{
	static const int allowed[] = { SYS_exit, SYS_exit_group, SYS_brk, SYS_mmap, SYS_munmap, SYS_mremap, SYS_madvise, SYS_mprotect,
		SYS_rt_sigreturn, SYS_futex, SYS_restart_syscall, SYS_sysinfo };
	if (!qn_filter_calls(allowed, sizeof allowed / sizeof *allowed))
		answer_failure(QN_EINTERNAL, "the script's interpreter could not close itself in: this system has no seccomp filters",
			"脚本解释器无法把自己关起来:本系统没有 seccomp 过滤");
}

/* Everything has been read: from here on it computes, writes its answer and ends. */
void sandbox_close(const guest *g)
{
	enum { HEADROOM = 64 << 20 }; /* program, catalogue, libraries */
	limit(RLIMIT_CPU, (rlim_t)g->milliseconds * QN_PATIENCE / 1000 + 2);
	if (QN_SANITIZED)
		return;
	limit(RLIMIT_AS, (rlim_t)g->memory + HEADROOM);
	filter_calls();
}
