/* SPDX-License-Identifier: Apache-2.0 */
/* child.c - posix_spawn and what it takes for nothing to be left over. */
#include "base/child.h"
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

/* The file this code was loaded from: a shared library, or else the program. */
static bool find_own_file(char path[PATH_MAX])
{
	static const char here;
	Dl_info of;
	const char *slash = dladdr(&here, &of) && of.dli_fname ? strrchr(of.dli_fname, '/') : NULL;
	if (slash && strstr(slash, ".so"))
		return realpath(of.dli_fname, path) != NULL;
	ssize_t length = readlink("/proc/self/exe", path, PATH_MAX - 1);
	path[length > 0 ? length : 0] = 0;
	return length > 0 || realpath((const char *)getauxval(AT_EXECFN), path); /* where no /proc is mounted: as it was started */
}

char *qn_child_beside(const char *name)
{
	char path[PATH_MAX];
	char *out = NULL;
	if (!find_own_file(path))
		return NULL;
	char *slash = strrchr(path, '/');
	if (slash && (size_t)(slash - path) + strlen(name) + 2 < sizeof path) {
		memcpy(slash + 1, name, strlen(name) + 1);
		out = strdup(path);
	}
	return out;
}

/* Built, it lies beside this program; installed, in libexec, next to bin and lib, or two folders above lib/MACHINE. */
char *qn_child_find(const char *name)
{
	static const char *const places[] = { "", "../libexec/qunce/", "../../libexec/qunce/" };
	for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
		char place[PATH_MAX];
		size_t length = strlen(places[i]);
		if (length + strlen(name) >= sizeof place)
			break;
		memcpy(place, places[i], length);
		memcpy(place + length, name, strlen(name) + 1);
		char *path = qn_child_beside(place);
		if (!path || access(path, X_OK) == 0)
			return path;
		free(path);
	}
	errno = ENOENT;
	return NULL;
}

void qn_child_shut(int *fd)
{
	if (*fd >= 0)
		close(*fd);
	*fd = -1;
}

/* Out of the way of 0, 1 and 2, which may be closed in this process. */
static int move_up(int fd)
{
	if (fd < 0 || fd > 2)
		return fd;
	int higher = fcntl(fd, F_DUPFD_CLOEXEC, 3);
	close(fd);
	return higher;
}

/* A socket, since writing to a pipe whose reader died raises SIGPIPE in the host. */
static int open_pipes(int to[2], int from[2])
{
	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, to) != 0)
		return -1;
	if (pipe2(from, O_CLOEXEC) != 0)
		return -1;
	for (int i = 0; i < 2; i++) {
		to[i] = move_up(to[i]);
		from[i] = move_up(from[i]);
	}
	return to[0] < 0 || to[1] < 0 || from[0] < 0 || from[1] < 0 ? -1 : 0;
}

/* file: 4 or more, so that nothing stands in its way, or -1. */
static int spawn_with(const char *path, char *const arguments[], int in, int out, int file, pid_t *pid)
{
	posix_spawn_file_actions_t actions;
	posix_spawnattr_t attributes;
	sigset_t none, all;
	char *const environment[] = { NULL };
	sigemptyset(&none);
	sigfillset(&all);
	if (posix_spawn_file_actions_init(&actions) != 0)
		return ENOMEM;
	if (posix_spawnattr_init(&attributes) != 0) {
		posix_spawn_file_actions_destroy(&actions);
		return ENOMEM;
	}
	posix_spawnattr_setsigmask(&attributes, &none);
	posix_spawnattr_setsigdefault(&attributes, &all);
	posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
	int rc = posix_spawn_file_actions_adddup2(&actions, in, 0);
	rc = rc ? rc : posix_spawn_file_actions_adddup2(&actions, out, 1);
	rc = rc ? rc : posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0);
	rc = rc || file < 0 ? rc : posix_spawn_file_actions_adddup2(&actions, file, 3);
	rc = rc ? rc : posix_spawn_file_actions_addclosefrom_np(&actions, file < 0 ? 3 : 4);
	rc = rc ? rc : posix_spawn(pid, path, &actions, &attributes, arguments, environment);
	posix_spawnattr_destroy(&attributes);
	posix_spawn_file_actions_destroy(&actions);
	return rc;
}

int qn_child_start(const char *path, char *const arguments[], int file, qn_child *out)
{
	int to[2] = { -1, -1 }, from[2] = { -1, -1 }, lent = -1, rc = 0;
	*out = (qn_child)QN_NO_CHILD;
	if (open_pipes(to, from) != 0 || (file >= 0 && (lent = fcntl(file, F_DUPFD_CLOEXEC, 4)) < 0))
		rc = errno;
	else
		rc = spawn_with(path, arguments, to[0], from[1], lent, &out->pid);
	qn_child_shut(&lent);
	qn_child_shut(&to[0]);
	qn_child_shut(&from[1]);
	if (rc != 0) {
		qn_child_shut(&to[1]);
		qn_child_shut(&from[0]);
		return rc;
	}
	out->to = to[1], out->from = from[0], out->ended = false;
	fcntl(out->to, F_SETFL, O_NONBLOCK);
	fcntl(out->from, F_SETFL, O_NONBLOCK);
	return 0;
}

size_t qn_child_send(qn_child *child, const void *bytes, size_t length)
{
	ssize_t count = child->to < 0 ? 0 : send(child->to, bytes, length, MSG_NOSIGNAL);
	if (count >= 0)
		return (size_t)count;
	if (errno != EAGAIN && errno != EINTR)
		qn_child_shut(&child->to);
	return 0;
}

void qn_child_end(qn_child *child, bool patient)
{
	qn_child_shut(&child->to);
	qn_child_shut(&child->from);
	if (child->ended)
		return;
	child->ended = true;
	for (int i = 0; patient && i < 100; i++) {
		pid_t done = waitpid(child->pid, &child->status, WNOHANG);
		if (done < 0)
			child->status = 0;
		if (done != 0)
			return;
		nanosleep(&(struct timespec){ 0, 2000000 }, NULL);
	}
	kill(child->pid, SIGKILL);
	while (waitpid(child->pid, &child->status, 0) < 0 && errno == EINTR)
		;
}
