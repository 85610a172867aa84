/* SPDX-License-Identifier: Apache-2.0 */
/* mapping_names.c - what the names that a mapping replaces say beside themselves: a unit, a period. */
#include "ingest/mapping_own.h"
#include <string.h>
#include "ingest/fold.h"
#include "ingest/when.h"
#include "ingest/wide.h"
#include "plan/program.h"

int qn_mapping_asides(qn_mapping *m, const qn_catalogue *catalogue, qn_error *err)
{
	qn_aside *aside = qn_arena_array(&m->arena, m->entries + 1, sizeof *aside);
	bool any = false;
	if (!aside)
		return qn_no_memory(err);
	for (uint32_t e = 0; e < m->entries; e++) {
		bool renames = m->entry[e].verb == QN_MAP_COLUMN || (m->entry[e].verb == QN_MAP_MEANING && m->entry[e].head == QN_OF_INDICATOR);
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

static const char *unit_of(const qn_mapping *m, const qn_catalogue *catalogue, const qn_map_entry *e)
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
const char *qn_map_with_aside(qn_mapping *m, const qn_catalogue *c, const qn_map_entry *e, bool of_register)
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

static qn_period constant_period(const qn_mapping *m)
{
	const qn_map_entry *e = qn_map_constant(m, QN_OF_PERIOD);
	qn_period period;
	return e && !qn_when_read_cell(e->to, &period) ? period : QN_NO_PERIOD;
}

const char *qn_mapping_part(const qn_mapping *m, size_t column)
{
	const qn_map_entry *e = m->aside && m->column && column < m->columns ? m->column[column].rename : NULL;
	return e && m->aside[e - m->entry].part ? e->from : NULL;
}

static bool tells_a_unit(const qn_mapping *m, const qn_catalogue *catalogue)
{
	bool tells = *m->unit != 0;
	for (uint32_t e = 0; e < m->entries && !tells; e++)
		tells = m->entry[e].verb == QN_MAP_MEANING && *unit_of(m, catalogue, &m->entry[e]);
	return tells;
}

/* A long table's column of values: its unit is every row's, and its period is not another than a constant says. */
int qn_map_hear_values(qn_mapping *m, const qn_importing *i, unsigned line, qn_error *err)
{
	qn_period period = constant_period(m);
	bool has_column = qn_map_constant(m, QN_OF_UNIT) != NULL;
	m->values = m->columns;
	for (size_t k = 0; k < m->columns; k++) {
		const qn_map_entry *e = m->column[k].role == QN_OF_VALUE ? m->column[k].rename : NULL;
		has_column = has_column || m->column[k].role == QN_OF_UNIT;
		if (e && period != QN_NO_PERIOD && qn_aside_is_of_another(&m->aside[e - m->entry], e->from, period))
			return qn_fail_both(err, QN_EINPUT, "%s:%u:%zu:“%s”说的是另一时期,而映射文件 %s 的常量是 %s:改正其中一处", "%s:%u:%zu: \"%s\" is of another period than %s, whose constant is %s: correct the one that is wrong",
				i->name, line, k + 1, e->from, m->name, qn_map_constant(m, QN_OF_PERIOD)->to);
		m->values = e ? k : m->values;
		m->unit = e ? m->aside[e - m->entry].unit : m->unit;
	}
	m->adds_unit = !has_column && !m->wide && tells_a_unit(m, i->catalogue);
	return QN_OK;
}

/* The field of a row's indicator; beyond all: there is none. */
static size_t indicator_field(const qn_mapping *m, const qn_csv_row *row)
{
	size_t k = 0;
	while (k < m->columns && m->column[k].role != QN_OF_INDICATOR)
		k++;
	return k < row->fields ? k : SIZE_MAX;
}

static bool disagrees(const char *own, const char *unit) { return own && *own && !same_word(own, unit); }

/* Is what an old name says of a period, 1-9月金额, another than the row's own? */
static void hear_period(const qn_mapping *m, qn_importing *i, const qn_csv_row *row, const qn_map_entry *e, size_t column)
{
	size_t at;
	qn_period period;
	const char *own = qn_map_told_in(m, QN_OF_PERIOD, row->fields, &at);
	if (e && own && !qn_when_read_cell(own, &period) && qn_aside_is_of_another(&m->aside[e - m->entry], e->from, period))
		qn_import_bad(i, row->line, (int)column + 1, "“%s”说的时期与这一行的(%s)不同:改正其中一处", "\"%s\" is of another period than the row, %s: correct the one that is wrong", e->from, own);
}

const char *qn_map_hear_row(qn_mapping *m, qn_importing *i, const qn_csv_row *row)
{
	size_t at, k = indicator_field(m, row);
	const qn_map_entry *e = k < m->columns ? qn_map_meant(m, QN_OF_INDICATOR, row->field[k].text) : NULL;
	const char *name = e ? e->to : qn_map_told_in(m, QN_OF_INDICATOR, row->fields, &at);
	int column = k < m->columns ? (int)k + 1 : 1;
	hear_period(m, i, row, e, k);
	hear_period(m, i, row, m->values < m->columns ? m->column[m->values].rename : NULL, m->values);
	if (name && is_factored(m, i->catalogue, name))
		return "";
	const char *told = unit_of(m, i->catalogue, e), *unit = *told ? told : m->unit;
	const char *own = qn_map_told_in(m, QN_OF_UNIT, row->fields, &at);
	if (!*unit)
		return "";
	if (disagrees(own, unit) || disagrees(m->unit, unit))
		qn_import_bad(i, row->line, column, "映射文件改掉的名称说单位是“%s”,这里却是“%s”:只留对的那一个", "the name that the mapping file replaces tells the unit \"%s\", and here it is \"%s\": keep the one that is right",
			unit, disagrees(own, unit) ? own : m->unit);
	else if (own && !*own && at < row->fields)
		m->field[at] = (qn_csv_field){ unit, strlen(unit), NULL };
	return unit;
}
