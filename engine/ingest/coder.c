/* SPDX-License-Identifier: Apache-2.0 */
/* coder.c - a window of pieces moves with whoever puts them; each of the two claims the next one in it that nobody has. */
#include "ingest/coder.h"
#include <pthread.h>
#include <stdlib.h>

enum { WINDOW = 32 };

struct qn_coder {
	uint32_t import;
	const qn_coding *piece;
	size_t pieces;
	bool threaded;
	pthread_t thread;
	pthread_mutex_t lock;
	pthread_cond_t moved;
	/* Under the lock. */
	size_t first, next;    /* the piece that is put now, and the first that nobody has claimed */
	bool stop, ready[WINDOW];
	qn_coded coded[WINDOW]; /* of who claimed it, until it is ready */
};

/* Codes the next piece, if there is one in the window. Called with the lock, which it lets go meanwhile. */
static bool code_next(qn_coder *c)
{
	size_t number = c->next;
	size_t at = number % WINDOW;
	if (number >= c->pieces || number >= c->first + WINDOW)
		return false;
	qn_coded *to = &c->coded[at];
	const qn_coding *from = &c->piece[number];
	c->ready[at] = false;
	c->next++;
	pthread_mutex_unlock(&c->lock);
	qn_chunk_code(c->import, from->value, from->line, from->cells, to);
	pthread_mutex_lock(&c->lock);
	c->ready[at] = true;
	pthread_cond_broadcast(&c->moved);
	return true;
}

static void *run(void *context)
{
	qn_coder *c = context;
	pthread_mutex_lock(&c->lock);
	while (!c->stop && c->next < c->pieces)
		if (!code_next(c))
			pthread_cond_wait(&c->moved, &c->lock);
	pthread_mutex_unlock(&c->lock);
	return NULL;
}

const qn_coded *qn_coder_take(qn_coder *c, size_t number)
{
	pthread_mutex_lock(&c->lock);
	while (c->next <= number || !c->ready[number % WINDOW])
		if (!code_next(c))
			pthread_cond_wait(&c->moved, &c->lock);
	pthread_mutex_unlock(&c->lock);
	return &c->coded[number % WINDOW];
}

void qn_coder_pass(qn_coder *c, size_t number)
{
	pthread_mutex_lock(&c->lock);
	while (c->next > number && !c->ready[number % WINDOW]) /* somebody still reads it */
		pthread_cond_wait(&c->moved, &c->lock);
	c->first = number + 1;
	if (c->next < c->first)
		c->next = c->first;
	if (c->next - c->first <= WINDOW / 2) /* not for every piece */
		pthread_cond_broadcast(&c->moved);
	pthread_mutex_unlock(&c->lock);
}

qn_coder *qn_coder_new(uint32_t import, const qn_coding *piece, size_t pieces)
{
	qn_coder *c = calloc(1, sizeof *c);
	if (!c)
		return NULL;
	c->import = import, c->piece = piece, c->pieces = pieces;
	pthread_mutex_init(&c->lock, NULL);
	pthread_cond_init(&c->moved, NULL);
	c->threaded = pthread_create(&c->thread, NULL, run, c) == 0;
	return c;
}

void qn_coder_free(qn_coder *c)
{
	if (!c)
		return;
	pthread_mutex_lock(&c->lock);
	c->stop = true;
	pthread_cond_broadcast(&c->moved);
	pthread_mutex_unlock(&c->lock);
	if (c->threaded)
		pthread_join(c->thread, NULL);
	for (int i = 0; i < WINDOW; i++)
		qn_buffer_free(&c->coded[i].bytes);
	pthread_cond_destroy(&c->moved);
	pthread_mutex_destroy(&c->lock);
	free(c);
}
