/* SPDX-License-Identifier: Apache-2.0 */
#include "assess/rollup.h"
#include <stdlib.h>
#include <string.h>
#include "lanes/run.h"
#include "plan/link.h"
#include "store/entities.h"

/* Lanes: the keys of each group, in the order of groups and of the keys' texts, so that no sum depends on the order of arrival. */
typedef struct { uint32_t group, key, holding; bool doubled; const char *text; } lane;

typedef struct {
	qn_holdings *h;
	const qn_program *program; /* of the register's rules */
	const double *parameter;
	const qn_rollup_words *words;
	const qn_shelf *shelf;
	qn_rolled_register *out;
	lane *lane; uint32_t lanes;
	uint32_t *group;           /* [lanes] */
	qn_pieces *column;         /* by indicator of the words */
	uint32_t **choice;         /* by kind of the words */
	int year;
	bool ever;                 /* flags are true that were once */
	qn_arena arena;
	qn_error *err;
} rolling;

static int group_of(rolling *r, const qn_holding *one, uint32_t *out)
{
	*out = one->subject;
	if (r->out->kind == QN_NONE)
		*out = one->kind == r->h->catalogue->subject ? 0 : QN_NONE;
	if (r->out->kind == QN_NONE || one->kind == r->out->kind)
		return QN_OK;
	return qn_entity_group(r->h->snapshot, one->kind, one->subject, r->out->kind, r->out->day, out, r->err);
}

static int by_group_and_key(const void *a, const void *b)
{
	const lane *x = a, *y = b;
	if (x->group != y->group)
		return x->group < y->group ? -1 : 1;
	int texts = strcmp(x->text, y->text);
	return texts ? texts : (x->holding > y->holding) - (x->holding < y->holding);
}

static int gather(rolling *r)
{
	const qn_shelf *shelf = r->shelf;
	for (uint32_t i = 0; i < shelf->count; i++) {
		const qn_holding *one = &shelf->holding[i];
		uint32_t group;
		if (one->key == QN_NO_NAME || !qn_holding_holds(shelf->of, one, r->out->day))
			continue;
		int rc = group_of(r, one, &group);
		if (rc < 0)
			return rc;
		if (group == QN_NONE || group >= r->out->groups)
			continue;
		if (!qn_grow(&r->arena, (void **)&r->lane, r->lanes, sizeof *r->lane))
			return qn_no_memory(r->err);
		r->lane[r->lanes++] = (lane){ group, one->key, i, false, qn_names_text(r->h->keys, one->key) };
	}
	return QN_OK;
}

/* Of a key that is in a group twice the record known last stays. */
static void join(rolling *r)
{
	const qn_holding *holding = r->shelf->holding;
	uint32_t kept = 0;
	if (r->lanes)
		qsort(r->lane, r->lanes, sizeof *r->lane, by_group_and_key);
	for (uint32_t i = 0; i < r->lanes; i++) {
		lane *before = kept ? &r->lane[kept - 1] : NULL, now = r->lane[i];
		if (!before || before->group != now.group || before->key != now.key) {
			r->lane[kept++] = now;
			continue;
		}
		before->doubled = before->doubled || holding[before->holding].subject != holding[now.holding].subject;
		if (holding[now.holding].known_on > holding[before->holding].known_on)
			before->holding = now.holding;
	}
	r->lanes = kept;
}

/* seen[key]: in how many groups it is. */
static int count_keys(rolling *r)
{
	uint32_t *seen = qn_arena_array(&r->arena, (size_t)r->shelf->keys + 1, sizeof *seen);
	if (!seen)
		return qn_no_memory(r->err);
	for (uint32_t i = 0; i < r->lanes; i++)
		seen[r->lane[i].key]++;
	for (uint32_t i = 0; i < r->lanes; i++) {
		const lane *one = &r->lane[i];
		r->out->keys[one->group]++;
		r->out->doubled[one->group] += one->doubled;
		r->out->shared[one->group] += seen[one->key] > 1;
	}
	return QN_OK;
}

/* Columns. */

/* A title that is over counts as ever; the flag of a year does not. */
static bool is_ever(const rolling *r, uint32_t indicator)
{
	const qn_register_field *field = &r->shelf->of->field[r->words->indicator[indicator].field];
	if (r->words->indicator[indicator].kind == QN_EVER_OF)
		return true;
	return r->ever && field->holds == QN_HOLDS_FLAG && qn_register_first(&r->h->catalogue->registered[field->other], QN_HOLDS_YEAR) == QN_NO_FIELD;
}

static double value_of(const rolling *r, const qn_holding *one, uint32_t indicator)
{
	uint32_t field = r->words->indicator[indicator].field;
	const qn_register *of = r->shelf->of;
	double day;
	int year, month, date;
	switch (r->words->indicator[indicator].kind) {
	case QN_LISTED: return 1;
	case QN_DAY_OF:
		if (qn_is_missing(day = one->value[field]))
			return QN_MISSING;
		qn_date_parts((qn_date)day, &year, &month, &date);
		return year == r->year;
	default: return qn_holding_value(r->h, of, one, field, r->out->day, is_ever(r, indicator));
	}
}

static const double **pieces_of(rolling *r, const double *column)
{
	size_t count = r->lanes / QN_PIECE + 1;
	const double **piece = qn_arena_array(&r->arena, count, sizeof *piece);
	for (size_t i = 0; piece && i < count; i++)
		piece[i] = column + i * QN_PIECE;
	return piece;
}

static int fill_column(rolling *r, uint32_t indicator)
{
	double *column = qn_arena_array(&r->arena, (size_t)r->lanes + QN_PIECE, sizeof *column);
	for (uint32_t i = 0; column && i < r->lanes; i++)
		column[i] = value_of(r, &r->shelf->holding[r->lane[i].holding], indicator);
	r->column[indicator] = column ? pieces_of(r, column) : NULL;
	return r->column[indicator] ? QN_OK : qn_no_memory(r->err);
}

static int fill_choices(rolling *r, uint32_t kind)
{
	uint32_t field = r->words->field[kind - QN_ROLLUP_KINDS], *choice = qn_arena_array(&r->arena, (size_t)r->lanes + 1, sizeof *choice);
	for (uint32_t i = 0; choice && i < r->lanes; i++) {
		double value = r->shelf->holding[r->lane[i].holding].value[field];
		choice[i] = qn_is_missing(value) ? QN_NONE : (uint32_t)value;
	}
	r->choice[kind] = choice;
	return choice ? QN_OK : qn_no_memory(r->err);
}

static int fill(rolling *r, const qn_linked *linked)
{
	const qn_catalogue *words = &r->words->catalogue;
	int rc = QN_OK;
	r->column = qn_arena_array(&r->arena, (size_t)words->indicators + 1, sizeof *r->column);
	r->choice = qn_arena_array(&r->arena, (size_t)words->kinds + 1, sizeof *r->choice);
	r->group = qn_arena_array(&r->arena, (size_t)r->lanes + 1, sizeof *r->group);
	if (!r->column || !r->choice || !r->group)
		return qn_no_memory(r->err);
	for (uint32_t i = 0; i < r->lanes; i++)
		r->group[i] = r->lane[i].group;
	r->choice[QN_ROLLUP_GROUP] = r->group;
	for (uint32_t i = 0; rc == QN_OK && i < words->indicators; i++)
		rc = linked->used[i] ? fill_column(r, i) : QN_OK;
	for (uint32_t k = QN_ROLLUP_KINDS; rc == QN_OK && k < words->kinds; k++)
		rc = fill_choices(r, k);
	return rc;
}

/* Running. */

static int input_year(const void *context, int period) { (void)period; return ((const rolling *)context)->year; }
static qn_pieces input_column(const void *context, uint32_t indicator, int period) { (void)period; return ((const rolling *)context)->column[indicator]; }
static const uint32_t *input_group(const void *context, uint32_t kind) { return ((const rolling *)context)->choice[kind]; }
static double input_parameter(const void *context, uint32_t parameter, int period)
{
	(void)period;
	return ((const rolling *)context)->parameter[parameter];
}

static uint32_t input_groups(const void *context, uint32_t kind)
{
	const rolling *r = context;
	return kind == QN_ROLLUP_GROUP ? r->out->groups : r->words->catalogue.member[kind].count;
}

/* A group's value stands at each of its lanes: the first is as good as any. Outputs are the roll-ups, then what each lacks. */
static int take(void *context, const qn_slice *slice)
{
	rolling *r = context;
	qn_rolled *to = &r->out->rolled[slice->output % r->out->count];
	bool lacking = slice->output >= r->out->count;
	double *value = lacking ? to->lacking : r->ever ? to->ever : to->value;
	if (lacking && r->ever)
		return 0;
	for (uint32_t i = 0; i < r->lanes; i++) {
		size_t from = slice->by_entity ? i : 0;
		if (i && r->group[i] == r->group[i - 1])
			continue;
		value[r->group[i]] = !slice->is_mask ? slice->number[from] : slice->mask[from] == QN_UNKNOWN ? QN_MISSING : slice->mask[from] == QN_TRUE;
	}
	return 0;
}

static int link_rules(rolling *r, qn_linked **out)
{
	uint32_t count = r->out->count;
	qn_want *want = qn_arena_array(&r->arena, 2 * (size_t)count + 1, sizeof *want);
	if (!want)
		return qn_no_memory(r->err);
	for (uint32_t i = 0; i < count; i++) {
		want[i] = (qn_want){ QN_WANT_NODE, r->out->rolled[i].about->node };
		want[count + i] = (qn_want){ QN_WANT_LACKING, r->out->rolled[i].about->node };
	}
	int rc = qn_link(r->program, &r->words->catalogue, QN_NONE, want, 2 * count, out, r->err);
	for (uint32_t n = 0; rc == QN_OK && n < (*out)->observed.nodes; n++) {
		qn_node *node = &(*out)->observed.node[n];
		if (node->op < QN_OPS && qn_op_of(node->op)->across) /* all are all of the group */
			node->symbol = QN_ROLLUP_GROUP;
	}
	return rc;
}

static int run(rolling *r)
{
	qn_linked *linked = NULL;
	const qn_inputs inputs = { .entities = r->lanes, .periods = 1, .base = 0, .year = input_year, .column = input_column, .group = input_group,
		.groups = input_groups, .parameter = input_parameter, .context = r };
	int rc = link_rules(r, &linked);
	for (int ever = 0; rc == QN_OK && ever < 2; ever++) {
		r->ever = ever;
		rc = fill(r, linked);
		if (rc == QN_OK)
			rc = qn_run(linked, &inputs, &(qn_run_options){ .threads = 1 }, 0, take, r, r->err);
	}
	qn_linked_free(linked);
	return rc;
}

/* The whole. */

static int count_groups(const rolling *r, uint32_t kind, uint32_t *out)
{
	*out = 1;
	return kind == QN_NONE ? QN_OK : qn_entity_count(r->h->snapshot, kind, out, r->err);
}

static double *all_missing(qn_arena *arena, uint32_t count)
{
	double *value = qn_arena_array(arena, (size_t)count + 1, sizeof *value);
	for (uint32_t i = 0; value && i < count; i++)
		value[i] = QN_MISSING;
	return value;
}

static int make_room(rolling *r, const qn_program *whole)
{
	qn_rolled_register *out = r->out;
	out->keys = qn_arena_array(&out->arena, (size_t)out->groups + 1, sizeof *out->keys);
	out->doubled = qn_arena_array(&out->arena, (size_t)out->groups + 1, sizeof *out->doubled);
	out->shared = qn_arena_array(&out->arena, (size_t)out->groups + 1, sizeof *out->shared);
	out->rolled = qn_arena_array(&out->arena, (size_t)whole->rollups + 1, sizeof *out->rolled);
	if (!out->keys || !out->doubled || !out->shared || !out->rolled)
		return qn_no_memory(r->err);
	for (uint32_t i = 0; i < whole->rollups; i++) {
		qn_rolled made = { &whole->rollup[i], all_missing(&out->arena, out->groups), all_missing(&out->arena, out->groups), all_missing(&out->arena, out->groups) };
		if (!made.value || !made.lacking || !made.ever)
			return qn_no_memory(r->err);
		if (whole->rollup[i].of == out->of)
			out->rolled[out->count++] = made;
	}
	return QN_OK;
}

int qn_rollup_register(qn_holdings *holdings, const qn_program *program, const double *parameter, uint32_t of, uint32_t kind, qn_period period,
	qn_rolled_register **out, qn_error *err)
{
	const qn_rolling *nodes = qn_rolling_of(program, of);
	qn_program inner = nodes ? qn_rolling_program(program, nodes) : (qn_program){ 0 };
	rolling r = { .h = holdings, .program = &inner, .parameter = parameter, .words = nodes ? nodes->words : NULL, .year = qn_period_year(period), .err = err };
	r.out = *out = calloc(1, sizeof **out);
	if (!r.out)
		return qn_no_memory(err);
	r.out->of = of, r.out->kind = kind, r.out->day = qn_period_end(period);
	int rc = qn_holdings_shelf(holdings, of, &r.shelf, err);
	if (rc == QN_OK)
		rc = count_groups(&r, kind, &r.out->groups);
	if (rc == QN_OK)
		rc = make_room(&r, program);
	if (rc == QN_OK)
		rc = gather(&r);
	if (rc == QN_OK) {
		join(&r);
		rc = count_keys(&r);
	}
	if (rc == QN_OK && r.lanes && r.out->count)
		rc = run(&r);
	qn_arena_free(&r.arena);
	if (rc < 0) {
		qn_rolled_register_free(r.out);
		*out = NULL;
	}
	return rc;
}

void qn_rolled_register_free(qn_rolled_register *rolled)
{
	if (!rolled)
		return;
	qn_arena_free(&rolled->arena);
	free(rolled);
}

int qn_rollup_all(qn_holdings *holdings, const qn_program *program, const double *parameter, uint32_t kind, qn_period period, qn_rolled_all *out, qn_error *err)
{
	*out = (qn_rolled_all){ .one = calloc((size_t)program->rollings + 1, sizeof *out->one) };
	int rc = out->one ? QN_OK : qn_no_memory(err);
	for (uint32_t i = 0; rc == QN_OK && i < program->rollings; i++)
		if ((rc = qn_rollup_register(holdings, program, parameter, program->rolling[i].of, kind, period, &out->one[i], err)) == QN_OK)
			out->count++;
	if (rc < 0)
		qn_rolled_all_free(out);
	return rc;
}

void qn_rolled_all_free(qn_rolled_all *all)
{
	for (uint32_t i = 0; i < all->count; i++)
		qn_rolled_register_free(all->one[i]);
	free(all->one);
	*all = (qn_rolled_all){ 0 };
}

const qn_rolled *qn_rolled_find(const qn_rolled_all *all, const qn_rollup *about, const qn_rolled_register **register_of)
{
	for (uint32_t i = 0; i < all->count; i++)
		for (uint32_t k = 0; k < all->one[i]->count; k++)
			if (all->one[i]->rolled[k].about == about) {
				*register_of = all->one[i];
				return &all->one[i]->rolled[k];
			}
	return NULL;
}
