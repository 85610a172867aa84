/* SPDX-License-Identifier: Apache-2.0 */
/* across.c - operations over the entities of a block. */
#include "lanes/across.h"
#include <string.h>
#include "base/real.h"
#include "base/sum.h"
#include "lanes/order.h"
#include "lanes/quantile.h"
#include "plan/scalar.h"

enum { COUNTED = 128 }; /* up to here counting who is greater beats sorting */

bool qn_grouping_make(qn_grouping *out, qn_arena *arena, const uint32_t *group, uint32_t groups, size_t entities)
{
	uint32_t *index, *member, *start = qn_arena_array(arena, (size_t)groups + 3, sizeof *start);
	if (start && !group) {
		start[1] = start[2] = (uint32_t)entities;
		*out = (qn_grouping){ .groups = 1, .start = start };
	}
	if (!start || !group)
		return start != NULL;
	index = qn_arena_array(arena, entities + 1, sizeof *index);
	member = qn_arena_array(arena, entities + 1, sizeof *member);
	if (!index || !member)
		return false;
	for (size_t e = 0; e < entities; e++) {
		index[e] = group[e] < groups ? group[e] : groups;
		start[index[e] + 2]++;
	}
	for (uint32_t g = 0; g < groups + 1; g++)
		start[g + 2] += start[g + 1];
	for (size_t e = 0; e < entities; e++) /* start[g + 1] walks from g's start to its end */
		member[start[index[e] + 1]++] = (uint32_t)e;
	*out = (qn_grouping){ groups, index, member, start };
	return true;
}

static inline const void *row_of(const qn_rows *rows, size_t entity)
{
	if (rows->piece)
		return &rows->piece[entity / QN_PIECE][entity % QN_PIECE];
	return rows->base + (rows->index ? rows->index[entity] : entity) * rows->step;
}

static inline uint32_t group_of(const qn_grouping *grouping, size_t entity)
{
	return grouping->index ? grouping->index[entity] : 0;
}

static inline uint32_t member_of(const qn_grouping *grouping, uint32_t k)
{
	return grouping->member ? grouping->member[k] : k;
}

static void fill(double *out, size_t count, double value)
{
	for (size_t i = 0; i < count; i++)
		out[i] = value;
}

struct meeting {
	const qn_grouping *grouping;
	size_t entities, lanes;
	qn_rows rows;
	double *out;
	void *scratch;
	const qn_row_loops *loops;
};

/* Sums and counts. */

static void total(const struct meeting *m, double *out)
{
	uint32_t groups = m->grouping->groups;
	size_t sums = groups * m->lanes;
	double *lost = (double *)m->scratch + sums; /* behind what others gather there */
	fill(out, sums, QN_MISSING);
	fill(lost, sums, 0);
	for (size_t e = 0; e < m->entities; e++) {
		size_t at = group_of(m->grouping, e) * m->lanes;
		if (at < sums)
			m->loops->add(m->lanes, out + at, lost + at, row_of(&m->rows, e), m->rows.wide);
	}
	for (size_t i = 0; i < sums; i++)
		out[i] = qn_settle(qn_sum_with(out[i], lost[i]));
}

static void count_present(const struct meeting *m, double *out)
{
	uint32_t groups = m->grouping->groups;
	fill(out, groups * m->lanes, 0);
	for (size_t e = 0; e < m->entities; e++)
		if (group_of(m->grouping, e) < groups)
			m->loops->count_present(m->lanes, out + group_of(m->grouping, e) * m->lanes, row_of(&m->rows, e), m->rows.wide);
}

/* Group by group, in bytes for as long as they last. */
static void count_true(const struct meeting *m)
{
	uint8_t *few = m->scratch, *known = few + m->lanes;
	fill(m->out, m->grouping->groups * m->lanes, QN_MISSING);
	for (uint32_t g = 0; g < m->grouping->groups; g++) {
		uint32_t left = 0;
		double *out = m->out + g * m->lanes;
		memset(few, 0, 2 * m->lanes);
		for (uint32_t k = m->grouping->start[g]; k < m->grouping->start[g + 1]; k++, left++) {
			if (left == QN_FEW)
				m->loops->put(m->lanes, out, few, known), left = 0;
			m->loops->count_true(m->lanes, few, known, row_of(&m->rows, member_of(m->grouping, k)), m->rows.wide);
		}
		m->loops->put(m->lanes, out, few, known);
	}
}

static void mean(const struct meeting *m)
{
	double *counts = m->scratch;
	total(m, m->out);
	count_present(m, counts);
	for (size_t i = 0; i < m->grouping->groups * m->lanes; i++)
		m->out[i] = qn_settle(m->out[i] / counts[i]);
}

static void share(const struct meeting *m)
{
	double *totals = m->scratch;
	total(m, totals);
	for (size_t e = 0; e < m->entities; e++) {
		uint32_t group = group_of(m->grouping, e);
		const double *row = row_of(&m->rows, e), *of = totals + group * m->lanes;
		double *out = m->out + e * m->lanes;
		if (group >= m->grouping->groups) {
			fill(out, m->lanes, QN_MISSING);
			continue;
		}
		for (size_t i = 0; i < m->lanes; i++)
			out[i] = qn_settle(row[i * m->rows.wide] / of[i]);
	}
}

/* Order: lane by lane, group by group. */

/* All entities of a flat level stand one after another, but for the borders of pieces. */
static bool in_a_row(const struct meeting *m)
{
	return m->lanes == 1 && !m->grouping->member && (m->rows.piece || (m->rows.step == sizeof(double) && !m->rows.index));
}

static size_t gather_row(const struct meeting *m, double *values)
{
	size_t kept = 0;
	for (size_t first = 0; first < m->entities; first += QN_PIECE) {
		const double *row = row_of(&m->rows, first);
		size_t n = m->entities - first < QN_PIECE ? m->entities - first : QN_PIECE;
		for (size_t i = 0; i < n; i++) {
			values[kept] = row[i];
			kept += !qn_is_missing(row[i]);
		}
	}
	return kept;
}

static size_t gather(const struct meeting *m, uint32_t group, size_t lane, double *values)
{
	size_t kept = 0;
	if (in_a_row(m))
		return gather_row(m, values);
	for (uint32_t k = m->grouping->start[group]; k < m->grouping->start[group + 1]; k++) {
		const double *row = row_of(&m->rows, member_of(m->grouping, k));
		double x = row[lane * m->rows.wide];
		values[kept] = x;
		kept += !qn_is_missing(x);
	}
	return kept;
}

static void quantile(const struct meeting *m, double probability)
{
	double *values = m->scratch;
	for (uint32_t g = 0; g < m->grouping->groups; g++)
		for (size_t i = 0; i < m->lanes; i++)
			m->out[g * m->lanes + i] = qn_quantile(values, gather(m, g, i, values), probability);
}

static void rank_by_sorting(const struct meeting *m, uint32_t group)
{
	double *values = m->scratch, *room = values + m->entities;
	for (size_t i = 0; i < m->lanes; i++) {
		qn_ranks(values, gather(m, group, i, values), values, room);
		for (uint32_t k = m->grouping->start[group], kept = 0; k < m->grouping->start[group + 1]; k++) {
			uint32_t e = member_of(m->grouping, k);
			double x = ((const double *)row_of(&m->rows, e))[i * m->rows.wide];
			m->out[e * m->lanes + i] = qn_is_missing(x) ? QN_MISSING : values[kept++];
		}
	}
}

/* A missing one is greater than none, and must not get rank 1 by that. */
static void rank_by_counting(const struct meeting *m, uint32_t group)
{
	uint32_t start = m->grouping->start[group], end = m->grouping->start[group + 1];
	for (uint32_t k = start; k < end; k++) {
		uint32_t e = member_of(m->grouping, k);
		const double *own = row_of(&m->rows, e);
		double *rank = m->out + e * m->lanes;
		fill(rank, m->lanes, 1);
		for (uint32_t other = start; other < end; other++)
			if (other != k)
				m->loops->count_greater(m->lanes, rank, own, row_of(&m->rows, member_of(m->grouping, other)), m->rows.wide);
		for (size_t i = 0; i < m->lanes; i++)
			rank[i] = qn_is_missing(own[i * m->rows.wide]) ? QN_MISSING : rank[i];
	}
}

static void rank(const struct meeting *m)
{
	const qn_grouping *grouping = m->grouping;
	for (uint32_t g = 0; g < grouping->groups; g++) {
		if (grouping->start[g + 1] - grouping->start[g] <= COUNTED)
			rank_by_counting(m, g);
		else
			rank_by_sorting(m, g);
	}
	for (size_t e = 0; e < m->entities; e++)
		if (group_of(grouping, e) >= grouping->groups)
			fill(m->out + e * m->lanes, m->lanes, QN_MISSING);
}

bool qn_across_by_entity(qn_op op)
{
	return op == QN_RANKED || op == QN_SHARE;
}

size_t qn_across_scratch(uint32_t groups, size_t entities, size_t lanes)
{
	size_t sums = 2 * (size_t)groups * lanes, sorting = 5 * entities;
	return ((sums > sorting ? sums : sorting) + 1) * sizeof(double);
}

void qn_across(const qn_row_loops *loops, qn_op op, double probability, const qn_grouping *grouping, size_t entities, size_t lanes, qn_rows rows,
               bool with_none, double *out, void *scratch)
{
	struct meeting m = { grouping, entities, lanes, rows, out, scratch, loops };
	switch (op) {
	case QN_TOTAL: total(&m, out); break;
	case QN_MEAN: mean(&m); break;
	case QN_COUNT: count_true(&m); break;
	case QN_RANKED: rank(&m); break;
	case QN_SHARE: share(&m); break;
	default: quantile(&m, probability);
	}
	if (with_none && !qn_across_by_entity(op))
		fill(out + grouping->groups * lanes, lanes, QN_MISSING);
}
