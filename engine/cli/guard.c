/* SPDX-License-Identifier: Apache-2.0 */
/* guard.c - runs inside a signal handler: only what is safe there, no memory, no stdio. */
#include "cli/guard.h"
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include <unistd.h>
#include "cli/command.h"
#include "store/store.h"

static const char *guarded; /* a process reads one store */

static void say_raw(const char *text)
{
	size_t left = strlen(text);
	while (left > 0) {
		ssize_t done = write(STDERR_FILENO, text, left);
		if (done <= 0)
			return;
		text += done, left -= (size_t)done;
	}
}

static const char *read_hex(const char *at, uintptr_t *out)
{
	for (*out = 0; (*at >= '0' && *at <= '9') || (*at >= 'a' && *at <= 'f'); at++)
		*out = *out << 4 | (uintptr_t)(*at <= '9' ? *at - '0' : *at - 'a' + 10);
	return at;
}

/* "from-to … /path/data.mdb": does the line's range hold the address, and is it a store's file? */
static bool is_store_line(const char *line, uintptr_t address)
{
	uintptr_t from, to;
	const char *at = read_hex(line, &from);
	if (*at != '-')
		return false;
	read_hex(at + 1, &to);
	return address >= from && address < to && strstr(line, ".mdb");
}

static bool in_store(uintptr_t address)
{
	char line[512];
	size_t length = 0;
	bool found = false;
	char byte;
	int maps = open("/proc/self/maps", O_RDONLY | O_CLOEXEC);
	while (maps >= 0 && !found && read(maps, &byte, 1) == 1) {
		if (byte != '\n') {
			if (length + 1 < sizeof line)
				line[length++] = byte;
			continue;
		}
		line[length] = '\0';
		length = 0;
		found = is_store_line(line, address);
	}
	if (maps >= 0)
		close(maps);
	return found;
}

static void tell(int number, siginfo_t *about, void *context)
{
	bool damaged = number == SIGABRT ? qn_store_refuted() : in_store((uintptr_t)about->si_addr);
	(void)context;
	say_raw("qunce: ");
	say_raw(guarded);
	say_raw(damaged ? ": its file is damaged, was cut short, or its disk is full: take a copy of the store, or make it anew from its sources\n"
		: ": reading it failed: the store is damaged, or this is a fault of qunce: take a copy of the store and make it anew from its sources\n");
	_exit(damaged ? EXIT_STORE : EXIT_INTERNAL);
}

/* SIGABRT: LMDB's own checks of its pages, or a bug of ours, which says nothing of the store. Whoever watches a signal already,
 * such as a sanitizer, goes on watching it. */
void guard_store(const char *path)
{
	static const int watched[] = { SIGBUS, SIGSEGV, SIGABRT };
	struct sigaction action = { .sa_sigaction = tell, .sa_flags = SA_SIGINFO | SA_RESETHAND }, before;
	guarded = path;
	sigemptyset(&action.sa_mask);
	for (size_t i = 0; i < sizeof watched / sizeof *watched; i++)
		if (sigaction(watched[i], NULL, &before) == 0 && before.sa_handler == SIG_DFL)
			sigaction(watched[i], &action, NULL);
}
