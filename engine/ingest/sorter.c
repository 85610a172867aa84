/* SPDX-License-Identifier: Apache-2.0 */
/* sorter.c - an entry is a head, its key and its rest. Runs are read from the file in blocks, and a heap says which one goes on. */
#include "ingest/sorter.h"
#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "base/scratch.h"

enum { BLOCK = 64 << 10 };

typedef struct { uint32_t keyed, length; } head;

typedef struct {
	off_t at, end;             /* in the file: what is not yet read */
	char *block;
	size_t room, got, used;    /* bytes of the block: that there are, that are filled, that are passed */
	qn_sorted now;
} run;

struct qn_sorter {
	size_t bound;
	qn_buffer bytes;           /* entries as they came, since the last run was written */
	uint32_t entries, next;    /* next: the first of them that is not yet read */
	const char **entry;        /* they in order */
	FILE *file;
	off_t written;
	run *run;
	size_t runs, rooms;
	run **heap;                /* whose entry comes first stands at the top; NULL: nothing is read yet */
	size_t heaped;
	bool lent;                 /* the entry at the top was given out */
};

qn_sorter *qn_sorter_new(size_t bound)
{
	qn_sorter *sorter = calloc(1, sizeof *sorter);
	if (sorter)
		sorter->bound = bound;
	return sorter;
}

void qn_sorter_free(qn_sorter *sorter)
{
	if (!sorter)
		return;
	for (size_t i = 0; i < sorter->runs; i++)
		free(sorter->run[i].block);
	if (sorter->file)
		fclose(sorter->file);
	qn_buffer_free(&sorter->bytes);
	free(sorter->entry), free(sorter->run), free(sorter->heap);
	free(sorter);
}

static qn_sorted entry_at(const char *at)
{
	head h;
	memcpy(&h, at, sizeof h);
	return (qn_sorted){ at + sizeof h, at + sizeof h + h.keyed, h.keyed, h.length };
}

static int by_key(const qn_sorted *a, const qn_sorted *b)
{
	int order = memcmp(a->key, b->key, a->keyed < b->keyed ? a->keyed : b->keyed);
	return order ? order : (a->keyed > b->keyed) - (a->keyed < b->keyed);
}

static int in_order(const void *x, const void *y)
{
	const char *const *a = x, *const *b = y;
	qn_sorted one = entry_at(*a), other = entry_at(*b);
	int order = by_key(&one, &other);
	return order ? order : (*a > *b) - (*a < *b);
}

/* Those in memory. */
static bool sort(qn_sorter *s)
{
	const char *at = s->bytes.data;
	const char **more = realloc(s->entry, (s->entries + (size_t)1) * sizeof *more);
	if (!more)
		return false;
	s->entry = more;
	for (uint32_t i = 0; i < s->entries; i++) {
		qn_sorted e = entry_at(at);
		s->entry[i] = at;
		at = e.rest + e.length;
	}
	if (s->entries)
		qsort(s->entry, s->entries, sizeof *s->entry, in_order);
	return true;
}

/* Writing. */

static run *add_run(qn_sorter *s)
{
	if (s->runs == s->rooms) {
		size_t rooms = s->rooms ? 2 * s->rooms : 16;
		run *more = realloc(s->run, rooms * sizeof *more);
		if (!more)
			return NULL;
		s->run = more, s->rooms = rooms;
	}
	s->run[s->runs] = (run){ .at = s->written };
	return &s->run[s->runs++];
}

/* What is in memory goes to the file. */
static int write_run(qn_sorter *s, qn_error *err)
{
	run *r = sort(s) ? add_run(s) : NULL;
	if (!r)
		return qn_no_memory(err);
	if (!s->file && !(s->file = qn_scratch_open()))
		return qn_scratch_failed(err);
	for (uint32_t i = 0; i < s->entries; i++) {
		qn_sorted e = entry_at(s->entry[i]);
		size_t length = sizeof(head) + e.keyed + e.length;
		if (fwrite(s->entry[i], 1, length, s->file) != length)
			return qn_scratch_failed(err);
		s->written += (off_t)length;
	}
	r->end = s->written;
	s->entries = 0, s->bytes.length = 0;
	return QN_OK;
}

int qn_sorter_add(qn_sorter *s, const qn_sorted *entry, qn_error *err)
{
	head h = { (uint32_t)entry->keyed, (uint32_t)entry->length };
	if (s->entries && s->bytes.length + sizeof h + entry->keyed + entry->length >= s->bound) {
		int rc = write_run(s, err);
		if (rc < 0)
			return rc;
	}
	qn_buffer_add(&s->bytes, &h, sizeof h);
	qn_buffer_add(&s->bytes, entry->key, entry->keyed);
	qn_buffer_add(&s->bytes, entry->rest, entry->length);
	s->entries++;
	return s->bytes.failed ? qn_no_memory(err) : QN_OK;
}

/* Reading. */

/* At least so many bytes in the block that are not passed; they begin at its front then. */
static int fill(qn_sorter *s, run *r, size_t least, qn_error *err)
{
	if (r->got - r->used >= least)
		return QN_OK;
	if (r->room < least) {
		char *more = realloc(r->block, least < BLOCK ? BLOCK : least);
		if (!more)
			return qn_no_memory(err);
		r->block = more, r->room = least < BLOCK ? BLOCK : least;
	}
	memmove(r->block, r->block + r->used, r->got - r->used);
	r->got -= r->used, r->used = 0;
	while (r->got < least) {
		size_t room = r->room - r->got, left = (size_t)(r->end - r->at);
		ssize_t now = pread(fileno(s->file), r->block + r->got, room < left ? room : left, r->at);
		if (now < 0 && errno == EINTR)
			continue;
		if (now <= 0)
			return qn_scratch_failed(err);
		r->got += (size_t)now, r->at += now;
	}
	return QN_OK;
}

/* 1 with the run's next entry in `now`, 0 at its end. */
static int step(qn_sorter *s, run *r, qn_error *err)
{
	head h;
	int rc;
	if (r->at == r->end && r->got == r->used)
		return 0;
	if ((rc = fill(s, r, sizeof h, err)) < 0)
		return rc;
	memcpy(&h, r->block + r->used, sizeof h);
	if ((rc = fill(s, r, sizeof h + h.keyed + h.length, err)) < 0)
		return rc;
	r->now = entry_at(r->block + r->used);
	r->used += sizeof h + h.keyed + h.length;
	return 1;
}

/* Runs stand in the order in which their entries came. */
static bool goes_before(const run *a, const run *b)
{
	int order = by_key(&a->now, &b->now);
	return order ? order < 0 : a < b;
}

static void sink(qn_sorter *s, size_t at)
{
	for (size_t below; (below = 2 * at + 1) < s->heaped; at = below) {
		if (below + 1 < s->heaped && goes_before(s->heap[below + 1], s->heap[below]))
			below++;
		if (goes_before(s->heap[at], s->heap[below]))
			return;
		run *r = s->heap[at];
		s->heap[at] = s->heap[below], s->heap[below] = r;
	}
}

static int begin_file(qn_sorter *s, qn_error *err)
{
	int rc = s->entries ? write_run(s, err) : QN_OK;
	qn_buffer_free(&s->bytes);
	if (rc == QN_OK && fflush(s->file) != 0)
		rc = qn_scratch_failed(err);
	for (size_t i = 0; i < s->runs && rc >= 0; i++)
		if ((rc = step(s, &s->run[i], err)) > 0)
			s->heap[s->heaped++] = &s->run[i];
	for (size_t i = s->heaped / 2; i-- > 0;)
		sink(s, i);
	return rc < 0 ? rc : QN_OK;
}

static int begin(qn_sorter *s, qn_error *err)
{
	if (!(s->heap = calloc(s->runs + 2, sizeof *s->heap)) || (!s->file && !sort(s)))
		return qn_no_memory(err);
	return s->file ? begin_file(s, err) : QN_OK;
}

/* Past the entry that was lent. */
static int pass(qn_sorter *s, qn_error *err)
{
	int rc = step(s, s->heap[0], err);
	if (rc == 0)
		s->heap[0] = s->heap[--s->heaped];
	sink(s, 0);
	s->lent = false;
	return rc < 0 ? rc : QN_OK;
}

int qn_sorter_next(qn_sorter *s, qn_sorted *out, qn_error *err)
{
	int rc = s->heap ? QN_OK : begin(s, err);
	if (rc == QN_OK && s->lent)
		rc = pass(s, err);
	if (rc < 0)
		return rc;
	if (!s->file && s->next == s->entries)
		return 0;
	if (!s->file) {
		*out = entry_at(s->entry[s->next++]);
		return 1;
	}
	s->lent = s->heaped > 0;
	if (s->lent)
		*out = s->heap[0]->now;
	return s->lent;
}
