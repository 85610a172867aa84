/* SPDX-License-Identifier: Apache-2.0 */
/* sources.c - who told what there is, of what rank, and how much of it counts; and rulings of ranks. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/names.h"
#include "base/text.h"
#include "cli/clock.h"
#include "cli/guard.h"
#include "cli/session.h"
#include "cli/show.h"
#include "cli/vintage.h"
#include "ingest/operators.h"
#include "store/ranks.h"
#include "store/tally.h"
#include "store/vintages.h"

/* Showing. */

typedef struct {
	const char *name;
	qn_source_rank best, worst; /* in force; of one without a ruling they may differ from import to import */
	bool ruled, synthetic, real;
	qn_date first, last;
	uint64_t imports, rows;
	qn_tally tally;
} source;

typedef struct { source *one; uint32_t count; qn_names *names; } source_list; /* names: numbered as they are */

static source *source_of(cli_session *se, source_list *all, const char *name)
{
	uint32_t number = qn_names_add(all->names, name, strlen(name));
	if (number < all->count)
		return &all->one[number];
	if (number == QN_NO_NAME || !qn_grow(&se->arena, (void **)&all->one, all->count, sizeof *all->one))
		return NULL;
	source *one = &all->one[all->count++];
	*one = (source){ .name = name, .best = QN_SOURCE_ESTIMATE, .worst = QN_SOURCE_OFFICIAL, .first = QN_END_OF_TIME, .last = QN_NO_DATE };
	return one;
}

static int add_import(cli_session *se, source_list *all, uint32_t number, const qn_tally *tally, qn_error *err)
{
	qn_source_rank rank;
	qn_import import;
	if (!qn_snapshot_knows(se->snapshot, number))
		return QN_OK;
	int rc = qn_import_get(se->snapshot, number, &import, err), ruling = rc < 0 ? rc : qn_import_is_ruling(se->snapshot, number, err);
	if (ruling < 0 || (rc = qn_rank_in_force(se->snapshot, &import, qn_snapshot_vintage(se->snapshot), &rank, err)) < 0)
		return ruling < 0 ? ruling : rc;
	source *one = source_of(se, all, import.source ? import.source : "");
	if (!one)
		return qn_no_memory(err);
	one->best = rank < one->best ? rank : one->best;
	one->worst = rank > one->worst ? rank : one->worst;
	one->ruled = one->ruled || ruling;
	if (ruling)
		return QN_OK;
	one->synthetic = one->synthetic || import.synthetic;
	one->real = one->real || !import.synthetic;
	one->first = import.known_on < one->first ? import.known_on : one->first;
	one->last = import.known_on > one->last ? import.known_on : one->last;
	one->imports++;
	one->rows += import.rows;
	one->tally.told += tally->told;
	one->tally.adopted += tally->adopted;
	one->tally.beside += tally->beside;
	return QN_OK;
}

static const char *rank_text(cli_session *se, const source *s)
{
	bool chinese = se->options->language == CHINESE;
	const char *best = qn_rank_word(s->best, chinese);
	if (s->best != s->worst)
		return qn_arena_printf(&se->arena, say(se, "%s to %s", "%s至%s"), best, qn_rank_word(s->worst, chinese));
	return s->ruled ? qn_arena_printf(&se->arena, say(se, "%s (ruled)", "%s(已裁定)"), best) : best;
}

static void add_row(cli_session *se, qn_table *table, const source *s)
{
	char first[16] = "", last[16] = "";
	qn_row *row = qn_table_row(table);
	if (s->imports)
		qn_date_text(s->first, first), qn_date_text(s->last, last);
	qn_row_text(row, *s->name ? s->name : say(se, "(not named)", "(未注明)"));
	qn_row_text(row, rank_text(se, s));
	qn_row_number(row, (double)s->imports, 0);
	qn_row_number(row, (double)s->rows, 0);
	qn_row_number(row, (double)s->tally.told, 0);
	qn_row_number(row, (double)s->tally.adopted, 0);
	qn_row_number(row, (double)s->tally.beside, 0);
	qn_row_text(row, first);
	qn_row_text(row, last);
	if (!s->synthetic)
		qn_row_real(row);
}

static void columns(cli_session *se, qn_table *table)
{
	qn_table_column(table, "source", say(se, "Source", "来源"), QN_LEFT | QN_WRAP);
	qn_table_column(table, "rank", say(se, "Rank", "级别"), QN_LEFT);
	qn_table_column(table, "imports", say(se, "Imports", "导入次数"), QN_RIGHT);
	qn_table_column(table, "rows", say(se, "Rows", "行数"), QN_RIGHT);
	qn_table_column(table, "figures", say(se, "Figures", "确数"), QN_RIGHT);
	qn_table_column(table, "adopted", say(se, "Adopted", "采用"), QN_RIGHT);
	qn_table_column(table, "beside", say(se, "Bounds, other scopes", "界限、约数、其他口径"), QN_RIGHT);
	qn_table_column(table, "first_known", say(se, "First known", "最早知悉"), QN_LEFT);
	qn_table_column(table, "last_known", say(se, "Last known", "最近知悉"), QN_LEFT);
}

static int by_rank(const void *a, const void *b)
{
	const source *x = a, *y = b;
	if (x->best != y->best)
		return x->best < y->best ? -1 : 1;
	if (x->tally.adopted != y->tally.adopted)
		return x->tally.adopted > y->tally.adopted ? -1 : 1;
	return strcmp(x->name, y->name);
}

static int show(cli_session *se, qn_error *err)
{
	uint32_t imports;
	int rc = qn_imports_counted(se->snapshot, &imports, err);
	qn_tally *tally = qn_arena_array(&se->arena, (size_t)imports + 1, sizeof *tally);
	source_list all = { .names = qn_names_new() };
	if (rc == QN_OK)
		rc = tally && all.names ? qn_claims_tally(se->snapshot, qn_snapshot_vintage(se->snapshot), tally, err) : qn_no_memory(err);
	for (uint32_t i = 1; rc == QN_OK && i <= imports; i++)
		rc = add_import(se, &all, i, &tally[i], err);
	qn_names_free(all.names);
	if (rc < 0)
		return rc;
	if (all.count)
		qsort(all.one, all.count, sizeof *all.one, by_rank);
	qn_report *report = session_report(se, say(se, "Sources", "数据来源"));
	qn_table *table = qn_report_table(report, "sources", "");
	columns(se, table);
	for (uint32_t i = 0; i < all.count; i++)
		add_row(se, table, &all.one[i]);
	qn_report_note(report, say(se, "a source's rank is ruled with --set 'SOURCE=official|checked|published|estimate' --known-on DATE: it holds from that day on, for all it tells",
		"用 --set '来源=官方|核实|公开报道|估计' --known-on 日期 裁定来源级别:自该日起对其全部数据有效"));
	return session_finish(se, report, rc, err);
}

/* Ruling. */

static const char *import_source(const void *context, size_t i)
{
	const qn_import *import = context;
	return import[i].source;
}

static int no_source(qn_snapshot *view, const char *name, qn_error *err)
{
	uint32_t count, named = 0;
	int rc = qn_imports_counted(view, &count, err);
	qn_import *import = rc < 0 ? NULL : calloc((size_t)count + 1, sizeof *import);
	if (!import)
		return rc < 0 ? rc : qn_no_memory(err);
	for (uint32_t i = 1; i <= count; i++)
		if (qn_import_get(view, i, &import[named], NULL) == QN_OK && import[named].source && *import[named].source)
			named++;
	long near = qn_text_nearest(name, import_source, import, named);
	rc = near < 0 ? qn_fail_both(err, QN_ENOTFOUND, "没有哪次导入的来源是“%s”:qunce sources 库 列出全部", "no import names the source \"%s\": qunce sources STORE shows them", name)
		: qn_fail_both(err, QN_ENOTFOUND, "没有哪次导入的来源是“%s”:是不是 %s", "no import names the source \"%s\": did you mean %s", name, import[near].source);
	free(import);
	return rc;
}

/* "新华社=published" */
static int read_ruling(qn_arena *arena, const char *text, qn_import *out, qn_error *err)
{
	const char *equals = strrchr(text, '=');
	if (!equals || equals == text || !qn_rank_read(equals + 1, &out->rank))
		return qn_fail_both(err, QN_EUSAGE, "--set %s:请写“来源=级别”,级别是 官方、核实、公开报道 或 估计(official、checked、published、estimate)",
			"--set %s: write SOURCE=RANK, and the rank is official, checked, published or estimate (官方、核实、公开报道、估计)", text);
	out->source = qn_arena_copy(arena, text, (size_t)(equals - text));
	return out->source ? QN_OK : qn_no_memory(err);
}

static int rule(const cli_options *options, qn_change_set *change, qn_import *ruling, qn_buffer *told, qn_error *err)
{
	bool chinese = options->language == CHINESE;
	uint64_t moved;
	char day[16];
	qn_error why = { 0 };
	int rc = qn_change_rule_rank(change, ruling, &moved, &why);
	if (rc == QN_ENOTFOUND)
		return no_source(qn_change_snapshot(change), ruling->source, err);
	if (rc < 0)
		return *err = why, rc;
	qn_date_text(ruling->known_on, day);
	qn_text_clean(told, ruling->source, strlen(ruling->source));
	if (chinese)
		qn_buffer_printf(told, ":自 %s 起为%s(第 %u 次导入),%llu 个数值改为采用其他说法\n", day, qn_rank_word(ruling->rank, true),
			ruling->number, (unsigned long long)moved);
	else
		qn_buffer_printf(told, ": %s from %s on (import %u); %llu figure%s another claim\n", qn_rank_word(ruling->rank, false), day,
			ruling->number, (unsigned long long)moved, moved == 1 ? " adopts" : "s adopt");
	return told->failed ? qn_no_memory(err) : QN_OK;
}

static int rule_all(const cli_options *options, qn_store *store, qn_import how, qn_error *err)
{
	qn_change_set *change = NULL;
	qn_arena arena = { 0 };
	qn_buffer told = { 0 };
	int rc = qn_change_begin(store, &change, err);
	for (int i = 0; rc == QN_OK && i < options->sets; i++) {
		qn_import ruling = how;
		ruling.content = qn_sha256_of(options->set[i], strlen(options->set[i]));
		if ((rc = read_ruling(&arena, options->set[i], &ruling, err)) == QN_OK)
			rc = rule(options, change, &ruling, &told, err);
	}
	if (rc == QN_OK)
		rc = qn_change_commit(change, err), change = NULL;
	qn_change_abort(change);
	if (rc == QN_OK && told.data)
		fputs(told.data, stdout);
	qn_buffer_free(&told);
	qn_arena_free(&arena);
	return rc;
}

static int set_ranks(const cli_options *options, qn_error *err)
{
	qn_store *store = NULL;
	char recorded[32];
	qn_import how = { .file = "sources --set", .submitter = options->submitter ? options->submitter : "", .recorded = recorded };
	clock_stamp(recorded);
	if (options->as_of)
		return qn_fail_both(err, QN_EUSAGE, "--set 要写入,而过去的不能再写:从哪一天起有效,用 --known-on 写明",
			"--set writes, and the past is not written to: --known-on says from which day on it holds");
	if (options->output)
		return qn_fail_both(err, QN_EUSAGE, "--set 说的是做了什么,不是表:请去掉 -o", "--set tells what it did, which is no table: leave out -o");
	int rc = read_known_on(options, &how.known_on, err);
	guard_store(options->operand[0]);
	if (rc == QN_OK && (rc = qn_store_open(options->operand[0], true, &store, err)) == QN_OK)
		rc = rule_all(options, store, how, err);
	qn_store_close(store);
	return rc < 0 ? rc : EXIT_DONE;
}

int run_sources(const cli_options *options, qn_error *err)
{
	cli_session session;
	if (options->sets)
		return set_ranks(options, err);
	int rc = session_open(&session, options, err);
	if (rc == QN_OK)
		rc = show(&session, err);
	session_close(&session);
	return rc < 0 ? rc : EXIT_DONE;
}
