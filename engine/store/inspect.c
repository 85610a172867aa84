/* SPDX-License-Identifier: Apache-2.0 */
/* inspect.c - a look at a data file before LMDB maps it: a file cut short would end the process, a foreign one confuse it. */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <time.h>
#include <unistd.h>
#include "store/env.h"
#include "store/fault_words.h"
#include "store/header.h"

static int cut_short(const char *path, const struct stat *facts, qn_error *err)
{
	return qn_fail_both(err, QN_ESTORE, "%s:库的 data.mdb 被截短,只剩 %lld 字节:请改用备份,或用原始来源重建",
		"%s: the store's data.mdb is cut short at %lld bytes: take a copy of the store, or make it anew from its sources",
		path, (long long)facts->st_size);
}

static bool is_inside(const qn_header *header, const qn_tree *tree) { return tree->root == UINT64_MAX || tree->root <= header->last; }

static bool is_sound(const qn_header *header)
{
	return is_inside(header, &header->free) && is_inside(header, &header->main) && header->last >= 1 && header->last <= UINT64_MAX / header->page_size - 1;
}

static int read_headers(int descriptor, const char *path, qn_header out[2], qn_error *err)
{
	struct stat facts;
	int code = qn_header_read(descriptor, 0, &out[0]);
	if (code)
		return qn_env_fail(path, code, "opening it", err);
	if (fstat(descriptor, &facts) == 0 && facts.st_size < 2 * (off_t)out->page_size)
		return cut_short(path, &facts, err);
	if (qn_header_read(descriptor, out->page_size, &out[1]) || out[1].page_size != out->page_size)
		return qn_env_fail(path, MDB_CORRUPTED, "opening it", err);
	return QN_OK;
}

static int read_recorded(int descriptor, const char *path, const qn_header two[2], uint64_t out[2], qn_error *err)
{
	int code = qn_header_recorded(descriptor, &two[0], &out[0]);
	if (!code)
		code = qn_header_recorded(descriptor, &two[1], &out[1]);
	return code ? qn_env_fail(path, code, "opening it", err) : QN_OK;
}

static bool are_same(const qn_header a[2], const qn_header b[2])
{
	return a[0].transaction == b[0].transaction && a[1].transaction == b[1].transaction;
}

/* The newer of the two, which is the one that LMDB will go by; where they do not fit together it might be the older. They may be
 * read while another process writes them, and then fit a moment later; what stays the same is not being written. */
static int read_newest(int descriptor, const char *path, qn_header *out, bool *fit, qn_error *err)
{
	enum { AGAIN = 50, STEADY = 3 };
	qn_header two[2] = { { .page_size = 0 }, { .page_size = 0 } }, before[2];
	uint64_t recorded[2];
	*fit = false;
	for (int again = 0, same = 0; !*fit && again < AGAIN && same < STEADY; again++) {
		if (again)
			nanosleep(&(struct timespec){ 0, 1000000 }, NULL);
		memcpy(before, two, sizeof before);
		int rc = read_headers(descriptor, path, two, err);
		if (rc == QN_OK)
			rc = read_recorded(descriptor, path, two, recorded, err);
		if (rc)
			return rc;
		*fit = qn_headers_fit(two, recorded);
		same = are_same(before, two) ? same + 1 : 1;
	}
	*out = two[two[1].transaction > two[0].transaction];
	return is_sound(out) ? QN_OK : qn_env_fail(path, MDB_CORRUPTED, "opening it", err);
}

static int inspect_file(int descriptor, const char *path, qn_error *err)
{
	qn_header newest = { 0 };
	struct stat facts;
	bool fit;
	int rc = read_newest(descriptor, path, &newest, &fit, err);
	if (rc)
		return rc;
	if (fstat(descriptor, &facts) != 0) /* after the headers: pages are written before the header that needs them */
		return qn_env_fail(path, errno, "opening it", err);
	if ((uint64_t)facts.st_size / newest.page_size <= newest.last)
		return cut_short(path, &facts, err);
	return fit ? QN_OK : qn_fail_both(err, QN_ESTORE, "%s:文件的两个头彼此不符,最后一次导入可能已丢失:请改用备份,或用原始来源重建",
		"%s: the two headers of its file do not fit together, and the last import may be missing: take a copy, or make it anew from its sources", path);
}

static int fail_remote(const char *path, const char *where, qn_error *err)
{
	int rc = qn_fail(err, QN_EUSAGE, "%s: it lies on a network file system (%s), where a store would be damaged: copy it to a disk of this machine", path, where);
	qn_fail_chinese(err, "%s:在网络文件系统(%s)上,库放在那里会损坏:请复制到本机的盘上", path, qn_fault_chinese(where));
	return rc;
}

/* LMDB's lock and its map hold on one machine only: on a disk of another, two of them would write into each other. */
int qn_env_check_disk(const char *path, qn_error *err)
{
	static const struct { uint32_t magic; const char *name; } others[] = { { 0x6969, "NFS" }, { 0xFF534D42, "CIFS" }, { 0xFE534D42, "SMB" },
		{ 0x517B, "SMB" }, { 0x5346414F, "AFS" }, { 0x6B414653, "AFS" }, { 0x73757245, "Coda" }, { 0x01021997, "9P" }, { 0x00C36400, "Ceph" },
		{ 0x0BD00BD0, "Lustre" }, { 0x7461636F, "OCFS2" }, { 0x01161970, "GFS2" }, { 0x19830326, "BeeGFS" }, { 0x564C, "NCP" },
		{ 0x786F4256, "a shared folder" } };
	struct statfs facts;
	if (statfs(path, &facts) != 0)
		return QN_OK; /* whoever opens it will be told */
	for (size_t i = 0; i < sizeof others / sizeof *others; i++)
		if ((uint32_t)facts.f_type == others[i].magic)
			return fail_remote(path, others[i].name, err);
	return QN_OK;
}

/* A pipe would let nobody go on before somebody else comes. */
int qn_env_open_data(const char *path, int *out, qn_error *err)
{
	qn_arena arena = { 0 };
	struct stat facts;
	const char *file = qn_arena_printf(&arena, "%s/data.mdb", path);
	*out = file ? open(file, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY) : -1;
	int code = *out >= 0 ? 0 : errno == ENOENT || errno == ENXIO ? MDB_INVALID : errno;
	qn_arena_free(&arena);
	if (!file)
		return qn_no_memory(err);
	if (!code && (fstat(*out, &facts) != 0 || !S_ISREG(facts.st_mode))) {
		close(*out);
		code = MDB_INVALID;
	}
	return code ? qn_env_fail(path, code, "opening it", err) : QN_OK;
}

static const char data[] = "data.mdb";

/* Locks hold beside the data only: whoever comes to it by a link has others, and would write into it unseen. And what stands in the
 * place of a lock file is written to. */
static int check_name(const char *path, const char *name, qn_error *err)
{
	qn_arena arena = { 0 };
	struct stat facts;
	const char *file = qn_arena_printf(&arena, "%s/%s", path, name);
	bool there = file && lstat(file, &facts) == 0;
	qn_arena_free(&arena);
	if (!file)
		return qn_no_memory(err);
	if (!there || S_ISREG(facts.st_mode))
		return QN_OK;
	if (!strcmp(name, data))
		return qn_fail_both(err, QN_ESTORE, "%s:其中的 %s 是链接,两处会互不知情地写同一个文件:请直接写它所指的库", "%s: its %s is a link, and who comes by another name would write to it unseen: name the store itself",
			path, name);
	return qn_fail_both(err, QN_ESTORE, "%s:其中的 %s 不是文件:请移走它", "%s: its %s is no file: take it away", path, name);
}

static int check_names(const char *path, qn_error *err)
{
	static const char *const names[] = { data, "lock.mdb", "writer.lock" };
	int rc = QN_OK;
	for (size_t i = 0; i < sizeof names / sizeof *names && rc == QN_OK; i++)
		rc = check_name(path, names[i], err);
	return rc;
}

int qn_env_check_folder(const char *path, qn_error *err)
{
	struct stat facts;
	if (stat(path, &facts) != 0)
		return qn_env_fail(path, errno, "opening it", err);
	return S_ISDIR(facts.st_mode) ? QN_OK : qn_fail_both(err, QN_ESTORE, "%s:这是文件,不是库:请写 'qunce init' 建立的目录",
		"%s: this is a file and no store: name the directory that 'qunce init' made", path);
}

int qn_env_inspect(const char *path, qn_error *err)
{
	int rc, descriptor;
	if ((rc = qn_env_check_folder(path, err)))
		return rc;
	if ((rc = qn_env_check_disk(path, err)))
		return rc;
	if ((rc = qn_env_open_data(path, &descriptor, err)))
		return rc;
	if ((rc = check_names(path, err)) == QN_OK)
		rc = inspect_file(descriptor, path, err);
	close(descriptor);
	return rc;
}

/* Of a copy made by names alone (cp -l) an import would change both. */
int qn_env_check_alone(const char *path, qn_error *err)
{
	struct stat facts;
	int descriptor, rc = qn_env_open_data(path, &descriptor, err);
	if (rc)
		return rc;
	bool alone = fstat(descriptor, &facts) != 0 || facts.st_nlink <= 1;
	close(descriptor);
	return alone ? QN_OK : qn_fail_both(err, QN_ESTORE, "%s:它的 data.mdb 在别处还有一个名字(硬链接),写入会同时改动那里:先用 'qunce backup' 复制一份",
		"%s: its data.mdb has another name elsewhere (a hard link), where an import would change it too: copy the store with 'qunce backup', and write to the copy", path);
}

/* LMDB does not write pages that a change took from the file's end and gave back: the file may stay shorter than its
 * header says, and would look cut short. */
int qn_env_fill(qn_store *store, off_t *whole)
{
	struct stat facts;
	MDB_envinfo info;
	MDB_stat tree;
	mdb_filehandle_t descriptor;
	int code = mdb_env_info(store->env, &info);
	*whole = 0;
	if (!code)
		code = mdb_env_stat(store->env, &tree);
	if (!code)
		code = mdb_env_get_fd(store->env, &descriptor);
	if (code)
		return code;
	*whole = (off_t)(info.me_last_pgno + 1) * tree.ms_psize;
	return fstat(descriptor, &facts) != 0 || (facts.st_size < *whole && ftruncate(descriptor, *whole) != 0) ? errno : 0;
}
