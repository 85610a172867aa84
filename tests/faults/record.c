/* SPDX-License-Identifier: Apache-2.0 */
/* record.c - preloaded: every write to a file called RECORD_FILE goes to the file RECORD_TO as well, and every point at which the
 * system promised that what was written is safe. A record: 1 byte kind ('w' write, 'd' a write that is safe when it returns,
 * 't' new length, 's' all of it safe), 8 bytes place, 8 bytes length, then of writes the bytes. */
#include <dlfcn.h>
#include <fcntl.h>
#include <limits.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

static void *real(const char *name) { return dlsym(RTLD_NEXT, name); }

static int is_recorded(int fd)
{
	char link[64], path[PATH_MAX];
	const char *wanted = getenv("RECORD_FILE");
	ssize_t length;
	snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
	if (!wanted || (length = readlink(link, path, sizeof path - 1)) <= 0)
		return 0;
	path[length] = 0;
	const char *slash = strrchr(path, '/');
	return slash && strcmp(slash + 1, wanted) == 0;
}

static void record(char kind, uint64_t at, uint64_t length, const void *bytes)
{
	FILE *file = fopen(getenv("RECORD_TO"), "ab");
	if (!file)
		abort();
	fwrite(&kind, 1, 1, file);
	fwrite(&at, sizeof at, 1, file);
	fwrite(&length, sizeof length, 1, file);
	if (bytes)
		fwrite(bytes, 1, length, file);
	fclose(file);
}

static char kind_of(int fd) { return fcntl(fd, F_GETFL) & (O_DSYNC | O_SYNC) ? 'd' : 'w'; }

ssize_t pwrite(int fd, const void *from, size_t length, off_t at)
{
	ssize_t (*call)(int, const void *, size_t, off_t);
	*(void **)&call = real("pwrite");
	ssize_t done = call(fd, from, length, at);
	if (done > 0 && is_recorded(fd))
		record(kind_of(fd), (uint64_t)at, (uint64_t)done, from);
	return done;
}

ssize_t pwrite64(int fd, const void *from, size_t length, off_t at);
ssize_t pwrite64(int fd, const void *from, size_t length, off_t at) { return pwrite(fd, from, length, at); }

ssize_t write(int fd, const void *from, size_t length)
{
	ssize_t (*call)(int, const void *, size_t);
	*(void **)&call = real("write");
	off_t at = lseek(fd, 0, SEEK_CUR);
	ssize_t done = call(fd, from, length);
	if (done > 0 && is_recorded(fd))
		record(kind_of(fd), (uint64_t)at, (uint64_t)done, from);
	return done;
}

ssize_t writev(int fd, const struct iovec *from, int count)
{
	ssize_t (*call)(int, const struct iovec *, int);
	*(void **)&call = real("writev");
	off_t at = lseek(fd, 0, SEEK_CUR);
	ssize_t done = call(fd, from, count);
	for (int i = 0; done > 0 && i < count && is_recorded(fd); at += (off_t)from[i].iov_len, i++)
		record(kind_of(fd), (uint64_t)at, from[i].iov_len, from[i].iov_base);
	return done;
}

int ftruncate(int fd, off_t length)
{
	int (*call)(int, off_t);
	*(void **)&call = real("ftruncate");
	int rc = call(fd, length);
	if (rc == 0 && is_recorded(fd))
		record('t', (uint64_t)length, 0, NULL);
	return rc;
}

int ftruncate64(int fd, off_t length);
int ftruncate64(int fd, off_t length) { return ftruncate(fd, length); }

static int synced(const char *name, int fd)
{
	int (*call)(int);
	*(void **)&call = real(name);
	int rc = call(fd);
	if (rc == 0 && is_recorded(fd))
		record('s', 0, 0, NULL);
	return rc;
}

int fsync(int fd) { return synced("fsync", fd); }
int fdatasync(int fd) { return synced("fdatasync", fd); }

/* RECORD_SENT: what is sent to another program of ours goes there too; one byte is a sign between a process and its child. */
ssize_t send(int fd, const void *from, size_t length, int flags)
{
	ssize_t (*call)(int, const void *, size_t, int);
	*(void **)&call = real("send");
	const char *to = getenv("RECORD_SENT");
	ssize_t done = call(fd, from, length, flags);
	FILE *file = to && length > 1 && done > 0 ? fopen(to, "ab") : NULL;
	if (file) {
		fwrite(from, 1, (size_t)done, file);
		fclose(file);
	}
	return done;
}
