/* SPDX-License-Identifier: Apache-2.0 */
/* spill.c - LMDB keeps the pages that a change has written in memory until it commits, and lets go of some only when there are 131,071
 * of them, or of values of several pages: 512 MB of remarks, 4 GB of columns. It makes room before a put by what this will take. So
 * a put is announced that takes all the room there is, under the name of a table, of which LMDB says that they may be read but not
 * written: room is made, and the put refused. Pages that were let go lie behind the end of what was committed, as at a commit. */
#include <string.h>
#include "store/env.h"

enum { ROOM = 1 << 16 }; /* pages of a value for which LMDB wants all of its list, which it reckons twice */

/* Where this was looked up; elsewhere LMDB lets go when it does. */
static bool is_known(void)
{
	int major, minor, patch;
	mdb_version(&major, &minor, &patch);
	return major == 0 && minor == 9 && patch >= 17 && patch <= 33;
}

int qn_env_let_go(qn_change_set *change, qn_error *err)
{
	MDB_txn *txn = change->view.txn;
	MDB_val table = { strlen(qn_db_name(DB_COLUMNS)), (void *)(uintptr_t)qn_db_name(DB_COLUMNS) }, announced = { 0 };
	MDB_stat stat;
	MDB_dbi all;
	change->held = 0;
	int code = is_known() ? mdb_env_stat(change->view.store->env, &stat) : MDB_INCOMPATIBLE;
	if (!code)
		code = mdb_dbi_open(txn, NULL, 0, &all);
	if (!code) {
		announced.mv_size = (size_t)stat.ms_psize * ROOM;
		code = mdb_put(txn, all, &table, &announced, MDB_RESERVE);
	}
	return code == MDB_INCOMPATIBLE ? QN_OK : qn_env_fail( /* had it been taken, it must not be committed */
		change->view.store->path, code, "writing to it", err);
}
