/* SPDX-License-Identifier: Apache-2.0 */
/* guest_process.c - starts qunce-guest, gives it a question, waits for one answer under one deadline, and leaves no
 * process behind. What comes back is bounded here and checked elsewhere. */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#include "base/text.h"
#include "script/host/internal.h"
#include "script/wire.h"

enum { HEAD = 12, CHUNK = 65536 };

typedef struct {
	pid_t pid;
	int to, from;        /* -1 once closed */
	double deadline, seconds;
	size_t sent;
	qn_buffer reply;
	bool ended;          /* reaped, or nothing to reap */
	int status;
} guest_process;

static double now(void)
{
	struct timespec time;
	clock_gettime(CLOCK_MONOTONIC, &time);
	return (double)time.tv_sec + (double)time.tv_nsec * 1e-9;
}

static void shut(int *fd)
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

static int spawn_with(const char *guest, int in, int out, pid_t *pid)
{
	posix_spawn_file_actions_t actions;
	posix_spawnattr_t attributes;
	sigset_t none, all;
	char name[] = "qunce-guest", *const arguments[] = { name, NULL }, *const environment[] = { NULL };
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
	rc = rc ? rc : posix_spawn_file_actions_addclosefrom_np(&actions, 3);
	rc = rc ? rc : posix_spawn(pid, guest, &actions, &attributes, arguments, environment);
	posix_spawnattr_destroy(&attributes);
	posix_spawn_file_actions_destroy(&actions);
	return rc;
}

static int start(guest_process *process, const char *guest, qn_error *err)
{
	int to[2] = { -1, -1 }, from[2] = { -1, -1 }, rc;
	if (open_pipes(to, from) != 0)
		rc = qn_fail(err, QN_EIO, "no pipe to a script's interpreter: %s", strerror(errno));
	else if ((rc = spawn_with(guest, to[0], from[1], &process->pid)) != 0)
		rc = qn_fail(err, QN_EIO, "%s, which runs scripts, cannot be started: %s", guest, strerror(rc));
	shut(&to[0]);
	shut(&from[1]);
	process->to = to[1];
	process->from = from[0];
	process->ended = rc != 0;
	if (rc == 0) {
		fcntl(process->to, F_SETFL, O_NONBLOCK);
		fcntl(process->from, F_SETFL, O_NONBLOCK);
	}
	return rc;
}

static void send_some(guest_process *process, const qn_buffer *question)
{
	ssize_t count = send(process->to, question->data + process->sent, question->length - process->sent, MSG_NOSIGNAL);
	if (count > 0)
		process->sent += (size_t)count;
	else if (count < 0 && errno != EAGAIN && errno != EINTR)
		shut(&process->to); /* it has its reasons: its answer will tell */
	if (process->to >= 0 && process->sent == question->length)
		shut(&process->to);
}

static uint64_t number_at(const char *at, int bytes)
{
	uint64_t value = 0;
	for (int i = 0; i < bytes; i++)
		value |= (uint64_t)(unsigned char)at[i] << (8 * i);
	return value;
}

static bool is_complete(const guest_process *process)
{
	return process->reply.length >= HEAD && process->reply.length - HEAD >= number_at(process->reply.data + 4, 8);
}

static int receive_some(guest_process *process, qn_error *err)
{
	char bytes[CHUNK];
	ssize_t count = read(process->from, bytes, sizeof bytes);
	if (count == 0)
		shut(&process->from);
	if (count <= 0)
		return QN_OK;
	qn_buffer_add(&process->reply, bytes, (size_t)count);
	if (process->reply.failed)
		return qn_no_memory(err);
	if (process->reply.length > HEAD + QN_WIRE_MOST || (process->reply.length >= HEAD && number_at(process->reply.data + 4, 8) > QN_WIRE_MOST))
		return qn_fail(err, QN_ELIMIT, "the script's answer is larger than %d MiB", QN_WIRE_MOST >> 20);
	return QN_OK;
}

static int converse(guest_process *process, const qn_buffer *question, qn_error *err)
{
	while (process->from >= 0 && !is_complete(process)) {
		struct pollfd wait[2] = { { process->from, POLLIN, 0 }, { process->to, POLLOUT, 0 } };
		double left = process->deadline - now();
		if (left <= 0)
			return qn_fail(err, QN_ELIMIT, "the script ran longer than %g s: is there a loop that does not end?", process->seconds);
		int count = poll(wait, 2, (int)(left * 1000) + 1);
		if (count < 0 && errno != EINTR)
			return qn_fail(err, QN_EIO, "waiting for a script: %s", strerror(errno));
		if (count <= 0)
			continue;
		if (process->to >= 0 && wait[1].revents)
			send_some(process, question);
		if (wait[0].revents) {
			int rc = receive_some(process, err);
			if (rc < 0)
				return rc;
		}
	}
	return QN_OK;
}

/* Gives a process that closed its pipe a moment to say how it ended, then ends it. */
static void reap(guest_process *process, bool patient)
{
	if (process->ended)
		return;
	for (int i = 0; patient && i < 100; i++) {
		pid_t done = waitpid(process->pid, &process->status, WNOHANG);
		if (done != 0) {
			process->ended = true;
			process->status = done < 0 ? 0 : process->status;
			return;
		}
		nanosleep(&(struct timespec){ 0, 2000000 }, NULL);
	}
	kill(process->pid, SIGKILL);
	while (waitpid(process->pid, &process->status, 0) < 0 && errno == EINTR)
		;
	process->ended = true;
}

static int fail_dead(const guest_process *process, qn_error *err)
{
	int status = process->status;
	if (!WIFSIGNALED(status))
		return qn_fail(err, QN_ESCRIPT, "the script's interpreter ended without an answer (status %d)", WIFEXITED(status) ? WEXITSTATUS(status) : status);
	int signal = WTERMSIG(status);
	if (signal == SIGXCPU)
		return qn_fail(err, QN_ELIMIT, "the script ran longer than %g s: is there a loop that does not end?", process->seconds);
	if (signal == SIGSYS)
		return qn_fail(err, QN_ESCRIPT, "the script made its interpreter try what its sandbox does not allow, and it was ended");
	return qn_fail(err, QN_ESCRIPT, "the script brought its interpreter down (signal %d)", signal);
}

static int take_failure(const char *bytes, size_t length, qn_error *err)
{
	qn_buffer words = { 0 };
	int status = length >= 4 ? (int)(int32_t)(uint32_t)number_at(bytes, 4) : QN_EINTERNAL;
	bool known = status <= QN_EUSAGE && status >= QN_EINTERNAL;
	if (length > 4)
		qn_text_clean(&words, bytes + 4, length - 4);
	int rc = qn_fail(err, known ? (qn_status)status : QN_ESCRIPT, "%s", words.data && !words.failed ? words.data : "the script failed");
	qn_buffer_free(&words);
	return rc;
}

static int take_reply(guest_process *process, qn_buffer *reply, qn_error *err)
{
	if (!is_complete(process)) {
		reap(process, true);
		return fail_dead(process, err);
	}
	uint64_t kind = number_at(process->reply.data, 4), length = number_at(process->reply.data + 4, 8);
	const char *payload = process->reply.data + HEAD;
	if (kind == QN_WIRE_FAILURE)
		return take_failure(payload, (size_t)length, err);
	if (kind != QN_WIRE_PROGRAM)
		return qn_fail(err, QN_ESCRIPT, "the script's interpreter answered with something unknown");
	qn_buffer_add(reply, payload, (size_t)length);
	return reply->failed ? qn_no_memory(err) : QN_OK;
}

int qn_guest_ask(const char *guest, const qn_buffer *question, double seconds, qn_buffer *reply, qn_error *err)
{
	guest_process process = { .to = -1, .from = -1, .seconds = seconds, .deadline = now() + seconds, .ended = true };
	int rc = start(&process, guest, err);
	if (rc == QN_OK)
		rc = converse(&process, question, err);
	if (rc == QN_OK)
		rc = take_reply(&process, reply, err);
	shut(&process.to);
	shut(&process.from);
	reap(&process, false);
	qn_buffer_free(&process.reply);
	return rc;
}
