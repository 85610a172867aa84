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
#include "base/seconds.h"
#include "base/text.h"
#include "script/host/internal.h"
#include "script/wire.h"

enum { CHUNK = 65536 };

#define GRACE 0.2 /* seconds in which a guest that has noticed itself tells the line */

typedef struct {
	qn_child child;
	double deadline, seconds;
	const char *main;  /* the script that is run, for messages */
	size_t sent;
	qn_buffer reply;
} guest_process;

static int fail_start(const char *guest, int why, qn_error *err)
{
	int rc = qn_fail(err, qn_refused(why), "%s, which runs scripts, cannot be started: %s", guest, strerror(why));
	qn_fail_chinese(err, "%s(运行脚本的程序)无法启动:%s", guest, qn_refusal_chinese(why));
	return rc;
}

static int fail_waiting(int why, qn_error *err)
{
	int rc = qn_fail(err, qn_refused(why), "waiting for a script: %s", strerror(why));
	qn_fail_chinese(err, "等待脚本时出错:%s", qn_refusal_chinese(why));
	return rc;
}

static int start(guest_process *process, const char *guest, qn_error *err)
{
	char name[] = "qunce-guest", *const arguments[] = { name, NULL };
	int rc = qn_child_start(guest, arguments, -1, &process->child);
	return rc == 0 ? QN_OK : fail_start(guest, rc, err);
}

/* Where it no longer listens it has its reasons: its answer will tell. */
static void send_some(guest_process *process, const qn_buffer *question)
{
	process->sent += qn_child_send(&process->child, question->data + process->sent, question->length - process->sent);
	if (process->sent == question->length)
		qn_child_shut(&process->child.to);
}

static bool is_complete(const guest_process *process)
{
	return process->reply.length >= QN_WIRE_HEAD && process->reply.length - QN_WIRE_HEAD >= qn_wire_get(process->reply.data + 4, 8);
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
	if (process->reply.length > QN_WIRE_HEAD + QN_WIRE_MOST || (process->reply.length >= QN_WIRE_HEAD && qn_wire_get(process->reply.data + 4, 8) > QN_WIRE_MOST))
		return qn_fail_both(err, QN_ELIMIT, "%s:脚本的回答超过 %d MiB:请少声明一些", "%s: the script's answer is larger than %d MiB: declare less", process->main, QN_WIRE_MOST >> 20);
	return QN_OK;
}

static int fail_late(const guest_process *process, qn_error *err)
{
	return qn_fail_both(err, QN_ELIMIT, "%s:脚本运行超过 %g 秒:是否有不结束的循环?", "%s: the script ran longer than %g s: is there a loop that does not end?",
		process->main, process->seconds);
}

static int converse(guest_process *process, const qn_buffer *question, qn_error *err)
{
	while (process->child.from >= 0 && !is_complete(process)) {
		struct pollfd wait[2] = { { process->child.from, POLLIN, 0 }, { process->child.to, POLLOUT, 0 } };
		double left = process->deadline - qn_seconds();
		if (left <= 0)
			return fail_late(process, err);
		int count = poll(wait, 2, (int)(left * 1000) + 1);
		if (count < 0 && errno != EINTR)
			return fail_waiting(errno, err);
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
		return qn_fail_both(err, QN_ESCRIPT, "%s:脚本解释器没有回答就结束了(状态 %d)", "%s: the script's interpreter ended without an answer (status %d)", process->main, WIFEXITED(status) ? WEXITSTATUS(status) : status);
	int signal = WTERMSIG(status);
	if (signal == SIGXCPU)
		return fail_late(process, err);
	if (signal == SIGSYS)
		return qn_fail_both(err, QN_ESCRIPT, "%s:脚本使解释器去做沙箱不允许的事,已被终止", "%s: the script made its interpreter try what its sandbox does not allow, and it was ended", process->main);
	return qn_fail_both(err, QN_ESCRIPT, "%s:脚本使解释器崩溃(信号 %d)", "%s: the script brought its interpreter down (signal %d)", process->main, signal);
}

static int fail_unknown(const char *main, qn_error *err)
{
	return qn_fail_both(err, QN_ESCRIPT, "%s:脚本解释器的回答无法理解", "%s: the script's interpreter answered with something unknown", main);
}

/* English, a zero byte, and where there is any the same in Chinese. */
static int take_failure(const char *main, const char *bytes, size_t length, qn_error *err)
{
	static const int known[] = { QN_EINPUT, QN_ENOMEM, QN_ESCRIPT, QN_ELIMIT, QN_EINTERNAL };
	int status = length > 4 ? (int)(int32_t)(uint32_t)qn_wire_get(bytes, 4) : 0;
	size_t english = length > 4 ? strnlen(bytes + 4, length - 4) : 0, gap = 4 + english + 1;
	qn_buffer words = { 0 }, chinese = { 0 };
	bool is_known = false;
	for (size_t i = 0; i < sizeof known / sizeof *known; i++)
		is_known = is_known || known[i] == status;
	if (!is_known || !english)
		return fail_unknown(main, err);
	qn_text_clean(&words, bytes + 4, english);
	if (gap < length)
		qn_text_clean(&chinese, bytes + gap, length - gap);
	bool failed = words.failed || chinese.failed;
	int rc = failed ? qn_no_memory(err) : qn_fail(err, (qn_status)status, "%s", words.data);
	if (!failed && chinese.data)
		qn_fail_chinese(err, "%s", chinese.data);
	qn_buffer_free(&words);
	qn_buffer_free(&chinese);
	return rc;
}

static int take_reply(guest_process *process, qn_buffer *reply, qn_error *err)
{
	if (!is_complete(process)) {
		qn_child_end(&process->child, true);
		return fail_dead(process, err);
	}
	uint64_t kind = qn_wire_get(process->reply.data, 4), length = qn_wire_get(process->reply.data + 4, 8);
	const char *payload = process->reply.data + QN_WIRE_HEAD;
	if (kind == QN_WIRE_FAILURE)
		return take_failure(process->main, payload, (size_t)length, err);
	if (kind != QN_WIRE_PROGRAM)
		return fail_unknown(process->main, err);
	qn_buffer_add(reply, payload, (size_t)length);
	return reply->failed ? qn_no_memory(err) : QN_OK;
}

int qn_guest_ask(const char *guest, const char *main, const qn_buffer *question, double seconds, qn_buffer *reply, qn_error *err)
{
	guest_process process = { .child = QN_NO_CHILD, .main = main, .seconds = seconds, .deadline = qn_seconds() + seconds * QN_PATIENCE + GRACE };
	int rc = start(&process, guest, err);
	if (rc == QN_OK)
		rc = converse(&process, question, err);
	if (rc == QN_OK)
		rc = take_reply(&process, reply, err);
	qn_child_end(&process.child, false);
	qn_buffer_free(&process.reply);
	return rc;
}
