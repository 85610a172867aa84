/* SPDX-License-Identifier: Apache-2.0 */
/* cache.c - programs that were checked once, in files named by the fingerprint of everything that decided them. A file
 * is read like a guest's answer; one that is broken, or bears another's name, is as good as none. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "base/whole.h"
#include "script/host/internal.h"

const char qn_cache_format[] = "qunce program 4\n";
enum { MOST = 8 << 20, SUM = 4 };

static char *join(const char *a, const char *b, const char *c)
{
	size_t length = strlen(a) + strlen(b) + strlen(c) + 1;
	char *text = malloc(length);
	if (text)
		snprintf(text, length, "%s%s%s", a, b, c);
	return text;
}

/* Only absolute folders: a relative one would leave files wherever one happens to stand. */
static char *folder_for(const char *given)
{
	const char *cache = getenv("XDG_CACHE_HOME"), *home = getenv("HOME");
	if (given)
		return *given ? strdup(given) : NULL;
	if (cache && cache[0] == '/')
		return join(cache, "/qunce", "");
	return home && home[0] == '/' ? join(home, "/.cache/qunce", "") : NULL;
}

qn_cache_entry qn_cache_find(const char *folder, qn_sha256 fingerprint)
{
	qn_cache_entry entry = { .fingerprint = fingerprint, .folder = folder_for(folder) };
	char name[72] = "/";
	if (!entry.folder)
		return entry;
	qn_sha256_hex(fingerprint, name + 1);
	entry.path = join(entry.folder, name, ".plan");
	return entry;
}

/* In one piece, as long as it is; what is too long, or shorter than it said, is none. */
static bool read_file(const char *path, qn_buffer *out)
{
	struct stat about;
	ssize_t count = -1;
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	if (fd < 0)
		return false;
	if (fstat(fd, &about) == 0 && S_ISREG(about.st_mode) && about.st_size > 0 && (size_t)about.st_size <= MOST + sizeof qn_cache_format + SUM
	    && (out->data = malloc((size_t)about.st_size))) {
		count = read(fd, out->data, (size_t)about.st_size);
		out->length = out->capacity = (size_t)about.st_size;
	}
	close(fd);
	return count > 0 && (size_t)count == out->length;
}

/* Over the fingerprint too: a file answers its own question only. */
static void put_sum(char sum[SUM], const qn_cache_entry *entry, const char *bytes, size_t length)
{
	uint32_t crc = qn_crc32c(qn_crc32c(0, entry->fingerprint.byte, sizeof entry->fingerprint.byte), bytes, length);
	for (int i = 0; i < SUM; i++)
		sum[i] = (char)(crc >> (8 * i));
}

int qn_cache_read(const qn_cache_entry *entry, const qn_catalogue *catalogue, uint64_t hash, qn_program **out)
{
	qn_buffer file = { 0 };
	const size_t head = sizeof qn_cache_format - 1 + SUM;
	char sum[SUM];
	int found = 0;
	if (entry->path && read_file(entry->path, &file) && file.length > head && !memcmp(file.data, qn_cache_format, sizeof qn_cache_format - 1)) {
		put_sum(sum, entry, file.data + head, file.length - head);
		found = !memcmp(sum, file.data + head - SUM, SUM)
		        && qn_program_read_hashed(file.data + head, file.length - head, catalogue, hash, out, NULL) == QN_OK;
	}
	qn_buffer_free(&file);
	return found;
}

static void make_folders(char *path)
{
	for (char *slash = strchr(path + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
		*slash = 0;
		mkdir(path, 0700);
		*slash = '/';
	}
}

void qn_cache_write(const qn_cache_entry *entry, const qn_buffer *program)
{
	char *temporary = entry->path ? join(entry->path, ".", "XXXXXX") : NULL, sum[SUM];
	if (!temporary)
		return;
	make_folders(entry->path);
	int fd = mkostemp(temporary, O_CLOEXEC);
	if (fd >= 0) {
		put_sum(sum, entry, program->data, program->length);
		bool whole = qn_whole_write(fd, qn_cache_format, sizeof qn_cache_format - 1) && qn_whole_write(fd, sum, SUM) && qn_whole_write(fd, program->data, program->length);
		whole = close(fd) == 0 && whole;
		if (!whole || rename(temporary, entry->path) != 0)
			unlink(temporary);
	}
	free(temporary);
}

void qn_cache_release(qn_cache_entry *entry)
{
	free(entry->path);
	free(entry->folder);
	*entry = (qn_cache_entry){ 0 };
}
