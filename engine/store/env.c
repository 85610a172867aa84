/* SPDX-License-Identifier: Apache-2.0 */
/* env.c - opens and creates environments, begins and ends transactions, translates LMDB's codes.
 *
 * A store is a directory: data.mdb and lock.mdb of LMDB, and writer.lock, on which a writer holds a lock.
 * Its named databases (integers in keys big-endian, in values of the machine, which LMDB asks for too):
 *   meta       "format" -> "qunce", format version, LMDB version, as texts
 *   catalogue  "catalogue" -> the bytes of qn_catalogue_write
 *   entities   kind u16, number u32 -> id, code, Chinese, English, note, as texts
 *   aliases    kind u16, number u32, place u32 -> text
 *   members    kind u16, number u32, group kind u16, group u32, from u32 -> until i32
 *   columns    indicator u32, kind u16, period u16, chunk u16 -> sealed doubles, cut after the last present one
 *   origins    the same key -> sealed runs of (first entity, count, import, first line, step of lines)
 *   journal    the same key, known-on u32, import u32 -> sealed (entity, import, line, value) that the import replaced
 *   claims     the same key, import u32 -> sealed (entity, import, line, value) that were not adopted
 *   imports    number u32 -> texts
 *   records    register, zero, kind u16, subject u32, place u32 -> import u32, line u32, then name, type, text of each field
 *   packs      known-on u32, place u32 -> id, then path and SHA-256 of each file, as texts
 *   blobs      SHA-256 -> content */
#include "store/env.h"
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

static const char *const names[DATABASES] = { "meta", "catalogue", "entities", "aliases", "members", "columns", "origins", "claims",
	"journal", "imports", "records", "packs", "blobs" };
#define FORMAT "1"

int qn_store_damaged(const qn_store *store, const char *what, qn_error *err)
{
	return qn_fail(err, QN_ESTORE, "%s: %s is damaged: restore the store from a copy, or build it anew from its files", store->path, what);
}

int qn_store_fail(const qn_store *store, int code, const char *doing, qn_error *err)
{
	switch (code) {
	case ENOMEM: return qn_no_memory(err);
	case ENOSPC: return qn_fail(err, QN_EIO, "%s: %s: the disk is full; make room and try again, nothing was changed", store->path, doing);
	case EACCES: case EROFS: return qn_fail(err, QN_EIO, "%s: %s: %s", store->path, doing, strerror(code));
	case MDB_MAP_FULL: return qn_fail(err, QN_EIO, "%s: %s: the store has reached its largest size", store->path, doing);
	case MDB_READERS_FULL: return qn_fail(err, QN_EBUSY, "%s: too many readers at once: try again when some have finished", store->path);
	case MDB_INVALID: case MDB_CORRUPTED: case MDB_PAGE_NOTFOUND: case MDB_PANIC: return qn_store_damaged(store, "the store", err);
	case MDB_VERSION_MISMATCH: return qn_fail(err, QN_ESTORE, "%s: written by another version of LMDB, which this one cannot read", store->path);
	default: return qn_fail(err, code > 0 ? QN_EIO : QN_EINTERNAL, "%s: %s: %s", store->path, doing, mdb_strerror(code));
	}
}

/* LMDB maps the file and dies by a signal where it ends too early: its meta pages say how long it must be. */
static int check_length(const qn_store *store, const char *file, qn_error *err)
{
	enum { MAGIC_AT = 16, PAGE_SIZE_AT = 40, LAST_PAGE_AT = 136, META_SIZE = 152, LARGEST_PAGE = 65536 };
	static const uint32_t magic = 0xBEEFC0DE;
	uint8_t meta[META_SIZE];
	uint32_t found = 0, page_size = 0;
	uint64_t last = 0, page;
	struct stat about;
	int fd = open(file, O_RDONLY | O_CLOEXEC), rc = QN_OK;
	if (fd < 0)
		return qn_fail(err, errno == ENOENT ? QN_ENOTFOUND : QN_EIO, "%s: %s", store->path,
			errno == ENOENT ? "no store here: qunce init makes one" : strerror(errno));
	bool whole = fstat(fd, &about) == 0 && pread(fd, meta, sizeof meta, 0) == (ssize_t)sizeof meta;
	if (whole)
		memcpy(&found, meta + MAGIC_AT, 4), memcpy(&page_size, meta + PAGE_SIZE_AT, 4);
	if (!whole || found != magic || page_size < 512 || page_size > LARGEST_PAGE)
		rc = qn_fail(err, QN_ESTORE, "%s: this is not a store of qunce: qunce init makes one", store->path);
	for (int i = 0; rc == QN_OK && i < 2; i++) {
		if (pread(fd, meta, sizeof meta, (off_t)i * page_size) != (ssize_t)sizeof meta)
			rc = qn_store_damaged(store, "the store", err);
		memcpy(&page, meta + LAST_PAGE_AT, 8);
		last = page > last ? page : last;
	}
	if (rc == QN_OK && (last >= UINT64_MAX / page_size - 1 || (uint64_t)about.st_size < (last + 1) * page_size))
		rc = qn_fail(err, QN_ESTORE, "%s: the store is cut short (%lld bytes of %llu): restore it from a copy", store->path,
			(long long)about.st_size, (unsigned long long)((last + 1) * page_size));
	close(fd);
	return rc;
}

/* As large as the machine lets us map; it costs nothing until it is used. */
static int open_env(qn_store *store, unsigned flags, qn_error *err)
{
	int code = 0;
	for (size_t size = (size_t)1 << 40; size >= (size_t)1 << 30; size /= 2) {
		if ((code = mdb_env_create(&store->env)) != 0)
			break;
		mdb_env_set_maxdbs(store->env, DATABASES);
		mdb_env_set_maxreaders(store->env, 1024);
		mdb_env_set_mapsize(store->env, size);
		code = mdb_env_open(store->env, store->path, flags | MDB_NOTLS, 0666);
		if (code == 0)
			return QN_OK;
		mdb_env_close(store->env), store->env = NULL;
		if (code != ENOMEM && code != EINVAL)
			break;
	}
	return qn_store_fail(store, code, "opening", err);
}

static int open_databases(qn_store *store, bool create, qn_error *err)
{
	MDB_txn *txn;
	int code = mdb_txn_begin(store->env, NULL, create ? 0 : MDB_RDONLY, &txn);
	if (code != 0)
		return qn_store_fail(store, code, "opening", err);
	for (int i = 0; code == 0 && i < DATABASES; i++)
		code = mdb_dbi_open(txn, names[i], create ? MDB_CREATE : 0, &store->dbi[i]);
	if (code != 0) {
		mdb_txn_abort(txn);
		return code == MDB_NOTFOUND ? qn_fail(err, QN_ESTORE, "%s: this LMDB environment is not a store of qunce", store->path)
			: qn_store_fail(store, code, "opening", err);
	}
	code = mdb_txn_commit(txn);
	return code == 0 ? QN_OK : qn_store_fail(store, code, "opening", err);
}

static int allocate(const char *path, bool writable, qn_store **out, qn_error *err)
{
	qn_store *store = calloc(1, sizeof *store);
	if (!store || !(store->path = strdup(path))) {
		free(store);
		return qn_no_memory(err);
	}
	store->writable = writable;
	*out = store;
	return QN_OK;
}

static int check_format(qn_store *store, qn_error *err)
{
	qn_snapshot *snapshot;
	MDB_val value;
	int rc = qn_snapshot_open(store, &snapshot, err);
	if (rc < 0)
		return rc;
	rc = qn_store_get(snapshot, DB_META, "format", 6, &value, err);
	if (rc == 1) {
		qn_texts row = { value.mv_data, (const char *)value.mv_data + value.mv_size };
		const char *name = qn_texts_next(&row), *format = qn_texts_next(&row);
		if (strcmp(name, "qunce") != 0 || strcmp(format, FORMAT) != 0)
			rc = qn_fail(err, QN_ESTORE, "%s: a store of format %s; this qunce reads format " FORMAT, store->path, format);
	} else if (rc == 0) {
		rc = qn_fail(err, QN_ESTORE, "%s: this LMDB environment is not a store of qunce", store->path);
	}
	qn_snapshot_close(snapshot);
	return rc < 0 ? rc : QN_OK;
}

static char *inside(const char *path, const char *name)
{
	char *file = malloc(strlen(path) + strlen(name) + 2);
	if (file)
		sprintf(file, "%s/%s", path, name);
	return file;
}

int qn_store_open(const char *path, bool writable, qn_store **out, qn_error *err)
{
	qn_store *store = NULL;
	int rc = allocate(path, writable, &store, err);
	if (rc < 0)
		return rc;
	char *file = inside(path, "data.mdb");
	rc = file ? check_length(store, file, err) : qn_no_memory(err);
	free(file);
	/* Reading takes a slot in the lock file; where even that may not be written, nobody else can write either. */
	unsigned flags = writable ? 0 : MDB_RDONLY | (access(path, W_OK) == 0 ? 0 : MDB_NOLOCK);
	if (rc == QN_OK)
		rc = open_env(store, flags, err);
	if (rc == QN_OK && !(flags & MDB_NOLOCK))
		mdb_reader_check(store->env, NULL); /* slots of killed readers */
	if (rc == QN_OK)
		rc = open_databases(store, false, err);
	if (rc == QN_OK)
		rc = check_format(store, err);
	if (rc < 0)
		qn_store_close(store);
	else
		*out = store;
	return rc;
}

static int write_format(qn_store *store, qn_error *err)
{
	qn_change_set *change;
	qn_buffer row = { 0 };
	int rc = qn_change_begin(store, &change, err);
	if (rc < 0)
		return rc;
	qn_texts_add(&row, "qunce"), qn_texts_add(&row, FORMAT), qn_texts_add(&row, mdb_version(NULL, NULL, NULL));
	rc = row.failed ? qn_no_memory(err) : qn_store_put(change, DB_META, "format", 6, row.data, row.length, err);
	qn_buffer_free(&row);
	if (rc < 0)
		qn_change_abort(change);
	return rc < 0 ? rc : qn_change_commit(change, err);
}

static void remove_files(const char *path)
{
	static const char *const files[] = { "data.mdb", "lock.mdb", "writer.lock" };
	for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
		char *file = inside(path, files[i]);
		if (file)
			unlink(file);
		free(file);
	}
	rmdir(path);
}

int qn_store_create(const char *path, qn_store **out, qn_error *err)
{
	qn_store *store = NULL;
	char *data = inside(path, "data.mdb");
	if (!data)
		return qn_no_memory(err);
	bool there = access(data, F_OK) == 0;
	free(data);
	if (there)
		return qn_fail(err, QN_EUSAGE, "%s: there is a store already: remove it first, or choose another name", path);
	if (mkdir(path, 0777) != 0 && errno != EEXIST)
		return qn_fail(err, QN_EIO, "%s: cannot make the store's directory: %s", path, strerror(errno));
	int rc = allocate(path, true, &store, err);
	if (rc < 0)
		return rc;
	rc = open_env(store, 0, err);
	if (rc == QN_OK)
		rc = open_databases(store, true, err);
	if (rc == QN_OK)
		rc = write_format(store, err);
	if (rc < 0) {
		qn_store_close(store);
		remove_files(path);
		return rc;
	}
	*out = store;
	return QN_OK;
}

void qn_store_close(qn_store *store)
{
	if (!store)
		return;
	if (store->env)
		mdb_env_close(store->env);
	free(store->path);
	free(store);
}

const char *qn_store_path(const qn_store *store) { return store->path; }

int qn_snapshot_open(qn_store *store, qn_snapshot **out, qn_error *err)
{
	qn_snapshot *snapshot = calloc(1, sizeof *snapshot);
	if (!snapshot)
		return qn_no_memory(err);
	snapshot->store = store;
	snapshot->owned = true;
	int code = mdb_txn_begin(store->env, NULL, MDB_RDONLY, &snapshot->txn);
	if (code != 0) {
		free(snapshot);
		return qn_store_fail(store, code, "reading", err);
	}
	*out = snapshot;
	return QN_OK;
}

void qn_snapshot_close(qn_snapshot *snapshot)
{
	if (!snapshot || !snapshot->owned)
		return;
	qn_rosters_forget(snapshot);
	mdb_txn_abort(snapshot->txn);
	qn_arena_free(&snapshot->arena);
	free(snapshot);
}

/* LMDB would make a second writer wait for ever and say nothing. */
static int take_lock(qn_change_set *change, qn_error *err)
{
	char *file = inside(change->store->path, "writer.lock");
	if (!file)
		return qn_no_memory(err);
	change->lock = open(file, O_RDWR | O_CREAT | O_CLOEXEC, 0666);
	free(file);
	if (change->lock < 0)
		return qn_fail(err, QN_EIO, "%s: cannot write: %s", change->store->path, strerror(errno));
	if (flock(change->lock, LOCK_EX | LOCK_NB) != 0)
		return qn_fail(err, QN_EBUSY, "%s: another process is writing: try again when it has finished", change->store->path);
	return QN_OK;
}

static void free_change(qn_change_set *change)
{
	qn_rosters_forget(&change->view);
	qn_arena_free(&change->view.arena);
	if (change->lock >= 0)
		close(change->lock);
	free(change);
}

int qn_change_begin(qn_store *store, qn_change_set **out, qn_error *err)
{
	qn_change_set *change = calloc(1, sizeof *change);
	if (!change)
		return qn_no_memory(err);
	change->store = store;
	change->lock = -1;
	int rc = take_lock(change, err), code = 0;
	if (rc == QN_OK && (code = mdb_txn_begin(store->env, NULL, 0, &change->txn)) != 0)
		rc = qn_store_fail(store, code, "writing", err);
	if (rc < 0) {
		free_change(change);
		return rc;
	}
	change->view = (qn_snapshot){ .store = store, .txn = change->txn };
	*out = change;
	return QN_OK;
}

int qn_change_commit(qn_change_set *change, qn_error *err)
{
	qn_store *store = change->store;
	int code = mdb_txn_commit(change->txn);
	free_change(change);
	return code == 0 ? QN_OK : qn_store_fail(store, code, "writing", err);
}

void qn_change_abort(qn_change_set *change)
{
	if (!change)
		return;
	mdb_txn_abort(change->txn);
	free_change(change);
}

qn_snapshot *qn_change_snapshot(qn_change_set *change) { return &change->view; }

int qn_store_get(const qn_snapshot *snapshot, qn_database database, const void *key, size_t length, MDB_val *out, qn_error *err)
{
	MDB_val k = { length, (void *)(uintptr_t)key };
	int code = mdb_get(snapshot->txn, snapshot->store->dbi[database], &k, out);
	if (code == MDB_NOTFOUND)
		return 0;
	return code == 0 ? 1 : qn_store_fail(snapshot->store, code, "reading", err);
}

int qn_store_put(qn_change_set *change, qn_database database, const void *key, size_t length, const void *bytes, size_t size, qn_error *err)
{
	MDB_val k = { length, (void *)(uintptr_t)key }, v = { size, (void *)(uintptr_t)bytes };
	int code = mdb_put(change->txn, change->store->dbi[database], &k, &v, 0);
	return code == 0 ? QN_OK : qn_store_fail(change->store, code, "writing", err);
}
