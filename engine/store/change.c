/* SPDX-License-Identifier: Apache-2.0 */
/* change.c - views of a store and writes to it: LMDB's transactions, with one writer let in at a time. */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>
#include "store/env.h"
#include "store/origins.h"

int qn_snapshot_open(qn_store *store, qn_snapshot **out, qn_error *err)
{
	qn_snapshot *snapshot = calloc(1, sizeof *snapshot);
	int dead, code;
	*out = NULL;
	if (!snapshot)
		return qn_no_memory(err);
	snapshot->store = store;
	snapshot->frozen = (qn_frozen){ .at = QN_NOW, .rules_on = QN_NO_DATE };
	code = mdb_txn_begin(store->env, NULL, MDB_RDONLY, &snapshot->txn);
	if (code == MDB_READERS_FULL && mdb_reader_check(store->env, &dead) == 0 && dead)
		code = mdb_txn_begin(store->env, NULL, MDB_RDONLY, &snapshot->txn);
	if (code) {
		free(snapshot);
		return qn_env_fail(store->path, code, "reading it", err);
	}
	*out = snapshot;
	return QN_OK;
}

static void forget(qn_snapshot *snapshot)
{
	qn_entities_forget(snapshot);
	qn_memberships_forget(snapshot);
	qn_imports_forget(snapshot);
	qn_told_free(snapshot->told);
	qn_catalogue_free(snapshot->catalogue);
	free(snapshot->origins);
	qn_past_free(snapshot->past);
	qn_arena_free(&snapshot->arena);
}

void qn_snapshot_close(qn_snapshot *snapshot)
{
	if (!snapshot)
		return;
	if (!snapshot->lent)
		mdb_txn_abort(snapshot->txn);
	forget(snapshot);
	free(snapshot);
}

/* LMDB's own lock would wait, and say nothing. */
static int lock_writer(const char *path, int *out, qn_error *err)
{
	qn_arena arena = { 0 };
	const char *file = qn_arena_printf(&arena, "%s/writer.lock", path);
	int code = 0;
	*out = file ? open(file, O_RDWR | O_CREAT | O_CLOEXEC, 0644) : -1;
	if (*out < 0 || flock(*out, LOCK_EX | LOCK_NB) != 0)
		code = errno;
	qn_arena_free(&arena);
	if (!file)
		return qn_no_memory(err);
	if (!code)
		return QN_OK;
	if (*out >= 0)
		close(*out);
	if (code == EWOULDBLOCK)
		return qn_fail_both(err, QN_EBUSY, "另一次导入正在写 %s:请等它结束后再试", "another import is writing to %s: try again when it has finished", path);
	return qn_env_fail(path, code, "locking it for writing", err);
}

static void free_change(qn_change_set *change)
{
	close(change->lock);
	forget(&change->view);
	free(change->merge);
	qn_buffer_free(&change->bytes);
	qn_buffer_free(&change->coded.bytes);
	free(change->touched);
	free(change);
}

int qn_change_begin(qn_store *store, qn_change_set **out, qn_error *err)
{
	qn_change_set *change;
	int rc, code;
	*out = NULL;
	if (!store->writable)
		return qn_fail_both(err, QN_EUSAGE, "%s:库只为读取而打开,不能写入", "%s: the store is open for reading only", store->path);
	if (!(change = calloc(1, sizeof *change)))
		return qn_no_memory(err);
	change->view.store = store;
	change->view.moving = true;
	change->view.frozen = (qn_frozen){ .at = QN_NOW, .rules_on = QN_NO_DATE };
	if ((rc = lock_writer(store->path, &change->lock, err))) {
		free(change);
		return rc;
	}
	if ((code = mdb_txn_begin(store->env, NULL, 0, &change->view.txn))) {
		free_change(change);
		return qn_env_fail(store->path, code, "writing to it", err);
	}
	*out = change;
	return QN_OK;
}

/* What was committed stays so. */
static int fill(qn_store *store, qn_error *err)
{
	off_t whole;
	int code = qn_env_fill(store, &whole);
	if (!code)
		return QN_OK;
	qn_fail(err, QN_EIO, "%s: what was written is in it, but its file could not be given its whole length (%s) and will be taken for one cut short: "
		"make room, then 'truncate -s %lld %s/data.mdb'", store->path, mdb_strerror(code), (long long)whole, store->path);
	qn_fail_chinese(err, "%s:内容已经写入,但文件没能补足长度(%s),会被看作截断:请腾出空间,再运行 'truncate -s %lld %s/data.mdb'", store->path,
		code > 0 ? qn_refusal_chinese(code) : mdb_strerror(code), (long long)whole, store->path);
	return QN_EIO;
}

int qn_change_commit(qn_change_set *change, qn_error *err)
{
	qn_store *store = change->view.store;
	int code = mdb_txn_commit(change->view.txn);
	int rc = code ? qn_env_fail(store->path, code, "writing to it", err) : fill(store, err);
	free_change(change);
	return rc;
}

void qn_change_abort(qn_change_set *change)
{
	if (!change)
		return;
	mdb_txn_abort(change->view.txn);
	free_change(change);
}

qn_snapshot *qn_change_snapshot(qn_change_set *change) { return &change->view; }

int qn_change_view(qn_change_set *change, qn_snapshot **out, qn_error *err)
{
	*out = calloc(1, sizeof **out);
	if (!*out)
		return qn_no_memory(err);
	(*out)->store = change->view.store;
	(*out)->frozen = change->view.frozen;
	(*out)->txn = change->view.txn;
	(*out)->lent = true;
	return QN_OK;
}

static bool same_column(const qn_touched *a, const qn_touched *b)
{
	return a->indicator == b->indicator && a->kind == b->kind && a->period == b->period;
}

int qn_change_touch(qn_change_set *change, qn_touched column, qn_error *err)
{
	if (change->touches && same_column(&change->touched[change->touches - 1], &column))
		return QN_OK;
	if (change->touches == change->touches_room) {
		size_t room = change->touches_room ? 2 * change->touches_room : 64;
		qn_touched *more = realloc(change->touched, room * sizeof *more);
		if (!more)
			return qn_no_memory(err);
		change->touched = more;
		change->touches_room = room;
	}
	change->touched[change->touches++] = column;
	return QN_OK;
}

const qn_touched *qn_change_touched(const qn_change_set *change, size_t *count)
{
	*count = change->touches;
	return change->touched;
}
