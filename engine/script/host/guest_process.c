/* SPDX-License-Identifier: Apache-2.0 */
/* guest_process.c - starts qunce-guest, gives it a question, waits for one answer under one deadline, and leaves no
 * process behind. What comes back is bounded here and checked elsewhere. */
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
#include "base/child.h"
#include "base/sanitized.h"
#include "base/text.h"
#include "script/host/internal.h"
#include "script/wire.h"

enum { HEAD = 12, CHUNK = 65536 };

#define GRACE 0.2 /* seconds in which a guest that has noticed itself tells the line */

typedef struct {
	qn_child child;
	double deadline, seconds;
	const char *main;  /* the script that is run, for messages */
	size_t sent;
	qn_buffer reply;
} guest_process;

static int start(guest_process *process, const char *guest, qn_error *err)
{
	char name[] = "qunce-guest", *const arguments[] = { name, NULL };
	int rc = qn_child_start(guest, arguments, -1, &process->child);
	return rc == 0 ? QN_OK : qn_fail(err, QN_EIO, "%s, which runs scripts, cannot be started: %s", guest, strerror(rc));
}

/* Where it no longer listens it has its reasons: its answer will tell. */
static void send_some(guest_process *process, const qn_buffer *question)
{
	process->sent += qn_child_send(&process->child, question->data + process->sent, question->length - process->sent);
	if (process->sent == question->length)
		qn_child_shut(&process->child.to);
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
	ssize_t count = read(process->child.from, bytes, sizeof bytes);
	if (count == 0)
		qn_child_shut(&process->child.from);
	if (count <= 0)
		return QN_OK;
	qn_buffer_add(&process->reply, bytes, (size_t)count);
	if (process->reply.failed)
		return qn_no_memory(err);
	if (process->reply.length > HEAD + QN_WIRE_MOST || (process->reply.length >= HEAD && number_at(process->reply.data + 4, 8) > QN_WIRE_MOST))
		return qn_fail(err, QN_ELIMIT, "%s: the script's answer is larger than %d MiB", process->main, QN_WIRE_MOST >> 20);
	return QN_OK;
}

static int converse(guest_process *process, const qn_buffer *question, qn_error *err)
{
	while (process->child.from >= 0 && !is_complete(process)) {
		struct pollfd wait[2] = { { process->child.from, POLLIN, 0 }, { process->child.to, POLLOUT, 0 } };
		double left = process->deadline - qn_child_clock();
		if (left <= 0)
			return qn_fail(err, QN_ELIMIT, "%s: the script ran longer than %g s: is there a loop that does not end?", process->main, process->seconds);
		int count = poll(wait, 2, (int)(left * 1000) + 1);
		if (count < 0 && errno != EINTR)
			return qn_fail(err, QN_EIO, "waiting for a script: %s", strerror(errno));
		if (count <= 0)
			continue;
		if (process->child.to >= 0 && wait[1].revents)
			send_some(process, question);
		if (wait[0].revents) {
			int rc = receive_some(process, err);
			if (rc < 0)
				return rc;
		}
	}
	return QN_OK;
}

static int fail_dead(const guest_process *process, qn_error *err)
{
	int status = process->child.status;
	if (!WIFSIGNALED(status))
		return qn_fail(err, QN_ESCRIPT, "%s: the script's interpreter ended without an answer (status %d)", process->main, WIFEXITED(status) ? WEXITSTATUS(status) : status);
	int signal = WTERMSIG(status);
	if (signal == SIGXCPU)
		return qn_fail(err, QN_ELIMIT, "%s: the script ran longer than %g s: is there a loop that does not end?", process->main, process->seconds);
	if (signal == SIGSYS)
		return qn_fail(err, QN_ESCRIPT, "%s: the script made its interpreter try what its sandbox does not allow, and it was ended", process->main);
	return qn_fail(err, QN_ESCRIPT, "%s: the script brought its interpreter down (signal %d)", process->main, signal);
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
		qn_child_end(&process->child, true);
		return fail_dead(process, err);
	}
	uint64_t kind = number_at(process->reply.data, 4), length = number_at(process->reply.data + 4, 8);
	const char *payload = process->reply.data + HEAD;
	if (kind == QN_WIRE_FAILURE)
		return take_failure(payload, (size_t)length, err);
	if (kind != QN_WIRE_PROGRAM)
		return qn_fail(err, QN_ESCRIPT, "%s: the script's interpreter answered with something unknown", process->main);
	qn_buffer_add(reply, payload, (size_t)length);
	return reply->failed ? qn_no_memory(err) : QN_OK;
}

int qn_guest_ask(const char *guest, const char *main, const qn_buffer *question, double seconds, qn_buffer *reply, qn_error *err)
{
	guest_process process = { .child = QN_NO_CHILD, .main = main, .seconds = seconds, .deadline = qn_child_clock() + seconds * QN_PATIENCE + GRACE };
	int rc = start(&process, guest, err);
	if (rc == QN_OK)
		rc = converse(&process, question, err);
	if (rc == QN_OK)
		rc = take_reply(&process, reply, err);
	qn_child_end(&process.child, false);
	qn_buffer_free(&process.reply);
	return rc;
}
