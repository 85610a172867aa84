/* SPDX-License-Identifier: Apache-2.0 */
/* catalogue.c - finding things in a catalogue, and the catalogue as bytes. */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "base/names.h"
#include "base/text.h"
#include "plan/bytes.h"
#include "plan/catalogue.h"

/* "QNC3", "QNC2", "QNC1": the format's version is in it. A catalogue without registers is as it was before there were any. */
static const uint32_t with_registers = 0x33434E51, magic = 0x32434E51, without_aliases = 0x31434E51;

void qn_catalogue_free(qn_catalogue *catalogue)
{
	if (!catalogue)
		return;
	qn_arena_free(&catalogue->arena);
	free(catalogue);
}

const char *qn_alias_next(const char **at, size_t *length)
{
	const char *alias = *at;
	if (!alias || !*alias)
		return NULL;
	*length = strcspn(alias, ";");
	*at = alias + *length + (alias[*length] == ';');
	return alias;
}

static bool has_alias(const char *aliases, const char *name)
{
	size_t length = strlen(name), taken;
	for (const char *alias; (alias = qn_alias_next(&aliases, &taken));)
		if (taken == length && length && memcmp(alias, name, length) == 0)
			return true;
	return false;
}

long qn_catalogue_indicator(const qn_catalogue *catalogue, const char *name)
{
	for (uint32_t i = 0; i < catalogue->indicators; i++)
		if (strcmp(catalogue->indicator[i].id, name) == 0)
			return i;
	for (uint32_t i = 0; i < catalogue->indicators; i++)
		if (qn_label_is(&catalogue->indicator[i].title, name))
			return i;
	for (uint32_t i = 0; i < catalogue->indicators; i++)
		if (has_alias(catalogue->indicator[i].aliases, name))
			return i;
	return -1;
}

long qn_catalogue_kind(const qn_catalogue *catalogue, const char *id)
{
	for (uint32_t i = 0; i < catalogue->kinds; i++)
		if (strcmp(catalogue->kind[i].id, id) == 0)
			return i;
	for (uint32_t i = 0; i < catalogue->kinds; i++)
		if (qn_label_is(&catalogue->kind[i].title, id))
			return i;
	return -1;
}

long qn_catalogue_member(const qn_catalogue *catalogue, uint32_t kind, const char *id)
{
	const struct qn_members *member = &catalogue->member[kind];
	for (uint32_t i = 0; i < member->count; i++)
		if (strcmp(member->id[i], id) == 0)
			return i;
	for (uint32_t i = 0; i < member->count; i++)
		if (qn_label_is(&member->title[i], id))
			return i;
	return -1;
}

long qn_catalogue_register(const qn_catalogue *catalogue, const char *name)
{
	for (uint32_t i = 0; i < catalogue->registers; i++)
		if (strcmp(catalogue->registered[i].id, name) == 0)
			return i;
	for (uint32_t i = 0; i < catalogue->registers; i++)
		if (qn_label_is(&catalogue->registered[i].title, name))
			return i;
	return -1;
}

static const char *indicator_id(const void *context, size_t i) { return ((const qn_indicator *)context)[i].id; }

static const char *indicator_title(const void *context, size_t i)
{
	const qn_label *title = &((const qn_indicator *)context)[i].title;
	return title->zh ? title->zh : title->en;
}

const char *qn_catalogue_nearest(const qn_catalogue *catalogue, const char *name)
{
	long near = qn_text_nearest(name, indicator_id, catalogue->indicator, catalogue->indicators);
	if (near < 0)
		near = qn_text_nearest(name, indicator_title, catalogue->indicator, catalogue->indicators);
	return near < 0 ? NULL : catalogue->indicator[near].id;
}

/* As bytes. */

void qn_label_walk(qn_bytes *bytes, qn_label *label)
{
	qn_bytes_line(bytes, &label->zh);
	qn_bytes_line(bytes, &label->en);
	if (label->zh || label->en)
		return;
	qn_bytes_refuse(bytes, "something has no title");
	label->en = "";
}

void qn_label_walk_words(qn_bytes *bytes, qn_label *words)
{
	qn_bytes_prose(bytes, &words->zh);
	qn_bytes_prose(bytes, &words->en);
}

/* units.h has plain char pointers, because units are put together by hand. */
static void walk_own_text(qn_bytes *bytes, char **text, void (*walk)(qn_bytes *, const char **))
{
	const char *borrowed = *text;
	walk(bytes, &borrowed);
	*text = (char *)borrowed;
}

static void walk_unit(qn_bytes *bytes, void *item)
{
	qn_unit *unit = item;
	walk_own_text(bytes, &unit->id, qn_bytes_name);
	walk_own_text(bytes, &unit->symbol, qn_bytes_line);
	walk_own_text(bytes, &unit->maker, qn_bytes_line);
	qn_bytes_enum(bytes, unit->kind, QN_UNIT_SCORE);
	qn_bytes_u64(bytes, &unit->dimension);
	qn_bytes_double(bytes, &unit->multiply);
	qn_bytes_double(bytes, &unit->divide);
	qn_bytes_enum(bytes, unit->decimals, 15);
	if (!(unit->multiply > 0) || !(unit->divide > 0))
		qn_bytes_refuse(bytes, "a unit's factor is not positive");
}

static void walk_indicator(qn_bytes *bytes, void *item)
{
	qn_indicator *indicator = item;
	int32_t better = indicator->better;
	qn_bytes_name(bytes, &indicator->id);
	qn_label_walk(bytes, &indicator->title);
	qn_bytes_u32(bytes, &indicator->unit);
	qn_bytes_u64(bytes, &indicator->dimension);
	qn_bytes_enum(bytes, indicator->kind, QN_FLAGGED);
	qn_bytes_enum(bytes, indicator->frequency, QN_YEAR_TO_DATE);
	qn_bytes_i32(bytes, &better);
	indicator->better = better;
	qn_bytes_line(bytes, &indicator->theme);
	qn_bytes_line(bytes, &indicator->clause);
	qn_bytes_prose(bytes, &indicator->note);
}

static void walk_kind(qn_bytes *bytes, void *item)
{
	qn_kind *kind = item;
	qn_bytes_name(bytes, &kind->id);
	qn_label_walk(bytes, &kind->title);
}

static void walk_id(qn_bytes *bytes, void *item) { qn_bytes_name(bytes, item); }
static void walk_title(qn_bytes *bytes, void *item) { qn_label_walk(bytes, item); }

static void walk_members(qn_bytes *bytes, struct qn_members *member)
{
	uint32_t titles = member->count;
	qn_bytes_array(bytes, (void **)&member->id, &member->count, sizeof *member->id, 5, walk_id);
	qn_bytes_array(bytes, (void **)&member->title, &titles, sizeof *member->title, 8, walk_title);
	if (titles == member->count)
		return;
	qn_bytes_refuse(bytes, "ids and titles of members do not pair");
	member->count = 0;
}

static void walk_units(qn_bytes *bytes, qn_units *units)
{
	qn_bytes_enum(bytes, units->dimensions, QN_DIMENSIONS);
	for (int i = 0; i < units->dimensions; i++) {
		walk_own_text(bytes, &units->dimension[i], qn_bytes_name);
		qn_bytes_bool(bytes, &units->counted[i]);
	}
	qn_bytes_array(bytes, (void **)&units->unit, &units->units, sizeof *units->unit, 41, walk_unit);
}

static void walk_registered(qn_bytes *bytes, qn_catalogue *catalogue)
{
	qn_bytes_array(bytes, (void **)&catalogue->registered, &catalogue->registers, sizeof *catalogue->registered, 26, qn_register_walk);
}

static void write_packed(qn_bytes *bytes, qn_catalogue *catalogue)
{
	qn_buffer packed = { 0 };
	qn_bytes inner = { .out = &packed };
	if (catalogue->packed)
		qn_buffer_add(&packed, catalogue->packed, catalogue->packed_length);
	else
		walk_registered(&inner, catalogue);
	const unsigned char *run = (const unsigned char *)packed.data;
	uint32_t length = (uint32_t)packed.length;
	if (packed.failed)
		bytes->out->failed = 1;
	else
		qn_bytes_run(bytes, &run, &length);
	qn_buffer_free(&packed);
}

/* In bytes they are a run of their own, so that whoever reads none of them passes over it. */
static void walk_registers(qn_bytes *bytes, qn_catalogue *catalogue)
{
	if (bytes->text && (catalogue->registers || !catalogue->packed))
		walk_registered(bytes, catalogue);
	else if (bytes->text)
		qn_bytes_refuse(bytes, "its registers are not unpacked");
	else if (bytes->out)
		write_packed(bytes, catalogue);
	else
		qn_bytes_run(bytes, &catalogue->packed, &catalogue->packed_length);
}

int qn_catalogue_registers(qn_catalogue *catalogue, qn_error *err)
{
	if (!catalogue->packed || catalogue->registers)
		return QN_OK;
	qn_bytes in = { .at = catalogue->packed, .end = catalogue->packed + catalogue->packed_length, .arena = &catalogue->arena };
	walk_registered(&in, catalogue);
	if (in.at != in.end)
		qn_bytes_refuse(&in, "something follows its end");
	if (!in.why)
		in.why = qn_registers_fault(catalogue->registered, catalogue->registers, &catalogue->units);
	if (!in.why)
		return QN_OK;
	catalogue->registers = 0;
	return in.why == qn_bytes_no_memory ? qn_no_memory(err) : qn_fail(err, QN_EINPUT, "the registers of the catalogue cannot be used: %s", in.why);
}

void qn_catalogue_walk(qn_bytes *bytes, qn_catalogue *catalogue)
{
	uint32_t mark = catalogue->registers || catalogue->packed ? with_registers : magic;
	qn_bytes_u32(bytes, &mark);
	if (mark != with_registers && mark != magic && mark != without_aliases)
		qn_bytes_refuse(bytes, "it is of another format");
	qn_bytes_line(bytes, &catalogue->pack);
	qn_label_walk(bytes, &catalogue->title);
	qn_bytes_u32(bytes, &catalogue->subject);
	qn_bytes_enum(bytes, catalogue->frequency, QN_YEAR_TO_DATE);
	walk_units(bytes, &catalogue->units);
	qn_bytes_array(bytes, (void **)&catalogue->indicator, &catalogue->indicators, sizeof *catalogue->indicator, 49, walk_indicator);
	qn_bytes_array(bytes, (void **)&catalogue->kind, &catalogue->kinds, sizeof *catalogue->kind, 13, walk_kind);
	if (!bytes->out && catalogue->kinds && !(catalogue->member = qn_arena_array(bytes->arena, catalogue->kinds, sizeof *catalogue->member))) {
		qn_bytes_refuse(bytes, qn_bytes_no_memory);
		catalogue->kinds = 0;
	}
	for (uint32_t i = 0; i < catalogue->kinds; i++)
		walk_members(bytes, &catalogue->member[i]);
	for (uint32_t i = 0; mark != without_aliases && i < catalogue->indicators; i++)
		qn_bytes_line(bytes, &catalogue->indicator[i].aliases);
	if (mark == with_registers)
		walk_registers(bytes, catalogue);
}

void qn_catalogue_write(const qn_catalogue *catalogue, qn_buffer *out)
{
	qn_catalogue walked = *catalogue; /* writing changes nothing behind it */
	qn_bytes bytes = { .out = out };
	qn_catalogue_walk(&bytes, &walked);
}

bool qn_catalogue_hash(const qn_catalogue *catalogue, uint64_t *out)
{
	qn_buffer bytes = { 0 };
	qn_catalogue_write(catalogue, &bytes);
	bool whole = !bytes.failed;
	*out = whole ? qn_hash_words(bytes.data, bytes.length) : 0;
	qn_buffer_free(&bytes);
	return whole;
}

/* What bounds alone do not tell. */

static const char *fault_of_unit(const qn_units *units, const qn_unit *unit)
{
	if (!qn_units_hold(units, unit->dimension))
		return "a unit is of a dimension that does not exist";
	if (unit->dimension && (unit->kind == QN_UNIT_RATIO || unit->kind == QN_UNIT_RANK || unit->kind == QN_UNIT_FLAG))
		return "a ratio, rank or flag has a dimension";
	return NULL;
}

static const char *fault_of_indicator(const qn_units *units, const qn_indicator *indicator)
{
	const qn_unit *unit;
	if (indicator->unit >= units->units)
		return "an indicator's unit does not exist";
	unit = &units->unit[indicator->unit];
	if (indicator->better < -1 || indicator->better > 1)
		return "an indicator is better in no known direction";
	if (indicator->dimension == unit->dimension)
		return NULL;
	if (unit->kind != QN_UNIT_COUNT || unit->dimension || !qn_units_hold(units, indicator->dimension)
	    || !qn_dimension_is_count(units, indicator->dimension))
		return "an indicator's dimension is not its unit's";
	return NULL;
}

/* name_at(catalogue, i) is thing i's id: is any of them there twice? */
static const char *fault_of_ids(const qn_catalogue *catalogue, uint32_t count, const char *(*name_at)(const qn_catalogue *, uint32_t))
{
	qn_names *names = qn_names_new();
	const char *fault = names ? NULL : qn_bytes_no_memory;
	for (uint32_t i = 0; i < count && !fault; i++) {
		const char *id = name_at(catalogue, i);
		uint32_t number = qn_names_add(names, id, strlen(id));
		if (number != i)
			fault = number == QN_NO_NAME ? qn_bytes_no_memory : "an id is there twice";
	}
	qn_names_free(names);
	return fault;
}

static const char *unit_id(const qn_catalogue *catalogue, uint32_t i) { return catalogue->units.unit[i].id; }
static const char *id_of_indicator(const qn_catalogue *catalogue, uint32_t i) { return catalogue->indicator[i].id; }
static const char *kind_id(const qn_catalogue *catalogue, uint32_t i) { return catalogue->kind[i].id; }

static const char *fault_of(const qn_catalogue *catalogue)
{
	const char *fault = NULL;
	if (catalogue->subject >= catalogue->kinds)
		return "the kind that is judged does not exist";
	if (catalogue->member[catalogue->subject].count)
		return "the kind that is judged has members to group by";
	for (uint32_t i = 0; i < catalogue->units.units && !fault; i++)
		fault = fault_of_unit(&catalogue->units, &catalogue->units.unit[i]);
	for (uint32_t i = 0; i < catalogue->indicators && !fault; i++)
		fault = fault_of_indicator(&catalogue->units, &catalogue->indicator[i]);
	if (!fault)
		fault = fault_of_ids(catalogue, catalogue->units.units, unit_id);
	if (!fault)
		fault = fault_of_ids(catalogue, catalogue->indicators, id_of_indicator);
	return fault ? fault : fault_of_ids(catalogue, catalogue->kinds, kind_id);
}

int qn_catalogue_read(const void *bytes, size_t length, qn_catalogue **out, qn_error *err)
{
	qn_catalogue *catalogue = calloc(1, sizeof *catalogue);
	qn_bytes in = { .at = bytes, .end = (const unsigned char *)bytes + length };
	*out = NULL;
	if (!catalogue)
		return qn_no_memory(err);
	in.arena = &catalogue->arena;
	qn_catalogue_walk(&in, catalogue);
	if (in.at != in.end)
		qn_bytes_refuse(&in, "something follows its end");
	if (!in.why)
		in.why = fault_of(catalogue);
	if (in.why) {
		qn_catalogue_free(catalogue);
		return in.why == qn_bytes_no_memory ? qn_no_memory(err) : qn_fail(err, QN_EINPUT, "the catalogue cannot be used: %s", in.why);
	}
	*out = catalogue;
	return QN_OK;
}
