/* SPDX-License-Identifier: Apache-2.0 */
/* env.c - a store's life: created in place, opened, closed; LMDB's codes in our words.
 *
 * A store is a directory: data.mdb and lock.mdb of LMDB 0.9, and writer.lock, which one writer at a time has locked.
 * Keys are big-endian (days and their like with the sign bit turned), texts in keys plain bytes. What `fields` says is
 * plan/bytes.h: little-endian integers, texts as length and UTF-8. Doubles are the machine's, as LMDB's pages are.
 * Every value but a column begins with a seal: uint32 CRC-32C over its key and the rest of it.
 *
 * database    key                                                     value after the seal
 * meta        "format"                                                "qunce", uint32 format, uint32 LMDB's version (fields)
 *             "adopted"                                               1 byte: bit 0 real, bit 1 synthetic values were adopted
 *             "vintage ", name                                        last day known, last import, version of the pack, when (fields)
 *             "ruling ", import 4                                     1 byte (0): the import is a ruling of its source's rank
 *             "records ", register                                    uint32 how many records the register has (fields);
 *                                                                     not there in a store that no import touched since
 * catalogue   "catalogue"                                             bytes of qn_catalogue_write, kinds without members
 * entities    kind 2, number 4                                        id, code, title zh, en, note (fields)
 * names       kind 2, folded name (over 400 bytes: its first 368      for each entity so called: uint32 number, 1 byte
 *             and the SHA-256 of all)                                 role (id, code, zh, en, alias), little-endian
 * members     kind 2, number 4, group's kind 2, group 4, from 4       until (fields)
 * columns     indicator 2, kind 2, period 2, chunk 2                  no seal: uint32 count, uint32 CRC-32C over key, count,
 *                                                                     reserved bytes and values, 8 reserved bytes (0), then
 *                                                                     count <= 4,092 doubles, the last one present; missing
 *                                                                     is one pattern of NaN
 * origins     as columns                                              segments, see origins.c
 * journal     as columns, known-on 4, import 4 of what replaced it    the cells as they were before: a patch, see origins.c
 * claims      as columns, known-on 4, import 4 of who claims          the cells not adopted: a patch
 *             65535 2, indicator 2, kind 2, period 2, entity 4,       what a line says beyond its number: operator, value, scope,
 *             import 4, line 4                                        note, words (fields)
 * imports     number 4                                                file, source, submitter, rank, known-on, … (fields)
 * records     register, 0, kind 2, subject 4, arrival 4               import, line, fields of the record (fields)
 * packs       known-on 4, arrival 4                                   id, files as path and SHA-256 (fields)
 * contents    SHA-256                                                 the bytes of a file
 *
 * Columns have no seal in front so that a full chunk fills eight pages exactly: 4,092 doubles, our 16 bytes, LMDB's 16. */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "base/disk.h"
#include "store/env.h"
#include "store/fault_words.h"

enum { MAX_READERS = 1024, LOCK_BYTES = 68 * 1024, MOST_MAP = 40, LEAST_MAP = 26 };

static const char *const names[DATABASES] = { "meta", "catalogue", "entities", "names", "members", "columns", "origins", "claims",
	"journal", "imports", "records", "packs", "contents" };
static const char magic[] = "qunce";

const char *qn_db_name(qn_db db) { return names[db]; }

static int fail_doing(const char *path, int code, const char *doing, qn_error *err)
{
	int rc = qn_fail(err, qn_refused(code), "%s: %s failed: %s", path, doing, mdb_strerror(code));
	qn_fail_chinese(err, "%s:%s失败:%s", path, qn_fault_chinese(doing), code > 0 ? qn_refusal_chinese(code) : mdb_strerror(code));
	return rc;
}

int qn_env_fail(const char *path, int code, const char *doing, qn_error *err)
{
	switch (code) {
	case ENOMEM: return qn_no_memory(err);
	case ENOSPC:
	case EDQUOT:
		return qn_fail_both(err, QN_EIO, "%s:盘上没有空间了:请腾出空间再试,库未受影响", "%s: no room is left on its disk: make room and try again, the store is as it was", path);
	case EROFS:
		return qn_fail_both(err, QN_EIO, "%s:所在的盘只读:先用 'qunce backup' 复制到别处再写", "%s: its disk is only to be read: copy the store elsewhere with 'qunce backup', and write to the copy", path);
	case ENOENT: return qn_fail_both(err, QN_ENOTFOUND, "%s:没有这个库:请用 'qunce init %s --pack 文件夹' 建立",
		"%s: there is no such store: make it with 'qunce init %s --pack DIR'", path, path);
	case MDB_READERS_FULL:
		return qn_fail_both(err, QN_EBUSY, "%s:同时读它的已满:请等有人结束后再试", "%s: as many readers have it open as it has places for: try again when one has finished", path);
	case MDB_MAP_FULL: return qn_fail_both(err, QN_EIO, "%s:准许使用的地址空间不够放下库:请放宽,如 'ulimit -v unlimited'",
		"%s: the store has no room left in the address space it may have: allow more, as with 'ulimit -v unlimited'", path);
	case MDB_TXN_FULL: return qn_fail_both(err, QN_EINPUT, "%s:一次导入放不下这么多:请拆成几个文件", "%s: this is too much for one import: split the file", path);
	case MDB_VERSION_MISMATCH:
	case MDB_INCOMPATIBLE:
		return qn_fail_both(err, QN_ESTORE, "%s:它由 0.9 以外的 LMDB 版本写成:请用原始来源重建",
			"%s: it was written by another version of LMDB than 0.9: make it anew from its sources", path);
	case MDB_INVALID: return qn_fail_both(err, QN_ESTORE, "%s:这不是库:请写 'qunce init' 建立的目录", "%s: this is no store: name the directory that 'qunce init' made", path);
	case MDB_CORRUPTED:
	case MDB_PAGE_NOTFOUND:
	case MDB_PANIC:
	case MDB_NOTFOUND:
	case MDB_BAD_VALSIZE:
		return qn_fail_both(err, QN_ESTORE, "%s:库已损坏(%s):请改用备份,或用原始来源重建", "%s: the store is damaged (%s): take a copy, or make it anew from its sources", path,
			mdb_strerror(code));
	default: return fail_doing(path, code, doing, err);
	}
}

int qn_env_damaged(const qn_snapshot *snapshot, const char *what, qn_error *err)
{
	return qn_env_damaged_both(snapshot, (qn_both){ qn_fault_chinese(what), what }, err);
}

int qn_env_damaged_both(const qn_snapshot *snapshot, qn_both what, qn_error *err)
{
	int rc = qn_fail(err, QN_ESTORE, "%s: %s is damaged: take a copy of the store, or make it anew from its sources", snapshot->store->path, what.english);
	qn_fail_chinese(err, "%s:%s已损坏:请改用备份,或用原始来源重建", snapshot->store->path, what.chinese);
	return rc;
}

/* A file of the store's directory; free it. */
static char *inside(const char *path, const char *file)
{
	size_t length = strlen(path) + strlen(file) + 2;
	char *whole = malloc(length);
	if (whole) {
		strcpy(whole, path);
		strcat(whole, "/");
		strcat(whole, file);
	}
	return whole;
}

/* The lock file is mapped: on a full disk, touching bytes of it that have no place yet would end the process. */
static int reserve_lock(const char *path, qn_error *err)
{
	struct stat facts;
	char *file = inside(path, "lock.mdb");
	int code, descriptor;
	if (!file)
		return qn_no_memory(err);
	if (stat(file, &facts) == 0 && (facts.st_blocks * 512 >= LOCK_BYTES || access(file, W_OK) != 0)) {
		free(file);
		return QN_OK;
	}
	descriptor = open(file, O_RDWR | O_CREAT | O_CLOEXEC, 0644);
	free(file);
	if (descriptor < 0)
		return errno == EACCES || errno == EROFS ? QN_OK : qn_env_fail(path, errno, "making its lock file", err);
	code = posix_fallocate(descriptor, 0, LOCK_BYTES);
	close(descriptor);
	return code == ENOSPC || code == EDQUOT ? qn_env_fail(path, code, "making its lock file", err) : QN_OK;
}

/* LMDB's checks of its own pages end the process: whoever watches for that is to know it from any other end. */
static volatile sig_atomic_t refuted;

static void on_refuted(MDB_env *env, const char *words)
{
	(void)env, (void)words;
	refuted = 1;
}

bool qn_store_refuted(void) { return refuted; }

static int open_sized(qn_store *store, unsigned flags, int bits)
{
	int code = mdb_env_create(&store->env);
	if (code)
		return code;
	mdb_env_set_assert(store->env, on_refuted);
	if (!(code = mdb_env_set_maxdbs(store->env, DATABASES)) && !(code = mdb_env_set_maxreaders(store->env, MAX_READERS))
	    && !(code = mdb_env_set_mapsize(store->env, (size_t)1 << bits)))
		code = mdb_env_open(store->env, store->path, flags, 0644);
	if (code)
		mdb_env_close(store->env), store->env = NULL;
	return code;
}

/* Address space costs nothing where it is granted; limits and checkers refuse the most of it. */
static int open_env(qn_store *store, unsigned flags)
{
	int code = ENOMEM;
	for (int bits = MOST_MAP; bits >= LEAST_MAP && (code == ENOMEM || code == EINVAL); bits--)
		code = open_sized(store, flags, bits);
	return code;
}

static int open_files(qn_store *store, qn_error *err)
{
	unsigned flags = MDB_NOTLS | (store->writable ? 0 : MDB_RDONLY);
	int dead, code, rc = reserve_lock(store->path, err);
	if (rc)
		return rc;
	code = open_env(store, flags);
	if ((code == EACCES || code == EROFS) && !store->writable && access(store->path, W_OK) != 0)
		code = open_env(store, flags | MDB_NOLOCK); /* nobody can write where we cannot even lock */
	if (code == EACCES && !store->writable)
		return qn_fail_both(err, QN_EIO, "%s:别人可以写这个库,你却不能写它的 lock.mdb,读者会不被看见:请库的主人给你写 lock.mdb 的权限",
			"%s: others may write to it, and you not even its lock.mdb, by which they see who reads: ask its owner that you may write that file", store->path);
	if (code)
		return qn_env_fail(store->path, code, "opening it", err);
	mdb_reader_check(store->env, &dead);
	return QN_OK;
}

static int open_databases(qn_store *store, unsigned flags, MDB_txn *txn, qn_error *err)
{
	for (int db = 0; db < DATABASES; db++) {
		int code = mdb_dbi_open(txn, names[db], flags, &store->db[db]);
		if (code == MDB_NOTFOUND)
			code = MDB_INVALID; /* LMDB's, but none of ours */
		if (code)
			return qn_env_fail(store->path, code, "opening it", err);
	}
	return QN_OK;
}

static void format_key(qn_key *key)
{
	key->length = 0;
	qn_key_bytes(key, "format", 6);
}

static int write_format(qn_change_set *change, qn_error *err)
{
	qn_bytes bytes = { .out = &change->bytes };
	uint32_t format = QN_STORE_FORMAT, version = MDB_VERSION_FULL;
	qn_key key;
	format_key(&key);
	qn_buffer_add(bytes.out, magic, sizeof magic - 1);
	qn_bytes_u32(&bytes, &format);
	qn_bytes_u32(&bytes, &version);
	if (change->bytes.failed)
		return qn_no_memory(err);
	return qn_env_put(change, DB_META, &key, change->bytes.data, change->bytes.length, err);
}

int qn_env_read_format(const char *path, const MDB_val *value, uint32_t *format, qn_error *err)
{
	qn_bytes in = { .at = (const unsigned char *)value->mv_data + sizeof magic - 1, .end = (const unsigned char *)value->mv_data + value->mv_size };
	*format = 0;
	if (value->mv_size < sizeof magic - 1 || memcmp(value->mv_data, magic, sizeof magic - 1) != 0)
		return qn_env_fail(path, MDB_INVALID, "opening it", err);
	qn_bytes_u32(&in, format);
	if (*format > QN_STORE_FORMAT)
		return qn_fail_both(err, QN_ESTORE, "%s:库的格式是 %u,本程序只认识到 %d:请用更新的 qunce", "%s: the store is of format %u and this qunce knows up to %d: use a newer qunce",
			path, *format, QN_STORE_FORMAT);
	return QN_OK;
}

static int read_format(qn_snapshot *snapshot, uint32_t *format, qn_error *err)
{
	const char *path = snapshot->store->path;
	MDB_val value;
	qn_key key;
	format_key(&key);
	*format = 0;
	int rc = qn_env_get(snapshot, DB_META, &key, &value, err);
	if (rc == 0)
		return qn_env_fail(path, MDB_INVALID, "opening it", err);
	return rc < 0 ? rc : qn_env_read_format(path, &value, format, err);
}

int qn_env_raise_format(qn_change_set *change, qn_error *err)
{
	uint32_t format;
	int rc = read_format(&change->view, &format, err);
	change->bytes.length = 0;
	return rc || format >= QN_STORE_FORMAT ? rc : write_format(change, err);
}

static int check_format(qn_snapshot *snapshot, qn_error *err)
{
	uint32_t format;
	int rc = read_format(snapshot, &format, err);
	return rc || format ? rc : qn_env_damaged(snapshot, "its header", err);
}

static int open_contents(qn_store *store, qn_error *err)
{
	qn_snapshot view = { .store = store };
	int rc, code = mdb_txn_begin(store->env, NULL, MDB_RDONLY, &view.txn);
	if (code)
		return qn_env_fail(store->path, code, "reading it", err);
	if ((rc = open_databases(store, 0, view.txn, err)) == QN_OK)
		rc = check_format(&view, err);
	if (rc) {
		mdb_txn_abort(view.txn);
		return rc;
	}
	code = mdb_txn_commit(view.txn); /* so the handles stay */
	return code ? qn_env_fail(store->path, code, "reading it", err) : QN_OK;
}

static qn_store *new_store(const char *path, bool writable)
{
	qn_store *store = calloc(1, sizeof *store);
	if (!store)
		return NULL;
	store->writable = writable;
	if ((store->path = strdup(path)))
		return store;
	free(store);
	return NULL;
}

int qn_store_open(const char *path, bool writable, qn_store **out, qn_error *err)
{
	qn_store *store;
	int rc = qn_env_inspect(path, err);
	*out = NULL;
	if (rc == QN_OK && writable)
		rc = qn_env_check_alone(path, err);
	if (rc)
		return rc;
	if (!(store = new_store(path, writable)))
		return qn_no_memory(err);
	if ((rc = open_files(store, err)) == QN_OK)
		rc = open_contents(store, err);
	if (rc) {
		qn_store_close(store);
		return rc;
	}
	*out = store;
	return QN_OK;
}

int qn_env_open_file(const char *path, qn_store **out, qn_error *err)
{
	qn_store *store;
	int rc = qn_env_inspect(path, err);
	*out = NULL;
	if (rc)
		return rc;
	if (!(store = new_store(path, false)))
		return qn_no_memory(err);
	if ((rc = open_files(store, err)))
		qn_store_close(store);
	else
		*out = store;
	return rc;
}

int qn_env_open_tables(qn_store *store, qn_snapshot *snapshot, qn_error *err)
{
	int rc = open_databases(store, 0, snapshot->txn, err);
	return rc ? rc : check_format(snapshot, err);
}

void qn_store_close(qn_store *store)
{
	if (!store)
		return;
	if (store->env)
		mdb_env_close(store->env);
	qn_janitor_end(&store->janitor);
	free(store->path);
	free(store);
}

/* Creating. */

void qn_store_discard(qn_store *store)
{
	char *path = store ? store->path : NULL;
	bool made = store && store->made;
	qn_janitor janitor = store ? store->janitor : (qn_janitor){ 0 };
	if (store)
		store->path = NULL, store->janitor = (qn_janitor){ 0 };
	qn_store_close(store);
	if (path)
		qn_env_remove_files(path, made);
	qn_janitor_end(&janitor);
	free(path);
}

static int fill_new(qn_store *store, qn_error *err)
{
	qn_change_set change = { .view = { .store = store } };
	off_t whole;
	int rc, code = mdb_txn_begin(store->env, NULL, 0, &change.view.txn);
	if (code)
		return qn_env_fail(store->path, code, "writing to it", err);
	if ((rc = open_databases(store, MDB_CREATE, change.view.txn, err)) == QN_OK)
		rc = write_format(&change, err);
	qn_buffer_free(&change.bytes);
	if (rc) {
		mdb_txn_abort(change.view.txn);
		return rc;
	}
	if ((code = mdb_txn_commit(change.view.txn)) || (code = qn_env_fill(store, &whole)))
		return qn_env_fail(store->path, code, "writing to it", err);
	return QN_OK;
}

int qn_store_create(const char *path, qn_store **out, qn_error *err)
{
	qn_store *store = NULL;
	bool made = false;
	qn_janitor janitor = { 0 };
	int code, rc = qn_env_make_folder(path, &made, &janitor, err);
	*out = NULL;
	if (rc)
		return rc;
	if ((rc = qn_env_check_disk(path, err)) == QN_OK)
		rc = (store = new_store(path, true)) ? open_files(store, err) : qn_no_memory(err);
	if (store)
		store->made = made;
	if (rc == QN_OK)
		rc = fill_new(store, err);
	if (rc == QN_OK && (code = qn_disk_settle_folder(path)))
		rc = qn_env_fail(path, code, "writing its directory", err);
	if (rc) {
		qn_store_close(store);
		qn_env_remove_files(path, made);
		qn_janitor_end(&janitor);
		return rc;
	}
	store->janitor = janitor;
	*out = store;
	return QN_OK;
}
