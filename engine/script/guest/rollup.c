/* SPDX-License-Identifier: Apache-2.0 */
/* rollup.c - roll-ups: rules over the records of a register, traced with a catalogue and nodes of their own. */
#include <string.h>
#include "guest.h"
#include "plan/rollup.h"

static uint32_t find_register(form *f)
{
	qn_catalogue *catalogue = f->g->catalogue;
	const char *name = form_need_text(f, "of");
	qn_error err;
	if (qn_catalogue_registers(catalogue, &err) < 0)
		form_fail(f, "%s", chinese_pair(f->g, err.text, err.chinese));
	long found = qn_catalogue_register(catalogue, name);
	if (found < 0)
		form_fail(f, "no register is called \"%s\"%s", name, did_you_mean_of(f->L, name, catalogue->registered, catalogue->registers, sizeof *catalogue->registered));
	if (qn_register_key(&catalogue->registered[found]) == QN_NO_FIELD)
		form_fail(f, "the register %s has no key: its records cannot be told apart", name);
	return (uint32_t)found;
}

static void find_twin(form *f, qn_rollup *made)
{
	const qn_catalogue *catalogue = f->g->catalogue;
	const char *to = form_text(f, "to");
	long found = qn_catalogue_indicator(catalogue, to ? to : f->id);
	if (to && found < 0)
		form_fail(f, "to: no indicator is called \"%s\"%s", to, did_you_mean(f->L, qn_catalogue_nearest(catalogue, to)));
	made->to = found < 0 ? QN_NONE : (uint32_t)found;
	made->unit = form_has(f, "unit") ? form_unit(f) : found < 0 ? QN_NONE : catalogue->indicator[found].unit;
	made->title = form_has(f, "title") || found < 0 ? form_label(f, "title") : catalogue->indicator[found].title;
	lua_settop(f->L, f->table);
}

static uint32_t find_tolerance(form *f)
{
	const qn_program *program = f->g->program;
	const char *name = form_text(f, "within");
	long found = name ? qn_program_parameter(program, name) : -1;
	if (name && (found < 0 || program->parameter[found].type != QN_NUMBER || program->parameter[found].dimension))
		form_fail(f, "within: \"%s\" is no parameter declared above it that is a share, as in unit = \"%%\"", name);
	return found < 0 ? QN_NONE : (uint32_t)found;
}

/* The nodes of rules over one register stand together. */
static void add_rolling(form *f, uint32_t of)
{
	qn_program *program = f->g->program;
	if (qn_rolling_of(program, of))
		return;
	qn_rolling made = { .of = of, .words = qn_rollup_words_new(&program->arena, f->g->catalogue, of) };
	if (!made.words)
		fail_memory(f->L);
	*(qn_rolling *)NEW(f->L, program->rolling, program->rollings) = made;
	program->rollings++;
}

static void read_rollup(form *f)
{
	static const char *const keys[] = { "title", "of", "to", "unit", "within", "value", "clause", "quote", "note", NULL };
	qn_program *program = f->g->program;
	form_keys(f, keys);
	long found = qn_program_rollup(program, f->id);
	if (found >= 0)
		form_fail(f, "it is declared twice, first by %s", place_of(f->g, program->rollup[found].place));
	qn_rollup made = { .id = f->id, .place = f->place, .clause = form_text(f, "clause"), .quote = form_text(f, "quote"), .note = form_text(f, "note"), .node = QN_NONE };
	made.of = find_register(f);
	made.within = find_tolerance(f);
	find_twin(f, &made);
	add_rolling(f, made.of);
	form_function(f, "value", true);
	guest_rule rule = { .kind = RULE_ROLL, .index = program->rollups, .place = f->place, .name = qn_arena_printf(&program->arena, "%s: value", f->what) };
	if (!rule.name)
		fail_memory(f->L);
	add_rule(f->L, rule);
	*(qn_rollup *)NEW(f->L, program->rollup, program->rollups) = made;
	program->rollups++;
}

void roll_enter(lua_State *L, const guest_rule *rule)
{
	guest *g = guest_of(L);
	qn_program *program = g->program;
	if (rule->kind != RULE_ROLL)
		return;
	g->rolling = (qn_rolling *)(uintptr_t)qn_rolling_of(program, program->rollup[rule->index].of);
	g->whole = (struct whole){ g->catalogue, program->node, program->nodes };
	g->catalogue = &g->rolling->words->catalogue;
	program->node = g->rolling->node;
	program->nodes = g->rolling->nodes;
	program->is_rolling = true;
}

void roll_leave(lua_State *L, const guest_rule *rule)
{
	guest *g = guest_of(L);
	qn_program *program = g->program;
	if (rule->kind != RULE_ROLL)
		return;
	g->rolling->node = program->node;
	g->rolling->nodes = program->nodes;
	g->catalogue = g->whole.catalogue;
	program->node = g->whole.node;
	program->nodes = g->whole.nodes;
	program->is_rolling = false;
}

void roll_check(lua_State *L, const guest_rule *rule, uint32_t root)
{
	guest *g = guest_of(L);
	const qn_rollup *rollup = &g->program->rollup[rule->index];
	const qn_catalogue *whole = g->whole.catalogue;
	const qn_node *n = &g->program->node[root];
	for (uint32_t i = g->first; i < g->program->nodes; i++) {
		const char *why = qn_rollup_refuses(&g->program->node[i]);
		if (why)
			fail_at(L, g->program->node[i].place == QN_NONE ? rule->place : g->program->node[i].place, "%s: %s", rule->name, why);
	}
	const qn_unit *unit = rollup->unit == QN_NONE ? NULL : &whole->units.unit[rollup->unit];
	qn_dimension told = rollup->to != QN_NONE ? whole->indicator[rollup->to].dimension : unit ? unit->dimension : n->dimension;
	qn_type type = unit && unit->kind == QN_UNIT_FLAG ? QN_MASK : QN_NUMBER;
	bool fits = n->type == type && (n->dimension == told || (n->bare && qn_dimension_is_count(&whole->units, told)));
	if (!fits)
		fail_at(L, n->place == QN_NONE ? rule->place : n->place, "%s: it is told in %s, and %s is in %s", rule->name,
			type == QN_MASK ? "true or false" : dimension_words(L, told), formula(L, root), n->type == QN_MASK ? "true or false" : dimension_words(L, n->dimension));
}

void open_rollup(lua_State *L) { add_declaration(L, "rollup", read_rollup); }
