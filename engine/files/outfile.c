/* SPDX-License-Identifier: Apache-2.0 */
#include "files/outfile.h"
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "base/disk.h"
#include "base/janitor.h"

struct qn_outfile {
	char *path, *part; /* part: where it is made; NULL: written as it goes. path NULL: standard output */
	FILE *stream;
	qn_janitor janitor; /* of the part */
	mode_t mode;        /* of what it replaces; 0: of nothing */
	bool force;
};

static int fail_there(const char *path, qn_error *err)
{
	return qn_fail_both(err, QN_EUSAGE, "%s:已有此文件,未改动:请换个名称,或用 --force 覆盖",
		"%s: it is there already, and is left alone: choose another name, or --force to replace it", path);
}

int qn_outfile_fail(const qn_outfile *file, qn_error *err)
{
	int why = errno, rc = file->path ? qn_fail(err, qn_refused(why), "%s: cannot be written: %s", file->path, strerror(why))
		: qn_fail(err, qn_refused(why), "cannot write the answer: %s", strerror(why));
	if (file->path)
		qn_fail_chinese(err, "%s:写不进去:%s", file->path, qn_refusal_chinese(why));
	else
		qn_fail_chinese(err, "无法写出结果:%s", qn_refusal_chinese(why));
	return rc;
}

/* Beside it, since only within one file system a name can be changed; by process, so that two do not meet. */
static char *part_of(const char *path)
{
	char *part = NULL;
	return asprintf(&part, "%s.%ld.part", path, (long)getpid()) < 0 ? NULL : part;
}

/* Libraries make theirs beside it, under a name that begins as its. */
static void remove_part(const void *part)
{
	const char *slash = strrchr(part, '/'), *name = slash ? slash + 1 : part;
	char folder[PATH_MAX] = ".";
	struct dirent *entry;
	if (slash)
		snprintf(folder, sizeof folder, "%.*s/", (int)(slash - (const char *)part), (const char *)part);
	unlink(part);
	DIR *beside = opendir(folder);
	while (beside && (entry = readdir(beside)))
		if (!strncmp(entry->d_name, name, strlen(name)))
			unlinkat(dirfd(beside), entry->d_name, 0);
	if (beside)
		closedir(beside);
}

/* A link stays one: what it leads to is replaced, which may have no name of its own, as what a shell has opened for us. */
static char *place_of(const char *path)
{
	struct stat link;
	char real[PATH_MAX];
	bool leads = lstat(path, &link) == 0 && S_ISLNK(link.st_mode) && realpath(path, real);
	return strdup(leads ? real : path);
}

int qn_outfile_may(const char *path, bool force, qn_error *err)
{
	struct stat there;
	if (!strcmp(path, "-") || stat(path, &there) < 0)
		return QN_OK;
	if (S_ISDIR(there.st_mode))
		return qn_fail_both(err, QN_EUSAGE, "%s:是文件夹:请写出其中的文件名", "%s: is a folder: name a file in it", path);
	return S_ISREG(there.st_mode) && !force ? fail_there(path, err) : QN_OK;
}

/* What is written into a folder that is not there would be told as if the file were missing. */
static int fail_folder(const char *path, qn_error *err)
{
	const char *slash = strrchr(path, '/');
	char folder[PATH_MAX];
	if (!slash || slash == path)
		return QN_OK;
	snprintf(folder, sizeof folder, "%.*s", (int)(slash - path), path);
	return access(folder, F_OK) == 0 || errno != ENOENT ? QN_OK
		: qn_fail_both(err, QN_EIO, "%s:写不进去:没有文件夹 %s,请先建好", "%s: cannot be written: there is no folder %s: make it first", path, folder);
}

int qn_outfile_open(const char *path, bool force, qn_outfile **out, qn_error *err)
{
	struct stat there;
	qn_outfile *file = *out = calloc(1, sizeof *file);
	if (!file)
		return qn_no_memory(err);
	file->force = force;
	if (!path || !strcmp(path, "-"))
		return QN_OK;
	bool exists = stat(path, &there) == 0, plain = !exists || S_ISREG(there.st_mode);
	int rc = qn_outfile_may(path, force, err);
	if (rc == QN_OK && !exists)
		rc = fail_folder(path, err);
	if (rc == QN_OK && (!(file->path = place_of(path)) || (plain && !(file->part = part_of(file->path)))))
		rc = qn_no_memory(err);
	if (rc == QN_OK && file->part) {
		file->mode = exists ? there.st_mode & 0777 : 0;
		file->janitor = qn_janitor_begin(remove_part, file->part, -1);
	}
	if (rc == QN_OK)
		return rc;
	qn_outfile_free(file);
	*out = NULL;
	return rc;
}

const char *qn_outfile_path(const qn_outfile *file) { return file->part; }

int qn_outfile_held(const qn_outfile *file) { return file->janitor.pid ? file->janitor.to : -1; }

int qn_outfile_stream(qn_outfile *file, FILE **out, qn_error *err)
{
	*out = stdout;
	if (!file->path)
		return QN_OK;
	if (file->part && !file->stream)
		unlink(file->part); /* of a process that had our number, or of somebody who knew it */
	int made = file->stream ? -1 : open(file->part ? file->part : file->path, file->part ? O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC : O_WRONLY | O_CLOEXEC, 0666);
	if (made >= 0 && !(file->stream = fdopen(made, "w")))
		close(made);
	*out = file->stream;
	return file->stream ? QN_OK : qn_outfile_fail(file, err);
}

static bool shut_stream(qn_outfile *file)
{
	bool good = file->stream && !ferror(file->stream) && fflush(file->stream) == 0;
	if (file->stream && fclose(file->stream) != 0)
		good = false;
	file->stream = NULL;
	return good;
}

/* All of what stands there, whoever wrote it. */
static bool settle(const char *path)
{
	int file = open(path, O_RDONLY | O_CLOEXEC);
	bool good = file >= 0 && fsync(file) == 0;
	if (file >= 0)
		close(file);
	return good;
}

static int rename_part(qn_outfile *file, qn_error *err)
{
	int rc = renameat2(AT_FDCWD, file->part, AT_FDCWD, file->path, file->force ? 0 : RENAME_NOREPLACE);
	if (rc != 0 && (errno == EINVAL || errno == ENOSYS)) /* a file system that cannot promise it */
		rc = !file->force && access(file->path, F_OK) == 0 ? (errno = EEXIST, -1) : rename(file->part, file->path);
	if (rc == 0)
		return QN_OK;
	return errno == EEXIST ? fail_there(file->path, err) : qn_outfile_fail(file, err);
}

int qn_outfile_keep(qn_outfile *file, qn_error *err)
{
	if (!file->path)
		return ferror(stdout) || fflush(stdout) != 0 ? qn_outfile_fail(file, err) : QN_OK;
	if (file->stream && !shut_stream(file))
		return qn_outfile_fail(file, err);
	if (!file->part)
		return QN_OK;
	if ((file->mode && chmod(file->part, file->mode) != 0) || !settle(file->part))
		return qn_outfile_fail(file, err);
	int rc = rename_part(file, err);
	if (rc < 0)
		return rc;
	qn_janitor_end(&file->janitor);
	free(file->part);
	file->part = NULL;
	errno = qn_disk_settle_name(file->path);
	return errno ? qn_outfile_fail(file, err) : QN_OK;
}

void qn_outfile_free(qn_outfile *file)
{
	if (!file)
		return;
	shut_stream(file);
	if (file->part)
		remove_part(file->part);
	qn_janitor_end(&file->janitor);
	free(file->part);
	free(file->path);
	free(file);
}

int qn_outfile_put(const char *path, bool force, const qn_buffer *bytes, qn_error *err)
{
	qn_outfile *file;
	int rc = qn_outfile_open(path, force, &file, err);
	FILE *stream = NULL;
	if (rc == QN_OK)
		rc = qn_outfile_stream(file, &stream, err);
	if (rc == QN_OK && fwrite(bytes->data, 1, bytes->length, stream) != bytes->length)
		rc = qn_outfile_fail(file, err);
	if (rc == QN_OK)
		rc = qn_outfile_keep(file, err);
	qn_outfile_free(file);
	return rc;
}
