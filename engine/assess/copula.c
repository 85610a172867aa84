/* SPDX-License-Identifier: Apache-2.0 */
/* copula.c - correlations between what is drawn. The matrix is taken apart (Cholesky) in the order of names: each draw is a
 * weighted sum of its own standard normal and of those named before it, so that every distribution stays what it was, a
 * draw is still a pure function of names, path, period and who, and whatever is not correlated keeps its bits. */
#include <math.h>
#include <string.h>
#include "assess/layers.h"
#include "base/text.h"

#define LEAST 1e-12 /* of what a draw keeps of its own */

typedef struct {
	qn_setup *setup;
	uint32_t count;
	const char **name;      /* in order */
	double *lower;          /* [count][count] */
	qn_error *err;
} copula;

static const qn_program *program_of(const qn_setup *setup) { return setup->panel->program; }

static const char *name_of(const qn_setup *setup, bool assumed, uint32_t index)
{
	return assumed ? program_of(setup)->assumption[index].id : program_of(setup)->parameter[index].id;
}

/* Members, in the order of their names. */

static bool add_member(qn_setup *setup, bool assumed, uint32_t index)
{
	uint32_t at = 0;
	const char *name = name_of(setup, assumed, index);
	while (at < setup->mixes && strcmp(name_of(setup, setup->mixed[at].assumed, setup->mixed[at].index), name) < 0)
		at++;
	if (at < setup->mixes && setup->mixed[at].assumed == assumed && setup->mixed[at].index == index)
		return true;
	if (!qn_grow(&setup->arena, (void **)&setup->mixed, setup->mixes, sizeof *setup->mixed))
		return false;
	memmove(&setup->mixed[at + 1], &setup->mixed[at], (setup->mixes - at) * sizeof *setup->mixed);
	setup->mixed[at] = (struct qn_mixed){ assumed, index, { 0, NULL, NULL } };
	setup->mixes++;
	return true;
}

static uint32_t member_of(const qn_setup *setup, bool assumed, uint32_t index)
{
	uint32_t at = 0;
	while (setup->mixed[at].assumed != assumed || setup->mixed[at].index != index)
		at++;
	return at;
}

/* Only what is drawn alike has a draw for each of the other's. */

static qn_both reach_text(const qn_setup *setup, bool assumed, uint32_t index)
{
	static const qn_both words[] = { [QN_BY_PATH] = { "每条路径一次", "once a path" }, [QN_BY_PERIOD] = { "每期一次", "once a period" },
		[QN_BY_ENTITY] = { "每期每个对象一次", "for each entity and period" }, [QN_BY_GROUP] = { "每期每组一次", "for each group and period" } };
	return words[assumed ? program_of(setup)->assumption[index].reach : QN_BY_PATH];
}

static int check_alike(copula *c, const qn_bond *bond)
{
	const qn_setup *setup = c->setup;
	const qn_assumption *a = bond->a_assumed ? &program_of(setup)->assumption[bond->a] : NULL, *b = bond->b_assumed ? &program_of(setup)->assumption[bond->b] : NULL;
	qn_reach x = a ? a->reach : QN_BY_PATH, y = b ? b->reach : QN_BY_PATH;
	if (x == y && (x != QN_BY_GROUP || a->group == b->group))
		return QN_OK;
	const char *first = name_of(setup, bond->a_assumed, bond->a), *second = name_of(setup, bond->b_assumed, bond->b);
	qn_both how = reach_text(setup, bond->a_assumed, bond->a), other = reach_text(setup, bond->b_assumed, bond->b);
	qn_fail(c->err, QN_ESCRIPT, "%s: correlate: %s is drawn %s, %s %s: only what is drawn alike can go together", bond->where, first, how.english, second, other.english);
	qn_fail_chinese(c->err, "%s:correlate:%s 取值%s,%s %s:取值方式相同的才能相关", bond->where, first, how.chinese, second, other.chinese);
	return QN_ESCRIPT;
}

/* The matrix. */

static double *cell(const copula *c, uint32_t i, uint32_t j) { return &c->lower[(size_t)i * c->count + j]; }

static int refuse(const copula *c, uint32_t i, uint32_t j, double middle, double width)
{
	char from[QN_NUMBER_SIZE], until[QN_NUMBER_SIZE];
	const qn_changes *changes = c->setup->changes;
	return qn_fail_both(c->err, QN_ESCRIPT, "%s:这些相关系数不能同时成立:其余不变时,%s 与 %s 的应在 %s 和 %s 之间",
		"%s: these correlations cannot hold together: as the others are given, that of %s and %s lies between %s and %s",
		changes->bond[changes->bonds - 1].where, c->name[j], c->name[i], qn_number_fixed(from, middle - width, 3), qn_number_fixed(until, middle + width, 3));
}

/* Row by row; where nothing would be left of a draw's own, what stands there was too much. */
static int take_apart(copula *c)
{
	for (uint32_t i = 0; i < c->count; i++) {
		double own = 1;
		for (uint32_t j = 0; j < i; j++) {
			double middle = 0, pivot = *cell(c, j, j);
			for (uint32_t k = 0; k < j; k++)
				middle += *cell(c, i, k) * *cell(c, j, k);
			double weight = (*cell(c, i, j) - middle) / pivot;
			if (own - weight * weight < LEAST)
				return refuse(c, i, j, middle, pivot * sqrt(own));
			*cell(c, i, j) = weight;
			own -= weight * weight;
		}
		*cell(c, i, i) = sqrt(own);
	}
	return QN_OK;
}

/* The weights of a row but zeros. The first keeps its own stream, and its bits. */
static bool write_mix(copula *c, uint32_t i)
{
	qn_arena *arena = &c->setup->arena;
	const char **name = qn_arena_array(arena, c->count, sizeof *name);
	double *weight = qn_arena_array(arena, c->count, sizeof *weight);
	uint32_t parts = 0;
	if (!name || !weight)
		return false;
	for (uint32_t j = 0; j <= i; j++)
		if (*cell(c, i, j) != 0)
			name[parts] = c->name[j], weight[parts++] = *cell(c, i, j);
	c->setup->mixed[i].mix = (qn_mix){ parts, name, weight };
	return true;
}

int qn_setup_mixes(qn_setup *setup, qn_error *err)
{
	const qn_changes *changes = setup->changes;
	copula c = { .setup = setup, .err = err };
	int rc = QN_OK;
	if (changes->bonds == 0)
		return QN_OK;
	for (uint32_t i = 0; rc == QN_OK && i < changes->bonds; i++)
		if ((rc = check_alike(&c, &changes->bond[i])) == QN_OK
		    && (!add_member(setup, changes->bond[i].a_assumed, changes->bond[i].a) || !add_member(setup, changes->bond[i].b_assumed, changes->bond[i].b)))
			rc = qn_no_memory(err);
	c.count = setup->mixes;
	c.name = qn_arena_array(&setup->arena, (size_t)c.count + 1, sizeof *c.name);
	c.lower = qn_arena_array(&setup->arena, (size_t)c.count * c.count + 1, sizeof *c.lower);
	if (rc == QN_OK && (!c.name || !c.lower))
		rc = qn_no_memory(err);
	for (uint32_t i = 0; rc == QN_OK && i < c.count; i++)
		c.name[i] = name_of(setup, setup->mixed[i].assumed, setup->mixed[i].index);
	for (uint32_t i = 0; rc == QN_OK && i < changes->bonds; i++) { /* of one pair the last decides, as its layer does */
		uint32_t a = member_of(setup, changes->bond[i].a_assumed, changes->bond[i].a), b = member_of(setup, changes->bond[i].b_assumed, changes->bond[i].b);
		*cell(&c, a > b ? a : b, a > b ? b : a) = changes->bond[i].r;
	}
	if (rc == QN_OK)
		rc = take_apart(&c);
	for (uint32_t i = 0; rc == QN_OK && i < c.count; i++)
		if (!write_mix(&c, i))
			rc = qn_no_memory(err);
	return rc;
}

const qn_mix *qn_setup_mix(const qn_setup *setup, bool assumed, uint32_t index)
{
	for (uint32_t i = 0; i < setup->mixes; i++)
		if (setup->mixed[i].assumed == assumed && setup->mixed[i].index == index)
			return setup->mixed[i].mix.parts > 1 ? &setup->mixed[i].mix : NULL;
	return NULL;
}
