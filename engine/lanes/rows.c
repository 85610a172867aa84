/* SPDX-License-Identifier: Apache-2.0 */
/* rows.c - every loop twice: with the width of the row as a constant, so that compilers see what to turn into vectors. */
#include "lanes/rows.h"
#include "base/isa.h"
#include "base/sum.h"

#define INLINE static inline __attribute__((always_inline))

INLINE void add_loop(size_t lanes, double *restrict sum, double *restrict lost, const double *restrict row, size_t wide)
{
	for (size_t i = 0; i < lanes; i++) {
		double x = row[i * wide], so_far = sum[i], begun = qn_is_missing(so_far) ? x : so_far + x;
		double loss = qn_sum_loss(so_far, x, begun);
		sum[i] = qn_is_missing(x) ? so_far : begun;
		lost[i] += qn_is_missing(loss) ? 0.0 : loss; /* of a sum that begins, or adds what is missing, nothing is lost */
	}
}

static void add(size_t lanes, double *sum, double *lost, const double *row, bool wide)
{
	if (wide)
		add_loop(lanes, sum, lost, row, 1);
	else
		add_loop(lanes, sum, lost, row, 0);
}

INLINE void present_loop(size_t lanes, double *restrict count, const double *restrict row, size_t wide)
{
	for (size_t i = 0; i < lanes; i++)
		count[i] += qn_is_missing(row[i * wide]) ? 0.0 : 1.0;
}

static void count_present(size_t lanes, double *count, const double *row, bool wide)
{
	if (wide)
		present_loop(lanes, count, row, 1);
	else
		present_loop(lanes, count, row, 0);
}

INLINE void true_loop(size_t lanes, uint8_t *restrict few, uint8_t *restrict known, const qn_mask *restrict row, size_t wide)
{
	for (size_t i = 0; i < lanes; i++) {
		few[i] = (uint8_t)(few[i] + (row[i * wide] & QN_TRUE));
		known[i] |= row[i * wide];
	}
}

static void count_true(size_t lanes, uint8_t *few, uint8_t *known, const qn_mask *row, bool wide)
{
	if (wide)
		true_loop(lanes, few, known, row, 1);
	else
		true_loop(lanes, few, known, row, 0);
}

static void put(size_t lanes, double *restrict count, uint8_t *restrict few, const uint8_t *restrict known)
{
	for (size_t i = 0; i < lanes; i++) {
		double so_far = qn_is_missing(count[i]) ? 0.0 : count[i];
		count[i] = known[i] ? so_far + few[i] : QN_MISSING;
		few[i] = 0;
	}
}

INLINE void greater_loop(size_t lanes, double *restrict rank, const double *restrict own, const double *restrict other, size_t wide)
{
	for (size_t i = 0; i < lanes; i++)
		rank[i] += other[i * wide] > own[i * wide] ? 1.0 : 0.0;
}

static void count_greater(size_t lanes, double *rank, const double *own, const double *other, bool wide)
{
	if (wide)
		greater_loop(lanes, rank, own, other, 1);
	else
		greater_loop(lanes, rank, own, other, 0);
}

const qn_row_loops QN_FOR_ISA(qn_row_loops) = { add, count_present, count_true, put, count_greater };
