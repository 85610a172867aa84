/* SPDX-License-Identifier: Apache-2.0 */
/* execute.c - runs the code of one period in one worker's memory, and tells its outputs. */
#include <string.h>
#include "lanes/code.h"

static inline void *at(const qn_view *view, const qn_worker *worker, size_t row)
{
	size_t step = view->index ? view->index[row] * view->step : row * view->step;
	if (view->piece)
		return (void *)(uintptr_t)((const char *)view->piece[row / view->rows_in_piece] + row % view->rows_in_piece * view->step);
	if (view->fixed)
		return (void *)(uintptr_t)(view->fixed + step);
	return worker->memory + (view->offset + step) * worker->lanes;
}

static void draw(const qn_draw *of, const qn_worker *worker, size_t row, double *out)
{
	const qn_draws *draws = worker->frame->loops->draws;
	if (of->parts) {
		qn_draw_mixed(draws, of->parts, of->part, of->weight, of->who ? of->who[row] : 0, of->period, worker->first_path, worker->lanes, out);
		draws->invert(&of->value, worker->lanes, out);
		return;
	}
	draws->uniforms(of->stream, of->who ? of->who[row] : 0, of->period, worker->first_path, worker->lanes, out);
	draws->invert(&of->value, worker->lanes, out);
}

static void spread(double *out, size_t count, double value)
{
	for (size_t i = 0; i < count; i++)
		out[i] = value;
}

/* A group's draw stands in its row; the row after them is for those in no group. */
static void draw_rows(const qn_instruction *do_, const qn_worker *worker)
{
	const qn_draw *of = do_->draw;
	for (uint32_t row = 0; row < of->rows; row++)
		if (of->drawn[row])
			draw(of, worker, row, at(&do_->out, worker, row));
	spread(at(&do_->out, worker, of->rows), worker->lanes, QN_MISSING);
}

static void strike_one(const qn_strike *strike, const qn_worker *worker, size_t entity, size_t n, double *values)
{
	for (uint32_t k = strike->start[entity]; k < strike->start[entity + 1]; k++)
		worker->frame->loops->kernels->strike(n, values, strike->factor[k], strike->add[k]);
}

static void strike(const qn_instruction *do_, const qn_worker *worker, bool flat, size_t row, size_t n, double *out)
{
	do_->kernel(n, out, at(&do_->a, worker, row), NULL, NULL);
	if (!flat) {
		strike_one(do_->strike, worker, row, n, out);
		return;
	}
	for (size_t i = 0; i < n; i++)
		strike_one(do_->strike, worker, row * QN_FLAT + i, 1, out + i);
}

static void tally(const qn_instruction *do_, const qn_worker *worker, size_t row, size_t n)
{
	if (do_->is_mask)
		qn_tally_masks(do_->tally, at(&do_->a, worker, row), n, do_->a.wide);
	else
		qn_tally_numbers(do_->tally, at(&do_->a, worker, row), n, do_->a.wide);
}

static void run_list(const qn_instruction *list, uint32_t count, const qn_worker *worker, bool flat, size_t row, size_t n)
{
	for (uint32_t i = 0; i < count; i++) {
		const qn_instruction *do_ = &list[i];
		void *out = at(&do_->out, worker, row);
		switch (do_->what) {
		case QN_DO_KERNEL:
			do_->kernel(n, out, at(&do_->a, worker, row), at(&do_->b, worker, row), at(&do_->c, worker, row));
			break;
		case QN_DO_DRAW: draw(do_->draw, worker, row, out); break;
		case QN_DO_DRAW_ROWS: draw_rows(do_, worker); break;
		case QN_DO_STRIKE: strike(do_, worker, flat, row, n, out); break;
		case QN_DO_TALLY: tally(do_, worker, row, n); break;
		}
	}
}

static void meet(const qn_meeting *meeting, const qn_worker *worker, bool flat)
{
	size_t entities = worker->frame->in->entities, lanes = flat ? 1 : worker->lanes;
	const qn_view *a = &meeting->a;
	qn_rows rows = { .piece = a->piece, .step = a->step * (a->fixed || a->piece ? 1 : worker->lanes), .index = a->index, .wide = a->wide };
	double *out = at(&meeting->out, worker, 0), *by_group = out;
	const qn_grouping *grouping = meeting->grouping;
	rows.base = a->fixed || a->piece ? a->fixed : worker->memory + a->offset * worker->lanes;
	if (meeting->spread) /* behind what the meeting itself needs */
		by_group = (double *)worker->scratch + qn_across_scratch(grouping->groups, entities, lanes) / sizeof *out;
	qn_across(worker->frame->loops->rows, meeting->op, meeting->probability, grouping, entities, lanes, rows, meeting->with_none || meeting->spread, by_group,
	          worker->scratch);
	for (size_t e = 0; meeting->spread && e < entities; e++)
		out[e] = by_group[grouping->index[e]];
}

static void run_phase(const qn_phase *phase, const qn_worker *worker, bool flat)
{
	size_t entities = worker->frame->in->entities, rows = flat ? (entities + QN_FLAT - 1) / QN_FLAT : entities;
	for (uint32_t i = 0; i < phase->results; i++)
		*phase->result[i].tally = (qn_tally)QN_TALLY_START;
	run_list(phase->once_list, phase->once, worker, flat, 0, flat ? 1 : worker->lanes);
	for (size_t row = 0; phase->each && row < rows; row++) {
		size_t left = entities - row * QN_FLAT, n = left < QN_FLAT ? left : QN_FLAT;
		run_list(phase->each_list, phase->each, worker, flat, row, flat ? n : worker->lanes);
	}
	for (uint32_t i = 0; i < phase->results; i++)
		*phase->result[i].out = qn_tally_result(phase->result[i].tally, phase->result[i].op);
	for (uint32_t i = 0; i < phase->meetings; i++)
		meet(&phase->meeting[i], worker, flat);
}

void qn_execute(const qn_code *code, const qn_worker *worker)
{
	for (uint32_t i = 0; i < code->phases; i++)
		run_phase(&code->phase[i], worker, code->flat);
}

/* Telling. */

/* Row by row into one piece, narrow values over all lanes. */
static const void *gather(const qn_loc *loc, const qn_view *view, const qn_worker *worker, void *out)
{
	size_t rows = loc->varies & QN_ENTITIES ? worker->frame->in->entities : 1, size = loc->is_mask ? sizeof(qn_mask) : sizeof(double);
	const qn_kernels *kernels = worker->frame->loops->kernels;
	qn_kernel copy = loc->is_mask ? kernels->copy_masks[view->wide] : kernels->copy_numbers[view->wide];
	for (size_t row = 0; row < rows; row++)
		copy(worker->lanes, (char *)out + row * worker->lanes * size, at(view, worker, row), NULL, NULL);
	return out;
}

static qn_view view_of(const qn_loc *loc)
{
	size_t size = loc->is_mask ? sizeof(qn_mask) : sizeof(double);
	return (qn_view){ loc->fixed, loc->piece, QN_PIECE, loc->offset, loc->rows ? size : 0, loc->index, (loc->varies & QN_PATHS) != 0 };
}

static const void *gather_pieces(const qn_loc *loc, size_t entities, double *out)
{
	for (size_t done = 0; done < entities; done += QN_PIECE)
		memcpy(out + done, loc->piece[done / QN_PIECE], (entities - done < QN_PIECE ? entities - done : QN_PIECE) * sizeof *out);
	return out;
}

static const void *stands(const qn_code *code, const qn_loc *loc, const qn_worker *worker, double *out)
{
	qn_view view = view_of(loc);
	/* what a flat code shows stands in fixed memory, entity by entity, or in pieces */
	bool whole = loc->varies & QN_PATHS && !loc->index && (loc->rows || !(loc->varies & QN_ENTITIES));
	if (code->flat && loc->piece)
		return gather_pieces(loc, worker->frame->in->entities, out);
	if (code->flat || whole)
		return at(&view, worker, 0);
	return gather(loc, &view, worker, out);
}

int qn_tell(const qn_code *code, const qn_worker *worker, double *room, qn_sink sink, void *context)
{
	for (uint32_t i = 0; i < code->shows; i++) {
		const qn_loc *loc = &code->shown[i].at;
		const void *values = stands(code, loc, worker, room);
		qn_slice slice = { .output = code->shown[i].output, .period = code->period, .first_path = worker->first_path,
			.paths = code->flat ? 1 : (uint32_t)worker->lanes, .by_entity = (loc->varies & QN_ENTITIES) != 0, .is_mask = loc->is_mask };
		int rc;
		slice.mask = loc->is_mask ? values : NULL;
		slice.number = loc->is_mask ? NULL : values;
		if ((rc = sink(context, &slice)) != 0)
			return rc;
	}
	return 0;
}
