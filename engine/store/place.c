/* SPDX-License-Identifier: Apache-2.0 */
/* place.c - the folder in which a new store is made. Whoever makes one has it locked, and after its end, however it came, the
 * janitor who takes it away: so a second that comes waits for a moment, and then finds a store, or none. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>
#include "store/env.h"

static const char *const files[] = { "data.mdb", "lock.mdb", "writer.lock", "data.mdb.part" };

static void remove_in(int folder)
{
	for (size_t i = 0; i < sizeof files / sizeof *files; i++)
		unlinkat(folder, files[i], 0);
}

/* Without memory too, since there may be none left. */
void qn_env_remove_files(const char *path, bool made)
{
	int folder = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (folder >= 0) {
		remove_in(folder);
		close(folder);
	}
	if (made)
		rmdir(path);
}

void qn_store_remove(const char *path) { qn_env_remove_files(path, true); }

static bool bears_name(int folder, const char *path)
{
	struct stat there, named;
	return fstat(folder, &there) == 0 && stat(path, &named) == 0 && there.st_dev == named.st_dev && there.st_ino == named.st_ino;
}

typedef struct { const char *path; bool made; } unfinished;

/* What was made, and not what others may have made there since. */
static void remove_unfinished(const void *what)
{
	const unfinished *store = what;
	remove_in(QN_KEPT);
	if (store->made && bears_name(QN_KEPT, store->path))
		rmdir(store->path);
}

static bool is_link(const char *path)
{
	struct stat facts;
	return lstat(path, &facts) == 0 && S_ISLNK(facts.st_mode);
}

/* 0 with the folder locked, EWOULDBLOCK if another makes a store there, or what the system says. */
static int take(const char *path, bool *made, int *lock)
{
	*made = mkdir(path, 0777) == 0;
	if (!*made && errno != EEXIST)
		return errno;
	if ((*lock = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)) < 0)
		return errno != ENOENT ? errno : is_link(path) ? ELOOP : EWOULDBLOCK; /* which was just taken away */
	if ((flock(*lock, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK) && bears_name(*lock, path))
		return 0;
	close(*lock);
	*lock = -1;
	return EWOULDBLOCK;
}

static int wait_and_take(const char *path, bool *made, int *lock)
{
	int code = EWOULDBLOCK;
	for (int i = 0; i < 50 && (code = take(path, made, lock)) == EWOULDBLOCK; i++)
		nanosleep(&(struct timespec){ 0, 20000000 }, NULL);
	return code;
}

/* NULL at the end, where errno is 0, or where the folder cannot be read on. */
static struct dirent *next_entry(DIR *folder)
{
	errno = 0;
	return readdir(folder);
}

static int check_empty(const char *path)
{
	DIR *folder = opendir(path);
	struct dirent *entry;
	int code = 0;
	if (!folder)
		return errno;
	while ((entry = next_entry(folder)))
		if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0)
			code = ENOTEMPTY;
	code = code ? code : errno;
	closedir(folder);
	return code;
}

static int fail(const char *path, int code, qn_error *err)
{
	switch (code) {
	case ENOENT: return qn_fail_both(err, QN_ENOTFOUND, "%s:要放它的文件夹还不存在:请先建立", "%s: the folder it should stand in does not exist: make that first", path);
	case ENOTDIR: return qn_fail_both(err, QN_EUSAGE, "%s:已有同名的文件:请写一个还没有的目录", "%s: there is a file of this name: name a directory that does not exist yet", path);
	case ENOTEMPTY: return qn_fail_both(err, QN_EUSAGE, "%s:目录不是空的:请写一个还没有的或空的目录",
		"%s: the directory is not empty: name one that does not exist yet, or is empty", path);
	case EROFS: return qn_fail_both(err, QN_EIO, "%s:那里的盘只读:请写到别处", "%s: its disk is only to be read: name another place", path);
	case ELOOP: return qn_fail_both(err, QN_EUSAGE, "%s:这个链接哪儿也不通:请写一个还没有的目录", "%s: this is a link that leads nowhere: name a directory that does not exist yet", path);
	case EWOULDBLOCK: return qn_fail_both(err, QN_EBUSY, "%s:另一个进程正在那里建库:请等它结束后再试",
		"%s: another process is making a store there: try again when it has finished", path);
	default: return qn_env_fail(path, code, "making its directory", err);
	}
}

int qn_env_make_folder(const char *path, bool *made, qn_janitor *janitor, qn_error *err)
{
	int lock = -1, code = wait_and_take(path, made, &lock);
	if (!code)
		code = check_empty(path);
	if (!code)
		*janitor = qn_janitor_begin(remove_unfinished, &(unfinished){ path, *made }, lock);
	else if (*made)
		rmdir(path);
	if (lock >= 0)
		close(lock);
	return code ? fail(path, code, err) : QN_OK;
}
