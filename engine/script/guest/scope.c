/* SPDX-License-Identifier: Apache-2.0 */
/* scope.c - c, a and p, as a rule's function gets them: c.revenue is an indicator or a kind, a.shock an assumption,
 * p.goal a parameter or option. While tracing a name is a node, in the twin a number. */
#include <string.h>
#include "guest.h"
#include "base/text.h"

#define SCOPE "scope"
typedef struct { char kind; uint32_t run; } scope;

void push_scope(lua_State *L, char kind)
{
	scope *s = lua_newuserdatauv(L, sizeof *s, 0);
	*s = (scope){ kind, guest_of(L)->run };
	luaL_setmetatable(L, SCOPE);
}

/* names */

const char *other_kind(const guest *g)
{
	const qn_catalogue *catalogue = g->catalogue;
	return catalogue->kinds > 1 ? catalogue->kind[catalogue->subject == 0].id : "industry";
}

typedef struct { const guest *g; char kind; } offered;

static const char *offered_name(const void *context, size_t i)
{
	const offered *o = context;
	const qn_catalogue *catalogue = o->g->catalogue;
	if (o->kind == 'a')
		return o->g->program->assumption[i].id;
	if (o->kind == 'p')
		return o->g->program->parameter[i].id;
	if (i < catalogue->indicators)
		return catalogue->indicator[i].id;
	if (i < catalogue->indicators + catalogue->kinds)
		return catalogue->kind[i - catalogue->indicators].id;
	i -= catalogue->indicators + catalogue->kinds;
	return catalogue->indicator[i].title.zh ? catalogue->indicator[i].title.zh : catalogue->indicator[i].id;
}

static size_t offered_count(const offered *o)
{
	const qn_catalogue *catalogue = o->g->catalogue;
	if (o->kind == 'a')
		return o->g->program->assumptions;
	return o->kind == 'p' ? o->g->program->parameters : 2 * (size_t)catalogue->indicators + catalogue->kinds;
}

static const char *title_of(const offered *o, size_t i)
{
	const qn_catalogue *catalogue = o->g->catalogue;
	const qn_label *label;
	if (o->kind == 'a')
		label = &o->g->program->assumption[i].title;
	else if (o->kind == 'p')
		label = &o->g->program->parameter[i].title;
	else
		label = i < catalogue->indicators ? &catalogue->indicator[i].title : &catalogue->kind[i - catalogue->indicators].title;
	return label->zh ? label->zh : label->en ? label->en : "";
}

static int fail_unknown(lua_State *L, char kind, const char *name)
{
	guest *g = guest_of(L);
	offered o = { g, kind };
	const char *what = kind == 'c' ? "indicator or kind" : kind == 'e' ? "field of the register that is a number, a flag, a day or a choice" : kind == 'p' ? "parameter or option" : "assumption";
	if (kind == 'p' && qn_program_assumption(g->program, name) >= 0)
		return fail_here(L, "%s is an assumption: write a.%s, in a step", name, name);
	if (kind == 'a' && qn_program_parameter(g->program, name) >= 0)
		return fail_here(L, "%s is a parameter: write p.%s", name, name);
	if (kind == 'c' && qn_catalogue_kind(g->catalogue, name) == (long)g->catalogue->subject)
		return fail_here(L, "c is one %s itself: ask for an indicator, or for a kind that groups it, as in c.%s", name, other_kind(g));
	long near = qn_text_nearest(name, offered_name, &o, offered_count(&o));
	if (near < 0)
		return fail_here(L, "no %s is called \"%s\"", what, name);
	size_t first = (size_t)near;
	if (kind != 'a' && kind != 'p' && first >= g->catalogue->indicators + g->catalogue->kinds)
		first -= g->catalogue->indicators + g->catalogue->kinds;
	const char *id = offered_name(&o, first), *title = title_of(&o, first);
	if (!strcmp(id, title))
		title = "";
	return fail_here(L, "no %s is called \"%s\": did you mean %s%s%s%s?", what, name, id, *title ? " (" : "", title, *title ? ")" : "");
}

static qn_node leaf_of(lua_State *L, char kind, const char *name)
{
	guest *g = guest_of(L);
	long index = -1;
	qn_op op = QN_INPUT;
	if (kind == 'p' && !strcmp(name, "year"))
		return plain_node(QN_YEAR);
	if (kind == 'p') {
		op = QN_PARAMETER;
		index = qn_program_parameter(g->program, name);
	} else if (kind == 'a') {
		op = QN_ASSUME;
		index = qn_program_assumption(g->program, name);
	} else if ((index = qn_catalogue_indicator(g->catalogue, name)) < 0) {
		op = QN_ATTRIBUTE;
		index = qn_catalogue_kind(g->catalogue, name);
		if (index == (long)g->catalogue->subject)
			index = -1;
	}
	if (index < 0)
		fail_unknown(L, kind, name);
	qn_node made = plain_node(op);
	made.symbol = (uint32_t)index;
	return made;
}

static int push_twin(lua_State *L, qn_node leaf)
{
	guest *g = guest_of(L);
	qn_error err;
	qn_value value;
	if (qn_node_derive(g->program, g->catalogue, &leaf, &err) < 0)
		return fail_told(L, &err);
	double number = twin_leaf(g, &leaf);
	if (leaf.type == QN_MASK)
		value.mask = qn_is_missing(number) ? QN_UNKNOWN : qn_mask_of(number != 0);
	else
		value.number = number;
	return push_value(L, leaf.type, leaf.domain, value);
}

static int look_up(lua_State *L)
{
	guest *g = guest_of(L);
	scope *s = luaL_checkudata(L, 1, SCOPE);
	if (lua_type(L, 2) != LUA_TSTRING)
		return fail_here(L, "%c is asked for %s: it knows names, as in %c.name or %c[\"name\"]", s->kind, word_for(L, 2), s->kind, s->kind);
	if (s->run != g->run || g->mode == RESTING)
		return fail_here(L, "this %c belongs to another rule: pass it on as an argument, do not keep it", s->kind);
	qn_node made = leaf_of(L, s->kind, whole_text(L, 2));
	if (g->mode == TWIN)
		return push_twin(L, made);
	append(L, made);
	if (g->at->kind != RULE_STEP || made.op != QN_INPUT)
		return 1;
	qn_node before = plain_node(QN_LAG); /* in a step c is the period before */
	before.a = to_node(L, -1)->index;
	before.symbol = 1;
	return append(L, before);
}

static int refuse_write(lua_State *L)
{
	scope *s = luaL_checkudata(L, 1, SCOPE);
	return fail_here(L, "%c cannot be changed: keep the value in a local name, or return it", s->kind);
}

/* It is no number, and has none. */
static int refuse_use(lua_State *L)
{
	return fail_here(L, "%s cannot be used in a rule: a number or a value of c, a or p is needed", word_for(L, luaL_testudata(L, 1, SCOPE) ? 1 : 2));
}

void open_scope(lua_State *L)
{
	static const char *const refused[] = { "__len", "__call", "__concat", "__unm", "__add", "__sub", "__mul", "__div", "__mod", "__pow", "__idiv",
		"__band", "__bor", "__bxor", "__bnot", "__shl", "__shr" };
	luaL_newmetatable(L, SCOPE);
	for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
		lua_pushcfunction(L, refuse_use);
		lua_setfield(L, -2, refused[i]);
	}
	lua_pushcfunction(L, look_up);
	lua_setfield(L, -2, "__index");
	lua_pushcfunction(L, refuse_write);
	lua_setfield(L, -2, "__newindex");
	lua_pop(L, 1);
}
