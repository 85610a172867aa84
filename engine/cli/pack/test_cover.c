/* SPDX-License-Identifier: Apache-2.0 */
/* test_cover.c - what the tests are about: criteria and targets that a test expects something of, parameters that these rest
 * on, and rows of the document's list of requirements whose words a declaration quotes. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "cli/pack/test.h"
#include "cli/show.h"
#include "ingest/csv.h"
#include "ingest/table.h"
#include "plan/reach.h"

enum { LEAST_QUOTE = 9 }; /* bytes: shorter words are in too many sentences to say which is meant */

typedef struct { const char *id, *clause, *snippet, *kind; bool ruled, tested; } requirement;

typedef struct {
	cli_session *se;
	const test_run *run;
	bool *node, *criterion, *check, *target, *parameter; /* by number: behind a test */
	requirement *row; uint32_t rows;
} coverage;

/* Tests. */

static void cover_expectation(coverage *c, const qn_expect *expect)
{
	const qn_program *program = c->run->program;
	if (expect->kind == QN_EXPECT_VERDICT) {
		long criterion = qn_program_criterion(program, expect->name);
		c->criterion[criterion] = true;
		qn_reach_criterion(&program->criterion[criterion], c->node);
	} else if (expect->kind == QN_EXPECT_CHECK) {
		long check = qn_program_find_check(program, expect->name);
		c->check[check] = true;
		qn_reach_check(&program->check[check], c->node);
	} else if (expect->kind == QN_EXPECT_VALUE) {
		long indicator = qn_catalogue_indicator(c->run->pack->catalogue, expect->name);
		for (uint32_t i = 0; i < program->derivations; i++)
			if (program->derivation[i].indicator == (uint32_t)indicator)
				c->node[program->derivation[i].node] = true;
	} else {
		long target = qn_program_target(program, expect->name);
		c->target[target] = true;
		qn_reach_target(&program->target[target], c->node);
	}
}

/* Of answers that are kept every one is held against what was kept. */
static void cover_golden(coverage *c)
{
	const qn_program *program = c->run->program;
	for (uint32_t i = 0; i < program->criteria; i++) {
		c->criterion[i] = true;
		qn_reach_criterion(&program->criterion[i], c->node);
	}
	for (uint32_t i = 0; i < program->derivations; i++)
		c->node[program->derivation[i].node] = true;
	for (uint32_t i = 0; program->models && i < program->targets; i++) {
		c->target[i] = true;
		qn_reach_target(&program->target[i], c->node);
	}
}

static void cover_tests(coverage *c)
{
	const qn_program *program = c->run->program;
	for (uint32_t i = 0; i < c->run->tests; i++) {
		const qn_test *test = c->run->test[i].test;
		for (uint32_t k = 0; !test->broken && k < test->expects; k++)
			cover_expectation(c, &test->expect[k]);
		if (!test->broken && test->golden)
			cover_golden(c);
		if (!test->broken && (test->after != QN_NO_PERIOD || test->paths) && program->models)
			qn_reach_model(&program->model[0], c->node);
	}
	qn_reach_below(program, c->node);
	for (uint32_t i = 0; i < program->parameters; i++)
		c->parameter[i] = qn_reach_reads(program, c->node, QN_PARAMETER, i);
}

/* The document. */

static int take_row(void *context, qn_sheet *sheet)
{
	coverage *c = context;
	qn_arena *arena = &c->se->arena;
	if (!qn_grow(arena, (void **)&c->row, c->rows, sizeof *c->row))
		return qn_no_memory(sheet->err);
	c->row[c->rows++] = (requirement){ .id = qn_arena_text(arena, qn_sheet_cell(sheet, 0)), .clause = qn_arena_text(arena, qn_sheet_cell(sheet, 1)),
		.snippet = qn_arena_text(arena, qn_sheet_cell(sheet, 2)), .kind = qn_arena_text(arena, qn_sheet_cell(sheet, 3)) };
	return arena->failed ? qn_no_memory(sheet->err) : QN_OK;
}

static int read_document(coverage *c, qn_error *err)
{
	qn_sheet sheet = { .name = "requirements.csv", .column = { "id", "clause", "snippet", "kind", NULL } };
	qn_buffer bytes = { 0 };
	const char *path = qn_arena_printf(&c->se->arena, "%s/%s/requirements.csv", c->run->pack_folder, c->run->pack->data), *encoding;
	if (!path || access(path, R_OK) != 0)
		return path ? QN_OK : qn_no_memory(err);
	int rc = qn_file_read(path, &bytes, err);
	if (rc == QN_OK)
		rc = qn_text_decode(&bytes, path, &encoding, err);
	if (rc == QN_OK)
		rc = qn_sheet_read(&sheet, bytes.data, bytes.length, 4, take_row, c, err);
	qn_buffer_free(&bytes);
	return rc;
}

/* One's words are in the other's; a declaration without words of the text speaks of its whole clause. */
static bool speaks_of(const requirement *row, const char *clause, const char *quote)
{
	if (quote && *quote)
		return *row->snippet && (strstr(quote, row->snippet) || (strlen(quote) >= LEAST_QUOTE && strstr(row->snippet, quote)));
	return clause && *clause && !strcmp(clause, row->clause);
}

static void note_declaration(coverage *c, const char *clause, const char *quote, bool tested)
{
	for (uint32_t i = 0; i < c->rows; i++)
		if (speaks_of(&c->row[i], clause, quote)) {
			c->row[i].ruled = true;
			c->row[i].tested = c->row[i].tested || tested;
		}
}

static void cover_document(coverage *c)
{
	const qn_program *program = c->run->program;
	for (uint32_t i = 0; i < program->parameters; i++)
		note_declaration(c, program->parameter[i].clause, program->parameter[i].quote, c->parameter[i]);
	for (uint32_t i = 0; i < program->criteria; i++)
		note_declaration(c, program->criterion[i].clause, program->criterion[i].quote, c->criterion[i]);
	for (uint32_t i = 0; i < program->targets; i++)
		note_declaration(c, program->target[i].clause, program->target[i].quote, c->target[i]);
	for (uint32_t i = 0; i < program->measures; i++)
		note_declaration(c, program->measure[i].clause, NULL, false);
}

/* Telling. */

static void add_count(cli_session *se, qn_table *table, const char *id, const char *what, uint32_t of, uint32_t all)
{
	qn_row *row = qn_table_row(table);
	qn_row_text(row, id);
	qn_row_text(row, what);
	qn_row_number(row, of, 0);
	qn_row_number(row, all, 0);
	percent_cell(se, row, all ? (double)of / all : QN_MISSING, 1);
}

static uint32_t count_of(const bool *flag, uint32_t count)
{
	uint32_t sum = 0;
	for (uint32_t i = 0; i < count; i++)
		sum += flag[i];
	return sum;
}

static void add_counts(coverage *c, qn_report *report)
{
	cli_session *se = c->se;
	const qn_program *program = c->run->program;
	uint32_t ruled = 0, tested = 0;
	qn_table *table = qn_report_table(report, "coverage", say(se, "What the tests are about", "测试覆盖"));
	qn_table_column(table, "id", "", QN_MACHINE);
	qn_table_column(table, "what", say(se, "Of the pack", "规则包中的"), QN_LEFT);
	qn_table_column(table, "covered", say(se, "Covered", "已覆盖"), QN_RIGHT);
	qn_table_column(table, "all", say(se, "Of", "共"), QN_RIGHT);
	qn_table_column(table, "share", say(se, "Share", "比例"), QN_RIGHT);
	add_count(se, table, "criteria", say(se, "criteria that a test expects a verdict of", "有测试的准则"), count_of(c->criterion, program->criteria), program->criteria);
	if (program->checks)
		add_count(se, table, "checks", say(se, "checks that a test expects something of", "有测试的校验"), count_of(c->check, program->checks), program->checks);
	add_count(se, table, "targets", say(se, "targets that a test expects a value of", "有测试的目标"), count_of(c->target, program->targets), program->targets);
	add_count(se, table, "parameters", say(se, "parameters and options behind a tested rule", "受测规则用到的参数和选项"), count_of(c->parameter, program->parameters),
		program->parameters);
	for (uint32_t i = 0; i < c->rows; i++)
		ruled += c->row[i].ruled, tested += c->row[i].tested;
	if (!c->rows)
		return;
	add_count(se, table, "document_ruled", say(se, "rows of the document with a declaration", "有声明对应的条文"), ruled, c->rows);
	add_count(se, table, "document_tested", say(se, "rows of the document behind a test", "有测试的条文"), tested, c->rows);
}

static void add_missing(qn_table *table, const char *kind, const char *id, const char *clause, const char *quote)
{
	qn_row *row = qn_table_row(table);
	qn_row_text(row, kind);
	qn_row_text(row, id);
	qn_row_text(row, clause ? clause : "");
	qn_row_text(row, quote ? quote : "");
}

static void add_rows(coverage *c, qn_table *table)
{
	cli_session *se = c->se;
	for (uint32_t i = 0; i < c->rows; i++)
		if (!c->row[i].tested)
			add_missing(table, c->row[i].ruled ? say(se, "row, declared", "条文(有声明)") : say(se, "row", "条文"), c->row[i].id, c->row[i].clause, c->row[i].snippet);
}

static void add_uncovered(coverage *c, qn_report *report)
{
	cli_session *se = c->se;
	const qn_program *program = c->run->program;
	qn_table *table = qn_report_table(report, "uncovered", say(se, "Without a test", "没有测试的"));
	qn_table_column(table, "kind", say(se, "Kind", "类别"), QN_LEFT);
	qn_table_column(table, "id", "id", QN_LEFT);
	qn_table_column(table, "clause", say(se, "Clause", "条款"), QN_LEFT);
	qn_table_column(table, "quote", say(se, "Text", "原文"), QN_LEFT | QN_WRAP);
	for (uint32_t i = 0; i < program->criteria; i++)
		if (!c->criterion[i])
			add_missing(table, say(se, "criterion", "准则"), program->criterion[i].id, program->criterion[i].clause, program->criterion[i].quote);
	for (uint32_t i = 0; i < program->checks; i++)
		if (!c->check[i])
			add_missing(table, say(se, "check", "校验"), program->check[i].id, program->check[i].clause, program->check[i].quote);
	for (uint32_t i = 0; i < program->targets; i++)
		if (!c->target[i])
			add_missing(table, say(se, "target", "目标"), program->target[i].id, program->target[i].clause, program->target[i].quote);
	for (uint32_t i = 0; i < program->parameters; i++)
		if (!c->parameter[i])
			add_missing(table, program->parameter[i].readings ? say(se, "option", "选项") : say(se, "parameter", "参数"), program->parameter[i].id,
				program->parameter[i].clause, program->parameter[i].quote);
	add_rows(c, table);
}

int add_coverage(cli_session *se, test_run *run, qn_report *report, bool *uncovered, qn_error *err)
{
	const qn_program *program = run->program;
	coverage c = { .se = se, .run = run };
	c.node = qn_arena_array(&se->arena, (size_t)program->nodes + 1, sizeof *c.node);
	c.criterion = qn_arena_array(&se->arena, (size_t)program->criteria + 1, sizeof *c.criterion);
	c.check = qn_arena_array(&se->arena, (size_t)program->checks + 1, sizeof *c.check);
	c.target = qn_arena_array(&se->arena, (size_t)program->targets + 1, sizeof *c.target);
	c.parameter = qn_arena_array(&se->arena, (size_t)program->parameters + 1, sizeof *c.parameter);
	if (!c.node || !c.criterion || !c.check || !c.target || !c.parameter)
		return qn_no_memory(err);
	cover_tests(&c);
	int rc = read_document(&c, err);
	if (rc < 0)
		return rc;
	cover_document(&c);
	add_counts(&c, report);
	if (run->options->coverage)
		add_uncovered(&c, report);
	*uncovered = count_of(c.criterion, program->criteria) < program->criteria || count_of(c.check, program->checks) < program->checks
		|| count_of(c.target, program->targets) < program->targets;
	return QN_OK;
}
