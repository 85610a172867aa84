/* SPDX-License-Identifier: Apache-2.0 */
/* rollup.c - what a rule over a register may speak of, and roll-ups as bytes and back. */
#include "plan/rollup.h"
#include <string.h>
#include "plan/check.h"

/* Words. */

static bool add_flag_unit(qn_arena *arena, qn_units *units)
{
	static char id[] = "0/1", none[] = "";
	qn_unit *unit = qn_arena_array(arena, (size_t)units->units + 1, sizeof *unit);
	if (!unit)
		return false;
	memcpy(unit, units->unit, units->units * sizeof *unit);
	unit[units->units] = (qn_unit){ .id = id, .symbol = none, .kind = QN_UNIT_FLAG, .multiply = 1, .divide = 1 };
	units->unit = unit;
	units->units++;
	return true;
}

static bool add_indicator(qn_rollup_words *w, qn_arena *arena, const char *id, qn_label title, uint32_t unit, qn_rolled_kind kind, uint32_t field)
{
	qn_catalogue *c = &w->catalogue;
	if (!id || !qn_grow(arena, (void **)&c->indicator, c->indicators, sizeof *c->indicator)
	    || !qn_grow(arena, (void **)&w->indicator, c->indicators, sizeof *w->indicator))
		return false;
	c->indicator[c->indicators] = (qn_indicator){ .id = id, .title = title, .unit = unit, .dimension = c->units.unit[unit].dimension,
		.kind = c->units.unit[unit].kind == QN_UNIT_FLAG ? QN_FLAGGED : QN_STOCK };
	w->indicator[c->indicators].kind = kind;
	w->indicator[c->indicators++].field = field;
	return true;
}

static bool add_kind(qn_rollup_words *w, qn_arena *arena, const char *id, qn_label title, const qn_register_field *field)
{
	qn_catalogue *c = &w->catalogue;
	struct qn_members *m;
	if (!qn_grow(arena, (void **)&c->kind, c->kinds, sizeof *c->kind) || !qn_grow(arena, (void **)&c->member, c->kinds, sizeof *c->member))
		return false;
	c->kind[c->kinds] = (qn_kind){ id, title };
	m = &c->member[c->kinds++];
	if (!field)
		return true;
	m->count = field->choices;
	m->id = qn_arena_array(arena, field->choices, sizeof *m->id);
	m->title = qn_arena_array(arena, field->choices, sizeof *m->title);
	for (uint32_t i = 0; m->id && m->title && i < field->choices; i++)
		m->id[i] = field->choice[i].id, m->title[i] = (qn_label){ field->choice[i].zh, field->choice[i].zh ? NULL : field->choice[i].id };
	return m->id && m->title;
}

static bool add_field(qn_rollup_words *w, qn_arena *arena, const qn_register_field *field, uint32_t f)
{
	uint32_t flag = w->catalogue.units.units - 1;
	const qn_label untitled = { NULL, field->id };
	switch (field->holds) {
	case QN_HOLDS_NUMBER:
	case QN_HOLDS_FIGURE: return add_indicator(w, arena, field->id, field->title, field->unit, QN_VALUE_OF, f);
	case QN_HOLDS_FLAG: return add_indicator(w, arena, field->id, field->title, flag, QN_VALUE_OF, f)
		&& add_indicator(w, arena, qn_arena_printf(arena, "%s_ever", field->id), untitled, flag, QN_EVER_OF, f);
	case QN_HOLDS_DATE:
	case QN_HOLDS_SINCE:
	case QN_HOLDS_UNTIL: return add_indicator(w, arena, field->id, field->title, flag, QN_DAY_OF, f);
	case QN_HOLDS_CHOICE:
		if (!qn_grow(arena, (void **)&w->field, w->catalogue.kinds - QN_ROLLUP_KINDS, sizeof *w->field))
			return false;
		w->field[w->catalogue.kinds - QN_ROLLUP_KINDS] = f;
		return add_kind(w, arena, field->id, field->title, field);
	default: return true;
	}
}

qn_rollup_words *qn_rollup_words_new(qn_arena *arena, const qn_catalogue *catalogue, uint32_t of)
{
	const qn_register *about = &catalogue->registered[of];
	qn_rollup_words *w = qn_arena_alloc(arena, sizeof *w);
	if (!w)
		return NULL;
	w->of = of;
	w->catalogue = (qn_catalogue){ .pack = catalogue->pack, .title = about->title, .subject = QN_ROLLUP_KEY, .frequency = catalogue->frequency, .units = catalogue->units };
	bool good = add_flag_unit(arena, &w->catalogue.units) && add_kind(w, arena, "group of a roll-up", (qn_label){ NULL, "group" }, NULL)
		&& add_kind(w, arena, "record of a roll-up", about->title, NULL);
	for (uint32_t f = 0; good && f < about->fields; f++)
		good = add_field(w, arena, &about->field[f], f);
	good = good && add_indicator(w, arena, "listed", (qn_label){ NULL, "listed" }, w->catalogue.units.units - 1, QN_LISTED, QN_NO_FIELD);
	return good ? w : NULL;
}

/* Finding. */

long qn_program_rollup(const qn_program *program, const char *id)
{
	for (uint32_t i = 0; i < program->rollups; i++)
		if (!strcmp(program->rollup[i].id, id))
			return i;
	return -1;
}

const qn_rollup *qn_rollup_of_indicator(const qn_program *program, uint32_t indicator)
{
	const qn_rollup *first = NULL;
	for (uint32_t i = program->rollups; i-- > 0;)
		if (program->rollup[i].to == indicator)
			first = &program->rollup[i];
	return first;
}

const qn_rolling *qn_rolling_of(const qn_program *program, uint32_t of)
{
	for (uint32_t i = 0; i < program->rollings; i++)
		if (program->rolling[i].of == of)
			return &program->rolling[i];
	return NULL;
}

qn_program qn_rolling_program(const qn_program *program, const qn_rolling *rolling)
{
	return (qn_program){ .node = rolling->node, .nodes = rolling->nodes, .place_of = program->place_of, .places = program->places,
		.parameter = program->parameter, .parameters = program->parameters, .is_rolling = true };
}

const qn_unit *qn_rollup_unit(const qn_catalogue *catalogue, const qn_rollup *rollup)
{
	return rollup->unit == QN_NONE ? NULL : &catalogue->units.unit[rollup->unit];
}

/* As bytes. */

static void walk_rollup(qn_bytes *bytes, void *item)
{
	qn_rollup *rollup = item;
	qn_bytes_name(bytes, &rollup->id);
	qn_label_walk(bytes, &rollup->title);
	qn_bytes_line(bytes, &rollup->clause);
	qn_bytes_prose(bytes, &rollup->quote);
	qn_bytes_prose(bytes, &rollup->note);
	qn_bytes_u32(bytes, &rollup->place);
	qn_bytes_u32(bytes, &rollup->of);
	qn_bytes_u32(bytes, &rollup->node);
	qn_bytes_u32(bytes, &rollup->to);
	qn_bytes_u32(bytes, &rollup->unit);
	qn_bytes_u32(bytes, &rollup->within);
}

static void walk_rolling(qn_bytes *bytes, void *item)
{
	qn_rolling *rolling = item;
	qn_bytes_u32(bytes, &rolling->of);
	qn_bytes_array(bytes, (void **)&rolling->node, &rolling->nodes, sizeof *rolling->node, 10, qn_node_walk);
}

static void walk_both(qn_bytes *bytes, qn_program *program)
{
	qn_bytes_array(bytes, (void **)&program->rollup, &program->rollups, sizeof *program->rollup, 49, walk_rollup);
	qn_bytes_array(bytes, (void **)&program->rolling, &program->rollings, sizeof *program->rolling, 8, walk_rolling);
}

void qn_rollups_walk(qn_bytes *bytes, qn_program *program)
{
	qn_buffer packed = { 0 };
	qn_bytes inner = { .out = &packed };
	const unsigned char *run;
	uint32_t length;
	if (!bytes->out || program->rolled) {
		qn_bytes_run(bytes, &program->rolled, &program->rolled_length);
		return;
	}
	if (program->rollups)
		walk_both(&inner, program);
	run = (const unsigned char *)packed.data, length = (uint32_t)packed.length;
	qn_bytes_run(bytes, &run, &length);
	bytes->out->failed |= packed.failed;
	qn_buffer_free(&packed);
}

/* Checking. */

const char *qn_rollup_refuses(const qn_node *node)
{
	if (node->op == QN_LAG)
		return "a roll-up looks at one period: lag has no place in it";
	if (node->op == QN_HOLD || node->op == QN_ASSUME)
		return "a roll-up rests on what is recorded alone";
	return qn_op_of(node->op)->across && node->symbol != QN_ALL ? "a roll-up's totals, counts, shares and ranks are within its group: they take no kind" : NULL;
}

static int damaged(qn_error *err, const char *why) { return qn_fail(err, QN_EINPUT, "the roll-ups cannot be used: %s", why); }

/* The catalogue is the words'. varies: by node, is it a value of each key? */
static int check_nodes(const qn_program *program, qn_rolling *rolling, bool *varies, qn_error *err)
{
	qn_program inner = qn_rolling_program(program, rolling);
	for (uint32_t i = 0; i < rolling->nodes; i++) {
		qn_node *node = &rolling->node[i];
		const char *why = node->place != QN_NONE && node->place >= program->places ? "a line is not there" : qn_rollup_refuses(node);
		if (why)
			return damaged(err, why);
		inner.nodes = i;
		int rc = qn_node_derive(&inner, &rolling->words->catalogue, node, err);
		if (rc < 0)
			return rc;
		const qn_op_info *info = qn_op_of(node->op);
		varies[i] = info->across ? node->op == QN_RANKED || node->op == QN_SHARE : info->leaf ? node->op == QN_INPUT || node->op == QN_ATTRIBUTE
			: varies[node->a] || (node->b != QN_NONE && varies[node->b]) || (node->c != QN_NONE && varies[node->c]);
	}
	return QN_OK;
}

static const char *fault_of(const qn_program *program, const qn_catalogue *catalogue, const qn_rollup *rollup, bool *const *varies)
{
	const qn_rolling *rolling = qn_rolling_of(program, rollup->of);
	if (!rolling || rollup->node >= rolling->nodes || (rollup->to != QN_NONE && rollup->to >= catalogue->indicators)
	    || (rollup->unit != QN_NONE && rollup->unit >= catalogue->units.units) || (rollup->within != QN_NONE && rollup->within >= program->parameters)
	    || (rollup->place != QN_NONE && rollup->place >= program->places))
		return "an index leads nowhere";
	const qn_node *node = &rolling->node[rollup->node];
	if (varies[rolling - program->rolling][rollup->node])
		return "one is a value of each record";
	if (node->type != QN_NUMBER && node->type != QN_MASK)
		return "one is neither a number nor a condition";
	qn_dimension told = rollup->to != QN_NONE ? catalogue->indicator[rollup->to].dimension : rollup->unit != QN_NONE ? catalogue->units.unit[rollup->unit].dimension : node->dimension;
	bool fits = node->dimension == told || (node->bare && qn_dimension_is_count(&catalogue->units, told));
	return fits ? NULL : "one is in another unit than it is told in";
}

static int check_rollings(qn_program *program, const qn_catalogue *catalogue, bool **varies, qn_error *err)
{
	for (uint32_t i = 0; i < program->rollings; i++) {
		qn_rolling *rolling = &program->rolling[i];
		if (rolling->of >= catalogue->registers || rolling->nodes > QN_MOST_NODES || qn_register_key(&catalogue->registered[rolling->of]) == QN_NO_FIELD
		    || qn_rolling_of(program, rolling->of) != rolling)
			return damaged(err, "a register is none that can be rolled up");
		rolling->words = qn_rollup_words_new(&program->arena, catalogue, rolling->of);
		varies[i] = qn_arena_array(&program->arena, (size_t)rolling->nodes + 1, sizeof **varies);
		int rc = rolling->words && varies[i] ? check_nodes(program, rolling, varies[i], err) : qn_no_memory(err);
		if (rc < 0)
			return rc;
	}
	return QN_OK;
}

static int check_all(qn_program *program, const qn_catalogue *catalogue, qn_error *err)
{
	bool **varies = qn_arena_array(&program->arena, (size_t)program->rollings + 1, sizeof *varies);
	int rc = varies ? check_rollings(program, catalogue, varies, err) : qn_no_memory(err);
	for (uint32_t i = 0; rc == QN_OK && i < program->rollups; i++) {
		const char *why = fault_of(program, catalogue, &program->rollup[i], varies);
		if (!why && qn_program_rollup(program, program->rollup[i].id) != (long)i)
			why = "one is there twice";
		rc = why ? damaged(err, why) : QN_OK;
	}
	return rc;
}

int qn_program_rollups(qn_program *program, qn_catalogue *catalogue, qn_error *err)
{
	if (program->rollups || !program->rolled_length)
		return qn_catalogue_registers(catalogue, err);
	qn_bytes in = { .at = program->rolled, .end = program->rolled + program->rolled_length, .arena = &program->arena };
	int rc = qn_catalogue_registers(catalogue, err);
	if (rc < 0)
		return rc;
	walk_both(&in, program);
	if (in.at != in.end)
		qn_bytes_refuse(&in, "something follows its end");
	rc = !in.why ? check_all(program, catalogue, err) : in.why == qn_bytes_no_memory ? qn_no_memory(err) : damaged(err, in.why);
	if (rc < 0)
		program->rollups = program->rollings = 0;
	return rc;
}
