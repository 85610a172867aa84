/* SPDX-License-Identifier: Apache-2.0 */
/* value.c - reads typed quantities; the unit decides what a number means, and nothing is guessed. */
#include "assess/value.h"
#include <ctype.h>
#include <math.h>
#include <string.h>
#include "base/real.h"
#include "base/text.h"

static void trim(const char **text, size_t *length)
{
	while (*length && isspace((unsigned char)**text))
		++*text, --*length;
	while (*length && isspace((unsigned char)(*text)[*length - 1]))
		--*length;
}

enum { LONGEST = 128 };

/* 1,200 or 12,345,678.9 at the front without its commas; groups that are none stay. */
static void close_groups(char *text)
{
	size_t sign = strspn(text, "+-"), front = strspn(text + sign, "0123456789"), end = sign + front;
	while (text[end] == ',' && strspn(text + end + 1, "0123456789") == 3)
		end += 4;
	if (front < 1 || front > 3 || text[end] == ',')
		return;
	char *to = text;
	for (const char *from = text; *from; from++)
		if (*from != ',' || from >= text + end)
			*to++ = *from;
	*to = 0;
}

/* A number as a Chinese keyboard writes it, its full-width letters, digits and signs in ASCII. What is too long is no number, and stays. */
static void fold(const char **text, size_t *length, char out[LONGEST])
{
	size_t n = 0;
	if (*length >= LONGEST)
		return;
	for (size_t i = 0; i < *length; i++) {
		const unsigned char *at = (const unsigned char *)*text + i;
		bool wide = *length - i >= 3 && at[0] == 0xEF && ((at[1] == 0xBC && at[2] >= 0x81) || (at[1] == 0xBD && at[2] <= 0x9E));
		out[n++] = wide ? (char)(at[2] - 0x80 + (at[1] == 0xBC ? ' ' : '`')) : (char)at[0];
		i += wide ? 2 : 0;
	}
	out[n] = 0;
	close_groups(out);
	*text = out, *length = strlen(out);
}

/* How many bytes at the front can belong to a number. */
static size_t number_length(const char *text, size_t length)
{
	size_t n = 0;
	while (n < length && (isdigit((unsigned char)text[n]) || strchr("+-.", text[n]) ||
		((text[n] == 'e' || text[n] == 'E') && n > 0 && n + 1 < length && (isdigit((unsigned char)text[n + 1]) || text[n + 1] == '-'))))
		n++;
	return n;
}

static long find_unit(const qn_units *units, const char *text, size_t length)
{
	for (uint32_t i = 0; i < units->units; i++) {
		const qn_unit *unit = &units->unit[i];
		if ((strlen(unit->id) == length && !memcmp(unit->id, text, length)) ||
			(unit->symbol && strlen(unit->symbol) == length && !memcmp(unit->symbol, text, length)))
			return (long)i;
	}
	return -1;
}

static bool needs_a_sign(const qn_unit *unit)
{
	return unit->kind == QN_UNIT_AMOUNT || unit->kind == QN_UNIT_SCORE || (unit->kind == QN_UNIT_RATIO && unit->multiply != unit->divide);
}

int qn_no_indicator(const qn_catalogue *catalogue, const char *name, qn_error *err)
{
	const char *near = qn_catalogue_nearest(catalogue, name);
	return near ? qn_fail_both(err, QN_EUSAGE, "没有叫“%s”的指标:是不是 %s?", "no indicator is called \"%s\": did you mean %s?", name, near)
		: qn_fail_both(err, QN_EUSAGE, "没有叫“%s”的指标:qunce list 库 indicators 列出全部", "no indicator is called \"%s\": qunce list STORE indicators shows them", name);
}

/* 0.7 where per cents are meant may be seventy of them, or less than one: both are offered. */
static int fail_bare(const char *text, size_t digits, double number, const qn_unit *unit, qn_error *err)
{
	if (unit->kind != QN_UNIT_RATIO || fabs(number) > 1)
		return qn_fail_both(err, QN_EUSAGE, "%.*s 没有单位:请写 %.*s%s", "%.*s has no unit: write %.*s%s", (int)digits, text, (int)digits, text, unit->symbol);
	return qn_fail_both(err, QN_EUSAGE, "%.*s 没有单位:请写明是 %.12g%s 还是 %.*s%s", "%.*s has no unit: write %.12g%s or %.*s%s, whichever is meant", (int)digits, text,
		qn_unit_from_reference(unit, number), unit->symbol, (int)digits, text, unit->symbol);
}

static int fail_number(const char *text, size_t length, const qn_unit *wanted, qn_error *err)
{
	const char *sign = wanted && needs_a_sign(wanted) ? wanted->symbol : "";
	return qn_fail_both(err, QN_EUSAGE, "“%.*s”不是数:请写成 4%s 或 normal(4%s, 2%s) 这样", "\"%.*s\" is not a number: write it as in 4%s or normal(4%s, 2%s)", (int)length, text,
		sign, sign, sign);
}

static int fail_unit(const char *sign, size_t length, const qn_unit *wanted, qn_error *err)
{
	if (wanted && wanted->symbol && *wanted->symbol)
		return qn_fail_both(err, QN_EUSAGE, "“%.*s”不是规则包里的单位:此处用 %s", "\"%.*s\" is not a unit of this pack: %s is wanted", (int)length, sign, wanted->symbol);
	return qn_fail_both(err, QN_EUSAGE, "“%.*s”不是规则包里的单位:此处只写数", "\"%.*s\" is not a unit of this pack: a number alone is wanted", (int)length, sign);
}

/* 40家 where things are counted, as a pure number or in a unit without a word of its own. */
static bool is_counted(const char *sign, double number, const qn_unit *wanted)
{
	bool counts = !wanted || (wanted->kind == QN_UNIT_COUNT && (!wanted->symbol || !*wanted->symbol));
	return counts && number == floor(number) && qn_unit_is_counter(sign);
}

int qn_value_read(const qn_catalogue *catalogue, uint32_t unit, const char *text, size_t length, double *out, qn_error *err)
{
	const qn_units *units = &catalogue->units;
	const qn_unit *wanted = unit == QN_NONE ? NULL : &units->unit[unit];
	char folded[LONGEST];
	double number;
	trim(&text, &length);
	fold(&text, &length, folded);
	size_t digits = number_length(text, length);
	if (digits == 0 || !qn_number_read(text, digits, &number))
		return fail_number(text, length, wanted, err);
	const char *sign = text + digits;
	size_t sign_length = length - digits;
	trim(&sign, &sign_length);
	if (sign_length == 0 || (text == folded && is_counted(sign, number, wanted))) {
		if (wanted && needs_a_sign(wanted) && number != 0)
			return fail_bare(text, digits, number, wanted, err);
		*out = number;
		return QN_OK;
	}
	long found = find_unit(units, sign, sign_length);
	if (found < 0)
		return fail_unit(sign, sign_length, wanted, err);
	qn_dimension dimension = wanted ? wanted->dimension : 0;
	if (!wanted && units->unit[found].dimension != dimension)
		return qn_fail_both(err, QN_EUSAGE, "%.*s 的单位是 %s,此处要不带单位的数", "%.*s is in %s, and a pure number is wanted", (int)length, text, units->unit[found].id);
	if (units->unit[found].dimension != dimension || (wanted && wanted->kind == QN_UNIT_RANK))
		return qn_fail_both(err, QN_EUSAGE, "%.*s 的单位是 %s,此处要 %s", "%.*s is in %s, and %s is wanted", (int)length, text, units->unit[found].id, wanted->id);
	*out = qn_unit_to_reference(&units->unit[found], number);
	return QN_OK;
}

static const struct { const char *name; int kind, arguments; const char *usage; } families[] = {
	{ "normal", QN_NORMAL, 2, "normal(mean, sd)" },
	{ "lognormal", QN_LOGNORMAL, 2, "lognormal(mu, sigma)" },
	{ "uniform", QN_UNIFORM, 2, "uniform(low, high)" },
	{ "triangular", QN_TRIANGULAR, 3, "triangular(low, mode, high)" },
	{ "between", QN_NORMAL, 2, "between(p5, p95)" },
};

static int check_family(const qn_distribution *d, const char *text, size_t length, qn_error *err)
{
	bool good = d->kind == QN_UNIFORM ? d->a < d->b : d->kind == QN_TRIANGULAR ? d->a <= d->b && d->b <= d->c && d->a < d->c : d->b >= 0;
	if (good)
		return QN_OK;
	return d->kind == QN_UNIFORM || d->kind == QN_TRIANGULAR
		? qn_fail_both(err, QN_EUSAGE, "%.*s:各数须由小到大", "%.*s: the numbers must rise", (int)length, text)
		: qn_fail_both(err, QN_EUSAGE, "%.*s:离散程度不能为负", "%.*s: the spread must not be negative", (int)length, text);
}

/* An interval of nine in ten, as the normal distribution that has it: its ends lie z(0.95) deviations from its mean. */
static void make_between(qn_distribution *d)
{
	double low = d->a, high = d->b;
	d->a = (low + high) / 2;
	d->b = (high - low) / (2 * 1.6448536269514722);
}

static int read_arguments(const qn_catalogue *catalogue, uint32_t unit, size_t family, const char *text, size_t length,
	qn_distribution *out, qn_error *err)
{
	double argument[3] = { 0 };
	int given = 0;
	while (length > 0 || given == 0) {
		const char *comma = memchr(text, ',', length);
		size_t part = comma ? (size_t)(comma - text) : length;
		if (given == families[family].arguments)
			return qn_fail_both(err, QN_EUSAGE, "数太多:请写 %s", "too many numbers: write %s", families[family].usage);
		int rc = qn_value_read(catalogue, unit, text, part, &argument[given++], err);
		if (rc < 0)
			return rc;
		if (!comma)
			break;
		text += part + 1, length -= part + 1;
	}
	if (given != families[family].arguments)
		return qn_fail_both(err, QN_EUSAGE, "要 %d 个数:请写 %s", "%d numbers are wanted: write %s", families[family].arguments, families[family].usage);
	*out = (qn_distribution){ .kind = (__typeof__(out->kind))families[family].kind, .a = argument[0], .b = argument[1], .c = argument[2] };
	return QN_OK;
}

int qn_distribution_read(const qn_catalogue *catalogue, uint32_t unit, const char *text, size_t length, qn_distribution *out, qn_error *err)
{
	trim(&text, &length);
	const char *open = memchr(text, '(', length);
	if (!open) {
		*out = (qn_distribution){ .kind = QN_FIXED };
		return qn_value_read(catalogue, unit, text, length, &out->a, err);
	}
	for (size_t i = 0; i < sizeof families / sizeof *families; i++) {
		size_t name = (size_t)(open - text);
		if (strlen(families[i].name) != name || memcmp(families[i].name, text, name))
			continue;
		if (text[length - 1] != ')')
			return qn_fail_both(err, QN_EUSAGE, "%.*s 缺右括号", "%.*s lacks its closing bracket", (int)length, text);
		bool of_logarithm = families[i].kind == QN_LOGNORMAL; /* pure numbers, as in a script */
		int rc = read_arguments(catalogue, of_logarithm ? QN_NONE : unit, i, open + 1, length - name - 2, out, err);
		if (rc == QN_OK && of_logarithm && unit != QN_NONE)
			out->a += qn_log(qn_unit_to_reference(&catalogue->units.unit[unit], 1));
		if (rc == QN_OK && !strcmp(families[i].name, "between")) {
			if (out->a > out->b)
				return qn_fail_both(err, QN_EUSAGE, "%.*s:第一个数 p5 应较小", "%.*s: the first number, p5, is the lower one", (int)length, text);
			make_between(out);
		}
		return rc < 0 ? rc : check_family(out, text, length, err);
	}
	return qn_fail_both(err, QN_EUSAGE, "没有“%.*s”这种分布:可用 normal、lognormal、uniform、triangular、between",
		"%.*s is no distribution: normal, lognormal, uniform, triangular and between are", (int)(open - text), text);
}
