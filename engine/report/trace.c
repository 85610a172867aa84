/* SPDX-License-Identifier: Apache-2.0 */
#include "report/trace.h"
#include "base/real.h"
#include "report/json_dump.h"

/* A NULL anywhere makes the whole NULL in the end: setting and appending fail on it. */
static json_t *text_or_null(const char *text) { return text ? json_string(text) : json_null(); }
static json_t *number_or_null(double number) { return qn_is_missing(number) ? json_null() : json_real(number); }

static json_t *finish(json_t *object, int rc)
{
	if (rc == 0)
		return object;
	json_decref(object);
	return NULL;
}

static json_t *list(const void *first, uint32_t count, size_t size, json_t *(*each)(const void *item))
{
	json_t *array = json_array();
	int rc = array ? 0 : -1;
	for (uint32_t i = 0; rc == 0 && i < count; i++)
		rc = json_array_append_new(array, each((const char *)first + i * size));
	return finish(array, rc);
}

static json_t *value_of(const qn_trace_value *v)
{
	if (v->is_mask)
		return json_pack("{s:I, s:I, s:I}", "present", (json_int_t)v->present, "missing", (json_int_t)v->missing, "met", (json_int_t)v->met);
	return json_pack("{s:I, s:I, s:o, s:o, s:o}", "present", (json_int_t)v->present, "missing", (json_int_t)v->missing, "min", number_or_null(v->least),
		"median", number_or_null(v->middle), "max", number_or_null(v->most));
}

static json_t *node_of(const void *item)
{
	const qn_trace_node *n = item;
	json_t *operands = json_array(), *values = json_object();
	int rc = operands && values ? 0 : -1;
	for (uint32_t i = 0; rc == 0 && i < n->operands; i++)
		rc = json_array_append_new(operands, json_integer(n->operand[i]));
	for (int i = 0; rc == 0 && i < n->values; i++)
		rc = json_object_set_new(values, n->value[i].period, value_of(&n->value[i]));
	json_t *made = rc == 0 ? json_pack("{s:I, s:s, s:s, s:O, s:s, s:s, s:s, s:O}", "node", (json_int_t)n->node, "formula", n->formula, "op", n->op, "operands", operands,
		"type", n->type, "unit", n->unit, "place", n->place, "values", values) : NULL;
	json_decref(operands);
	json_decref(values);
	return made;
}

static json_t *rule_of(const void *item)
{
	const qn_trace_rule *r = item;
	return json_pack("{s:s, s:s, s:s, s:I, s:s}", "kind", r->kind, "id", r->id, "part", r->part, "node", (json_int_t)r->node, "place", r->place);
}

static json_t *input_of(const void *item)
{
	const qn_trace_input *i = item;
	json_t *values = json_object();
	int rc = values ? 0 : -1;
	for (uint32_t k = 0; rc == 0 && k < i->spans; k++)
		rc = json_object_set_new(values, i->span[k].period, json_pack("{s:s, s:o}", "value", i->span[k].value, "set_by", text_or_null(i->span[k].set_by)));
	if (!(values = finish(values, rc)))
		return NULL;
	return json_pack("{s:s, s:s, s:s, s:s, s:s, s:s, s:o}", "id", i->id, "kind", i->kind, "unit", i->unit, "source", i->source, "place", i->place, "usual", i->usual,
		"values", values);
}

static json_t *scenario_of(const void *item)
{
	const qn_trace_scenario *s = item;
	return json_pack("{s:s, s:s}", "file", s->file, "title", s->title);
}

static json_t *import_of(const void *item)
{
	const qn_trace_import *i = item;
	return json_pack("{s:I, s:s, s:s, s:s, s:s, s:b}", "number", (json_int_t)i->number, "file", i->file, "source", i->source, "known_on", i->known_on, "sha256", i->sha256,
		"synthetic", i->synthetic);
}

static json_t *question_of(const qn_trace *t)
{
	return json_pack("{s:s, s:s, s:o, s:s, s:o, s:o, s:I, s:I, s:I}", "command", t->command, "pack", t->pack, "model", text_or_null(t->model), "base", t->base, "horizon",
		text_or_null(t->horizon), "entity", text_or_null(t->entity), "seed", (json_int_t)t->seed, "paths", (json_int_t)t->paths, "surveyed", (json_int_t)t->surveyed);
}

static json_t *times_of(const qn_trace *t)
{
	json_t *object = json_object();
	int rc = object ? 0 : -1;
	for (uint32_t i = 0; rc == 0 && i < t->times; i++)
		rc = json_object_set_new(object, t->time[i].phase, json_real(t->time[i].seconds));
	return finish(object, rc);
}

#define LIST(array, count, each) list(t->array, t->count, sizeof *t->array, each)

static json_t *whole(const qn_trace *t)
{
	json_t *root = json_object();
	int rc = root ? 0 : -1;
	const struct { const char *key; json_t *value; } parts[] = { { "format", json_string("qunce-trace") }, { "version", json_integer(1) }, { "title", json_string(t->title) },
		{ "synthetic", json_boolean(t->synthetic) }, { "question", question_of(t) }, { "scenarios", LIST(scenario, scenarios, scenario_of) },
		{ "rules", LIST(rule, rules, rule_of) }, { "nodes", LIST(node, nodes, node_of) }, { "parameters", LIST(parameter, parameters, input_of) },
		{ "assumptions", LIST(assumption, assumptions, input_of) }, { "imports", LIST(import, imports, import_of) }, { "times", times_of(t) } };
	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
		if (rc == 0)
			rc = json_object_set_new(root, parts[i].key, parts[i].value);
		else
			json_decref(parts[i].value);
	}
	return finish(root, rc);
}

int qn_trace_write(const qn_trace *trace, qn_buffer *out, qn_error *err)
{
	json_t *root = whole(trace);
	int rc = qn_json_dump(root, out, err);
	json_decref(root);
	return rc;
}
