/* SPDX-License-Identifier: Apache-2.0 */
#include "library/opened.h"
#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>
#include "base/text.h"

struct qunce_opened {
	dev_t device;
	ino_t file;
	pid_t process; /* a child of fork has locks of its own, and none of these */
	qunce_opened *next;
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static qunce_opened *all;

static bool find_file(const char *path, struct stat *out, bool *there)
{
	qn_arena arena = { 0 };
	const char *file = qn_arena_printf(&arena, "%s/data.mdb", path);
	*there = file && stat(file, out) == 0;
	qn_arena_free(&arena);
	return file != NULL;
}

static bool is_open(const qunce_opened *one)
{
	for (const qunce_opened *other = all; other; other = other->next)
		if (other->device == one->device && other->file == one->file && other->process == one->process)
			return true;
	return false;
}

int qunce_opened_add(const char *path, qunce_opened **out, qn_error *err)
{
	struct stat facts;
	bool there;
	*out = NULL;
	if (!find_file(path, &facts, &there))
		return qn_no_memory(err);
	if (!there)
		return QN_OK; /* whoever opens it says so */
	qunce_opened *one = calloc(1, sizeof *one);
	if (!one)
		return qn_no_memory(err);
	*one = (qunce_opened){ .device = facts.st_dev, .file = facts.st_ino, .process = getpid() };
	pthread_mutex_lock(&lock);
	bool twice = is_open(one);
	if (!twice)
		one->next = all, all = one;
	pthread_mutex_unlock(&lock);
	if (!twice) {
		*out = one;
		return QN_OK;
	}
	free(one);
	return qn_fail(err, QN_EUSAGE, "%s: this process has it open already: open a store once and take as many views of it as are wanted", path);
}

void qunce_opened_drop(qunce_opened *opened)
{
	qunce_opened **at = &all;
	if (!opened)
		return;
	pthread_mutex_lock(&lock);
	while (*at != opened)
		at = &(*at)->next;
	*at = opened->next;
	pthread_mutex_unlock(&lock);
	free(opened);
}
