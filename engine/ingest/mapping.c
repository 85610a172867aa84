/* SPDX-License-Identifier: Apache-2.0 */
#include "ingest/mapping.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include "base/real.h"
#include "base/text.h"
#include "ingest/asides.h"
#include "ingest/fold.h"
#include "ingest/heads.h"
#include "ingest/shapes.h"
#include "ingest/when.h"
#include "ingest/wide.h"
#include "plan/program.h"

enum { MOST_FIELDS = 4096 + 64, LONGEST = 256 };
typedef enum { COLUMN, PASS, WHERE, CONSTANT, FACTOR, MEANING } verb;
typedef struct {
	verb verb;
	int head;             /* of MEANING and CONSTANT, the column it is about */
	const char *from, *to;
	const char *folded;   /* what is looked for in a cell, as a keyboard may write it: of MEANING from, of WHERE to */
	double number;        /* the same as one; missing: it is none */
	double factor;
	unsigned line;
} entry;

struct qn_mapping {
	const char *name;
	entry *entry;
	uint32_t entries;
	bool means[QN_OF_NOTHING + 1]; /* of each column, whether a line says what stands in it */
	bool headed;             /* the header has come */
	size_t note;             /* the column for its reader, behind the three; 0: none */
	unsigned line;           /* where */
	bool wide;               /* it is a wide table's */
	int *role;               /* of each column, as qn_head_find has it; -1: another */
	const entry **filter;    /* of each column, the first that filters by it; NULL: none */
	size_t columns, why;     /* why: the column that says why a row was refused, which says nothing of the row; beyond all: there is none */
	double *factor;          /* of each indicator; NULL: there are none */
	const entry **gave;      /* which line gave it */
	qn_aside *aside;         /* of each entry that renames, what its old name says beside itself; NULL: none of them anything */
	const entry **rename;    /* of each column, the entry that renames it; NULL: none */
	const char *unit;        /* that the old name of the values tells, ""; and a column for it and for those of indicators is put behind the constants */
	bool adds_unit;
	bool passes_parts;       /* any of these */
	const entry **part;      /* of each column, that which passes it over though it is of a part of the year: 月份; NULL: it is another */
	uint64_t passed;
	qn_csv_field field[MOST_FIELDS];
	qn_arena arena;
};

/* A cell as people may write it: of full width, with other blanks, another way of writing its number. */
typedef struct { char folded[LONGEST]; double number; } asked;

/* 9 999, 负9, - 9: the number in it, if there is one. */
static double loose_number(const char *folded)
{
	static const char *const minus[] = { "-", "负", "−", NULL };
	char digits[LONGEST], *to = digits;
	double number;
	size_t sign = qn_fold_begins(folded, minus);
	if (sign)
		*to++ = '-';
	const char *at = folded + sign + strspn(folded + sign, " ");
	if (!qn_fold_is_digit(*at))
		return QN_MISSING;
	for (; qn_fold_is_digit(*at) || *at == '.' || *at == ' ' || *at == ','; at++)
		if (*at != ' ' && *at != ',')
			*to++ = *at;
	return !*at && qn_number_read(digits, (size_t)(to - digits), &number) ? number : QN_MISSING;
}

static double number_of(const char *folded)
{
	double number;
	const char *digits = folded + (*folded == '+');
	return qn_number_read(digits, strlen(digits), &number) ? number : loose_number(digits);
}

static asked ask(const char *text)
{
	asked a;
	a.number = qn_fold_as_written(text, a.folded, sizeof a.folded) ? number_of(a.folded) : QN_MISSING;
	return a;
}

/* The file itself. */

static int bad_entry(const qn_mapping *m, unsigned line, const char *chinese, const char *english, const char *word, qn_error *err)
{
	qn_fail(err, QN_EINPUT, "%s:%u: \"%s\" %s", m->name, line, word, english);
	qn_fail_chinese(err, "%s:%u:“%s”%s", m->name, line, word, chinese);
	return QN_EINPUT;
}

static bool read_verb(const char *word, entry *out)
{
	static const struct { const char *name; verb verb; } verbs[] = { { "column", COLUMN }, { "列", COLUMN }, { "pass", PASS }, { "略过", PASS }, { "where", WHERE }, { "筛选", WHERE },
		{ "constant", CONSTANT }, { "常量", CONSTANT }, { "factor", FACTOR }, { "倍数", FACTOR } };
	for (size_t k = 0; k < sizeof verbs / sizeof *verbs; k++)
		if (!strcasecmp(verbs[k].name, word)) {
			out->verb = verbs[k].verb;
			return true;
		}
	out->verb = MEANING;
	out->head = qn_head_find(word);
	return out->head >= 0;
}

static bool names_a_column(verb of) { return of == COLUMN || of == PASS; }

/* Another line that says something else of the same; several of where are any of them. */
static const entry *contradicts(const qn_mapping *m, const entry *now)
{
	for (uint32_t k = 0; k < m->entries; k++) {
		const entry *e = &m->entry[k];
		bool named = !strcmp(e->from, now->from) || (e->verb == MEANING && *e->folded && !strcmp(e->folded, now->folded));
		bool alike = e->verb == now->verb && named && !strcmp(e->to, now->to);
		if (names_a_column(e->verb) ? !names_a_column(now->verb) : e->verb != now->verb || e->verb == WHERE)
			continue;
		if (e->head == now->head && (named || (e->verb == CONSTANT && e->head != QN_OF_NOTHING)) && !alike)
			return e;
	}
	return NULL;
}

static int check_entry(const qn_mapping *m, const qn_csv_row *row, const entry *now, qn_error *err)
{
	const entry *before = contradicts(m, now);
	for (size_t k = 3; k < row->fields; k++)
		if (*row->field[k].text && k != m->note)
			return bad_entry(m, row->line, "是第四格:每行只有 what,from,to,含逗号的要加引号", "is a fourth field: a line has what,from,to, and what holds a comma stands in quotes", row->field[k].text, err);
	if (!before)
		return QN_OK;
	return qn_fail_both(err, QN_EINPUT, "%s:%u:“%s”在第 %u 行已有另一种写法:只留一行", "%s:%u: \"%s\" means something else in line %u: keep one of them", m->name, now->line, now->from, before->line);
}

static int keep_folded(qn_mapping *m, entry *e, qn_error *err)
{
	const asked a = ask(e->verb == WHERE ? e->to : e->from);
	e->folded = qn_arena_text(&m->arena, a.folded);
	e->number = a.number;
	if (e->verb == MEANING)
		m->means[e->head] = true;
	return e->folded ? QN_OK : qn_no_memory(err);
}

static int take_entry(void *context, const qn_csv_row *row, qn_error *err)
{
	qn_mapping *m = context;
	const char *text[3] = { "", "", "" };
	entry e = { .line = row->line };
	for (size_t k = 0; k < 3 && k < row->fields; k++)
		if (!(text[k] = qn_arena_text(&m->arena, row->field[k].text)))
			return qn_no_memory(err);
	if (!m->headed) {
		m->headed = true;
		if (strcasecmp(text[0], "what") != 0 && strcmp(text[0], "类别") != 0)
			return bad_entry(m, row->line, "不是映射文件的表头:应为 what,from,to", "does not begin a mapping file: its header is what,from,to", text[0], err);
		m->note = row->fields > 3 && qn_head_find(row->field[3].text) == QN_OF_NOTE ? 3 : 0;
		return QN_OK;
	}
	if (*text[0] == '#')
		return QN_OK;
	if (!read_verb(text[0], &e))
		return bad_entry(m, row->line, "不认识:应为 column、pass、where、constant、factor,或一种列(entity、indicator、period、value …)",
			"is not known: column, pass, where, constant, factor, or a kind of column (entity, indicator, period, value …)", text[0], err);
	e.from = text[1], e.to = text[2];
	if (e.verb == FACTOR && (!qn_number_read(e.to, strlen(e.to), &e.factor) || e.factor == 0))
		return bad_entry(m, row->line, "不是可以乘的数", "is no number to multiply with", e.to, err);
	e.head = e.verb == CONSTANT ? qn_head_find(e.from) : e.head;
	if (e.head < 0)
		return bad_entry(m, row->line, "不是长表的列", "is no column of the long form", e.from, err);
	int rc = keep_folded(m, &e, err);
	if (rc == QN_OK)
		rc = check_entry(m, row, &e, err);
	if (rc < 0)
		return rc;
	if (!qn_grow(&m->arena, (void **)&m->entry, m->entries, sizeof e))
		return qn_no_memory(err);
	m->entry[m->entries++] = e;
	return QN_OK;
}

int qn_mapping_open(const char *path, qn_mapping **out, qn_error *err)
{
	qn_mapping *m = *out = calloc(1, sizeof *m);
	const char *slash = strrchr(path, '/'), *encoding;
	qn_buffer bytes = { 0 };
	if (!m)
		return qn_no_memory(err);
	m->name = slash ? slash + 1 : path;
	int rc = qn_file_read(path, &bytes, err);
	if (rc == QN_OK)
		rc = qn_text_decode(&bytes, m->name, &encoding, err);
	if (rc == QN_OK)
		rc = qn_csv_read(bytes.data ? bytes.data : "", bytes.length, m->name, take_entry, m, err);
	qn_buffer_free(&bytes);
	if (rc == QN_OK && m->entries == 0)
		rc = qn_fail_both(err, QN_EINPUT, "%s:什么都没有对应:表头是 what,from,to,其后每行一条", "%s: maps nothing: its header is what,from,to, and a line follows for each", m->name);
	if (rc < 0) {
		qn_mapping_free(m);
		*out = NULL;
		return rc;
	}
	qn_mapping_begin(m);
	return QN_OK;
}

void qn_mapping_free(qn_mapping *m)
{
	if (!m)
		return;
	qn_mapping_begin(m);
	qn_arena_free(&m->arena);
	free(m);
}

void qn_mapping_begin(qn_mapping *m)
{
	m->headed = false;
	m->passed = 0;
	free(m->role), m->role = NULL;
	free(m->filter), m->filter = NULL;
	free(m->rename), m->rename = NULL;
	m->unit = "", m->adds_unit = false;
	free(m->part), m->part = NULL, m->passes_parts = false;
}

bool qn_mapping_gives(const qn_mapping *m, int column)
{
	bool gives = false;
	for (uint32_t e = 0; e < m->entries; e++)
		gives = gives || (m->entry[e].verb == CONSTANT && m->entry[e].head == column);
	return gives;
}

bool qn_mapping_filters(const qn_mapping *m, size_t column) { return m->filter && column < m->columns && m->filter[column]; }

uint64_t qn_mapping_passed(const qn_mapping *m) { return m->passed; }

/* Factors. */

static int no_indicator(const qn_mapping *m, const entry *e, const qn_catalogue *catalogue, qn_error *err)
{
	const char *near = qn_catalogue_nearest(catalogue, e->from);
	if (!near)
		return qn_fail_both(err, QN_EINPUT, "%s:%u:没有叫“%s”的指标:用 qunce list 查看名称", "%s:%u: no indicator is called \"%s\": 'qunce list' shows the names", m->name, e->line, e->from);
	return qn_fail_both(err, QN_EINPUT, "%s:%u:没有叫“%s”的指标:是不是 %s?", "%s:%u: no indicator is called \"%s\": did you mean %s?", m->name, e->line, e->from, near);
}

static int give_factor(qn_mapping *m, const entry *e, const qn_catalogue *catalogue, qn_error *err)
{
	bool all = !strcmp(e->from, "*");
	long one = all ? 0 : qn_catalogue_indicator(catalogue, e->from);
	if (one < 0)
		return no_indicator(m, e, catalogue, err);
	for (size_t k = (size_t)one; k < (all ? catalogue->indicators : (size_t)one + 1); k++) {
		if (m->gave[k] && m->factor[k] != e->factor)
			return qn_fail_both(err, QN_EINPUT, "%s:%u:%s 在第 %u 行已有另一倍数:只留一行", "%s:%u: %s has another factor in line %u: keep one of them", m->name, e->line,
				catalogue->indicator[k].id, m->gave[k]->line);
		m->factor[k] = e->factor, m->gave[k] = e;
	}
	return QN_OK;
}

int qn_mapping_factors(qn_mapping *m, const qn_catalogue *catalogue, const double **out, qn_error *err)
{
	bool any = false;
	int rc = QN_OK;
	for (uint32_t e = 0; e < m->entries; e++)
		any = any || m->entry[e].verb == FACTOR;
	*out = NULL;
	if (!any)
		return QN_OK;
	m->factor = qn_arena_array(&m->arena, catalogue->indicators + 1, sizeof *m->factor);
	m->gave = qn_arena_array(&m->arena, catalogue->indicators + 1, sizeof(const entry *));
	if (!m->factor || !m->gave)
		return qn_no_memory(err);
	for (uint32_t e = 0; rc == QN_OK && e < m->entries; e++)
		rc = m->entry[e].verb == FACTOR ? give_factor(m, &m->entry[e], catalogue, err) : QN_OK;
	for (size_t k = 0; k < catalogue->indicators; k++)
		m->factor[k] = m->factor[k] == 0 ? 1 : m->factor[k];
	*out = m->factor;
	return rc;
}

/* What the old names say. */

int qn_mapping_asides(qn_mapping *m, const qn_catalogue *catalogue, qn_error *err)
{
	qn_aside *aside = qn_arena_array(&m->arena, m->entries + 1, sizeof *aside);
	bool any = false;
	if (!aside)
		return qn_no_memory(err);
	for (uint32_t e = 0; e < m->entries; e++) {
		bool renames = m->entry[e].verb == COLUMN || (m->entry[e].verb == MEANING && m->entry[e].head == QN_OF_INDICATOR);
		aside[e] = (qn_aside){ .period = QN_NO_PERIOD };
		any = (renames && qn_aside_read(&catalogue->units, m->entry[e].from, &aside[e])) || any;
	}
	m->aside = any ? aside : NULL;
	return QN_OK;
}

/* A factor is of the old name's unit already. */
static bool is_factored(const qn_mapping *m, const qn_catalogue *catalogue, const char *name)
{
	long one = m->gave ? qn_catalogue_indicator(catalogue, name) : -1;
	return one >= 0 && m->gave[one];
}

static const char *unit_of(const qn_mapping *m, const qn_catalogue *catalogue, const entry *e)
{
	return e && m->aside && !is_factored(m, catalogue, e->to) ? m->aside[e - m->entry].unit : "";
}

static bool is_number_of_a_register(const qn_catalogue *c, const char *name)
{
	bool is = false;
	for (uint32_t r = 0; r < c->registers && !is; r++) {
		uint32_t field = qn_register_find(&c->registered[r], name);
		is = field != QN_NO_FIELD && c->registered[r].field[field].holds == QN_HOLDS_NUMBER;
	}
	return is;
}

static bool same_word(const char *a, const char *b)
{
	char one[QN_TIGHT_MOST], other[QN_TIGHT_MOST];
	return qn_name_tighten(a, one) && qn_name_tighten(b, other) && !strcmp(one, other);
}

/* 税收(万元) for 税收总计(万元): as if the new name said what the old one does. */
static const char *with_aside(qn_mapping *m, const qn_catalogue *c, const entry *e, bool of_register)
{
	const qn_aside *aside = m->aside ? &m->aside[e - m->entry] : NULL;
	const char *unit = unit_of(m, c, e), *to = e->to;
	char period[24] = "";
	if (!aside || qn_head_find(to) >= 0 || (of_register && !is_number_of_a_register(c, to)))
		return to;
	if (aside->period != QN_NO_PERIOD && !of_register)
		qn_period_text(aside->period, period);
	qn_aside told;
	qn_aside_read(&c->units, to, &told);
	if (*unit && !same_word(told.unit, unit))
		to = qn_arena_printf(&m->arena, "%s(%s)", to, unit);
	return to && *period ? qn_arena_printf(&m->arena, "%s(%s)", to, period) : to;
}

static const entry *constant(const qn_mapping *m, int head)
{
	for (uint32_t e = 0; e < m->entries; e++)
		if (m->entry[e].verb == CONSTANT && m->entry[e].head == head)
			return &m->entry[e];
	return NULL;
}

static qn_period constant_period(const qn_mapping *m)
{
	const entry *e = constant(m, QN_OF_PERIOD);
	qn_period period;
	return e && !qn_when_read(e->to, &period) ? period : QN_NO_PERIOD;
}

const char *qn_mapping_part(const qn_mapping *m, size_t column)
{
	const entry *e = m->aside && m->rename && column < m->columns ? m->rename[column] : NULL;
	return e && m->aside[e - m->entry].part ? e->from : NULL;
}

static bool tells_a_unit(const qn_mapping *m, const qn_catalogue *catalogue)
{
	bool tells = *m->unit != 0;
	for (uint32_t e = 0; e < m->entries && !tells; e++)
		tells = m->entry[e].verb == MEANING && *unit_of(m, catalogue, &m->entry[e]);
	return tells;
}

/* A long table's column of values: its unit is every row's, and its period is not another than a constant says. */
static int hear_values(qn_mapping *m, const qn_importing *i, unsigned line, qn_error *err)
{
	qn_period period = constant_period(m);
	bool has_column = constant(m, QN_OF_UNIT) != NULL;
	for (size_t k = 0; k < m->columns; k++) {
		const entry *e = m->role[k] == QN_OF_VALUE ? m->rename[k] : NULL;
		has_column = has_column || m->role[k] == QN_OF_UNIT;
		if (e && period != QN_NO_PERIOD && qn_aside_is_of_another(&m->aside[e - m->entry], e->from, period))
			return qn_fail_both(err, QN_EINPUT, "%s:%u:%zu:“%s”说的是另一时期,而映射文件 %s 的常量是 %s:改正其中一处", "%s:%u:%zu: \"%s\" is of another period than %s, whose constant is %s: correct the one that is wrong",
				i->name, line, k + 1, e->from, m->name, constant(m, QN_OF_PERIOD)->to);
		m->unit = e ? m->aside[e - m->entry].unit : m->unit;
	}
	m->adds_unit = !has_column && !m->wide && tells_a_unit(m, i->catalogue);
	return QN_OK;
}

/* The header. */

static bool speaks_of_column(const entry *e) { return e->verb == COLUMN || e->verb == PASS || e->verb == WHERE; }

static bool has(const qn_csv_row *row, const char *name)
{
	for (size_t k = 0; k < row->fields; k++)
		if (!strcmp(row->field[k].text, name))
			return true;
	return false;
}

/* Is the row the header? If the mapping speaks of columns, the first row that has one of them is, geo of a line column,geo,entity.
 * Else it is what the reader of tables takes for one; it may do so again further down, if what it took first was a title. */
static bool is_header(const qn_mapping *m, const qn_shaping *shaping, const qn_csv_row *row)
{
	bool any = false;
	for (uint32_t e = 0; e < m->entries; e++) {
		any = any || speaks_of_column(&m->entry[e]);
		if (speaks_of_column(&m->entry[e]) && !m->headed && has(row, m->entry[e].from))
			return true;
	}
	return !any && qn_shaping_is_header(shaping, row);
}

static int check_columns(const qn_mapping *m, const qn_importing *i, const qn_csv_row *row, qn_error *err)
{
	for (uint32_t e = 0; e < m->entries; e++)
		if (speaks_of_column(&m->entry[e]) && !has(row, m->entry[e].from))
			return qn_fail_both(err, QN_EINPUT, "%s:%u:没有“%s”一列,而 %s:%u 提到它", "%s:%u: there is no column \"%s\", of which %s:%u speaks", i->name, row->line,
				m->entry[e].from, m->name, m->entry[e].line);
	return QN_OK;
}

static const char *renamed(qn_mapping *m, const char *name, const entry **filter, const entry **by)
{
	const char *to = name;
	*by = *filter = NULL;
	for (uint32_t e = m->entries; e-- > 0;) { /* the first one counts */
		if (!speaks_of_column(&m->entry[e]) || strcmp(m->entry[e].from, name) != 0)
			continue;
		if (m->entry[e].verb == WHERE)
			*filter = &m->entry[e], to = to == name ? "why" : to;
		else
			*by = m->entry[e].verb == COLUMN ? &m->entry[e] : NULL, to = *by ? (*by)->to : "why";
	}
	return to;
}

/* 月份, which is passed over and does not decide which rows are read. */
static const entry *passed_part(const qn_mapping *m, const char *name, const entry *filter)
{
	for (const entry *e = m->entry; e < m->entry + m->entries; e++)
		if (e->verb == PASS && !strcmp(e->from, name))
			return !filter && qn_head_is_part_of_year(name) ? e : NULL;
	return NULL;
}


static bool is_of_value(int head) { return head == QN_OF_VALUE || head == QN_OF_INDICATOR; }

/* A column that the table has, and a constant that stands in for it. */
static int check_constants(const qn_mapping *m, const qn_importing *i, unsigned line, qn_error *err)
{
	for (uint32_t n = 0; n < m->entries; n++) {
		const entry *e = &m->entry[n];
		int head = e->verb == CONSTANT ? e->head : -1;
		bool several = head == QN_OF_NOTHING || head == QN_OF_NAME || head == QN_OF_CITY || (head == QN_OF_ENTITY && m->wide);
		for (size_t k = 0; k < m->columns && head >= 0 && !several; k++)
			if (m->role[k] == head)
				return qn_fail_both(err, QN_EINPUT, "%s:%u:“%s”为常量,而 %s:%u:%zu 已有这一列:只留一个", "%s:%u: \"%s\" is a constant here and a column at %s:%u:%zu: keep one of them", m->name, e->line,
					e->from, i->name, line, k + 1);
	}
	return QN_OK;
}

static int take_header(qn_mapping *m, const qn_importing *i, const qn_csv_row *row, qn_error *err)
{
	int rc = check_columns(m, i, row, err);
	uint64_t passed = m->passed;
	qn_mapping_begin(m);
	m->passed = passed;
	m->headed = m->wide = true;
	m->line = row->line;
	m->columns = m->why = row->fields;
	m->role = calloc(row->fields + 1, sizeof *m->role);
	m->filter = calloc(row->fields + 1, sizeof *m->filter);
	m->rename = calloc(row->fields + 1, sizeof(const entry *));
	m->part = calloc(row->fields + 1, sizeof(const entry *));
	if (!m->role || !m->filter || !m->rename || !m->part)
		return qn_no_memory(err);
	bool of_register = false;
	for (size_t k = 0; k < row->fields; k++) {
		const char *name = renamed(m, row->field[k].text, &m->filter[k], &m->rename[k]);
		m->part[k] = passed_part(m, row->field[k].text, m->filter[k]);
		m->passes_parts = m->passes_parts || m->part[k];
		of_register = of_register || qn_head_is_register(name);
		if (m->rename[k] && !(name = with_aside(m, i->catalogue, m->rename[k], of_register)))
			return qn_no_memory(err);
		m->field[k] = (qn_csv_field){ name, strlen(name) };
		m->role[k] = qn_head_find(name);
		m->why = m->role[k] == QN_OF_NOTHING && qn_head_is_why(row->field[k].text) ? k : m->why;
		m->wide = m->wide && !is_of_value(m->role[k]) && !qn_head_is_register(name);
	}
	for (uint32_t e = 0; e < m->entries; e++)
		m->wide = m->wide && !(m->entry[e].verb == CONSTANT && is_of_value(m->entry[e].head));
	rc = rc < 0 ? rc : check_constants(m, i, row->line, err);
	const entry *unit = constant(m, QN_OF_UNIT);
	if (rc == QN_OK && m->wide && unit)
		return qn_fail_both(err, QN_EINPUT, "%s:%u:单位常量只用于长表:宽表的单位写在列名后面(column,税收,税收(%s)),或在表的上方写 单位:%s", "%s:%u: a constant unit is for the long form: in a wide table the unit stands behind "
			"the names of columns (column,税收,税收(%s)), or above the table, 单位:%s", m->name, unit->line, unit->to, unit->to);
	return rc == QN_OK && m->aside ? hear_values(m, i, row->line, err) : rc;
}

int qn_mapping_end(const qn_mapping *m, const qn_importing *i, qn_error *err)
{
	if (m->headed && i->header_first && (m->line < i->header_first || m->line > i->header_last))
		return qn_fail_both(err, QN_EINPUT, "%s:%u:映射文件 %s 按这一行认列,而表头在第 %u 行:改掉上面这一行里与列同名的格",
			"%s:%u: the mapping file %s found its columns in this row, and the header is in line %u: change the cell of this row that is called as a column is", i->name, m->line,
			m->name, i->header_first);
	for (uint32_t e = 0; !m->headed && e < m->entries; e++)
		if (speaks_of_column(&m->entry[e]))
			return qn_fail_both(err, QN_EINPUT, "%s:没有“%s”一列,而 %s:%u 提到它", "%s: there is no column \"%s\", of which %s:%u speaks", i->name, m->entry[e].from, m->name, m->entry[e].line);
	return QN_OK;
}

/* Rows. */

static bool is_written_so(const entry *e, const asked *a)
{
	return *a->folded && (!strcmp(e->folded, a->folded) || (e->head == QN_OF_VALUE && e->number == a->number));
}

/* By any of the lines that filter by the column, of which first is the first. */
static bool is_wanted(const qn_mapping *m, const entry *first, const char *text)
{
	const asked a = ask(text);
	for (const entry *e = first; e < m->entry + m->entries; e++)
		if (e->verb == WHERE && !strcmp(e->from, first->from) && (!strcmp(e->to, text) || is_written_so(e, &a)))
			return true;
	return false;
}

static bool passes(const qn_mapping *m, const qn_csv_row *row)
{
	for (size_t k = 0; k < m->columns; k++)
		if (m->filter[k] && (k >= row->fields || !is_wanted(m, m->filter[k], row->field[k].text)))
			return false;
	return true;
}

/* What is written exactly so goes first. */
static const entry *meant(const qn_mapping *m, int role, const char *text)
{
	const entry *end = m->entry + m->entries;
	for (const entry *e = m->entry; role >= 0 && e < end; e++)
		if (e->verb == MEANING && e->head == role && !strcmp(e->from, text))
			return e;
	if (role < 0 || !m->means[role] || !*text)
		return NULL;
	const asked a = ask(text);
	for (const entry *e = m->entry; e < end; e++)
		if (e->verb == MEANING && e->head == role && is_written_so(e, &a))
			return e;
	return NULL;
}

static const char *meaning(const qn_mapping *m, int role, const char *text)
{
	const entry *e = meant(m, role, text);
	return e ? e->to : text;
}

static bool names_somebody(const qn_mapping *m, size_t k)
{
	int role = m->role[k];
	return role == QN_OF_ENTITY || role == QN_OF_COUNTY || role == QN_OF_PRODUCT || role == QN_OF_NAME || role == QN_OF_CITY;
}

static const char *said(const qn_mapping *m, const qn_csv_row *row, size_t k) { return k == m->why ? "" : row->field[k].text; }

static bool is_blank(const qn_mapping *m, const qn_csv_row *row)
{
	for (size_t k = 0; k < row->fields; k++)
		if (*said(m, row, k))
			return false;
	return true;
}

/* A row of a wide table that is nobody's: units below the header, a note, a line between rows. What is said of every row is not said
 * of it. */
static bool is_aside(const qn_mapping *m, qn_importing *i, const qn_csv_row *row)
{
	const char *name = NULL;
	bool any = false, digits = false;
	size_t filled = 0;
	uint32_t kind, number;
	for (size_t k = 0; k < row->fields; k++) {
		const char *text = said(m, row, k);
		any = any || (k < m->columns && names_somebody(m, k));
		filled += *text != 0;
		digits = digits || text[strcspn(text, "0123456789")];
		name = !name && *text && k < m->columns && names_somebody(m, k) ? meaning(m, m->role[k], text) : name;
	}
	if (!m->wide)
		return false;
	return name ? filled == 1 && !qn_import_entity(i, name, &kind, &number) : !digits || (any && filled == 1);
}

/* Where does not ask an aside that has nothing to say to it. */
static bool is_unfiltered(const qn_mapping *m, const qn_csv_row *row)
{
	for (size_t k = 0; k < m->columns && k < row->fields; k++)
		if (m->filter[k] && *row->field[k].text)
			return false;
	return true;
}

static void add_constants(qn_mapping *m, size_t *fields, const char *unit, bool header)
{
	for (uint32_t e = 0; e < m->entries && *fields < MOST_FIELDS; e++)
		if (m->entry[e].verb == CONSTANT) {
			const char *text = header ? m->entry[e].from : m->entry[e].to;
			m->field[(*fields)++] = (qn_csv_field){ text, strlen(text) };
		}
	if (m->adds_unit && *fields < MOST_FIELDS)
		m->field[(*fields)++] = (qn_csv_field){ unit, strlen(unit) };
}

/* The field of a column of the long form, or a constant; NULL: there is none. *at: of the field. */
static const char *told_in(const qn_mapping *m, int head, size_t fields, size_t *at)
{
	const entry *e = constant(m, head);
	for (*at = 0; *at < fields && *at < m->columns; ++*at)
		if (m->role[*at] == head)
			return m->field[*at].text;
	return e ? e->to : NULL;
}

/* What the old names say of a row of a long table, against what it says itself. The unit. */
static const char *hear_old_names(qn_mapping *m, qn_importing *i, const qn_csv_row *row)
{
	size_t at, k = 0;
	while (k + 1 < m->columns && m->role[k] != QN_OF_INDICATOR)
		k++;
	const entry *e = k < row->fields && m->role[k] == QN_OF_INDICATOR ? meant(m, m->role[k], row->field[k].text) : NULL;
	const char *name = e ? e->to : told_in(m, QN_OF_INDICATOR, row->fields, &at);
	bool factored = name && is_factored(m, i->catalogue, name);
	const char *told = unit_of(m, i->catalogue, e), *unit = factored ? "" : *told ? told : m->unit, *own = told_in(m, QN_OF_PERIOD, row->fields, &at);
	qn_period period;
	if (e && own && !qn_when_read(own, &period) && qn_aside_is_of_another(&m->aside[e - m->entry], e->from, period))
		qn_import_bad(i, row->line, (int)k + 1, "“%s”说的时期与这一行的(%s)不同:改正其中一处", "\"%s\" is of another period than the row, %s: correct the one that is wrong", e->from, own);
	own = told_in(m, QN_OF_UNIT, row->fields, &at);
	if (*unit && own && !*own && at < row->fields)
		m->field[at] = (qn_csv_field){ unit, strlen(unit) };
	else if (*unit && ((own && !same_word(own, unit)) || (*m->unit && !same_word(m->unit, unit))))
		qn_import_bad(i, row->line, (int)k + 1, "映射文件改掉的名称说单位是“%s”,这里却是“%s”:只留对的那一个", "the name that the mapping file replaces tells the unit \"%s\", and here it is \"%s\": keep the one that is right",
			unit, own ? own : m->unit);
	return unit;
}

/* 2025 beside a month that is passed over: the month's figure, and no year's. */
static void check_passed_parts(const qn_mapping *m, qn_importing *i, const qn_csv_row *row)
{
	static const char *const whole[] = { "全年", "全年累计", "年度", "年", "年报", "年末", "全部", "合计", "1-12月", "1—12月", "1-12月累计", "1—12月累计", "1-12", "annual", "year",
		"fullyear", "fy", "all", "total", NULL };
	char tight[LONGEST];
	size_t at;
	qn_period period = i->options->period ? *i->options->period : QN_NO_PERIOD;
	const char *own = told_in(m, QN_OF_PERIOD, row->fields, &at);
	if ((own && qn_when_read(own, &period)) || period == QN_NO_PERIOD || qn_period_frequency(period) != QN_ANNUAL)
		return;
	for (size_t k = 0; k < row->fields && k < m->columns; k++)
		if (m->part[k] && !qn_amount_is_nothing(row->field[k].text) && !(qn_fold_tight(row->field[k].text, tight, sizeof tight) && qn_fold_is_one_of(tight, whole)))
			qn_import_bad(i, row->line, (int)k + 1, "“%s”是 %d 年的一段,而 %s:%u 略过这一列,数字就成了全年的:时期写在一列里,如 2025-12",
				"\"%s\" is a part of %d, and %s:%u passes the column over, so that the figures would be the whole year's: write the period in one column, as in 2025-12", row->field[k].text,
				qn_period_year(period), m->name, m->part[k]->line);
}

/* A row of the table below its header: 1, or 0 if it is passed over. */
static int take_row(qn_mapping *m, qn_importing *i, const qn_csv_row *row, qn_csv_row *out)
{
	size_t fields = row->fields;
	if (is_blank(m, row)) /* nor do constants make it one */
		return 0;
	bool aside = is_aside(m, i, row);
	if (!(aside && is_unfiltered(m, row)) && !passes(m, row)) {
		m->passed++;
		return 0;
	}
	for (size_t k = 0; k < row->fields && k < m->columns; k++) {
		const char *text = meaning(m, m->role[k] < 0 ? QN_OF_VALUE : m->role[k], said(m, row, k));
		m->field[k] = (qn_csv_field){ text, strlen(text) };
	}
	for (size_t k = m->columns; k < row->fields && k < MOST_FIELDS; k++)
		m->field[k] = row->field[k]; /* too many: told by the reader */
	for (; fields < m->columns; fields++)
		m->field[fields] = (qn_csv_field){ "", 0 };
	if (!aside && m->passes_parts)
		check_passed_parts(m, i, row);
	const char *unit = m->aside && !m->wide && !aside ? hear_old_names(m, i, row) : "";
	if (fields == m->columns && !aside)
		add_constants(m, &fields, unit, false);
	*out = (qn_csv_row){ row->line, fields, m->field };
	return 1;
}

int qn_mapping_row(qn_mapping *m, qn_importing *i, qn_shaping *shaping, const qn_csv_row *row, qn_csv_row *out, qn_error *err)
{
	size_t fields = row->fields;
	*out = *row;
	if (is_header(m, shaping, row)) {
		if (m->headed)
			qn_shaping_trim(shaping, m->line, m->columns);
		int rc = take_header(m, i, row, err);
		if (rc < 0)
			return rc;
		add_constants(m, &fields, "unit", true);
		*out = (qn_csv_row){ row->line, fields, m->field };
		return 1;
	}
	if (!m->headed || qn_shaping_is_lower(shaping, row))
		return 1; /* a title, or the lower row of the header */
	return take_row(m, i, row, out);
}
