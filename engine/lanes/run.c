/* SPDX-License-Identifier: Apache-2.0 */
/* run.c - observed periods one after another, then blocks of paths through all projected ones, on several threads. */
#include "lanes/run.h"
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include "lanes/code.h"

enum { GROUP = 128, MOST_BLOCK = 1024, CACHE = 1 << 20, BLOCKS_EACH = 8 };

struct run {
	qn_frame frame;
	qn_code **flat, **paths; /* by period */
	void *flat_memory;
	size_t flat_size;
	void *flat_scratch, *flat_spread;
	size_t flat_scratch_size, flat_spread_size;
	qn_sink sink;
	void *context;
	/* of the blocks */
	uint32_t block, blocks;
	atomic_uint next;
	atomic_bool stop;
	pthread_mutex_t lock;   /* of rc */
	int rc;
	qn_error *err;          /* of the caller's thread alone */
};

/* Flat levels, in the caller's thread. */

static bool grow(void **memory, size_t *size, size_t wanted)
{
	if (wanted <= *size && *memory)
		return true;
	free(*memory);
	*size = 0;
	*memory = aligned_alloc(64, (wanted + 63) / 64 * 64);
	if (*memory)
		*size = wanted;
	return *memory != NULL;
}

static bool shows_pieces(const qn_code *code)
{
	for (uint32_t i = 0; i < code->shows; i++)
		if (code->shown[i].at.piece)
			return true;
	return false;
}

static int execute_flat(struct run *run, const qn_code *code, bool told)
{
	qn_frame *frame = &run->frame;
	size_t scratch = qn_across_scratch(frame->most_groups, frame->in->entities, 1) + ((size_t)frame->most_groups + 1) * sizeof(double);
	qn_worker worker = { .frame = frame, .lanes = QN_FLAT_ROOM };
	if (!grow(&run->flat_memory, &run->flat_size, (frame->registers.top + 8) * QN_FLAT_ROOM) || !grow(&run->flat_scratch, &run->flat_scratch_size, scratch))
		return qn_no_memory(run->err);
	worker.memory = run->flat_memory;
	worker.scratch = run->flat_scratch;
	qn_execute(code, &worker);
	if (!told)
		return QN_OK;
	if (shows_pieces(code) && !grow(&run->flat_spread, &run->flat_spread_size, frame->in->entities * sizeof(double)))
		return qn_no_memory(run->err);
	return qn_tell(code, &worker, run->flat_spread, run->sink, run->context);
}

static int run_observed(struct run *run, int period)
{
	qn_code *flat, *paths;
	int rc = qn_compile(&run->frame, period, &flat, &paths, run->err);
	if (rc == QN_OK)
		rc = execute_flat(run, flat, true);
	qn_code_free(flat);
	qn_code_free(paths);
	return rc;
}

/* The codes stay: blocks read what the flat level has left in fixed memory. */
static int prepare_projected(struct run *run, int period)
{
	bool central = run->frame.options->central;
	int rc = qn_compile(&run->frame, period, &run->flat[period], &run->paths[period], run->err);
	return rc == QN_OK ? execute_flat(run, run->flat[period], central) : rc;
}

/* Blocks. */

struct thread {
	struct run *run;
	pthread_t id;
	char *memory;
	void *scratch;
	double *spread;
};

static void thread_free(struct thread *thread)
{
	free(thread->memory);
	free(thread->scratch);
	free(thread->spread);
}

static bool thread_prepare(struct thread *thread, struct run *run)
{
	const qn_frame *frame = &run->frame;
	size_t lanes = run->block;
	thread->run = run;
	thread->memory = aligned_alloc(64, ((frame->layout.top + 8) * lanes + 63) / 64 * 64);
	thread->scratch = malloc(qn_across_scratch(frame->most_groups, frame->in->entities, lanes));
	thread->spread = malloc((frame->in->entities + 1) * lanes * sizeof *thread->spread);
	return thread->memory && thread->scratch && thread->spread;
}

static int run_block(struct thread *thread, uint32_t block)
{
	struct run *run = thread->run;
	const qn_inputs *in = run->frame.in;
	uint32_t first = block * run->block, left = run->frame.options->paths - first;
	qn_worker worker = { &run->frame, thread->memory, thread->scratch, left < run->block ? left : run->block, first };
	for (int period = in->base + 1; period < in->periods; period++) {
		int rc;
		if (atomic_load_explicit(&run->stop, memory_order_relaxed))
			return QN_OK;
		qn_execute(run->paths[period], &worker);
		if ((rc = qn_tell(run->paths[period], &worker, thread->spread, run->sink, run->context)) != 0)
			return rc;
	}
	return QN_OK;
}

static void *run_blocks(void *context)
{
	struct thread *thread = context;
	struct run *run = thread->run;
	uint32_t block;
	while (!atomic_load(&run->stop) && (block = atomic_fetch_add(&run->next, 1)) < run->blocks) {
		int rc = run_block(thread, block);
		if (rc == 0)
			continue;
		pthread_mutex_lock(&run->lock);
		if (run->rc == 0)
			run->rc = rc;
		pthread_mutex_unlock(&run->lock);
		atomic_store(&run->stop, true);
	}
	return NULL;
}

/* Blocks as large as leaves what a worker touches in its cache, and every worker several of them, so that none waits long for
 * the last; smaller ones cost more calls, and nothing else. */
static uint32_t block_of(const struct run *run)
{
	const qn_run_options *options = run->frame.options;
	uint32_t block = MOST_BLOCK;
	if (options->block)
		return options->block < options->paths ? options->block : options->paths;
	while (block > GROUP && (run->frame.layout.top * block > CACHE || options->paths / block < BLOCKS_EACH * (uint32_t)options->threads))
		block /= 2;
	return block < options->paths ? block : options->paths;
}

/* The caller's thread works too, so that a system without another one only takes longer. */
static int run_threads(struct run *run)
{
	uint32_t threads = run->frame.options->threads < 1 ? 1 : (uint32_t)run->frame.options->threads, started = 0;
	struct thread *thread;
	int rc = QN_OK;
	run->block = block_of(run);
	run->blocks = (run->frame.options->paths - 1) / run->block + 1;
	threads = threads < run->blocks ? threads : run->blocks;
	if (!(thread = calloc(threads, sizeof *thread)))
		return qn_no_memory(run->err);
	for (uint32_t i = 0; rc == QN_OK && i < threads; i++)
		if (!thread_prepare(&thread[i], run))
			rc = qn_no_memory(run->err);
	if (rc == QN_OK) {
		while (started + 1 < threads && pthread_create(&thread[started + 1].id, NULL, run_blocks, &thread[started + 1]) == 0)
			started++;
		run_blocks(&thread[0]);
		for (uint32_t i = 1; i <= started; i++)
			pthread_join(thread[i].id, NULL);
		rc = run->rc;
	}
	for (uint32_t i = 0; i < threads; i++)
		thread_free(&thread[i]);
	free(thread);
	return rc;
}

/* The whole. */

static int first_of(const qn_linked *linked, int from)
{
	if (linked->look_back == UINT32_MAX || (int64_t)from - linked->look_back < 0)
		return 0;
	return from - (int)linked->look_back;
}

static int run_all(struct run *run)
{
	const qn_inputs *in = run->frame.in;
	const qn_run_options *options = run->frame.options;
	int rc = QN_OK;
	for (int period = run->frame.first; rc == QN_OK && period <= in->base && period < in->periods; period++)
		rc = run_observed(run, period);
	if (rc != QN_OK || (options->paths == 0 && !options->central))
		return rc;
	for (int period = in->base + 1; rc == QN_OK && period < in->periods; period++)
		rc = prepare_projected(run, period);
	if (rc != QN_OK || options->central || in->base + 1 >= in->periods)
		return rc;
	return run_threads(run);
}

int qn_run(const qn_linked *linked, const qn_inputs *inputs, const qn_run_options *options, int from,
           qn_sink sink, void *context, qn_error *err)
{
	struct run run = { .frame = { .linked = linked, .in = inputs, .options = options, .first = first_of(linked, from), .from = from,
			.loops = options->loops ? options->loops : qn_loops_best() },
		.sink = sink, .context = context, .lock = PTHREAD_MUTEX_INITIALIZER, .err = err };
	size_t periods = inputs->periods > 0 ? (size_t)inputs->periods : 1;
	int rc;
	run.flat = calloc(periods, sizeof(qn_code *));
	run.paths = calloc(periods, sizeof(qn_code *));
	if (!run.flat || !run.paths || !qn_frame_start(&run.frame))
		rc = qn_no_memory(err);
	else
		rc = run_all(&run);
	for (size_t i = 0; run.flat && run.paths && i < periods; i++) {
		qn_code_free(run.flat[i]);
		qn_code_free(run.paths[i]);
	}
	free((void *)run.flat);
	free((void *)run.paths);
	free(run.flat_memory);
	free(run.flat_scratch);
	free(run.flat_spread);
	qn_frame_free(&run.frame);
	return qn_called(rc, err);
}
