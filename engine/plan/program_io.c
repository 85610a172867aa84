/* SPDX-License-Identifier: Apache-2.0 */
/* program_io.c - a program as bytes and back: one walk over its fields does both. What bytes cannot promise (types,
 * roots, names) check.c sees to. */
#include "plan/bytes.h"
#include "plan/check.h"
#include "plan/ranking.h"
#include "plan/recognition.h"
#include "plan/rollup.h"

enum { MOST_LENGTH = 8 << 20 };
static const uint32_t magic = 0x39504E51; /* "QNP9": the format's version is in it */

/* Of what is derived nothing travels; only a constant's type and dimension are its own. */
void qn_node_walk(qn_bytes *bytes, void *item)
{
	qn_node *node = item;
	uint32_t *operand[3] = { &node->a, &node->b, &node->c };
	qn_bytes_u16(bytes, &node->op);
	if (!qn_op_of(node->op)) {
		qn_bytes_refuse(bytes, "an operation does not exist");
		node->op = QN_CONST;
	}
	for (int i = 0; i < 3; i++) {
		if (i < qn_op_of(node->op)->operands)
			qn_bytes_u32(bytes, operand[i]);
		else
			*operand[i] = QN_NONE;
	}
	qn_bytes_u32(bytes, &node->symbol);
	qn_bytes_u32(bytes, &node->place);
	if (node->op == QN_CONST) {
		qn_bytes_u8(bytes, &node->type);
		qn_bytes_u8(bytes, &node->bare);
		qn_bytes_u64(bytes, &node->dimension);
	}
	if (node->op == QN_CONST || node->op == QN_QUANTILE)
		qn_bytes_double(bytes, &node->value);
}

static void walk_place(qn_bytes *bytes, void *item)
{
	qn_place *place = item;
	qn_bytes_name(bytes, &place->file);
	qn_bytes_u32(bytes, &place->line);
	qn_bytes_u32(bytes, &place->caller);
}

static void walk_distribution(qn_bytes *bytes, qn_distribution *distribution)
{
	qn_bytes_enum(bytes, distribution->kind, QN_TRIANGULAR);
	qn_bytes_double(bytes, &distribution->a);
	qn_bytes_double(bytes, &distribution->b);
	qn_bytes_double(bytes, &distribution->c);
}

static void walk_reading(qn_bytes *bytes, void *item)
{
	qn_reading *reading = item;
	qn_bytes_name(bytes, &reading->id);
	qn_label_walk(bytes, &reading->title);
}

static void walk_dated(qn_bytes *bytes, void *item)
{
	qn_dated *dated = item;
	qn_bytes_i32(bytes, &dated->from);
	qn_bytes_double(bytes, &dated->value);
	qn_bytes_prose(bytes, &dated->source);
}

static void walk_parameter(qn_bytes *bytes, void *item)
{
	qn_parameter *parameter = item;
	qn_bytes_name(bytes, &parameter->id);
	qn_label_walk(bytes, &parameter->title);
	qn_bytes_line(bytes, &parameter->clause);
	qn_bytes_prose(bytes, &parameter->quote);
	qn_bytes_prose(bytes, &parameter->note);
	qn_bytes_u32(bytes, &parameter->place);
	qn_bytes_u32(bytes, &parameter->unit);
	qn_bytes_array(bytes, (void **)&parameter->reading, &parameter->readings, sizeof *parameter->reading, 13, walk_reading);
	qn_bytes_array(bytes, (void **)&parameter->dated, &parameter->dates, sizeof *parameter->dated, 16, walk_dated);
}

static void walk_assumption(qn_bytes *bytes, void *item)
{
	qn_assumption *assumption = item;
	qn_bytes_name(bytes, &assumption->id);
	qn_label_walk(bytes, &assumption->title);
	qn_bytes_prose(bytes, &assumption->source);
	qn_bytes_prose(bytes, &assumption->note);
	qn_bytes_u32(bytes, &assumption->place);
	qn_bytes_u32(bytes, &assumption->unit);
	walk_distribution(bytes, &assumption->usual);
	qn_bytes_enum(bytes, assumption->reach, QN_BY_ENTITY);
	qn_bytes_u32(bytes, &assumption->group);
}

static void walk_derivation(qn_bytes *bytes, void *item)
{
	qn_derivation *derivation = item;
	qn_bytes_u32(bytes, &derivation->indicator);
	qn_bytes_u32(bytes, &derivation->node);
	qn_bytes_u32(bytes, &derivation->place);
}

static void walk_criterion(qn_bytes *bytes, void *item)
{
	qn_criterion *criterion = item;
	qn_bytes_name(bytes, &criterion->id);
	qn_label_walk(bytes, &criterion->title);
	qn_bytes_line(bytes, &criterion->clause);
	qn_bytes_prose(bytes, &criterion->quote);
	qn_bytes_line(bytes, &criterion->modality);
	qn_bytes_prose(bytes, &criterion->note);
	qn_bytes_prose(bytes, &criterion->waiver_note);
	qn_bytes_u32(bytes, &criterion->place);
	qn_bytes_u32(bytes, &criterion->needs);
	qn_bytes_u32(bytes, &criterion->waivable);
	qn_bytes_u32(bytes, &criterion->hint);
	qn_bytes_prose(bytes, &criterion->hint_note);
}

static void walk_index(qn_bytes *bytes, void *item) { qn_bytes_u32(bytes, item); }

static void walk_check(qn_bytes *bytes, void *item)
{
	qn_check *check = item;
	qn_bytes_name(bytes, &check->id);
	qn_label_walk(bytes, &check->title);
	qn_bytes_line(bytes, &check->clause);
	qn_bytes_prose(bytes, &check->quote);
	qn_bytes_prose(bytes, &check->note);
	qn_bytes_u32(bytes, &check->place);
	qn_bytes_u32(bytes, &check->holds);
	qn_bytes_enum(bytes, check->severity, QN_SEVERITY_ERROR);
	qn_bytes_array(bytes, (void **)&check->about, &check->abouts, sizeof *check->about, 4, walk_index);
}

static void walk_state(qn_bytes *bytes, void *item)
{
	qn_state *state = item;
	qn_bytes_u32(bytes, &state->indicator);
	qn_bytes_u32(bytes, &state->node);
	qn_bytes_u32(bytes, &state->place);
}

static void walk_model(qn_bytes *bytes, void *item)
{
	qn_model *model = item;
	qn_bytes_name(bytes, &model->id);
	qn_label_walk(bytes, &model->title);
	qn_bytes_prose(bytes, &model->note);
	qn_bytes_u32(bytes, &model->place);
	qn_bytes_array(bytes, (void **)&model->state, &model->states, sizeof *model->state, 12, walk_state);
}

static void walk_goal(qn_bytes *bytes, void *item)
{
	qn_goal *goal = item;
	qn_bytes_u16(bytes, &goal->due);
	qn_bytes_u32(bytes, &goal->met);
	qn_bytes_u32(bytes, &goal->place);
}

static void walk_published(qn_bytes *bytes, void *item)
{
	qn_published *published = item;
	qn_bytes_u16(bytes, &published->period);
	qn_bytes_double(bytes, &published->value);
	qn_bytes_u64(bytes, &published->dimension);
	qn_label_walk_words(bytes, &published->of);
	qn_bytes_prose(bytes, &published->source);
}

static void walk_target(qn_bytes *bytes, void *item)
{
	qn_target *target = item;
	qn_bytes_name(bytes, &target->id);
	qn_label_walk(bytes, &target->title);
	qn_bytes_line(bytes, &target->clause);
	qn_bytes_prose(bytes, &target->quote);
	qn_bytes_line(bytes, &target->modality);
	qn_bytes_line(bytes, &target->document);
	qn_bytes_prose(bytes, &target->note);
	qn_bytes_u32(bytes, &target->place);
	qn_bytes_u32(bytes, &target->value);
	qn_bytes_bool(bytes, &target->compared);
	qn_bytes_array(bytes, (void **)&target->goal, &target->goals, sizeof *target->goal, 10, walk_goal);
	qn_bytes_array(bytes, (void **)&target->published, &target->publications, sizeof *target->published, 26, walk_published);
}

static void walk_id(qn_bytes *bytes, void *item) { qn_bytes_name(bytes, item); }
static void walk_change(qn_bytes *bytes, void *item)
{
	qn_change *change = item;
	qn_bytes_name(bytes, &change->name);
	qn_bytes_u32(bytes, &change->place);
	walk_distribution(bytes, &change->value);
	qn_bytes_line(bytes, &change->reading);
	qn_bytes_u64(bytes, &change->dimension);
	qn_bytes_bool(bytes, &change->bare);
	qn_bytes_u16(bytes, &change->from);
	qn_bytes_u16(bytes, &change->until);
}

static void walk_move(qn_bytes *bytes, void *item)
{
	qn_move *move = item;
	qn_bytes_enum(bytes, move->kind, QN_FORECAST);
	qn_bytes_u32(bytes, &move->indicator);
	qn_bytes_u32(bytes, &move->place);
	qn_bytes_name(bytes, &move->verb);
	qn_bytes_name(bytes, &move->who);
	qn_bytes_u32(bytes, &move->peers);
	qn_bytes_double(bytes, &move->size);
	qn_bytes_u64(bytes, &move->dimension);
	qn_bytes_line(bytes, &move->assumption);
	qn_bytes_u16(bytes, &move->from);
	qn_bytes_u16(bytes, &move->until);
	qn_bytes_bool(bytes, &move->yearly);
	qn_bytes_line(bytes, &move->method);
}

static void walk_tie(qn_bytes *bytes, void *item)
{
	qn_tie *tie = item;
	qn_bytes_name(bytes, &tie->a);
	qn_bytes_name(bytes, &tie->b);
	qn_bytes_double(bytes, &tie->r);
	qn_bytes_u32(bytes, &tie->place);
}

static void walk_scenario(qn_bytes *bytes, void *item)
{
	qn_scenario *scenario = item;
	qn_bytes_name(bytes, &scenario->title);
	qn_bytes_line(bytes, &scenario->model);
	qn_bytes_name(bytes, &scenario->file);
	qn_bytes_u32(bytes, &scenario->place);
	qn_bytes_array(bytes, (void **)&scenario->base, &scenario->bases, sizeof *scenario->base, 4, walk_index);
	qn_bytes_array(bytes, (void **)&scenario->change, &scenario->changes, sizeof *scenario->change, 54, walk_change);
	qn_bytes_array(bytes, (void **)&scenario->move, &scenario->moves, sizeof *scenario->move, 56, walk_move);
	qn_bytes_array(bytes, (void **)&scenario->tie, &scenario->ties, sizeof *scenario->tie, 22, walk_tie);
	qn_bytes_array(bytes, (void **)&scenario->ask, &scenario->asks, sizeof *scenario->ask, 5, walk_id);
}

static void walk_effect(qn_bytes *bytes, void *item)
{
	qn_effect *effect = item;
	qn_bytes_enum(bytes, effect->kind, QN_RAISE);
	qn_bytes_u32(bytes, &effect->indicator);
	qn_bytes_u32(bytes, &effect->assumption);
}

static void walk_measure(qn_bytes *bytes, void *item)
{
	qn_measure *measure = item;
	qn_bytes_name(bytes, &measure->id);
	qn_label_walk(bytes, &measure->title);
	qn_bytes_line(bytes, &measure->clause);
	qn_bytes_prose(bytes, &measure->quote);
	qn_bytes_prose(bytes, &measure->note);
	qn_bytes_u32(bytes, &measure->place);
	qn_bytes_array(bytes, (void **)&measure->effect, &measure->effects, sizeof *measure->effect, 12, walk_effect);
}

static void walk_printed(qn_bytes *bytes, void *item)
{
	const char **text = item;
	qn_bytes_prose(bytes, text);
	if (!*text)
		*text = "";
}

static void walk_optional(qn_bytes *bytes, void **thing, size_t size, void (*visit)(qn_bytes *bytes, void *item))
{
	uint32_t count = *thing != NULL;
	qn_bytes_array(bytes, thing, &count, size, 1, visit);
	if (count > 1)
		qn_bytes_refuse(bytes, "what may be there once is there twice");
}

#define ARRAY(name, count, least, walk) qn_bytes_array(bytes, (void **)&program->name, &program->count, sizeof *program->name, least, walk)

static void walk_program(qn_bytes *bytes, qn_program *program, uint64_t catalogue)
{
	uint32_t mark = magic;
	uint64_t same = catalogue;
	qn_bytes_u32(bytes, &mark);
	qn_bytes_u64(bytes, &same);
	if (mark != magic)
		qn_bytes_refuse(bytes, "it is of another format");
	if (same != catalogue)
		qn_bytes_refuse(bytes, "it was made with another catalogue");
	ARRAY(place_of, places, 13, walk_place);
	ARRAY(node, nodes, 10, qn_node_walk);
	ARRAY(parameter, parameters, 41, walk_parameter);
	ARRAY(assumption, assumptions, 61, walk_assumption);
	ARRAY(derivation, derivations, 12, walk_derivation);
	ARRAY(criterion, criteria, 45, walk_criterion);
	ARRAY(check, checks, 33, walk_check);
	ARRAY(model, models, 25, walk_model);
	ARRAY(target, targets, 46, walk_target);
	ARRAY(ranking, rankings, QN_RANKING_LEAST, qn_ranking_walk);
	walk_optional(bytes, (void **)&program->rounds, sizeof *program->rounds, qn_rounds_walk);
	walk_optional(bytes, (void **)&program->recognition, sizeof *program->recognition, qn_recognition_walk);
	ARRAY(measure, measures, 25, walk_measure);
	qn_rollups_walk(bytes, program);
	ARRAY(scenario, scenarios, 34, walk_scenario);
	ARRAY(test, tests, QN_TEST_LEAST, qn_test_walk);
	ARRAY(printed, prints, 4, walk_printed);
}

void qn_program_write(const qn_program *program, const qn_catalogue *catalogue, qn_buffer *out)
{
	qn_program walked = *program; /* writing changes nothing behind it */
	qn_bytes bytes = { .out = out };
	uint64_t of = 0;
	if (!qn_catalogue_hash(catalogue, &of))
		out->failed = 1;
	walk_program(&bytes, &walked, of);
}

static int read_program(qn_bytes *bytes, const qn_catalogue *catalogue, uint64_t hash, qn_program *program, qn_error *err)
{
	walk_program(bytes, program, hash);
	if (bytes->at != bytes->end)
		qn_bytes_refuse(bytes, "something follows its end");
	if (bytes->why == qn_bytes_no_memory)
		return qn_no_memory(err);
	if (bytes->why)
		return qn_fail(err, QN_EINPUT, "the program cannot be used: %s", bytes->why);
	return qn_program_check(program, catalogue, err);
}

int qn_program_read_hashed(const void *bytes, size_t length, const qn_catalogue *catalogue, uint64_t hash, qn_program **out, qn_error *err)
{
	qn_program *program;
	qn_bytes in = { .at = bytes, .end = (const unsigned char *)bytes + length };
	int rc;
	*out = NULL;
	if (length > MOST_LENGTH)
		return qn_fail_both(err, QN_ELIMIT, "规则编成的程序超过 8 MB:%zu 字节", "the program is larger than 8 MB: %zu bytes", length);
	if (!(program = qn_program_new()))
		return qn_no_memory(err);
	in.arena = &program->arena;
	if ((rc = read_program(&in, catalogue, hash, program, err)) == QN_OK)
		*out = program;
	else
		qn_program_free(program);
	return rc;
}

int qn_program_read(const void *bytes, size_t length, const qn_catalogue *catalogue, qn_program **out, qn_error *err)
{
	uint64_t hash;
	*out = NULL;
	if (!qn_catalogue_hash(catalogue, &hash))
		return qn_no_memory(err);
	return qn_program_read_hashed(bytes, length, catalogue, hash, out, err);
}
