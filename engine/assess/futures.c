/* SPDX-License-Identifier: Apache-2.0 */
#include "assess/futures.h"
#include <string.h>
#include "assess/layers.h"
#include "plan/futures.h"

/* Which future a symbol speaks of, and what it is there. */
static const qn_inputs *of(const void *context, uint32_t *symbol)
{
	const qn_futures *futures = context;
	bool changed = *symbol & QN_CHANGED;
	*symbol &= ~QN_CHANGED;
	return &futures->each[changed];
}

static double parameter(const void *context, uint32_t symbol, int period)
{
	const qn_inputs *in = of(context, &symbol);
	return in->parameter(in->context, symbol, period);
}

static qn_setting parameter_setting(const void *context, uint32_t symbol, int period)
{
	const qn_inputs *in = of(context, &symbol);
	return in->parameter_setting(in->context, symbol, period);
}

static qn_setting assumption_setting(const void *context, uint32_t symbol, int period)
{
	const qn_inputs *in = of(context, &symbol);
	return in->assumption_setting(in->context, symbol, period);
}

static const char *parameter_name(const void *context, uint32_t symbol)
{
	const qn_inputs *in = of(context, &symbol);
	return in->parameter_name(in->context, symbol);
}

static const char *assumption_name(const void *context, uint32_t symbol)
{
	const qn_inputs *in = of(context, &symbol);
	return in->assumption_name(in->context, symbol);
}

/* What no future has of its own. */
static const qn_inputs *first(const void *context) { return &((const qn_futures *)context)->each[0]; }
static int year(const void *context, int period) { return first(context)->year(first(context)->context, period); }
static uint32_t ordinal(const void *context, int period) { return first(context)->ordinal(first(context)->context, period); }
static qn_pieces held(const void *context, uint32_t indicator) { return first(context)->held(first(context)->context, indicator); }
static const uint32_t *group(const void *context, uint32_t kind) { return first(context)->group(first(context)->context, kind); }
static uint32_t groups(const void *context, uint32_t kind) { return first(context)->groups(first(context)->context, kind); }

static qn_pieces column(const void *context, uint32_t indicator, int period)
{
	return first(context)->column(first(context)->context, indicator, period);
}

static uint64_t member_hash(const void *context, uint32_t kind, uint32_t member)
{
	return first(context)->member_hash(first(context)->context, kind, member);
}

/* Differences. */

static bool same_mix(const qn_mix *x, const qn_mix *y)
{
	if (!x || !y || x->parts != y->parts)
		return x == y;
	for (uint32_t i = 0; i < x->parts; i++)
		if (strcmp(x->name[i], y->name[i]) != 0 || x->weight[i] != y->weight[i])
			return false;
	return true;
}

static bool same_setting(qn_setting x, qn_setting y)
{
	return x.value.kind == y.value.kind && qn_is_same(x.value.a, y.value.a) && qn_is_same(x.value.b, y.value.b)
	       && qn_is_same(x.value.c, y.value.c) && x.reach == y.reach && x.group == y.group && same_mix(x.mix, y.mix);
}

static bool settings_differ(const qn_inputs *x, const qn_inputs *y, bool assumed, uint32_t symbol, int period)
{
	if (assumed)
		return !same_setting(x->assumption_setting(x->context, symbol, period), y->assumption_setting(y->context, symbol, period));
	if (period <= x->base)
		return !qn_is_same(x->parameter(x->context, symbol, period), y->parameter(y->context, symbol, period));
	return !same_setting(x->parameter_setting(x->context, symbol, period), y->parameter_setting(y->context, symbol, period));
}

static size_t next_blow(const qn_inputs *in, size_t i, uint32_t indicator)
{
	while (i < in->blows && in->blow[i].indicator != indicator)
		i++;
	return i;
}

static bool blows_differ(const qn_inputs *x, const qn_inputs *y, uint32_t indicator)
{
	size_t i = next_blow(x, 0, indicator), j = next_blow(y, 0, indicator);
	for (; i < x->blows && j < y->blows; i = next_blow(x, i + 1, indicator), j = next_blow(y, j + 1, indicator)) {
		const qn_blow *a = &x->blow[i], *b = &y->blow[j];
		if (a->entity != b->entity || a->period != b->period || a->factor != b->factor || a->add != b->add)
			return true;
	}
	return i < x->blows || j < y->blows;
}

/* Only what a change names can differ: by a value of its own, or by what it is drawn together with. */
static bool is_named(const qn_futures *futures, bool assumed, uint32_t symbol)
{
	for (uint32_t f = 0; f < futures->count; f++) {
		if (qn_setup_mix(&futures->setup[f], assumed, symbol))
			return true;
		for (uint32_t i = 0; i < futures->setup[f].changes->overrides; i++) {
			const qn_override *override = &futures->setup[f].changes->override[i];
			if (override->assumed == assumed && override->index == symbol)
				return true;
		}
	}
	return false;
}

static bool differs(const void *context, uint16_t op, uint32_t symbol)
{
	const qn_futures *futures = context;
	const qn_inputs *x = &futures->each[0], *y = &futures->each[1];
	if (op == QN_STATE)
		return blows_differ(x, y, symbol);
	if (!is_named(futures, op == QN_ASSUME, symbol))
		return false;
	for (int period = op == QN_ASSUME ? x->base + 1 : 0; period < x->periods; period++)
		if (settings_differ(x, y, op == QN_ASSUME, symbol, period))
			return true;
	return false;
}

static bool join_blows(qn_futures *futures)
{
	const qn_inputs *x = &futures->each[0], *y = &futures->each[1];
	qn_blow *blow = qn_arena_array(&futures->arena, x->blows + y->blows + 1, sizeof *blow);
	if (!blow)
		return false;
	for (size_t i = 0; i < x->blows; i++)
		blow[i] = x->blow[i];
	for (size_t i = 0; i < y->blows; i++) {
		blow[x->blows + i] = y->blow[i];
		blow[x->blows + i].indicator |= QN_CHANGED;
	}
	futures->inputs.blow = blow;
	futures->inputs.blows = x->blows + y->blows;
	return true;
}

int qn_futures_make(qn_futures *futures, const qn_panel *panel, const qn_changes *const *changes, uint32_t count, qn_linked *linked, qn_error *err)
{
	int rc = QN_OK;
	futures->count = count;
	for (uint32_t i = 0; rc == QN_OK && i < count; i++)
		rc = qn_setup_make(&futures->setup[i], panel, changes[i], &futures->each[i], err);
	if (rc != QN_OK)
		return rc;
	futures->inputs = futures->each[0];
	if (count == 1)
		return QN_OK;
	qn_inputs *in = &futures->inputs;
	in->parameter = parameter, in->parameter_setting = parameter_setting, in->assumption_setting = assumption_setting;
	in->parameter_name = parameter_name, in->assumption_name = assumption_name;
	in->year = year, in->ordinal = ordinal, in->column = column, in->held = held;
	in->group = group, in->groups = groups, in->member_hash = member_hash;
	in->context = futures;
	return join_blows(futures) ? qn_futures_join(linked, differs, futures, err) : qn_no_memory(err);
}

void qn_futures_free(qn_futures *futures)
{
	for (uint32_t i = 0; i < futures->count; i++)
		qn_setup_free(&futures->setup[i]);
	qn_arena_free(&futures->arena);
}
