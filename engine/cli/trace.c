/* SPDX-License-Identifier: Apache-2.0 */
/* trace.c - gathers what an answer rests on: rules, their nodes and what these come to, parameters, imports, time. */
#include "cli/trace.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "assess/survey.h"
#include "base/seconds.h"
#include "cli/show.h"
#include "files/outfile.h"
#include "plan/print.h"
#include "plan/reach.h"
#include "plan/spoken.h"

enum { SURVEYED = 256, FORMULA = 240 }; /* paths behind the summaries; bytes of a formula, whose parts are nodes of their own */

typedef struct {
	cli_session *se;
	const trace_question *question;
	qn_trace trace;
	bool *ruled, *stepped;  /* by node: of a criterion, target or derivation · of the model's step */
	bool failed;            /* memory ran out */
} tracing;

void session_phase(cli_session *se, const char *phase)
{
	double now = qn_seconds();
	if (se->phases < CLI_PHASES)
		se->phase[se->phases++] = (qn_trace_time){ phase, now - se->since };
	se->since = now;
}

static const char *kept(tracing *t, const char *text)
{
	t->failed = t->failed || !text;
	return text ? text : "";
}

static const char *place(tracing *t, uint32_t at) { return kept(t, qn_place_text(t->se->program, at, &t->se->arena)); }

/* Room for one more; what it points at is zeroed. */
#define MORE(t, array, count) (qn_grow(&(t)->se->arena, (void **)&(t)->trace.array, (t)->trace.count, sizeof *(t)->trace.array) ? \
	&(t)->trace.array[(t)->trace.count++] : ((t)->failed = true, NULL))

/* Rules. */

static void add_rule(tracing *t, const char *kind, const char *id, const char *part, uint32_t node, uint32_t at, bool *marked)
{
	qn_trace_rule *rule = node == QN_NONE ? NULL : MORE(t, rule, rules);
	if (!rule)
		return;
	*rule = (qn_trace_rule){ kind, id, kept(t, part), place(t, at), node };
	marked[node] = true;
}

static void add_criterion(tracing *t, const qn_criterion *of)
{
	add_rule(t, "criterion", of->id, "needs", of->needs, of->place, t->ruled);
	add_rule(t, "criterion", of->id, "waivable", of->waivable, of->place, t->ruled);
	add_rule(t, "criterion", of->id, "hint", of->hint, of->place, t->ruled);
}

static void add_target(tracing *t, const qn_target *of)
{
	add_rule(t, "target", of->id, "value", of->value, of->place, t->ruled);
	for (uint32_t k = 0; k < of->goals; k++)
		add_rule(t, "target", of->id, qn_arena_printf(&t->se->arena, "goal %s", period_text(t->se, of->goal[k].due)), of->goal[k].met, of->goal[k].place, t->ruled);
}

static void add_derivations(tracing *t)
{
	const qn_program *program = t->se->program;
	for (uint32_t i = 0; i < program->derivations; i++) {
		const qn_derivation *d = &program->derivation[i];
		if (t->ruled[d->node] || t->stepped[d->node])
			add_rule(t, "derivation", t->se->catalogue->indicator[d->indicator].id, "value", d->node, d->place, t->ruled);
	}
}

static void add_rules(tracing *t)
{
	const qn_program *program = t->se->program;
	const trace_question *q = t->question;
	for (uint32_t i = 0; i < program->criteria; i++)
		if (q->criterion < 0 || q->criterion == (long)i)
			add_criterion(t, &program->criterion[i]);
	for (uint32_t i = 0; q->entity < 0 && i < program->targets; i++)
		add_target(t, &program->target[i]);
	for (uint32_t i = 0; q->model != QN_NONE && i < program->model[q->model].states; i++) {
		const qn_state *state = &program->model[q->model].state[i];
		add_rule(t, "model", program->model[q->model].id, t->se->catalogue->indicator[state->indicator].id, state->node, state->place, t->stepped);
	}
	qn_reach_below(program, t->ruled);
	qn_reach_operands(program, t->stepped);
	add_derivations(t);
}

/* Nodes. */

static const char *type_word(uint8_t type)
{
	static const char *const words[] = { "number", "rank", "mask", "category", "period" };
	return type < sizeof words / sizeof *words ? words[type] : "";
}

/* Cut on a character's border, and said so. */
static const char *formula(tracing *t, uint32_t node)
{
	const cli_session *se = t->se;
	qn_buffer text = { 0 };
	(t->stepped[node] ? qn_step_print : qn_node_print)(se->program, se->catalogue, node, &text);
	t->failed = t->failed || text.failed;
	if (text.length > FORMULA) {
		text.length = qn_utf8_valid(text.data, FORMULA);
		text.data[text.length] = 0;
		qn_buffer_text(&text, "…");
	}
	const char *out = kept(t, qn_arena_text(&t->se->arena, text.data ? text.data : ""));
	qn_buffer_free(&text);
	return out;
}

static void add_node(tracing *t, uint32_t index)
{
	const cli_session *se = t->se;
	const qn_node *node = &se->program->node[index];
	const uint32_t operand[3] = { node->a, node->b, node->c };
	uint32_t unit = qn_node_unit(se->program, se->catalogue, index);
	qn_trace_node *made = MORE(t, node, nodes);
	if (!made)
		return;
	*made = (qn_trace_node){ .node = index, .formula = formula(t, index), .op = qn_op_of(node->op)->name, .type = type_word(node->type), .unit = unit_text(se, unit),
		.place = place(t, node->place) };
	for (int i = 0; i < 3; i++)
		if (operand[i] != QN_NONE)
			made->operand[made->operands++] = operand[i];
}

static double in_unit(const cli_session *se, uint32_t unit, double reference)
{
	return qn_unit_told(session_unit(se, unit), reference);
}

/* The values of some nodes in one period, beside each. */
static int survey(tracing *t, const bool *wanted, uint32_t model, int index, qn_error *err)
{
	cli_session *se = t->se;
	uint32_t *node = qn_arena_array(&se->arena, (size_t)t->trace.nodes + 1, sizeof *node), nodes = 0;
	qn_survey *out = qn_arena_array(&se->arena, (size_t)t->trace.nodes + 1, sizeof *out);
	qn_survey_options how = { .model = model, .seed = se->options->seed, .paths = se->options->central ? 0 : t->trace.surveyed, .entity = t->question->entity, .index = index };
	if (!node || !out)
		return qn_no_memory(err);
	for (uint32_t i = 0; i < t->trace.nodes; i++)
		if (wanted[t->trace.node[i].node])
			node[nodes++] = t->trace.node[i].node;
	int rc = qn_survey_nodes(se->panel, &se->changes, node, nodes, &how, out, err);
	for (uint32_t i = 0, k = 0; rc == QN_OK && i < t->trace.nodes; i++) {
		qn_trace_node *to = &t->trace.node[i];
		if (!wanted[to->node])
			continue;
		const qn_survey *s = &out[k++];
		uint32_t unit = qn_node_unit(se->program, se->catalogue, to->node);
		to->value[to->values++] = (qn_trace_value){ .period = period_text(se, qn_panel_period(se->panel, index)), .is_mask = s->is_mask, .present = s->present,
			.missing = s->missing, .met = s->met, .least = in_unit(se, unit, s->least), .middle = in_unit(se, unit, s->middle), .most = in_unit(se, unit, s->most) };
	}
	return rc;
}

static int add_nodes(tracing *t, qn_error *err)
{
	const cli_session *se = t->se;
	bool *all = qn_arena_array(&t->se->arena, (size_t)se->program->nodes + 1, sizeof *all);
	for (uint32_t i = 0; all && i < se->program->nodes; i++)
		if ((all[i] = t->ruled[i] || t->stepped[i]))
			add_node(t, i);
	if (!all || t->failed)
		return qn_no_memory(err);
	int rc = survey(t, t->ruled, QN_NONE, se->panel->base, err);
	return rc == QN_OK && t->question->model != QN_NONE && se->panel->periods > se->panel->base + 1
		? survey(t, all, t->question->model, se->panel->periods - 1, err) : rc;
}

/* Parameters and assumptions. */

static const char *words_of(tracing *t, bool assumed, uint32_t index, qn_distribution value)
{
	const qn_program *program = t->se->program;
	const qn_parameter *p = assumed ? NULL : &program->parameter[index];
	qn_buffer text = { 0 };
	if (p && p->readings)
		return qn_is_missing(value.a) || value.a >= p->readings ? "not set" : p->reading[(uint32_t)value.a].id;
	qn_distribution_print(t->se->catalogue, p ? p->unit : program->assumption[index].unit, &value, &text);
	t->failed = t->failed || text.failed;
	const char *out = kept(t, qn_arena_text(&t->se->arena, text.data ? text.data : ""));
	qn_buffer_free(&text);
	return out;
}

static qn_distribution value_of(const cli_session *se, const qn_changes *changes, bool assumed, uint32_t index, int period)
{
	return assumed ? qn_changes_assumption(changes, se->panel, index, period) : qn_changes_parameter(changes, se->panel, index, period);
}

/* A span begins in the first period, and in each that says something else. */
static void add_spans(tracing *t, qn_trace_input *to, bool assumed, uint32_t index)
{
	cli_session *se = t->se;
	int last = t->question->model == QN_NONE ? se->panel->base : se->panel->periods - 1;
	for (int period = se->panel->base; period <= last; period++) {
		const qn_override *set = qn_changes_override(&se->changes, se->panel, assumed, index, period);
		qn_trace_span made = { kept(t, period_text(se, qn_panel_period(se->panel, period))), words_of(t, assumed, index, value_of(se, &se->changes, assumed, index, period)),
			set ? set->where : NULL };
		const qn_trace_span *before = to->spans ? &to->span[to->spans - 1] : NULL;
		if (before && !strcmp(before->value, made.value) && before->set_by == made.set_by)
			continue;
		if (!qn_grow(&se->arena, (void **)&to->span, to->spans, sizeof *to->span))
			t->failed = true;
		else
			to->span[to->spans++] = made;
	}
}

static qn_trace_input input_of(tracing *t, bool assumed, uint32_t index, const char *id, uint32_t unit, uint32_t at, const char *source)
{
	const cli_session *se = t->se;
	static const qn_changes none = { 0 };
	qn_trace_input made = { .id = id, .kind = assumed ? "assumption" : se->program->parameter[index].readings ? "option" : "parameter",
		.usual = words_of(t, assumed, index, value_of(se, &none, assumed, index, se->panel->base)), .unit = unit_text(se, unit), .source = source ? source : "", .place = place(t, at) };
	add_spans(t, &made, assumed, index);
	return made;
}

static void add_inputs(tracing *t)
{
	const qn_program *program = t->se->program;
	for (uint32_t i = 0; i < program->parameters; i++) {
		const qn_parameter *p = &program->parameter[i];
		if (!qn_reach_reads(program, t->ruled, QN_PARAMETER, i) && !qn_reach_reads(program, t->stepped, QN_PARAMETER, i))
			continue;
		qn_trace_input *to = MORE(t, parameter, parameters);
		if (to)
			*to = input_of(t, false, i, p->id, p->unit, p->place, p->clause ? p->clause : p->dates && p->dated[0].source ? p->dated[0].source : p->note);
	}
	for (uint32_t i = 0; i < program->assumptions; i++) {
		const qn_assumption *a = &program->assumption[i];
		qn_trace_input *to = qn_reach_reads(program, t->stepped, QN_ASSUME, i) ? MORE(t, assumption, assumptions) : NULL;
		if (to)
			*to = input_of(t, true, i, a->id, a->unit, a->place, a->source ? a->source : a->note);
	}
}

/* Imports. */

static int note_period(tracing *t, uint32_t indicator, qn_period period, bool *seen, uint32_t imports, qn_error *err)
{
	const cli_session *se = t->se;
	size_t first = t->question->entity < 0 ? 0 : (size_t)t->question->entity, next = t->question->entity < 0 ? se->panel->entities : first + 1;
	for (size_t e = first; e < next; e++) {
		qn_origin origin;
		int rc = qn_column_origin(se->snapshot, indicator, se->catalogue->subject, period, qn_panel_number(se->panel, e), &origin, err);
		if (rc < 0)
			return rc;
		if (origin.import && origin.import <= imports)
			seen[origin.import] = true;
	}
	return QN_OK;
}

/* Every period up to the base of every frequency: parts of a year make what the year lacks. */
static int note_indicator(tracing *t, uint32_t indicator, bool *seen, uint32_t imports, qn_error *err)
{
	static const qn_frequency known[] = { QN_ANNUAL, QN_HALF, QN_QUARTER, QN_MONTH, QN_YEAR_TO_DATE };
	enum { MOST = 512 };
	const cli_session *se = t->se;
	qn_period period[MOST];
	for (size_t f = 0; f < sizeof known / sizeof *known; f++) {
		int count = qn_column_periods(se->snapshot, indicator, se->catalogue->subject, known[f], period, MOST, err), rc = count < 0 ? count : QN_OK;
		for (int i = 0; rc == QN_OK && i < count; i++)
			if (qn_period_end(period[i]) <= se->panel->day[se->panel->base])
				rc = note_period(t, indicator, period[i], seen, imports, err);
		if (rc < 0)
			return rc;
	}
	return QN_OK;
}

static void add_import(tracing *t, const qn_import *import)
{
	char day[16], hex[65];
	qn_trace_import *to = MORE(t, import, imports);
	if (!to)
		return;
	qn_date_text(import->known_on, day);
	qn_sha256_hex(import->content, hex);
	*to = (qn_trace_import){ import->number, kept(t, import->file), import->source ? import->source : "", kept(t, qn_arena_text(&t->se->arena, day)),
		kept(t, qn_arena_text(&t->se->arena, hex)), import->synthetic };
}

static int add_imports(tracing *t, qn_error *err)
{
	const cli_session *se = t->se;
	uint32_t imports;
	int rc = qn_imports_counted(se->snapshot, &imports, err);
	bool *seen = qn_arena_array(&t->se->arena, (size_t)imports + 2, sizeof *seen);
	if (rc == QN_OK && !seen)
		rc = qn_no_memory(err);
	for (uint32_t i = 0; rc == QN_OK && i < se->catalogue->indicators; i++)
		if (qn_reach_reads(se->program, t->ruled, QN_INPUT, i) || qn_reach_reads(se->program, t->stepped, QN_INPUT, i))
			rc = note_indicator(t, i, seen, imports, err);
	for (uint32_t i = 1; rc >= 0 && i <= imports; i++) {
		qn_import import;
		if (seen[i] && (rc = qn_import_get(se->snapshot, i, &import, err)) >= 0)
			add_import(t, &import);
	}
	return rc < 0 ? rc : QN_OK;
}

/* All of it. */

static void add_question(tracing *t)
{
	cli_session *se = t->se;
	const trace_question *q = t->question;
	uint32_t paths = se->options->central ? 1 : se->options->paths;
	bool modelled = q->model != QN_NONE;
	t->trace.title = q->title, t->trace.command = q->command, t->trace.pack = se->catalogue->pack, t->trace.synthetic = se->synthetic;
	t->trace.seed = se->options->seed, t->trace.paths = modelled ? paths : 0;
	t->trace.surveyed = !modelled ? 0 : paths < SURVEYED ? paths : SURVEYED;
	t->trace.model = modelled ? se->program->model[q->model].id : NULL;
	t->trace.base = kept(t, period_text(se, qn_panel_period(se->panel, se->panel->base)));
	t->trace.horizon = modelled ? period_text(se, qn_panel_period(se->panel, se->panel->periods - 1)) : NULL;
	t->trace.entity = q->entity < 0 ? NULL : qn_panel_who(se->panel, (size_t)q->entity)->id;
	for (uint32_t i = 0; i < se->changes.layers; i++) {
		qn_trace_scenario *to = MORE(t, scenario, scenarios);
		if (to)
			*to = (qn_trace_scenario){ kept(t, se->changes.layer[i].file), kept(t, se->changes.layer[i].title) };
	}
}

int write_trace(cli_session *se, const trace_question *question, qn_error *err)
{
	tracing t = { .se = se, .question = question };
	qn_buffer out = { 0 };
	if (!se->options->trace)
		return QN_OK;
	t.ruled = qn_arena_array(&se->arena, (size_t)se->program->nodes + 1, sizeof *t.ruled);
	t.stepped = qn_arena_array(&se->arena, (size_t)se->program->nodes + 1, sizeof *t.stepped);
	if (!t.ruled || !t.stepped)
		return qn_no_memory(err);
	add_question(&t);
	add_rules(&t);
	int rc = add_nodes(&t, err);
	if (rc == QN_OK)
		rc = add_imports(&t, err);
	if (rc == QN_OK)
		add_inputs(&t);
	session_phase(se, "trace");
	t.trace.time = se->phase, t.trace.times = se->phases;
	if (rc == QN_OK)
		rc = t.failed ? qn_no_memory(err) : qn_trace_write(&t.trace, &out, err);
	if (rc == QN_OK)
		rc = qn_outfile_put(se->options->trace, se->options->force, &out, err);
	qn_buffer_free(&out);
	return rc;
}
