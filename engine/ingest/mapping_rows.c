/* SPDX-License-Identifier: Apache-2.0 */
/* mapping_rows.c - a table in front of which a mapping stands: its header, and each of its rows. */
#include "ingest/mapping_own.h"
#include <stdlib.h>
#include <string.h>
#include "ingest/amount.h"
#include "ingest/fold.h"
#include "ingest/invented.h"
#include "ingest/marked.h"
#include "ingest/when.h"

/* The header. */

static bool speaks_of_column(const qn_map_entry *e) { return e->verb == QN_MAP_COLUMN || e->verb == QN_MAP_PASS || e->verb == QN_MAP_WHERE; }

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

/* A code that no line says the meaning of, MIO_EUR, is chosen by whoever filters by it. */
static bool is_foreign_unit(const qn_mapping *m, const qn_catalogue *catalogue, const qn_map_entry *filter)
{
	return !qn_map_meant(m, QN_OF_UNIT, filter->to) && !qn_amount_is_unit(filter->to, &catalogue->units);
}

/* Would what a column says be lost, by which rows are filtered: a unit, a mark of synthetic data, a field of a register? */
static bool says_of_its_own(const qn_mapping *m, const qn_catalogue *catalogue, const qn_map_entry *filter, bool of_register)
{
	int head = qn_head_find(filter->from);
	if (head < 0)
		return of_register || qn_catalogue_indicator(catalogue, filter->from) >= 0;
	return !qn_map_constant(m, head) && !(head == QN_OF_UNIT && is_foreign_unit(m, catalogue, filter));
}

static const char *renamed(const qn_mapping *m, const qn_catalogue *catalogue, const char *name, bool of_register, const qn_map_entry **filter, const qn_map_entry **by)
{
	const char *to = name;
	*by = *filter = NULL;
	for (uint32_t e = m->entries; e-- > 0;) { /* the first one counts */
		if (!speaks_of_column(&m->entry[e]) || strcmp(m->entry[e].from, name) != 0)
			continue;
		if (m->entry[e].verb == QN_MAP_WHERE)
			*filter = &m->entry[e], to = to == name && !says_of_its_own(m, catalogue, *filter, of_register) ? "why" : to;
		else
			*by = m->entry[e].verb == QN_MAP_COLUMN ? &m->entry[e] : NULL, to = *by ? (*by)->to : "why";
	}
	return to;
}

/* 月份, which is passed over and does not decide which rows are read. */
static const qn_map_entry *passed_part(const qn_mapping *m, const char *name, const qn_map_entry *filter)
{
	for (const qn_map_entry *e = m->entry; e < m->entry + m->entries; e++)
		if (e->verb == QN_MAP_PASS && !strcmp(e->from, name))
			return !filter && qn_head_is_part_of_year(name) ? e : NULL;
	return NULL;
}

static bool is_of_value(int head) { return head == QN_OF_VALUE || head == QN_OF_INDICATOR; }

/* A column that the table has, and a constant that stands in for it. */
static int check_constants(const qn_mapping *m, const qn_importing *i, unsigned line, qn_error *err)
{
	for (uint32_t n = 0; n < m->entries; n++) {
		const qn_map_entry *e = &m->entry[n];
		int head = e->verb == QN_MAP_CONSTANT ? e->head : -1;
		bool several = head == QN_OF_NOTHING || head == QN_OF_NAME || head == QN_OF_CITY || (head == QN_OF_ENTITY && m->wide);
		for (size_t k = 0; k < m->columns && head >= 0 && !several; k++)
			if (m->column[k].role == head)
				return qn_fail_both(err, QN_EINPUT, "%s:%u:“%s”为常量,而 %s:%u:%zu 已有这一列:只留一个", "%s:%u: \"%s\" is a constant here and a column at %s:%u:%zu: keep one of them", m->name, e->line,
					e->from, i->name, line, k + 1);
	}
	return QN_OK;
}

static int take_column(qn_mapping *m, const qn_importing *i, const char *own, size_t k, bool *of_register, qn_error *err)
{
	qn_map_column *column = &m->column[k];
	const char *name = renamed(m, i->catalogue, own, *of_register, &column->filter, &column->rename);
	column->part = passed_part(m, own, column->filter);
	column->mark = qn_head_is_mark(own) || qn_head_is_mark(name);
	column->of_origin = column->mark || qn_head_find(own) == QN_OF_SOURCE || qn_head_find(name) == QN_OF_SOURCE;
	m->passes_parts = m->passes_parts || column->part;
	if (!*of_register && qn_head_is_register(name)) {
		*of_register = true;
		int rc = qn_catalogue_registers(i->catalogue, err); /* their fields have units */
		if (rc < 0)
			return rc;
	}
	if (column->rename && !(name = qn_map_with_aside(m, i->catalogue, column->rename, *of_register)))
		return qn_no_memory(err);
	m->field[k] = (qn_csv_field){ name, strlen(name), NULL };
	column->role = qn_head_find(name);
	m->why = column->role == QN_OF_NOTHING && qn_head_is_why(own) ? k : m->why;
	m->wide = m->wide && !is_of_value(column->role) && !qn_head_is_register(name);
	return QN_OK;
}

static int check_unit(const qn_mapping *m, qn_error *err)
{
	const qn_map_entry *unit = qn_map_constant(m, QN_OF_UNIT);
	if (!m->wide || !unit)
		return QN_OK;
	return qn_fail_both(err, QN_EINPUT, "%s:%u:单位常量只用于长表:宽表的单位写在列名后面(column,税收,税收(%s)),或在表的上方写 单位:%s", "%s:%u: a constant unit is for the long form: in a wide table the unit stands behind "
		"the names of columns (column,税收,税收(%s)), or above the table, 单位:%s", m->name, unit->line, unit->to, unit->to);
}

static int take_header(qn_mapping *m, const qn_importing *i, const qn_csv_row *row, qn_error *err)
{
	int rc = check_columns(m, i, row, err);
	uint64_t passed = m->passed;
	bool of_register = false;
	qn_mapping_begin(m);
	m->passed = passed;
	m->headed = m->wide = true;
	m->line = row->line;
	m->columns = m->why = row->fields;
	if (!(m->column = calloc(row->fields + 1, sizeof *m->column)))
		return qn_no_memory(err);
	for (size_t k = 0; rc == QN_OK && k < m->columns; k++)
		rc = take_column(m, i, row->field[k].text, k, &of_register, err);
	for (uint32_t e = 0; e < m->entries; e++)
		m->wide = m->wide && !(m->entry[e].verb == QN_MAP_CONSTANT && is_of_value(m->entry[e].head));
	if (rc < 0 || (rc = check_constants(m, i, row->line, err)) < 0 || (rc = check_unit(m, err)) < 0)
		return rc;
	return m->aside ? qn_map_hear_values(m, i, row->line, err) : QN_OK;
}

int qn_mapping_end(const qn_mapping *m, const qn_importing *i, qn_error *err)
{
	if (m->headed && i->header_first && (m->line < i->header_first || m->line > i->header_last))
		return qn_fail_both(err, QN_EINPUT, "%s:%u:映射文件 %s 按这一行认列,而表头在第 %u 行:改掉上面这一行里与列同名的格",
			"%s:%u: the mapping file %s found its columns in this row, and the header is in line %u: change the cell of this row that is called as a column is", i->name, m->line,
			m->name, i->header_first);
	for (uint32_t e = 0; m->begun && !m->headed && e < m->entries; e++)
		if (speaks_of_column(&m->entry[e]))
			return qn_fail_both(err, QN_EINPUT, "%s:没有“%s”一列,而 %s:%u 提到它", "%s: there is no column \"%s\", of which %s:%u speaks", i->name, m->entry[e].from, m->name, m->entry[e].line);
	return QN_OK;
}

/* Rows. */

/* By any of the lines that filter by the column, of which first is the first. */
static bool is_wanted(const qn_mapping *m, const qn_map_entry *first, const char *text)
{
	const qn_map_asked a = qn_map_ask(text);
	for (const qn_map_entry *e = first; e < m->entry + m->entries; e++)
		if (e->verb == QN_MAP_WHERE && !strcmp(e->from, first->from) && (!strcmp(e->to, text) || qn_map_is_written_so(e, &a)))
			return true;
	return false;
}

static bool passes(const qn_mapping *m, const qn_csv_row *row)
{
	for (size_t k = 0; k < m->columns; k++)
		if (m->column[k].filter && (k >= row->fields || !is_wanted(m, m->column[k].filter, row->field[k].text)))
			return false;
	return true;
}

/* What stands in a column that goes by an indicator's name is a value. */
static const char *meaning(const qn_mapping *m, int role, const char *text)
{
	const qn_map_entry *e = qn_map_meant(m, role < 0 ? QN_OF_VALUE : role, text);
	return e ? e->to : text;
}

static bool names_somebody(const qn_mapping *m, size_t k)
{
	int role = m->column[k].role;
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
		name = !name && *text && k < m->columns && names_somebody(m, k) ? meaning(m, m->column[k].role, text) : name;
	}
	if (!m->wide)
		return false;
	return name ? filled == 1 && !qn_import_entity(i, name, &kind, &number) : !digits || (any && filled == 1);
}

/* Where does not ask an aside that has nothing to say to it. */
static bool is_unfiltered(const qn_mapping *m, const qn_csv_row *row)
{
	for (size_t k = 0; k < m->columns && k < row->fields; k++)
		if (m->column[k].filter && *row->field[k].text)
			return false;
	return true;
}

static void add_constants(qn_mapping *m, size_t *fields, const char *unit, bool header)
{
	for (uint32_t e = 0; e < m->entries && *fields < QN_MAP_FIELDS; e++)
		if (m->entry[e].verb == QN_MAP_CONSTANT) {
			const char *text = header ? m->entry[e].from : m->entry[e].to;
			m->field[(*fields)++] = (qn_csv_field){ text, strlen(text), NULL };
		}
	if (m->adds_unit && *fields < QN_MAP_FIELDS)
		m->field[(*fields)++] = (qn_csv_field){ unit, strlen(unit), NULL };
}

const char *qn_map_told_in(const qn_mapping *m, int head, size_t fields, size_t *at)
{
	const qn_map_entry *e = qn_map_constant(m, head);
	for (*at = 0; *at < fields && *at < m->columns; ++*at)
		if (m->column[*at].role == head)
			return m->field[*at].text;
	return e ? e->to : NULL;
}

/* 2025 beside a month that is passed over: the month's figure, and no year's. */
static void check_passed_parts(const qn_mapping *m, qn_importing *i, const qn_csv_row *row)
{
	static const char *const whole[] = { "全年", "全年累计", "年度", "年", "年报", "年末", "全部", "合计", "1-12月", "1—12月", "1-12月累计", "1—12月累计", "1-12", "annual", "year",
		"fullyear", "fy", "all", "total", NULL };
	char tight[QN_MAP_LONGEST];
	size_t at;
	qn_period period = i->options->period ? *i->options->period : QN_NO_PERIOD;
	const char *own = qn_map_told_in(m, QN_OF_PERIOD, row->fields, &at);
	if ((own && qn_when_read_cell(own, &period)) || period == QN_NO_PERIOD || qn_period_frequency(period) != QN_ANNUAL)
		return;
	for (size_t k = 0; k < row->fields && k < m->columns; k++)
		if (m->column[k].part && !qn_amount_is_nothing(row->field[k].text) && !(qn_fold_tight(row->field[k].text, tight, sizeof tight) && qn_fold_is_one_of(tight, whole)))
			qn_import_bad(i, row->line, (int)k + 1, "“%s”是 %d 年的一段,而 %s:%u 略过这一列,数字就成了全年的:时期写在一列里,如 2025-12",
				"\"%s\" is a part of %d, and %s:%u passes the column over, so that the figures would be the whole year's: write the period in one column, as in 2025-12", row->field[k].text,
				qn_period_year(period), m->name, m->column[k].part->line);
}

/* 合成 in a column that is passed over, or that a line takes for another source, is heard nevertheless. */
static void hear_origin(const qn_mapping *m, qn_importing *i, const qn_csv_row *row, size_t k)
{
	const qn_map_column *column = &m->column[k];
	const char *text = row->field[k].text;
	bool read = column->role == QN_OF_SOURCE || column->role == QN_OF_SYNTHETIC, replaced = meaning(m, column->role, text) != text;
	if ((!read || replaced) && (column->mark ? qn_mark_read(text) == QN_MARK_SYNTHETIC : *text && qn_source_is_invented(text)))
		qn_import_heard(i, row->line);
}

/* The cells as they are meant, of as many columns as the table has; false, and told, where there are more. What is said of nobody has no
 * constants behind it, in whose place its words could stand, and keeps them all. */
static bool take_cells(qn_mapping *m, qn_importing *i, const qn_csv_row *row, bool aside, size_t *fields)
{
	if (!aside && !qn_import_fits(i, row, m->columns))
		return false;
	for (size_t k = 0; k < row->fields && k < m->columns; k++) {
		if (m->column[k].of_origin && !aside)
			hear_origin(m, i, row, k);
		const char *text = meaning(m, m->column[k].role, said(m, row, k));
		m->field[k] = (qn_csv_field){ text, strlen(text), text == row->field[k].text ? row->field[k].beside : NULL };
	}
	for (size_t k = row->fields; k < m->columns; k++)
		m->field[k] = (qn_csv_field){ "", 0, NULL };
	for (size_t k = m->columns; aside && k < row->fields && k < QN_MAP_FIELDS; k++)
		m->field[k] = row->field[k];
	*fields = aside && row->fields > m->columns ? row->fields : m->columns;
	return true;
}

/* A row of the table below its header: 1, or 0 if it is passed over. */
static int take_row(qn_mapping *m, qn_importing *i, const qn_csv_row *row, qn_csv_row *out)
{
	size_t fields;
	if (is_blank(m, row)) /* nor do constants make it one */
		return 0;
	bool aside = is_aside(m, i, row);
	if (!(aside && is_unfiltered(m, row)) && !passes(m, row)) {
		m->passed++;
		return 0;
	}
	if (!take_cells(m, i, row, aside, &fields))
		return 0;
	if (!aside && m->passes_parts)
		check_passed_parts(m, i, row);
	if (!aside)
		add_constants(m, &fields, m->aside && !m->wide ? qn_map_hear_row(m, i, row) : "", false);
	*out = (qn_csv_row){ row->line, fields, m->field };
	return 1;
}

int qn_mapping_row(qn_mapping *m, qn_importing *i, qn_shaping *shaping, const qn_csv_row *row, qn_csv_row *out, qn_error *err)
{
	*out = *row;
	m->begun = true;
	if (is_header(m, shaping, row)) {
		if (m->headed)
			qn_shaping_trim(shaping, m->line, m->columns);
		int rc = take_header(m, i, row, err);
		if (rc < 0)
			return rc;
		size_t fields = m->columns;
		add_constants(m, &fields, "unit", true);
		*out = (qn_csv_row){ row->line, fields, m->field };
		return 1;
	}
	if (!m->headed || qn_shaping_is_lower(shaping, row))
		return 1; /* a title, or the lower row of the header */
	return take_row(m, i, row, out);
}
