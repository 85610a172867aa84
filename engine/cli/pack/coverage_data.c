/* SPDX-License-Identifier: Apache-2.0 */
/* coverage_data.c - what a computed row is computed from. Of a folder: the tables that the row names, which must hold every
 * indicator that its rules read. Of a store: what it holds. What somebody invented says so in its column source. */
#include <string.h>
#include "cli/pack/coverage.h"
#include "cli/show.h"
#include "ingest/invented.h"
#include "ingest/table.h"
#include "plan/reach.h"

/* A table is read once, however many rows name it. */
struct cover_table {
	const covering *c;
	const char *path;
	bool *has;              /* by indicator: it has a value of it */
	bool series;            /* it tells values by indicator */
	bool real, synthetic;
};

static int scan_line(void *context, qn_sheet *sheet)
{
	struct cover_table *scan = context;
	const char *indicator = qn_sheet_cell(sheet, 0), *source = qn_sheet_cell(sheet, 1);
	bool invented = qn_source_is_invented(source);
	long found = *indicator ? qn_catalogue_indicator(scan->c->se->catalogue, indicator) : -1;
	if (found >= 0)
		scan->has[found] = scan->series = true;
	scan->real = scan->real || !invented;
	scan->synthetic = scan->synthetic || invented;
	return QN_OK;
}

static struct cover_table *find_table(const covering *c, const char *path)
{
	for (uint32_t i = 0; i < c->tables; i++)
		if (!strcmp(c->table[i].path, path))
			return &c->table[i];
	return NULL;
}

/* 1 with *out, 0 if it is not at hand (which is said already), or a negative qn_status. */
static int scan_table(covering *c, const char *path, const struct cover_table **out, qn_error *err)
{
	qn_pack_file file;
	qn_sheet sheet = { .name = path, .column = { "indicator", "source", NULL } };
	struct cover_table *made = find_table(c, path);
	int rc = made ? (*out = made, 1) : cover_file(c, path, &file, err);
	if (made || rc <= 0)
		return rc;
	if (!qn_grow(&c->se->arena, (void **)&c->table, c->tables, sizeof *c->table))
		return qn_no_memory(err);
	made = &c->table[c->tables++];
	*made = (struct cover_table){ .c = c, .path = path, .has = qn_arena_array(&c->se->arena, (size_t)c->se->catalogue->indicators + 1, sizeof *made->has) };
	if (!made->has)
		return qn_no_memory(err);
	*out = made;
	rc = qn_sheet_read(&sheet, file.bytes, file.length, 0, scan_line, made, err);
	return rc < 0 ? rc : 1;
}

/* Marks what a declaration among `by` rests on; false for what is none. */
static bool mark_rule(const qn_program *program, const char *item, bool *node)
{
	const char *colon = strchr(item, ':');
	const char *name = colon ? colon + 1 : "";
	if (!strncmp(item, "criterion:", 10) && qn_program_criterion(program, name) >= 0)
		qn_reach_criterion(&program->criterion[qn_program_criterion(program, name)], node);
	else if (!strncmp(item, "target:", 7) && qn_program_target(program, name) >= 0)
		qn_reach_target(&program->target[qn_program_target(program, name)], node);
	else if (!strncmp(item, "check:", 6) && qn_program_find_check(program, name) >= 0)
		qn_reach_check(&program->check[qn_program_find_check(program, name)], node);
	else
		return false;
	return true;
}

static bool is_derived(const qn_program *program, uint32_t indicator)
{
	for (uint32_t i = 0; i < program->derivations; i++)
		if (program->derivation[i].indicator == indicator)
			return true;
	return false;
}

/* Do the row's rules read anything, and has every indicator that they read a value in what there is? */
static int check_read(covering *c, cover_row *row, const bool *has, bool *reads, bool *missing, qn_error *err)
{
	const qn_program *program = c->se->program;
	const char *list = row->by;
	bool any = false, *node = qn_arena_array(&c->se->arena, (size_t)program->nodes + 1, sizeof *node);
	if (!node)
		return qn_no_memory(err);
	for (const char *item; (item = cover_item(c, &list));) {
		long named = !strncmp(item, "indicator:", 10) ? qn_catalogue_indicator(c->se->catalogue, item + 10) : -1;
		*reads = *reads || named >= 0;
		*missing = *missing || (named >= 0 && !has[named]);
		any = mark_rule(program, item, node) || any;
	}
	*reads = *reads || any;
	qn_reach_below(program, node);
	for (uint32_t i = 0; any && i < c->se->catalogue->indicators; i++)
		if (qn_reach_reads(program, node, QN_INPUT, i) && !has[i] && !is_derived(program, i))
			*missing = true;
	return QN_OK;
}

typedef struct { bool *has; bool series; } row_data; /* of all tables of a row */

static int add_table(covering *c, cover_row *row, row_data *data, const char *path, qn_error *err)
{
	const struct cover_table *table;
	int rc = scan_table(c, path, &table, err);
	if (rc <= 0)
		return rc;
	if (!table->real && !table->synthetic)
		cover_doubt(c, row, say(c->se, "table:%s is empty", "table:%s 是空表"), path);
	for (uint32_t i = 0; i < c->se->catalogue->indicators; i++)
		data->has[i] = data->has[i] || table->has[i];
	data->series = data->series || table->series;
	row->real = row->real || table->real;
	row->synthetic = row->synthetic || table->synthetic;
	return QN_OK;
}

static int look_at_tables(covering *c, cover_row *row, qn_error *err)
{
	row_data data = { .has = qn_arena_array(&c->se->arena, (size_t)c->se->catalogue->indicators + 1, sizeof *data.has) };
	const char *list = row->by;
	bool reads = false, missing = false;
	int rc = data.has ? QN_OK : qn_no_memory(err);
	for (const char *item; rc == QN_OK && (item = cover_item(c, &list));)
		if (!strncmp(item, "table:", 6))
			rc = add_table(c, row, &data, item + 6, err);
	if (rc == QN_OK && !row->real && !row->synthetic && c->folder)
		cover_doubt(c, row, "%s", say(c->se, "computed, and by names no table of data that is shipped", "computed,但 by 没有列出随附的数据表"));
	else if (rc == QN_OK && data.series)
		rc = check_read(c, row, data.has, &reads, &missing, err);
	if (missing)
		cover_doubt(c, row, "%s", say(c->se, "the tables it names do not hold every indicator that its rules read", "所列数据表缺少其规则所用的指标"));
	return rc;
}

int cover_data(covering *c, cover_row *row, qn_error *err)
{
	bool reads = false, missing = false;
	int rc = c->observed ? check_read(c, row, c->observed, &reads, &missing, err) : QN_OK;
	if (rc < 0 || !reads)
		return rc < 0 ? rc : look_at_tables(c, row, err);
	row->real = !missing && (!c->se->synthetic || c->se->mixed);
	row->synthetic = !missing && c->se->synthetic;
	return QN_OK;
}
