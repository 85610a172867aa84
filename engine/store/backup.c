/* SPDX-License-Identifier: Apache-2.0 */
/* backup.c - a copy of a store while it is in use. It bears another name until it is whole and safe on the disk, so that a
 * copy that was cut off is not taken for one. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include "base/disk.h"
#include "store/care.h"
#include "store/env.h"

/* LMDB's copy in order, without free pages. */
static int copy_into(qn_store *store, const char *to, const char *file, qn_error *err)
{
	int copy = open(file, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644), code, rc = QN_OK;
	if (copy < 0)
		return qn_env_fail(to, errno, "writing to it", err);
	code = mdb_env_copyfd2(store->env, copy, MDB_CP_COMPACT);
	if (!code && fsync(copy) != 0)
		code = errno;
	if (close(copy) != 0 && !code)
		code = errno;
	if (code)
		rc = code == MDB_CORRUPTED || code == MDB_PAGE_NOTFOUND ? qn_env_fail(store->path, code, "reading it", err)
			: code == ENOSPC || code == EDQUOT ? qn_fail_both(err, QN_EIO, "%s:盘上没有空间了:请腾出空间再试", "%s: no room is left on its disk: make room and try again", to)
			: qn_env_fail(to, code, "writing to it", err);
	return rc;
}

static int count_finding(void *context, const qn_both *words)
{
	(void)context;
	(void)words;
	return 0;
}

static int fill(qn_store *store, const char *to, const char *part, const char *whole, qn_error *err)
{
	qn_health health;
	int code, rc = copy_into(store, to, part, err);
	if (rc == QN_OK && rename(part, whole) != 0)
		rc = qn_env_fail(to, errno, "writing to it", err);
	if (rc == QN_OK && (code = qn_disk_settle_folder(to)))
		rc = qn_env_fail(to, code, "writing its directory", err);
	if (rc == QN_OK && (rc = qn_store_verify(to, count_finding, NULL, &health, err)) == QN_OK && health.findings)
		rc = qn_fail_both(err, QN_ESTORE, "%s:库已损坏,复制出来的也一样:'qunce verify' 指出何处,'qunce repair' 救出能救的内容",
			"%s: it is damaged, and so is a copy of it: 'qunce verify' says where, 'qunce repair' saves what can be saved", store->path);
	return rc;
}

int qn_store_backup(qn_store *store, const char *to, qn_error *err)
{
	qn_arena arena = { 0 };
	const char *part = qn_arena_printf(&arena, "%s/data.mdb.part", to), *whole = qn_arena_printf(&arena, "%s/data.mdb", to);
	bool made = false;
	qn_janitor janitor = { 0 };
	int rc = part && whole ? qn_env_make_folder(to, &made, &janitor, err) : qn_no_memory(err);
	if (rc == QN_OK) {
		rc = fill(store, to, part, whole, err);
		if (rc)
			qn_env_remove_files(to, made);
		qn_janitor_end(&janitor);
	}
	qn_arena_free(&arena);
	return rc;
}
