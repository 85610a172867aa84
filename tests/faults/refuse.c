/* SPDX-License-Identifier: Apache-2.0 */
/* refuse.c - preloaded: the allocation of the number REFUSE_AT has no memory, with REFUSE_ALL those after it neither. The file
 * REFUSE_SITES, which is there and has room, tells afterwards how many there were and, of each, a hash of the calls that led to
 * it (the innermost REFUSE_DEPTH of them), 8 bytes each: allocations of one hash are one place of the program. */
#include <dlfcn.h>
#include <errno.h>
#include <execinfo.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

enum { DEEPEST = 48 };

static long refused = -1;
static bool all;
static atomic_long seen;
static uint64_t *site; /* [0]: how many */
static size_t sites;
static int depth = DEEPEST;
static _Thread_local bool within; /* looking for the calls, which may ask for memory itself */

/* What stands behind this library: the C library's, or a sanitizer's. */
static void *(*real_malloc)(size_t size);
static void *(*real_calloc)(size_t count, size_t size);
static void *(*real_realloc)(void *from, size_t size);
static void (*real_free)(void *block);

static void find_real(void)
{
	void *found[4];
	found[0] = dlsym(RTLD_NEXT, "malloc"), found[1] = dlsym(RTLD_NEXT, "calloc");
	found[2] = dlsym(RTLD_NEXT, "realloc"), found[3] = dlsym(RTLD_NEXT, "free");
	*(void **)&real_malloc = found[0], *(void **)&real_calloc = found[1];
	*(void **)&real_realloc = found[2], *(void **)&real_free = found[3];
}

static void open_sites(const char *path)
{
	struct stat facts;
	void *call[1];
	int file = open(path, O_RDWR | O_CLOEXEC);
	if (file < 0 || fstat(file, &facts) != 0)
		return;
	uint64_t *room = mmap(NULL, (size_t)facts.st_size, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
	close(file);
	if (room == MAP_FAILED)
		return;
	sites = (size_t)facts.st_size / sizeof *room;
	backtrace(call, 1); /* loads what it needs */
	site = room;
}

__attribute__((constructor)) static void begin(void)
{
	const char *at = getenv("REFUSE_AT"), *to = getenv("REFUSE_SITES"), *calls = getenv("REFUSE_DEPTH");
	find_real();
	if (to)
		open_sites(to);
	if (calls && atoi(calls) < DEEPEST)
		depth = atoi(calls);
	refused = at ? atol(at) : -1;
	all = getenv("REFUSE_ALL") != NULL;
	atomic_store(&seen, 0);
}

static uint64_t calls_hash(void)
{
	void *call[DEEPEST];
	uint64_t hash = 14695981039346656037U;
	int count = backtrace(call, depth);
	for (int i = 0; i < count; i++)
		hash = (hash ^ (uint64_t)(uintptr_t)call[i]) * 1099511628211U;
	return hash;
}

static void tell(long number)
{
	within = true;
	if ((size_t)number + 1 < sites) {
		site[number + 1] = calls_hash();
		site[0] = (uint64_t)number + 1;
	}
	within = false;
}

/* What counts coverage writes it when the program is at its end, and then has memory. */
static void relent(void) { refused = -1; }

static bool refuses(void)
{
	if (within)
		return false;
	long number = atomic_fetch_add(&seen, 1);
	if (site)
		tell(number);
	if (refused < 0 || number < refused || (number > refused && !all))
		return false;
	if (number == refused)
		atexit(relent); /* now, so that it comes before what was to be called already */
	errno = ENOMEM;
	return true;
}

/* Before this library has begun, a sanitizer may be in the midst of its own beginning: until then there is a room of our own,
 * which nobody gives back. */
static _Alignas(16) char room[1 << 16];
static size_t room_used;

static void *early(size_t size)
{
	char *at = room + room_used;
	room_used += (size + 15) & ~(size_t)15;
	return room_used <= sizeof room ? at : NULL;
}

static bool is_early(const void *block) { return (const char *)block >= room && (const char *)block < room + sizeof room; }

static void *move_early(const void *from, size_t size)
{
	void *to = real_malloc ? real_malloc(size) : early(size);
	size_t there = from ? (size_t)(room + sizeof room - (const char *)from) : 0;
	if (to && from)
		memcpy(to, from, size < there ? size : there);
	return to;
}

void *malloc(size_t size) { return !real_malloc ? early(size) : refuses() ? NULL : real_malloc(size); }
void *calloc(size_t count, size_t size) { return !real_calloc ? early(count * size) : refuses() ? NULL : real_calloc(count, size); }
void *realloc(void *from, size_t size)
{
	bool own = is_early(from) || !real_realloc;
	return own ? move_early(from, size) : refuses() ? NULL : real_realloc(from, size);
}

void free(void *block)
{
	if (block && !is_early(block))
		real_free(block);
}

/* A sanitizer has one of its own, which would not come by here. */
char *strdup(const char *text)
{
	size_t length = strlen(text) + 1;
	char *copy = malloc(length);
	return copy ? memcpy(copy, text, length) : NULL;
}

/* A leak checker asks: what glibc itself forgets where it has no memory is none of ours. */
const char *__lsan_default_suppressions(void);
const char *__lsan_default_suppressions(void) { return "leak:_nl_normalize_codeset\n"; }
