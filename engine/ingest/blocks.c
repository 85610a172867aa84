/* SPDX-License-Identifier: Apache-2.0 */
/* blocks.c - a ring of blocks: made in order by the thread, or by the caller himself where one block holds the file or no
 * thread is to be had. */
#include "ingest/blocks.h"
#include <errno.h>
#include <fcntl.h>
#include <iconv.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "base/scratch.h"
#include "base/text.h"
#include "ingest/encoding.h"
#include "ingest/xlsx.h"

static const uint64_t MOST_KEPT = (uint64_t)4 << 30; /* bytes of a stream */
enum { SLOTS = 8, FEW = 2, CUT = 4 }; /* FEW: made ahead, when its maker is woken: not for every block · CUT: the most bytes of a character */

/* told: as qn_blocks_next answers. */
typedef struct { char *room, *text; size_t length; int told; } slot;

struct qn_blocks {
	const char *path, *name;
	FILE *spool;            /* what cannot be read twice; NULL if the file can */
	int file;
	size_t size;
	bool long_file;         /* more than a block */
	/* The maker's. */
	bool begun;             /* the first bytes were seen */
	qn_encoding encoding;   /* as far as is known */
	uint64_t at;            /* bytes decoded */
	char cut[CUT];          /* the beginning of a character that goes on in the next block */
	size_t kept;
	char *raw;              /* a block of a foreign encoding before it is converted */
	iconv_t how;
	bool opened;
	qn_hasher *hasher;
	qn_sha256 digest;
	qn_error failure;
	/* Shared, under the lock. */
	slot slot[SLOTS];
	uint64_t made, taken;   /* blocks since the beginning; the last one taken is still lent out */
	bool threaded, stop;
	pthread_t thread;
	pthread_mutex_t lock;
	pthread_cond_t moved;
};

/* Reading. */

static int read_fully(int file, const char *path, char *to, size_t size, size_t *got, qn_error *err)
{
	*got = 0;
	while (*got < size) {
		ssize_t now = read(file, to + *got, size - *got);
		if (now < 0 && errno == EINTR)
			continue;
		if (now < 0)
			return qn_fail_system(err, path, errno);
		if (now == 0)
			break;
		*got += (size_t)now;
	}
	return QN_OK;
}

/* "file:line: …" for a byte of the file. */
static int broken(qn_blocks *b, uint64_t offset)
{
	qn_lines lines = { .encoding = b->encoding };
	char block[4096];
	ssize_t got;
	for (uint64_t at = 0; at < offset && (got = pread(b->file, block, sizeof block, (off_t)at)) > 0; at += (uint64_t)got)
		qn_lines_add(&lines, block, offset - at < (uint64_t)got ? (size_t)(offset - at) : (size_t)got);
	return qn_encoding_broken(b->encoding, b->name, qn_lines_now(&lines), &b->failure);
}

/* Does the file, up to what is no UTF-8, hold more Chinese in it than chance puts there? */
static bool was_utf8(const qn_blocks *b)
{
	char block[4096];
	size_t found = 0;
	ssize_t got;
	for (uint64_t at = 0; at < b->at && found < QN_SURELY_CHINESE && (got = pread(b->file, block, sizeof block, (off_t)at)) > 0; at += (uint64_t)got)
		found += qn_encoding_chinese(block, b->at - at < (uint64_t)got ? (size_t)(b->at - at) : (size_t)got);
	return found >= QN_SURELY_CHINESE;
}

static bool is_foreign(const qn_blocks *b) { return qn_encoding_iconv(b->encoding) != NULL; }

/* A character may go on in the next block; what is longer than any, or ends the file, is broken. */
static int check(qn_blocks *b, slot *s, bool last)
{
	size_t valid = s->length ? qn_utf8_valid(s->text, s->length) : 0, rest = s->length - valid;
	b->at += valid;
	if (rest >= CUT || (rest && last)) {
		if (b->encoding == QN_UTF8_MARKED || was_utf8(b))
			return broken(b, b->at);
		b->encoding = QN_GB18030;
		return QN_ANEW;
	}
	memcpy(b->cut, s->text + valid, rest);
	b->kept = rest;
	s->length = valid;
	return 1;
}

static void pass_mark(qn_blocks *b, char **text, size_t *length)
{
	size_t mark = qn_encoding_mark(b->encoding);
	*text += mark, *length -= mark, b->at += mark;
	b->begun = true;
}

static int make_utf8(qn_blocks *b, slot *s)
{
	size_t got;
	int rc;
	if (!s->room && !(s->room = malloc(b->size + CUT)))
		return qn_no_memory(&b->failure);
	memcpy(s->room, b->cut, b->kept);
	if ((rc = read_fully(b->file, b->path, s->room + b->kept, b->size, &got, &b->failure)) < 0)
		return rc;
	qn_hasher_add(b->hasher, s->room + b->kept, got);
	s->text = s->room;
	s->length = b->kept + got;
	b->kept = 0;
	if (!b->begun && s->length < QN_MOST_OF_MARK && got == b->size) { /* wait for what tells a BOM */
		memcpy(b->cut, s->room, b->kept = s->length);
		s->length = 0;
		return 1;
	}
	if (!b->begun) {
		b->encoding = qn_encoding_marked(s->text, s->length);
		if (is_foreign(b))
			return QN_ANEW;
		pass_mark(b, &s->text, &s->length);
	}
	if ((rc = check(b, s, got < b->size)) < 0 || rc == QN_ANEW)
		return rc;
	return got < b->size && s->length == 0 ? 0 : 1;
}

static int convert(qn_blocks *b, slot *s, char *in, size_t left, bool last)
{
	size_t room = 2 * (b->size + CUT), length = left;
	char *to = s->room;
	size_t bad = iconv(b->how, &in, &left, &to, &room);
	b->at += length - left;
	if (bad == (size_t)-1 && (errno != EINVAL || last || left >= CUT))
		return broken(b, b->at);
	memcpy(b->cut, in, left);
	b->kept = left;
	s->text = s->room;
	s->length = (size_t)(to - s->room);
	return last && s->length == 0 ? 0 : 1;
}

static int make_foreign(qn_blocks *b, slot *s)
{
	size_t got;
	int rc;
	if ((!s->room && !(s->room = malloc(2 * (b->size + CUT)))) || (!b->raw && !(b->raw = malloc(b->size + CUT))))
		return qn_no_memory(&b->failure);
	memcpy(b->raw, b->cut, b->kept);
	if ((rc = read_fully(b->file, b->path, b->raw + b->kept, b->size, &got, &b->failure)) < 0)
		return rc;
	qn_hasher_add(b->hasher, b->raw + b->kept, got);
	char *text = b->raw;
	size_t length = b->kept + got;
	if (!b->begun && length < qn_encoding_mark(b->encoding) && got == b->size) {
		b->kept = length, s->length = 0;
		memcpy(b->cut, text, length);
		return 1;
	}
	if (!b->begun)
		pass_mark(b, &text, &length);
	return convert(b, s, text, length, got < b->size);
}

static void make(qn_blocks *b, slot *s)
{
	s->told = is_foreign(b) ? make_foreign(b, s) : make_utf8(b, s);
	if (s->told == 0) {
		b->digest = qn_hasher_end(b->hasher);
		b->hasher = NULL;
	}
}

/* The ring. */

static void *run(void *context)
{
	qn_blocks *b = context;
	int told = 1;
	pthread_mutex_lock(&b->lock);
	while (told == 1) {
		while (!b->stop && b->made - b->taken >= SLOTS - 1)
			pthread_cond_wait(&b->moved, &b->lock);
		if (b->stop)
			break;
		slot *s = &b->slot[b->made % SLOTS];
		pthread_mutex_unlock(&b->lock);
		make(b, s);
		pthread_mutex_lock(&b->lock);
		told = s->told;
		b->made++;
		pthread_cond_signal(&b->moved);
	}
	pthread_mutex_unlock(&b->lock);
	return NULL;
}

static void halt(qn_blocks *b)
{
	if (!b->threaded)
		return;
	pthread_mutex_lock(&b->lock);
	b->stop = true;
	pthread_cond_signal(&b->moved);
	pthread_mutex_unlock(&b->lock);
	pthread_join(b->thread, NULL);
	b->threaded = b->stop = false;
}

static slot *take(qn_blocks *b)
{
	slot *s;
	if (!b->threaded && b->made == 0 && b->long_file)
		b->threaded = pthread_create(&b->thread, NULL, run, b) == 0;
	if (!b->threaded) {
		s = &b->slot[b->made++ % SLOTS];
		make(b, s);
		b->taken++;
		return s;
	}
	pthread_mutex_lock(&b->lock);
	while (b->made == b->taken)
		pthread_cond_wait(&b->moved, &b->lock);
	s = &b->slot[b->taken++ % SLOTS];
	if (b->made - b->taken <= FEW)
		pthread_cond_signal(&b->moved);
	pthread_mutex_unlock(&b->lock);
	return s;
}

static void drop_rooms(qn_blocks *b)
{
	for (int i = 0; i < SLOTS; i++)
		free(b->slot[i].room), b->slot[i].room = NULL;
}

int qn_blocks_rewind(qn_blocks *b, qn_error *err)
{
	halt(b);
	b->begun = false;
	b->at = b->made = b->taken = 0;
	b->kept = 0;
	if (is_foreign(b))
		iconv(b->how, NULL, NULL, NULL, NULL);
	if (b->hasher)
		qn_hasher_end(b->hasher);
	if (!(b->hasher = qn_hasher_new()))
		return qn_no_memory(err);
	return lseek(b->file, 0, SEEK_SET) < 0 ? qn_fail_system(err, b->path, errno) : QN_OK;
}

static int begin_anew(qn_blocks *b, qn_error *err)
{
	halt(b);
	b->how = iconv_open("UTF-8", qn_encoding_iconv(b->encoding));
	b->opened = b->how != (iconv_t)-1;
	if (!b->opened)
		return qn_encoding_unknown(b->encoding, b->name, err);
	drop_rooms(b); /* what is converted needs more */
	int rc = qn_blocks_rewind(b, err);
	return rc < 0 ? rc : QN_ANEW;
}

int qn_blocks_next(qn_blocks *b, const char **bytes, size_t *length, qn_error *err)
{
	const slot *s = take(b);
	*bytes = s->text;
	*length = s->length;
	if (s->told == QN_ANEW)
		return begin_anew(b, err);
	if (s->told < 0 && err)
		*err = b->failure;
	return s->told;
}

const char *qn_blocks_encoding(const qn_blocks *b) { return qn_encoding_name(b->encoding); }
qn_sha256 qn_blocks_digest(const qn_blocks *b) { return b->digest; }

int qn_blocks_file(const qn_blocks *b) { return b->file; }

int qn_blocks_fingerprint(const qn_blocks *b, qn_sha256 *out, qn_error *err)
{
	char block[65536];
	ssize_t got;
	qn_hasher *hasher = qn_hasher_new();
	if (!hasher)
		return qn_no_memory(err);
	for (off_t at = 0; (got = pread(b->file, block, sizeof block, at)) > 0; at += got)
		qn_hasher_add(hasher, block, (size_t)got);
	*out = qn_hasher_end(hasher);
	return got < 0 ? qn_fail_system(err, b->path, errno) : QN_OK;
}

/* Opening. */

/* What begins like text and holds a zero is refused there: what comes behind it, which may never end, is not wanted. */
static bool ends_here(const char *first, size_t length, const char *block, size_t got)
{
	return !qn_encoding_mark(qn_encoding_marked(first, length)) && !qn_xlsx_is(first, length) && memchr(block, 0, got);
}

static int keep(qn_blocks *b, int from, qn_error *err)
{
	char block[65536], first[QN_XLSX_HEAD];
	size_t got = sizeof block, known = 0;
	int rc = QN_OK;
	for (uint64_t kept = 0; rc == QN_OK && got == sizeof block; kept += got) {
		if ((rc = read_fully(from, b->path, block, sizeof block, &got, err)) < 0)
			return rc;
		if (kept == 0)
			memcpy(first, block, known = got < sizeof first ? got : sizeof first);
		if (got && fwrite(block, 1, got, b->spool) != got)
			return qn_scratch_failed(err);
		if (ends_here(first, known, block, got))
			break;
		if (kept > MOST_KEPT)
			rc = qn_fail_both(err, QN_EINPUT, "%s:已经超过 4 GiB,还没有结束:请先存成文件再导入", "%s: more than 4 GiB came, and no end: save it as a file and import that", b->path);
	}
	return rc;
}

static int spool(qn_blocks *b, qn_error *err)
{
	int from = b->file, rc = QN_OK;
	b->spool = qn_scratch_open();
	if (!b->spool)
		return qn_scratch_failed(err);
	rc = keep(b, from, err);
	if (rc == QN_OK && fflush(b->spool) != 0)
		rc = qn_scratch_failed(err);
	if (from != STDIN_FILENO)
		close(from);
	b->file = fileno(b->spool);
	return rc;
}

static int open_file(qn_blocks *b, qn_error *err)
{
	struct stat facts;
	b->file = strcmp(b->path, "-") ? open(b->path, O_RDONLY | O_CLOEXEC) : STDIN_FILENO;
	if (b->file < 0)
		return qn_fail_system(err, b->path, errno);
	if (b->file == STDIN_FILENO)
		b->path = "standard input";
	if (b->file == STDIN_FILENO || fstat(b->file, &facts) != 0 || !S_ISREG(facts.st_mode)) {
		int rc = spool(b, err);
		if (rc < 0)
			return rc;
	}
	b->long_file = fstat(b->file, &facts) == 0 && (uint64_t)facts.st_size > b->size;
	return QN_OK;
}

int qn_blocks_open(const char *path, const char *name, size_t size, qn_blocks **out, qn_error *err)
{
	qn_blocks *b = calloc(1, sizeof *b);
	int rc;
	*out = NULL;
	if (!b)
		return qn_no_memory(err);
	b->path = path, b->name = name, b->size = size;
	pthread_mutex_init(&b->lock, NULL);
	pthread_cond_init(&b->moved, NULL);
	if ((rc = open_file(b, err)) < 0 || (rc = qn_blocks_rewind(b, err)) < 0) {
		qn_blocks_free(b);
		return rc;
	}
	*out = b;
	return QN_OK;
}

void qn_blocks_free(qn_blocks *b)
{
	if (!b)
		return;
	halt(b);
	drop_rooms(b);
	free(b->raw);
	if (b->opened)
		iconv_close(b->how);
	if (b->hasher)
		qn_hasher_end(b->hasher);
	if (b->spool)
		fclose(b->spool);
	else if (b->file > STDIN_FILENO)
		close(b->file);
	pthread_cond_destroy(&b->moved);
	pthread_mutex_destroy(&b->lock);
	free(b);
}
