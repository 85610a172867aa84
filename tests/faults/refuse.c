/* SPDX-License-Identifier: Apache-2.0 */
/* refuse.c - preloaded: the allocation of the number REFUSE_AT has no memory, with REFUSE_ALL those after it neither; how many
 * there were goes to the file descriptor REFUSE_COUNT. */
#include <dlfcn.h>
#include <errno.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *from, size_t size);

static long refused = -1;
static bool all;
static atomic_long seen;

__attribute__((constructor)) static void begin(void)
{
	const char *at = getenv("REFUSE_AT");
	refused = at ? atol(at) : -1;
	all = getenv("REFUSE_ALL") != NULL;
	atomic_store(&seen, 0);
}

__attribute__((destructor)) static void end(void)
{
	const char *to = getenv("REFUSE_COUNT");
	if (to)
		dprintf(atoi(to), "%ld\n", atomic_load(&seen));
}

static bool refuses(void)
{
	long number = atomic_fetch_add(&seen, 1);
	if (refused < 0 || number < refused || (number > refused && !all))
		return false;
	errno = ENOMEM;
	return true;
}

void *malloc(size_t size) { return refuses() ? NULL : __libc_malloc(size); }
void *calloc(size_t count, size_t size) { return refuses() ? NULL : __libc_calloc(count, size); }
void *realloc(void *from, size_t size) { return refuses() ? NULL : __libc_realloc(from, size); }
