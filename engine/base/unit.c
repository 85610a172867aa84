/* SPDX-License-Identifier: Apache-2.0 */
/* unit.c - arithmetic on sixteen signed nibbles, and their names. */
#include "base/unit.h"
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/real.h"
#include "base/text.h"

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

bool qn_units_hold(const qn_units *units, qn_dimension dimension)
{
	return units->dimensions >= QN_DIMENSIONS || dimension >> (4 * units->dimensions) == 0;
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

bool qn_unit_is_counter(const char *word)
{
	static const char *const words[] = { "个", "家", "户", "项", "件", "次", "场", "列", "条", "座", "所", "对", "种", "类", "支", "只", "批", "起", "笔", "台", "套", "款", NULL };
	for (const char *const *one = words; *one && *word & 0x80; one++)
		if (!strcmp(*one, word))
			return true;
	return false;
}

double qn_unit_to_reference(const qn_unit *unit, double value) { return value * unit->multiply / unit->divide; }
double qn_unit_from_reference(const qn_unit *unit, double value) { return value * unit->divide / unit->multiply; }

double qn_unit_told(const qn_unit *unit, double value)
{
	enum { FEW = 12 }; /* digits and signs of what no rounding has touched */
	char text[QN_NUMBER_SIZE];
	double middle = unit ? qn_unit_from_reference(unit, value) : value, told = middle;
	size_t shortest = strlen(qn_number_text(text, middle));
	if (!unit || shortest <= FEW || qn_is_missing(value))
		return middle;
	const double near[2] = { nextafter(middle, INFINITY), nextafter(middle, -INFINITY) };
	for (int i = 0; i < 2; i++) {
		size_t length = strlen(qn_number_text(text, near[i]));
		if (length < shortest && qn_unit_to_reference(unit, near[i]) == value)
			told = near[i], shortest = length;
	}
	return told;
}

static int decimals_of(double x)
{
	char text[QN_NUMBER_SIZE];
	const char *point = strchr(qn_number_text(text, x), '.');
	return strchr(text, 'e') ? -1 : point ? (int)strlen(point + 1) : 0;
}

double qn_unit_apart(const qn_unit *unit, double a, double b)
{
	double x = qn_unit_told(unit, a), y = qn_unit_told(unit, b);
	int of_x = decimals_of(x), of_y = decimals_of(y), decimals = of_x > of_y ? of_x : of_y;
	char text[QN_NUMBER_SIZE];
	if (of_x < 0 || of_y < 0 || snprintf(text, sizeof text, "%.*f", decimals, x - y) >= (int)sizeof text || qn_is_missing(x - y))
		return x - y;
	return strtod(text, NULL) + 0.0; /* nothing has no sign */
}
