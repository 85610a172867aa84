/* SPDX-License-Identifier: Apache-2.0 */
/* wide_head.c - the name of a column, taken apart from its ends: a period at either, a unit or a period in brackets behind. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include "base/names.h"
#include "ingest/amount.h"
#include "ingest/fold.h"
#include "ingest/when.h"
#include "ingest/wide.h"

enum { LONGEST = QN_TIGHT_MOST, LAYERS = 4 };

struct qn_callings {
	const qn_catalogue *catalogue;
	qn_names *names;
	uint32_t *indicator;  /* of each name; the first that is called so */
};

bool qn_name_tighten(const char *text, char tight[QN_TIGHT_MOST])
{
	if (!text || !*text || !qn_fold_tight(text, tight, LONGEST))
		return false;
	for (char *at = tight; *at; at++)
		*at = *at >= 'A' && *at <= 'Z' ? (char)(*at + ('a' - 'A')) : *at;
	return *tight != 0;
}

static bool call(qn_callings *c, const char *name, uint32_t indicator)
{
	char tight[LONGEST];
	if (!qn_name_tighten(name, tight))
		return true;
	uint32_t before = qn_names_count(c->names), number = qn_names_add(c->names, tight, strlen(tight));
	if (number == before)
		c->indicator[number] = indicator;
	return number != QN_NO_NAME;
}

static size_t count_aliases(const qn_catalogue *catalogue)
{
	size_t count = 0, length;
	for (uint32_t i = 0; i < catalogue->indicators; i++)
		for (const char *at = catalogue->indicator[i].aliases; qn_alias_next(&at, &length);)
			count++;
	return count;
}

static bool call_by_aliases(qn_callings *c, const char *aliases, uint32_t indicator)
{
	char one[LONGEST];
	bool good = true;
	size_t length;
	for (const char *alias; good && (alias = qn_alias_next(&aliases, &length));) {
		snprintf(one, sizeof one, "%.*s", (int)length, alias);
		good = call(c, one, indicator);
	}
	return good;
}

qn_callings *qn_callings_new(const qn_catalogue *catalogue)
{
	qn_callings *c = calloc(1, sizeof *c);
	if (!c)
		return NULL;
	c->catalogue = catalogue;
	c->names = qn_names_new();
	c->indicator = calloc(3 * (size_t)catalogue->indicators + count_aliases(catalogue) + 1, sizeof *c->indicator);
	bool good = c->names && c->indicator;
	for (uint32_t i = 0; good && i < catalogue->indicators; i++)
		good = call(c, catalogue->indicator[i].id, i) && call(c, catalogue->indicator[i].title.zh, i) && call(c, catalogue->indicator[i].title.en, i);
	for (uint32_t i = 0; good && i < catalogue->indicators; i++) /* behind the names of all, which go first */
		good = call_by_aliases(c, catalogue->indicator[i].aliases, i);
	if (good)
		return c;
	qn_callings_free(c);
	return NULL;
}

void qn_callings_free(qn_callings *c)
{
	if (!c)
		return;
	qn_names_free(c->names);
	free(c->indicator);
	free(c);
}

long qn_callings_find(const qn_callings *c, const char *text)
{
	char tight[LONGEST];
	uint32_t number = qn_name_tighten(text, tight) ? qn_names_find(c->names, tight, strlen(tight)) : QN_NO_NAME;
	return number == QN_NO_NAME ? -1 : (long)c->indicator[number];
}

static const struct { const char *open, *close; } brackets[] = { { "(", ")" }, { "[", "]" }, { "【", "】" }, { "〔", "〕" }, { "〈", "〉" } };

static const char *last_of(const char *text, const char *what)
{
	const char *found = NULL;
	for (const char *at = text; (at = strstr(at, what)); at++)
		found = at;
	return found;
}

/* The words in brackets, or behind a colon, that end the text: cut off it and copied. */
bool qn_name_cut_end(char *text, char *inner, size_t size)
{
	for (size_t b = 0; b < sizeof brackets / sizeof *brackets; b++) {
		size_t length = strlen(text), close = strlen(brackets[b].close);
		const char *open = last_of(text, brackets[b].open);
		if (!open || open == text || length < close || strcmp(text + length - close, brackets[b].close) != 0)
			continue;
		const char *from = open + strlen(brackets[b].open);
		snprintf(inner, size, "%.*s", (int)(text + length - close - from), from);
		text[open - text] = 0;
		return true;
	}
	for (const char *sign = ":/,;"; *sign; sign++) {
		char *at = strrchr(text, *sign);
		if (at && at > text && at[1]) {
			snprintf(inner, size, "%s", at + 1);
			*at = 0;
			return true;
		}
	}
	return false;
}

/* 营业收入 万元: the last word, if it is a unit. */
static bool cut_unit(const qn_units *units, char *text, char *inner, size_t size)
{
	char *blank = strrchr(text, ' ');
	if (!blank || blank == text || !(blank[1] & 0x80) || !qn_amount_is_unit(blank + 1, units))
		return false;
	snprintf(inner, size, "%s", blank + 1);
	*blank = 0;
	return true;
}

const char *qn_name_unit_word(const char *inner)
{
	static const char *const fronts[] = { "单位:", "单位", "unit:", "in " };
	for (size_t f = 0; f < sizeof fronts / sizeof *fronts; f++)
		if (!strncasecmp(inner, fronts[f], strlen(fronts[f])))
			inner += strlen(fronts[f]);
	return inner + strspn(inner, " ");
}

static const qn_both two_units = { "有两个单位:只留对的那一个", "tells two units: keep the one that is right" };
static const qn_both two_periods = { "有两个时期:只留对的那一个", "names two periods: keep the one that is right" };
static const qn_both not_below = { "与下面一行的时期不同:只留对的那一个", "is of another period than the row below it says: keep the one that is right" };
static const qn_both a_part = { "没有写全是哪一期:请写成 2025年1-9月 这样", "does not say of which period it is: write it whole, as in 2025年1-9月" };
static const qn_both another_kind = { "使下面的数不是该时期的水平值(目标、增速、当月、其中、人均 …):不能当作水平值导入,请删去这一列,或改正表头",
	"makes of what stands below no levels of a period (a target, growth, a part, a value a head): take the column out, or correct the header" };

static const qn_both another_whole = { "说的是另一个范围(规上企业、全县 …)的数,不是各行自己的:不能当作它们的导入,请删去这一列,或改正表头",
	"makes of what stands below figures of another whole or a part (enterprises above a size, a county), not of the rows: take the column out, or correct the header" };

static bool same_unit(const qn_unit *a, const qn_unit *b) { return a->multiply * b->divide == b->multiply * a->divide; }

/* What the brackets said, once it is known which indicator they stand behind. */
static bool take_inner(const qn_catalogue *c, const char *inner, qn_wide_head *head)
{
	const qn_unit *own = &c->units.unit[c->indicator[head->indicator].unit];
	qn_unit unit;
	qn_period period;
	if (qn_amount_unit(qn_name_unit_word(inner), &c->units, own, &unit)) {
		head->why = head->has_unit && !same_unit(&unit, &head->unit) ? &two_units : head->why;
		head->unit = unit, head->has_unit = true;
		return true;
	}
	if (!qn_when_read(inner, &period)) {
		head->why = head->period != QN_NO_PERIOD && head->period != period ? &two_periods : head->why;
		head->period = period;
		return true;
	}
	head->wrong_unit = qn_amount_is_unit(qn_name_unit_word(inner), &c->units);
	return head->wrong_unit;
}

static qn_wide_head none(void) { return (qn_wide_head){ .indicator = -1, .period = QN_NO_PERIOD }; }

/* Layer by layer, until what is left is a name; then every layer must have meant something. */
qn_wide_head qn_wide_head_read(const qn_callings *c, const char *text)
{
	char left[LONGEST], rest[LONGEST], inner[LAYERS][LONGEST];
	size_t layers = 0;
	qn_wide_head head = none();
	if (!qn_fold(text, left, sizeof left))
		return head;
	while ((head.indicator = qn_callings_find(c, left)) < 0) {
		if (head.period == QN_NO_PERIOD && qn_when_split(left, &head.period, rest, sizeof rest)) {
			memcpy(left, rest, sizeof left);
			continue;
		}
		if (layers == LAYERS
		    || (!cut_unit(&c->catalogue->units, left, inner[layers], sizeof inner[layers]) && !qn_name_cut_end(left, inner[layers], sizeof inner[layers])))
			return none();
		layers++;
		for (size_t n = strlen(left); n && left[n - 1] == ' '; n--)
			left[n - 1] = 0;
	}
	for (size_t k = 0; k < layers; k++)
		if (!take_inner(c->catalogue, inner[k], &head))
			return none();
	return head;
}

/* The upper row over a column that has a name and no unit of its own: what ends its words may be one. */
static void hear_units(const qn_catalogue *c, const char *group, qn_wide_head *head)
{
	char folded[LONGEST], inner[LONGEST];
	qn_wide_head said = { .indicator = head->indicator, .period = QN_NO_PERIOD };
	if (head->has_unit || !qn_fold(group, folded, sizeof folded))
		return;
	while (qn_name_cut_end(folded, inner, sizeof inner))
		take_inner(c, inner, &said);
	head->unit = said.unit, head->has_unit = said.has_unit, head->wrong_unit = said.wrong_unit;
	if (said.why)
		head->why = said.why, head->above = true;
}

/* Words of which no period was made, but which speak of one: FY2024, 截至2024年9月底, 上半年; not the year of a basis, 2020年不变价. */
static bool speaks_of_a_part(const char *text, qn_period period)
{
	bool speaks = qn_when_disagrees(text, period == QN_NO_PERIOD ? qn_period_of(QN_ANNUAL, 2000, 1) : period, true);
	const char *at = text;
	for (size_t n; !speaks && *(at += strcspn(at, "0123456789")); at += n) {
		n = strspn(at, "0123456789");
		if (n == 4 && (!strncmp(at, "19", 2) || !strncmp(at, "20", 2)))
			speaks = strncmp(at + n, "年", strlen("年")) != 0 || qn_when_disagrees(text, qn_period_of(QN_ANNUAL, atoi(at), 1), true);
	}
	return speaks;
}

/* And its period: of the column too, or of what the column's own is a part of. table: the table's, of columns that do not say theirs. */
static void hear_period(const char *group, const char *text, qn_period table, qn_wide_head *head)
{
	qn_period above;
	int found = !qn_when_read(group, &above) ? 1 : qn_wide_title_period(group, &above);
	bool within = found == 1 && head->period != QN_NO_PERIOD && qn_period_frequency(above) == QN_ANNUAL && qn_period_year(above) == qn_period_year(head->period);
	const qn_both *why = NULL;
	if (found == 2)
		why = &two_periods;
	else if (found == 1 && head->period != QN_NO_PERIOD && head->period != above && !within)
		why = &not_below;
	else if (found == 1 && head->period == QN_NO_PERIOD)
		head->period = above;
	else if (found == 0 && speaks_of_a_part(group, head->period == QN_NO_PERIOD ? table : head->period))
		why = &a_part;
	if (!why && (qn_wide_another_kind(group, text, head->period) || qn_wide_another_thing(group, text)))
		why = &another_kind;
	if (!why && qn_wide_another_whole(group, text))
		why = &another_whole;
	if (why)
		head->why = why, head->above = true;
}

bool qn_wide_head_is_heard(const qn_callings *c, const char *group, long indicator)
{
	char left[LONGEST], rest[LONGEST], inner[LONGEST];
	qn_period period;
	bool heard = qn_fold(group, left, sizeof left);
	while (heard && *left && !(indicator >= 0 && qn_callings_find(c, left) == indicator) && qn_when_read(left, &period) && !qn_amount_is_unit(qn_name_unit_word(left), &c->catalogue->units)) {
		if (qn_when_split(left, &period, rest, sizeof rest))
			memcpy(left, rest, sizeof left);
		else
			heard = qn_name_cut_end(left, inner, sizeof inner) && (!qn_when_read(inner, &period) || qn_amount_is_unit(qn_name_unit_word(inner), &c->catalogue->units));
	}
	return heard;
}

/* Without the units and the periods at its ends, whatever they are. */
static void peel(const qn_callings *c, char left[LONGEST])
{
	char rest[LONGEST], inner[LONGEST];
	qn_period period;
	for (bool more = true; more && *left && qn_callings_find(c, left) < 0;) {
		more = qn_when_split(left, &period, rest, sizeof rest);
		if (more)
			memcpy(left, rest, sizeof rest);
		else
			more = qn_name_cut_end(left, inner, sizeof inner);
	}
}

/* 高新技术企业 above 营业收入: of what is counted there, and not of the row. */
static bool is_of_things(const qn_callings *c, const char *group, const qn_wide_head *head)
{
	char left[LONGEST];
	const qn_catalogue *catalogue = c->catalogue;
	if (!qn_fold(group, left, sizeof left))
		return false;
	peel(c, left);
	long other = qn_callings_find(c, left);
	return other >= 0 && other != head->indicator && catalogue->units.unit[catalogue->indicator[other].unit].kind == QN_UNIT_COUNT
		&& catalogue->units.unit[catalogue->indicator[head->indicator].unit].kind != QN_UNIT_COUNT;
}

qn_wide_head qn_wide_head_read_two(const qn_callings *c, const char *group, const char *text, qn_period table)
{
	char both[2 * LONGEST];
	qn_wide_head head = qn_wide_head_read(c, *text ? text : group);
	qn_period period;
	if (!*group || !*text)
		return head;
	if (head.indicator < 0 && !qn_when_read(text, &period)) { /* an indicator above, its periods below */
		head = qn_wide_head_read(c, group);
		if (head.period != QN_NO_PERIOD && head.period != period)
			head.why = &not_below, head.above = true;
		head.period = period;
		return head;
	}
	if (head.indicator < 0) {
		snprintf(both, sizeof both, "%s%s", group, text);
		return qn_wide_head_read(c, both);
	}
	if (!head.why && is_of_things(c, group, &head))
		head.why = &another_whole, head.above = true;
	hear_units(c->catalogue, group, &head);
	hear_period(group, text, table, &head);
	return head;
}

bool qn_wide_head_is_past(const char *text)
{
	static const char *const fronts[] = { "上年", "去年", "上期", "上一年", "前一年", "last year", "last period", "previous year", "prior year" };
	char folded[LONGEST];
	if (!qn_fold(text, folded, sizeof folded))
		return false;
	for (size_t f = 0; f < sizeof fronts / sizeof *fronts; f++)
		if (!strncasecmp(folded, fronts[f], strlen(fronts[f])))
			return true;
	return false;
}

bool qn_wide_is_unit(const qn_callings *c, const char *text)
{
	char folded[LONGEST], inner[LONGEST];
	if (!qn_fold_tight(text, folded, sizeof folded))
		return false;
	size_t length = strlen(folded);
	bool wrapped = length > 2 && *folded == '(' && folded[length - 1] == ')';
	snprintf(inner, sizeof inner, "%.*s", (int)(length - 2 * wrapped), folded + wrapped);
	return qn_amount_is_unit(inner, &c->catalogue->units);
}

bool qn_wide_names(const qn_callings *c, const char *text) { return qn_wide_head_read(c, text).indicator >= 0; }

bool qn_wide_names_any(const qn_callings *c, const qn_csv_row *row)
{
	for (size_t k = 0; k < row->fields; k++)
		if (qn_wide_names(c, row->field[k].text))
			return true;
	return false;
}
