/* SPDX-License-Identifier: Apache-2.0 */
/* spawn.c - one qunce-files from its start to its end. */
#include "files/spawn.h"
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
#include "base/child.h"
#include "base/sanitized.h"
#include "base/seconds.h"
#include "base/text.h"

enum { CHUNK = 64 << 10, WORDS = 1600 };

struct qn_files {
	qn_child child;
	char *about;
	double seconds;
	qn_buffer in;      /* what came; the frames before `at` are taken */
	size_t at;
};

static int start(const qn_files_task *task, qn_files *files, qn_error *err)
{
	char name[] = "qunce-files", *path = task->program ? strdup(task->program) : qn_child_find(name);
	char *verb = strdup(task->verb), *format = strdup(task->format), *argument = task->argument ? strdup(task->argument) : NULL;
	char *const arguments[] = { name, verb, format, argument, NULL };
	int rc = QN_OK, why;
	if (!path && errno != ENOMEM)
		rc = qn_fail_both(err, QN_ENOTFOUND, "%s:读写此类文件的 qunce-files 不在本程序旁边:请构建或安装", "%s: qunce-files, which reads and writes such files, is not beside this program: build or install it", task->about);
	else if (!path || !verb || !format || (task->argument && !argument))
		rc = qn_no_memory(err);
	else if ((why = qn_child_start(path, arguments, task->file, &files->child)) != 0) {
		rc = qn_fail(err, qn_refused(why), "%s, which reads and writes such files, cannot be started: %s", path, strerror(why));
		qn_fail_chinese(err, "无法启动读写此类文件的 %s:%s", path, qn_refusal_chinese(why));
	}
	free(path);
	free(verb);
	free(format);
	free(argument);
	return rc;
}

int qn_files_start(const qn_files_task *task, qn_files **out, qn_error *err)
{
	qn_files *files = *out = calloc(1, sizeof *files);
	if (!files)
		return qn_no_memory(err);
	files->child = (qn_child)QN_NO_CHILD;
	files->seconds = task->seconds > 0 ? task->seconds : 30 * QN_PATIENCE;
	files->about = strdup(task->about);
	int rc = files->about ? start(task, files, err) : qn_no_memory(err);
	if (rc == QN_OK)
		return rc;
	qn_files_free(files);
	*out = NULL;
	return rc;
}

void qn_files_free(qn_files *files)
{
	if (!files)
		return;
	qn_child_end(&files->child, false);
	qn_buffer_free(&files->in);
	free(files->about);
	free(files);
}

void qn_files_sent(qn_files *files) { qn_child_shut(&files->child.to); }

static int fail_waiting(const qn_files *files, int why, qn_error *err)
{
	int rc = qn_fail(err, qn_refused(why), "%s: waiting for qunce-files: %s", files->about, strerror(why));
	qn_fail_chinese(err, "%s:等待 qunce-files 时出错:%s", files->about, qn_refusal_chinese(why));
	return rc;
}

static int fail_silent(const qn_files *files, qn_error *err)
{
	return qn_fail_both(err, QN_EINPUT, "%s:%g 秒没有任何进展:已放弃", "%s: nothing moved for %g s: given up", files->about, files->seconds);
}

/* Waits until one of its pipes moves: bits 1 for something to read, 2 for room to write. */
static int wait_for(qn_files *files, bool write, qn_error *err)
{
	double deadline = qn_seconds() + files->seconds;
	for (;;) {
		struct pollfd ends[2] = { { files->child.from, POLLIN, 0 }, { write ? files->child.to : -1, POLLOUT, 0 } };
		double left = deadline - qn_seconds();
		int count = left > 0 ? poll(ends, 2, (int)(left * 1000) + 1) : 0;
		if (count > 0)
			return (ends[0].revents ? 1 : 0) | (ends[1].revents ? 2 : 0);
		if (count < 0 && errno != EINTR)
			return fail_waiting(files, errno, err);
		if (count == 0 && left <= 0)
			return fail_silent(files, err);
	}
}

static int receive_some(qn_files *files, qn_error *err)
{
	char bytes[CHUNK];
	ssize_t count = read(files->child.from, bytes, sizeof bytes);
	if (count == 0)
		qn_child_shut(&files->child.from);
	if (count > 0)
		qn_buffer_add(&files->in, bytes, (size_t)count);
	if (files->in.failed)
		return qn_no_memory(err);
	if (files->in.length > (size_t)QN_FRAME_MOST + CHUNK)
		return qn_fail_both(err, QN_EINPUT, "%s:qunce-files 的输出超出限度", "%s: qunce-files says more than it may", files->about);
	return QN_OK;
}

int qn_files_send(qn_files *files, const void *bytes, size_t length, qn_error *err)
{
	const char *at = bytes;
	while (length && files->child.to >= 0) {
		size_t count = qn_child_send(&files->child, at, length);
		int moved = count ? 2 : files->child.to >= 0 ? wait_for(files, true, err) : 0;
		if (moved < 0)
			return moved;
		at += count, length -= count;
		if (moved & 1 && files->child.from >= 0) {
			int rc = receive_some(files, err);
			if (rc < 0)
				return rc;
		}
	}
	return QN_OK;
}

/* Receiving. */

static int fail_dead(qn_files *files, qn_error *err)
{
	qn_child_end(&files->child, true);
	int status = files->child.status;
	if (!WIFSIGNALED(status))
		return qn_fail_both(err, QN_EINPUT, "%s:qunce-files 没有回答就结束了(状态 %d)", "%s: qunce-files ended without an answer (status %d)", files->about,
			 WIFEXITED(status) ? WEXITSTATUS(status) : status);
	if (WTERMSIG(status) == SIGXCPU)
		return qn_fail_both(err, QN_EINPUT, "%s:处理时间超出同类文件的正常范围:已放弃", "%s: takes longer than a file of its kind should: given up", files->about);
	return qn_fail_both(err, QN_EINPUT, "%s:使 qunce-files 崩溃(信号 %d):文件已损坏或有恶意", "%s: brought qunce-files down (signal %d): the file is damaged, or hostile",
		files->about, WTERMSIG(status));
}

static char *clean_words(const char *words, size_t length)
{
	qn_buffer clean = { 0 };
	qn_text_clean(&clean, words, length < WORDS ? length : WORDS);
	if (!clean.failed && clean.data)
		return clean.data;
	qn_buffer_free(&clean);
	return NULL;
}

static int take_failure(qn_files *files, const char *bytes, size_t length, qn_error *err)
{
	enum { HEAD = 12 };
	if (length < HEAD)
		return qn_fail_both(err, QN_EINPUT, "%s:qunce-files 出错", "%s: qunce-files failed", files->about);
	int status = (int)(int32_t)qn_frame_get(bytes);
	unsigned row = qn_frame_get(bytes + 4), column = qn_frame_get(bytes + 8);
	const char *english = bytes + HEAD, *chinese = memchr(english, 0, length - HEAD);
	char *words = clean_words(english, chinese ? (size_t)(chinese - english) : length - HEAD), place[32] = "";
	if (row)
		snprintf(place, sizeof place, column ? ":%u:%u" : ":%u", row, column);
	char *translated = chinese ? clean_words(chinese + 1, (size_t)(bytes + length - chinese - 1)) : NULL;
	bool known = status <= QN_EUSAGE && status >= QN_EINTERNAL;
	int rc = qn_fail(err, known ? (qn_status)status : QN_EINPUT, "%s%s: %s", files->about, place, words ? words : "qunce-files failed");
	if (translated)
		qn_fail_chinese(err, "%s%s:%s", files->about, place, translated);
	free(words);
	free(translated);
	return rc;
}

/* 1 when a whole frame stands behind those that are taken. */
static int is_whole(const qn_files *files, size_t *length, qn_error *err)
{
	size_t there = files->in.length - files->at;
	if (there < QN_FRAME_HEAD)
		return 0;
	*length = qn_frame_get(files->in.data + files->at + 4);
	if (*length > QN_FRAME_MOST - QN_FRAME_HEAD)
		return qn_fail_both(err, QN_EINPUT, "%s:qunce-files 的输出超出限度", "%s: qunce-files says more than it may", files->about);
	return there - QN_FRAME_HEAD >= *length;
}

static void forget_taken(qn_files *files)
{
	files->in.length -= files->at;
	if (files->at && files->in.length)
		memmove(files->in.data, files->in.data + files->at, files->in.length);
	files->at = 0;
}

static int wait_for_more(qn_files *files, qn_error *err)
{
	forget_taken(files);
	if (files->child.from < 0)
		return fail_dead(files, err);
	int rc = wait_for(files, false, err);
	return rc < 0 ? rc : receive_some(files, err);
}

int qn_files_next(qn_files *files, qn_frame *out, qn_error *err)
{
	size_t length = 0;
	int rc;
	while ((rc = is_whole(files, &length, err)) == 0)
		if ((rc = wait_for_more(files, err)) < 0)
			return rc;
	if (rc < 0)
		return rc;
	const char *head = files->in.data + files->at;
	*out = (qn_frame){ qn_frame_get(head), head + QN_FRAME_HEAD, length };
	files->at += QN_FRAME_HEAD + length;
	if (out->kind == QN_FRAME_FAILURE)
		return take_failure(files, out->bytes, out->length, err);
	return out->kind != QN_FRAME_DONE;
}
