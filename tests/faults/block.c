/* SPDX-License-Identifier: Apache-2.0 */
/* block.c - preloaded: the system's file call of the number BLOCK_AT fails with the error BLOCK_ERROR, with BLOCK_ALL those after
 * it that would write too, with BLOCK_KILL the process ends there by the signal of that number, with BLOCK_CHILD only where
 * it is another's child that this library came to by a fork; how many there were is in the first 8 bytes of the file
 * BLOCK_COUNT. What goes through standard input, output and error is no file, and let through. */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/uio.h>
#include <sys/vfs.h>
#include <unistd.h>

static long blocked = -1;
static int error;
static int kills;
static bool all;
static pid_t begun; /* spares this process */
static atomic_long seen;
static int64_t *counted;

static void *real(const char *name) { return dlsym(RTLD_NEXT, name); }

/* Mapped, since a process that is closed in can write to no file. */
static void open_count(const char *path)
{
	int (*call_open)(const char *, int, ...);
	void *(*call_mmap)(void *, size_t, int, int, int, off_t);
	*(void **)&call_open = real("open"), *(void **)&call_mmap = real("mmap");
	int file = call_open(path, O_RDWR | O_CLOEXEC);
	void *room = file < 0 ? MAP_FAILED : call_mmap(NULL, sizeof *counted, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
	counted = room == MAP_FAILED ? NULL : room;
	if (file >= 0)
		close(file);
}

__attribute__((constructor)) static void begin(void)
{
	const char *at = getenv("BLOCK_AT"), *with = getenv("BLOCK_ERROR");
	blocked = at ? atol(at) : -1;
	error = with ? atoi(with) : EIO;
	all = getenv("BLOCK_ALL") != NULL;
	kills = getenv("BLOCK_KILL") ? atoi(getenv("BLOCK_KILL")) : 0;
	begun = getenv("BLOCK_CHILD") ? getpid() : 0;
	atomic_store(&seen, 0);
	if (getenv("BLOCK_COUNT"))
		open_count(getenv("BLOCK_COUNT"));
}

static bool blocks(bool writes)
{
	long number = atomic_fetch_add(&seen, 1);
	if (counted && *counted <= number)
		*counted = number + 1;
	if (blocked < 0 || number < blocked || (number > blocked && !(all && writes)))
		return false;
	if (kills && getpid() == begun)
		return false;
	if (kills)
		raise(kills);
	errno = error;
	return true;
}

#define CALL(type, name, writes, parameters, arguments) \
	type name parameters; \
	type name parameters \
	{ \
		type(*call) parameters; \
		*(void **)&call = real(#name); \
		return blocks(writes) ? (type)-1 : call arguments; \
	}

CALL(ssize_t, pread, false, (int fd, void *to, size_t length, off_t at), (fd, to, length, at))
CALL(ssize_t, pread64, false, (int fd, void *to, size_t length, off_t at), (fd, to, length, at))
CALL(ssize_t, pwrite, true, (int fd, const void *from, size_t length, off_t at), (fd, from, length, at))
CALL(ssize_t, pwrite64, true, (int fd, const void *from, size_t length, off_t at), (fd, from, length, at))
CALL(ssize_t, writev, true, (int fd, const struct iovec *from, int count), (fd, from, count))
CALL(ssize_t, pwritev, true, (int fd, const struct iovec *from, int count, off_t at), (fd, from, count, at))
CALL(ssize_t, pwritev64, true, (int fd, const struct iovec *from, int count, off_t at), (fd, from, count, at))
CALL(int, fsync, true, (int fd), (fd))
CALL(int, fdatasync, true, (int fd), (fd))
CALL(int, msync, true, (void *at, size_t length, int flags), (at, length, flags))
CALL(int, ftruncate, true, (int fd, off_t length), (fd, length))
CALL(int, ftruncate64, true, (int fd, off_t length), (fd, length))
CALL(int, rename, true, (const char *from, const char *to), (from, to))
CALL(int, mkdir, true, (const char *path, mode_t mode), (path, mode))
CALL(void *, mmap, false, (void *at, size_t length, int protection, int flags, int fd, off_t from), (at, length, protection, flags, fd, from))
CALL(void *, mmap64, false, (void *at, size_t length, int protection, int flags, int fd, off_t from), (at, length, protection, flags, fd, from))

ssize_t read(int fd, void *to, size_t length)
{
	ssize_t (*call)(int, void *, size_t);
	*(void **)&call = real("read");
	return fd > STDERR_FILENO && blocks(false) ? -1 : call(fd, to, length);
}

ssize_t write(int fd, const void *from, size_t length)
{
	ssize_t (*call)(int, const void *, size_t);
	*(void **)&call = real("write");
	return fd > STDERR_FILENO && blocks(true) ? -1 : call(fd, from, length);
}

int posix_fallocate(int fd, off_t from, off_t length)
{
	int (*call)(int, off_t, off_t);
	*(void **)&call = real("posix_fallocate");
	return blocks(true) ? error : call(fd, from, length);
}

FILE *fopen(const char *path, const char *mode)
{
	FILE *(*call)(const char *, const char *);
	*(void **)&call = real("fopen");
	return blocks(mode[0] != 'r') ? NULL : call(path, mode);
}

/* Where a build that counts coverage keeps its counters. */
static bool is_counter(const char *path)
{
	const char *end = strrchr(path, '.');
	return end && !strcmp(end, ".gcda");
}

#define OPEN(name) \
	int name(const char *path, int flags, ...); \
	int name(const char *path, int flags, ...) \
	{ \
		int (*call)(const char *, int, ...); \
		*(void **)&call = real(#name); \
		va_list more; \
		va_start(more, flags); \
		bool makes = flags & O_CREAT || (flags & O_TMPFILE) == O_TMPFILE; \
		mode_t mode = makes ? va_arg(more, mode_t) : 0; \
		va_end(more); \
		return !is_counter(path) && blocks(makes) ? -1 : call(path, flags, mode); \
	}
OPEN(open)
OPEN(open64)

/* BLOCK_FILESYSTEM: what kind every disk is, as statfs tells it. */
int statfs(const char *path, struct statfs *out)
{
	int (*call)(const char *, struct statfs *);
	*(void **)&call = real("statfs");
	const char *kind = getenv("BLOCK_FILESYSTEM");
	int rc = call(path, out);
	if (rc == 0 && kind)
		out->f_type = (__typeof__(out->f_type))strtoul(kind, NULL, 0);
	return rc;
}
