/* SPDX-License-Identifier: Apache-2.0 */
/* unit.c - arithmetic on sixteen signed nibbles, and their names. */
#include "base/unit.h"
#include <string.h>

static int power_of(qn_dimension dimension, int index)
{
	int nibble = (int)(dimension >> (4 * index) & 15);
	return nibble < 8 ? nibble : nibble - 16;
}

/* a's powers plus times b's. */
static bool combine(qn_dimension a, qn_dimension b, int times, qn_dimension *out)
{
	qn_dimension sum = 0;
	for (int i = 0; i < QN_DIMENSIONS; i++) {
		int power = power_of(a, i) + times * power_of(b, i);
		if (power < -8 || power > 7)
			return false;
		sum |= (qn_dimension)(power & 15) << (4 * i);
	}
	*out = sum;
	return true;
}

bool qn_dimension_multiply(qn_dimension a, qn_dimension b, qn_dimension *out) { return combine(a, b, 1, out); }
bool qn_dimension_divide(qn_dimension a, qn_dimension b, qn_dimension *out) { return combine(a, b, -1, out); }

bool qn_dimension_power(qn_dimension a, int power, qn_dimension *out)
{
	if (power < -8 || power > 8) {
		*out = 0;
		return a == 0;
	}
	return combine(0, a, power, out);
}

qn_dimension qn_dimension_base(int index) { return (qn_dimension)1 << (4 * index); }

int qn_units_dimension(qn_units *units, qn_arena *arena, const char *name)
{
	for (int i = 0; i < units->dimensions; i++)
		if (!strcmp(units->dimension[i], name))
			return i;
	if (units->dimensions == QN_DIMENSIONS)
		return -1;
	char *copy = qn_arena_text(arena, name);
	if (!copy)
		return -1;
	units->dimension[units->dimensions] = copy;
	return units->dimensions++;
}

int qn_units_find(const qn_units *units, const char *id)
{
	for (uint32_t i = 0; i < units->units; i++)
		if (!strcmp(units->unit[i].id, id))
			return (int)i;
	return -1;
}

bool qn_dimension_is_count(const qn_units *units, qn_dimension dimension)
{
	for (int i = 0; i < units->dimensions; i++)
		if (dimension == qn_dimension_base(i))
			return units->counted[i];
	return false;
}

/* What one of a base dimension is called: its reference unit if it has one, else the dimension. */
static const char *base_name(const qn_units *units, int index)
{
	for (uint32_t i = 0; i < units->units && !units->counted[index]; i++) {
		const qn_unit *unit = &units->unit[i];
		if (unit->dimension == qn_dimension_base(index) && unit->multiply == unit->divide)
			return unit->id;
	}
	return units->dimension[index];
}

static void add_factors(qn_buffer *text, const qn_units *units, qn_dimension dimension, int sign)
{
	bool first = true;
	for (int i = 0; i < units->dimensions; i++) {
		int power = power_of(dimension, i) * sign;
		if (power <= 0)
			continue;
		qn_buffer_printf(text, "%s%s", first ? sign < 0 ? "/" : "" : sign < 0 ? "/" : "·", base_name(units, i));
		if (power > 1)
			qn_buffer_printf(text, "^%d", power);
		first = false;
	}
}

const char *qn_dimension_text(const qn_units *units, qn_dimension dimension, qn_arena *arena)
{
	qn_buffer text = { 0 };
	if (dimension == 0)
		return "a pure number";
	add_factors(&text, units, dimension, 1);
	if (text.length == 0)
		qn_buffer_text(&text, "1");
	add_factors(&text, units, dimension, -1);
	const char *out = qn_buffer_keep(&text, arena);
	return out ? out : "an unnamed unit";
}

double qn_unit_to_reference(const qn_unit *unit, double value) { return value * unit->multiply / unit->divide; }
double qn_unit_from_reference(const qn_unit *unit, double value) { return value * unit->divide / unit->multiply; }
