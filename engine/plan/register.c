/* SPDX-License-Identifier: Apache-2.0 */
#include "plan/register.h"
#include <string.h>
#include "base/names.h"

const char *const qn_holds_names[QN_HOLDS_TYPES + 1] = { "code", "key", "text", "date", "since", "until", "year", "number", "choice", "flag", "figure", NULL };

static bool is_called(const qn_register_field *field, const char *name)
{
	return !strcmp(field->id, name) || (field->title.zh && !strcmp(field->title.zh, name)) || (field->title.en && !strcmp(field->title.en, name));
}

uint32_t qn_register_find(const qn_register *of, const char *name)
{
	for (uint32_t i = 0; i < of->fields; i++)
		if (is_called(&of->field[i], name))
			return i;
	return QN_NO_FIELD;
}

uint32_t qn_register_first(const qn_register *of, qn_holds holds)
{
	for (uint32_t i = 0; i < of->fields; i++)
		if (of->field[i].holds == holds)
			return i;
	return QN_NO_FIELD;
}

uint32_t qn_register_key(const qn_register *of)
{
	for (uint32_t i = 0; i < of->fields; i++)
		if (of->field[i].holds <= QN_HOLDS_KEY && of->field[i].tells)
			return i;
	return QN_NO_FIELD;
}

uint32_t qn_register_choice_find(const qn_register_field *of, const char *word)
{
	for (uint32_t i = 0; i < of->choices; i++)
		if (!strcmp(of->choice[i].id, word) || (of->choice[i].zh && !strcmp(of->choice[i].zh, word)))
			return i;
	return QN_NO_FIELD;
}

/* What cannot be. */

static const char *fault_of_reference(const qn_register *all, uint32_t count, const qn_register_field *field)
{
	if (field->other >= count || field->other_field >= all[field->other].fields)
		return "a field is found in a register that does not exist";
	const qn_register *other = &all[field->other];
	const qn_register_field *there = &other->field[field->other_field];
	if (qn_register_key(other) == QN_NO_FIELD)
		return "a field is found in a register without a key";
	if (field->holds == QN_HOLDS_FIGURE)
		return there->holds == QN_HOLDS_NUMBER && there->unit == field->unit && qn_register_first(other, QN_HOLDS_YEAR) != QN_NO_FIELD ? NULL
			: "a figure is none of another register by year";
	return there->holds == QN_HOLDS_CHOICE && field->other_choice < there->choices ? NULL : "a flag is no choice of another register";
}

static const char *fault_of_field(const qn_register *all, uint32_t count, const qn_register *of, const qn_register_field *field, const qn_units *units)
{
	bool measured = field->holds == QN_HOLDS_NUMBER || field->holds == QN_HOLDS_FIGURE;
	if (measured ? field->unit >= units->units : field->unit != 0)
		return "a field's unit does not exist";
	if ((field->choices != 0) != (field->holds == QN_HOLDS_CHOICE))
		return "a field has choices and should not, or has none";
	for (uint32_t i = 0; i < field->choices; i++)
		if (qn_register_choice_find(field, field->choice[i].id) != i)
			return "a choice is there twice";
	if (field->holds >= QN_HOLDS_SINCE && field->holds <= QN_HOLDS_YEAR && &of->field[qn_register_first(of, field->holds)] != field)
		return "a register has two fields of when its records hold";
	if (qn_register_find(of, field->id) != (uint32_t)(field - of->field))
		return "a field is there twice";
	if (!qn_holds_elsewhere(field->holds))
		return field->other || field->other_field || field->other_choice ? "a field points elsewhere" : NULL;
	if (qn_register_key(of) == QN_NO_FIELD || field->needed || field->tells)
		return "a field that is found elsewhere has no key";
	return fault_of_reference(all, count, field);
}

static const char *fault_of_names(const qn_register *all, uint32_t count)
{
	qn_names *names = qn_names_new();
	const char *fault = names ? NULL : qn_bytes_no_memory;
	for (uint32_t r = 0; r < count && !fault; r++) {
		uint32_t number = qn_names_add(names, all[r].id, strlen(all[r].id));
		if (number != r)
			fault = number == QN_NO_NAME ? qn_bytes_no_memory : "a register is there twice";
	}
	qn_names_free(names);
	return fault;
}

const char *qn_registers_fault(const qn_register *all, uint32_t count, const qn_units *units)
{
	for (uint32_t r = 0; r < count; r++) {
		if (strlen(all[r].id) > QN_REGISTER_BYTES)
			return "a register's name is too long";
		if (all[r].fields > QN_MOST_FIELDS)
			return "a register has too many fields";
		for (uint32_t f = 0; f < all[r].fields; f++) {
			const char *fault = fault_of_field(all, count, &all[r], &all[r].field[f], units);
			if (fault)
				return fault;
		}
	}
	return fault_of_names(all, count);
}

/* As bytes. */

static void walk_choice(qn_bytes *bytes, void *item)
{
	qn_register_choice *choice = item;
	qn_bytes_name(bytes, &choice->id);
	qn_bytes_line(bytes, &choice->zh);
}

static void walk_field(qn_bytes *bytes, void *item)
{
	qn_register_field *field = item;
	qn_bytes_name(bytes, &field->id);
	qn_label_walk(bytes, &field->title);
	qn_bytes_prose(bytes, &field->note);
	qn_bytes_enum(bytes, field->holds, QN_HOLDS_TYPES - 1);
	qn_bytes_bool(bytes, &field->needed);
	qn_bytes_bool(bytes, &field->tells);
	qn_bytes_u32(bytes, &field->unit);
	qn_bytes_array(bytes, (void **)&field->choice, &field->choices, sizeof *field->choice, 9, walk_choice);
	qn_bytes_u32(bytes, &field->other);
	qn_bytes_u32(bytes, &field->other_field);
	qn_bytes_u32(bytes, &field->other_choice);
}

void qn_register_walk(qn_bytes *bytes, void *one)
{
	qn_register *of = one;
	qn_bytes_name(bytes, &of->id);
	qn_label_walk(bytes, &of->title);
	qn_bytes_prose(bytes, &of->note);
	qn_bytes_u32(bytes, &of->months);
	qn_bytes_bool(bytes, &of->needed);
	qn_bytes_array(bytes, (void **)&of->field, &of->fields, sizeof *of->field, 38, walk_field);
}
