/* SPDX-License-Identifier: Apache-2.0 */
/* across.c - where all entities meet: sums, ranks, shares, and quantiles. */
#include <string.h>
#include "base/real.h"
#include "lanes/across.h"
#include "lanes/loops.h"
#include "lanes/quantile.h"
#include "micro.h"

enum { ENTITIES = 4096, GROUPS = 20, LANES = 8, MANY = 42517 };

typedef struct { const qn_row_loops *loops; qn_op op; qn_grouping grouping; double *values, *out; void *scratch; size_t lanes; } meeting;

static uint64_t run_meeting(void *context)
{
	const meeting *m = context;
	qn_rows rows = { .base = (const char *)m->values, .step = m->lanes * sizeof *m->values, .wide = true };
	qn_across(m->loops, m->op, 0.25, &m->grouping, ENTITIES, m->lanes, rows, false, m->out, m->scratch);
	return ENTITIES;
}

typedef struct { const char *name; qn_op op; uint32_t groups; double expected[MICRO_SETS]; const char *because; } meeting_row;

static void add_meeting(micro_cases *cases, const meeting_row *row, size_t set, const qn_row_loops *loops)
{
	static qn_arena arena;
	meeting *m = micro_memory(sizeof *m);
	uint32_t *group = micro_memory(ENTITIES * sizeof *group);
	size_t answers = (qn_across_by_entity(row->op) ? ENTITIES : row->groups) * LANES;
	*m = (meeting){ .loops = loops, .op = row->op, .values = micro_memory(ENTITIES * LANES * sizeof *m->values),
		.out = micro_memory(answers * sizeof *m->out), .scratch = micro_memory(qn_across_scratch(row->groups, ENTITIES, LANES)), .lanes = LANES };
	for (uint64_t i = 0; i < ENTITIES * LANES; i++)
		m->values[i] = i % 50 == 7 ? QN_MISSING : micro_number(i);
	for (uint32_t i = 0; i < ENTITIES; i++)
		group[i] = i % row->groups;
	if (!qn_grouping_make(&m->grouping, &arena, row->groups > 1 ? group : NULL, row->groups, ENTITIES))
		micro_give_up("out of memory");
	micro_add(cases, row->name, (micro_case){ .who = micro_set_names[set], .elements = ENTITIES * LANES, .unit = "value",
		.expected = row->expected[set], .because = row->because, .run = run_meeting, .context = m, .out = m->out, .out_bytes = answers * sizeof *m->out });
}

typedef struct { const double *values; double *scratch; size_t count; double out; } picking;

static uint64_t run_quantile(void *context)
{
	picking *p = context;
	memcpy(p->scratch, p->values, p->count * sizeof *p->values);
	p->out = qn_quantile(p->scratch, p->count, 0.5);
	return p->count;
}

static void add_quantile(micro_cases *cases, const char *name, size_t count, double expected)
{
	picking *p = micro_memory(sizeof *p);
	double *values = micro_memory(count * sizeof *values);
	for (uint64_t i = 0; i < count; i++)
		values[i] = i % 50 == 7 ? QN_MISSING : micro_number(i);
	*p = (picking){ values, micro_memory(count * sizeof *values), count, 0 };
	micro_add(cases, name, (micro_case){ .who = "qunce", .elements = count, .unit = "value", .expected = expected,
		.because = "a copy, one pass that drops what is missing, two to three that narrow", .run = run_quantile, .context = p,
		.out = &p->out, .out_bytes = sizeof p->out });
}

void add_across(micro_cases *cases)
{
	static const meeting_row rows[] = {
		{ "across total", QN_TOTAL, 1, { 0.6, 0.5, 0.5 }, "a blend and a sum, eight sums side by side" },
		{ "across total by group", QN_TOTAL, GROUPS, { 0.6, 0.4, 0.4 }, "the same, member by member of a group" },
		{ "across share", QN_SHARE, 1, { 1.2, 1, 1 }, "a total, then a division" },
		{ "across rank", QN_RANKED, 1, { 8.5, 8.5, 8.5 }, "sorting 4,096 by two or three passes over digits, eight lanes one after the other" },
		{ "across quantile by group", QN_QUANTILE, GROUPS, { 8.5, 8.5, 8.5 }, "200 values a group: selecting reads each about three times" },
	};
	const qn_loops *set[MICRO_SETS];
	size_t sets = micro_sets(set);
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		for (size_t s = 0; s < sets; s++)
			add_meeting(cases, &rows[i], s, set[s]->rows);
	add_quantile(cases, "quantile of 10,000", 10000, 1.6);
	add_quantile(cases, "quantile of 42,517", MANY, 1.5);
}
