/* SPDX-License-Identifier: Apache-2.0 */
#include "ingest/mapping_own.h"
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include "base/real.h"
#include "base/text.h"
#include "ingest/fold.h"

/* Cells. */

/* 9 999, 负9, - 9: the number in it, if there is one. */
static double loose_number(const char *folded)
{
	static const char *const minus[] = { "-", "负", "−", NULL };
	char digits[QN_MAP_LONGEST], *to = digits;
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

qn_map_asked qn_map_ask(const char *text)
{
	qn_map_asked a;
	a.number = qn_fold_as_written(text, a.folded, sizeof a.folded) ? number_of(a.folded) : QN_MISSING;
	return a;
}

bool qn_map_is_written_so(const qn_map_entry *e, const qn_map_asked *a)
{
	return *a->folded && (!strcmp(e->folded, a->folded) || (e->head == QN_OF_VALUE && e->number == a->number));
}

/* The file itself. */

static int bad_entry(const qn_mapping *m, unsigned line, const char *chinese, const char *english, const char *word, qn_error *err)
{
	qn_fail(err, QN_EINPUT, "%s:%u: \"%s\" %s", m->name, line, word, english);
	qn_fail_chinese(err, "%s:%u:“%s”%s", m->name, line, word, chinese);
	return QN_EINPUT;
}

static bool read_verb(const char *word, qn_map_entry *out)
{
	static const struct { const char *name; qn_map_verb verb; } verbs[] = { { "column", QN_MAP_COLUMN }, { "列", QN_MAP_COLUMN }, { "pass", QN_MAP_PASS }, { "略过", QN_MAP_PASS },
		{ "where", QN_MAP_WHERE }, { "筛选", QN_MAP_WHERE },
		{ "constant", QN_MAP_CONSTANT }, { "常量", QN_MAP_CONSTANT }, { "factor", QN_MAP_FACTOR }, { "倍数", QN_MAP_FACTOR } };
	for (size_t k = 0; k < sizeof verbs / sizeof *verbs; k++)
		if (!strcasecmp(verbs[k].name, word)) {
			out->verb = verbs[k].verb;
			return true;
		}
	out->verb = QN_MAP_MEANING;
	out->head = qn_head_find(word);
	return out->head >= 0;
}

static bool names_a_column(qn_map_verb of) { return of == QN_MAP_COLUMN || of == QN_MAP_PASS; }

/* Another line that says something else of the same; several of where are any of them. */
static const qn_map_entry *contradicts(const qn_mapping *m, const qn_map_entry *now)
{
	for (uint32_t k = 0; k < m->entries; k++) {
		const qn_map_entry *e = &m->entry[k];
		bool named = !strcmp(e->from, now->from) || (e->verb == QN_MAP_MEANING && *e->folded && !strcmp(e->folded, now->folded));
		bool alike = e->verb == now->verb && named && !strcmp(e->to, now->to);
		if (names_a_column(e->verb) ? !names_a_column(now->verb) : e->verb != now->verb || e->verb == QN_MAP_WHERE)
			continue;
		if (e->head == now->head && (named || (e->verb == QN_MAP_CONSTANT && e->head != QN_OF_NOTHING)) && !alike)
			return e;
	}
	return NULL;
}

static int check_entry(const qn_mapping *m, const qn_csv_row *row, const qn_map_entry *now, qn_error *err)
{
	const qn_map_entry *before = contradicts(m, now);
	for (size_t k = 3; k < row->fields; k++)
		if (*row->field[k].text && k != m->note)
			return bad_entry(m, row->line, "是第四格:每行只有 what,from,to,含逗号的要加引号", "is a fourth field: a line has what,from,to, and what holds a comma stands in quotes", row->field[k].text, err);
	if (!before)
		return QN_OK;
	return qn_fail_both(err, QN_EINPUT, "%s:%u:“%s”在第 %u 行已有另一种写法:只留一行", "%s:%u: \"%s\" means something else in line %u: keep one of them", m->name, now->line, now->from, before->line);
}

static int keep_folded(qn_mapping *m, qn_map_entry *e, qn_error *err)
{
	const qn_map_asked a = qn_map_ask(e->verb == QN_MAP_WHERE ? e->to : e->from);
	e->folded = qn_arena_text(&m->arena, a.folded);
	e->number = a.number;
	if (e->verb == QN_MAP_MEANING)
		m->means[e->head] = true;
	return e->folded ? QN_OK : qn_no_memory(err);
}

static int take_entry(void *context, const qn_csv_row *row, qn_error *err)
{
	qn_mapping *m = context;
	const char *text[3] = { "", "", "" };
	qn_map_entry e = { .line = row->line };
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
	if (e.verb == QN_MAP_FACTOR && (!qn_number_read(e.to, strlen(e.to), &e.factor) || e.factor == 0))
		return bad_entry(m, row->line, "不是可以乘的数", "is no number to multiply with", e.to, err);
	e.head = e.verb == QN_MAP_CONSTANT ? qn_head_find(e.from) : e.head;
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
	m->begun = m->headed = false;
	m->passed = 0;
	m->unit = "", m->adds_unit = false;
	free(m->column), m->column = NULL, m->passes_parts = false;
}

bool qn_mapping_gives(const qn_mapping *m, int column)
{
	bool gives = false;
	for (uint32_t e = 0; e < m->entries; e++)
		gives = gives || (m->entry[e].verb == QN_MAP_CONSTANT && m->entry[e].head == column);
	return gives;
}

bool qn_mapping_filters(const qn_mapping *m, size_t column) { return m->column && column < m->columns && m->column[column].filter; }

uint64_t qn_mapping_passed(const qn_mapping *m) { return m->passed; }

const qn_map_entry *qn_map_constant(const qn_mapping *m, int head)
{
	for (uint32_t e = 0; e < m->entries; e++)
		if (m->entry[e].verb == QN_MAP_CONSTANT && m->entry[e].head == head)
			return &m->entry[e];
	return NULL;
}

/* What is written exactly so goes first. */
const qn_map_entry *qn_map_meant(const qn_mapping *m, int role, const char *text)
{
	const qn_map_entry *end = m->entry + m->entries;
	for (const qn_map_entry *e = m->entry; role >= 0 && e < end; e++)
		if (e->verb == QN_MAP_MEANING && e->head == role && !strcmp(e->from, text))
			return e;
	if (role < 0 || !m->means[role] || !*text)
		return NULL;
	const qn_map_asked a = qn_map_ask(text);
	for (const qn_map_entry *e = m->entry; e < end; e++)
		if (e->verb == QN_MAP_MEANING && e->head == role && qn_map_is_written_so(e, &a))
			return e;
	return NULL;
}

/* Factors. */

static int no_indicator(const qn_mapping *m, const qn_map_entry *e, const qn_catalogue *catalogue, qn_error *err)
{
	const char *near = qn_catalogue_nearest(catalogue, e->from);
	if (!near)
		return qn_fail_both(err, QN_EINPUT, "%s:%u:没有叫“%s”的指标:用 qunce list 查看名称", "%s:%u: no indicator is called \"%s\": 'qunce list' shows the names", m->name, e->line, e->from);
	return qn_fail_both(err, QN_EINPUT, "%s:%u:没有叫“%s”的指标:是不是 %s?", "%s:%u: no indicator is called \"%s\": did you mean %s?", m->name, e->line, e->from, near);
}

static int give_factor(qn_mapping *m, const qn_map_entry *e, const qn_catalogue *catalogue, qn_error *err)
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
		any = any || m->entry[e].verb == QN_MAP_FACTOR;
	*out = NULL;
	if (!any)
		return QN_OK;
	m->factor = qn_arena_array(&m->arena, catalogue->indicators + 1, sizeof *m->factor);
	m->gave = qn_arena_array(&m->arena, catalogue->indicators + 1, sizeof(const qn_map_entry *));
	if (!m->factor || !m->gave)
		return qn_no_memory(err);
	for (uint32_t e = 0; rc == QN_OK && e < m->entries; e++)
		rc = m->entry[e].verb == QN_MAP_FACTOR ? give_factor(m, &m->entry[e], catalogue, err) : QN_OK;
	for (size_t k = 0; k < catalogue->indicators; k++)
		m->factor[k] = m->factor[k] == 0 ? 1 : m->factor[k];
	*out = m->factor;
	return rc;
}
