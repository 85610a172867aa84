/* SPDX-License-Identifier: Apache-2.0 */
/* trace.h - an answer taken apart, for other programs: every rule as nodes with what they come to, what was read, and how
 * long it took. JSON, version 1 of the format "qunce-trace":
 *
 *   format, version         "qunce-trace", 1: a reader refuses other versions; keys may be added within one
 *   title, synthetic        of the answer; does the store hold synthetic values?
 *   question                command, pack, model, seed, paths (of the answer), surveyed (how many of them, the first ones, are behind
 *                           the summaries: the draws are the same), base and horizon (periods), entity (null: all)
 *   scenarios               file, title: what the question stacks, each after those it rests on
 *   rules                   kind (criterion, target, model, derivation), id, part (needs, waivable, value, goal 2027, …), node, place
 *   nodes                   node (its number), formula, op, operands (numbers), type (number, rank, mask, category, period), unit, place,
 *                           values: period → present, missing and for a number min, median, max (in the unit), for a mask met:
 *                           over entities and paths. A node of a model's step has no value in an observed period
 *   parameters, assumptions id, kind, unit, source, place, usual (what the pack says in the base period), values: period, the first and each
 *                           in which it changes → value (in words, with its unit), set_by (the line that says so; null: the pack)
 *   imports                 number, file, source, known_on, sha256, synthetic: whose values were read
 *   times                   phase → seconds. Nothing else differs between two runs of one question
 *
 * Numbers have 15 significant digits; a missing one is null. */
#pragma once
#include <stdbool.h>
#include "base/arena.h"
#include "base/error.h"

typedef struct { const char *period; bool is_mask; uint64_t present, missing, met; double least, middle, most; } qn_trace_value;
typedef struct {
	uint32_t node;
	const char *formula, *op, *type, *unit, *place; /* unit, place: "" for none */
	uint32_t operand[3], operands;
	qn_trace_value value[2];
	int values;
} qn_trace_node;
typedef struct { const char *kind, *id, *part, *place; uint32_t node; } qn_trace_rule;
typedef struct { const char *period, *value, *set_by; } qn_trace_span; /* set_by: NULL for none */
typedef struct { const char *kind, *id, *usual, *unit, *source, *place; qn_trace_span *span; uint32_t spans; } qn_trace_input;
typedef struct { const char *file, *title; } qn_trace_scenario;
typedef struct { uint32_t number; const char *file, *source, *known_on, *sha256; bool synthetic; } qn_trace_import;
typedef struct { const char *phase; double seconds; } qn_trace_time;

typedef struct {
	const char *title, *command, *pack, *model, *base, *horizon, *entity; /* model, horizon, entity: NULL for none */
	uint64_t seed;
	uint32_t paths, surveyed;
	bool synthetic;
	qn_trace_scenario *scenario; uint32_t scenarios;
	qn_trace_rule *rule;         uint32_t rules;
	qn_trace_node *node;         uint32_t nodes;
	qn_trace_input *parameter;   uint32_t parameters;
	qn_trace_input *assumption;  uint32_t assumptions;
	qn_trace_import *import;     uint32_t imports;
	const qn_trace_time *time;   uint32_t times;
} qn_trace;

int qn_trace_write(const qn_trace *trace, qn_buffer *out, qn_error *err);
