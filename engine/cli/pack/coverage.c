/* SPDX-License-Identifier: Apache-2.0 */
/* coverage.c - what each row of the pack's document is met by: computed from shipped data, computed in a test only, recorded, or
 * not done; and by what. A claim that does not hold is an error. */
#include "cli/pack/coverage.h"
#include <stdio.h>
#include <string.h>
#include "cli/places.h"
#include "cli/print.h"
#include "cli/session.h"
#include "cli/show.h"

static const char *status_words(const cli_session *se, cover_status status)
{
	static const char *const english[] = { "computed from shipped data", "computed in a test only", "recorded in a register", "not done" };
	static const char *const chinese[] = { "由随附数据算出", "只在测试中算出", "登记在册", "未做" };
	return say(se, english[status], chinese[status]);
}

/* Where rules and tables are read from. */

typedef struct { qn_pack *pack; qn_program *program; } cover_source;

static int open_folder(covering *c, cover_source *from, const char *folder, qn_error *err)
{
	int rc = qn_pack_read(folder, &from->pack, err);
	if (rc == QN_OK)
		rc = load_program(from->pack, c->se->options, &from->program, err);
	if (rc < 0)
		return rc;
	c->folder = folder;
	c->se->catalogue = from->pack->catalogue;
	c->se->program = from->program;
	return QN_OK;
}

static int note_observed(covering *c, qn_error *err)
{
	static const qn_frequency known[] = { QN_ANNUAL, QN_HALF, QN_QUARTER, QN_MONTH, QN_YEAR_TO_DATE };
	const qn_catalogue *catalogue = c->se->catalogue;
	c->observed = qn_arena_array(&c->se->arena, (size_t)catalogue->indicators + 1, sizeof *c->observed);
	if (!c->observed)
		return qn_no_memory(err);
	for (uint32_t i = 0; i < catalogue->indicators; i++)
		for (size_t k = 0; k < sizeof known / sizeof *known; k++) {
			qn_period first, last;
			int rc = qn_column_extent(c->se->snapshot, i, catalogue->subject, known[k], &first, &last, err);
			if (rc < 0)
				return rc;
			c->observed[i] = c->observed[i] || rc > 0;
		}
	return QN_OK;
}

static int open_store(covering *c, cover_source *from, qn_error *err)
{
	const cli_options *options = c->se->options;
	const char *id;
	qn_pack_file *file;
	size_t files;
	int rc = session_open(c->se, options, err);
	if (rc == QN_OK && options->pack) {
		c->folder = options->pack;
		rc = qn_pack_read(options->pack, &from->pack, err);
	} else if (rc == QN_OK) {
		rc = qn_snapshot_pack(c->se->snapshot, &c->se->arena, &id, &file, &files, err);
		if (rc == QN_OK)
			rc = qn_pack_from_files(file, files, &from->pack, err);
	}
	return rc == QN_OK ? note_observed(c, err) : rc;
}

/* Telling. */

static int check_filters(const covering *c, qn_error *err)
{
	const cli_options *options = c->se->options;
	bool kind = !options->kind, status = !options->status;
	for (uint32_t i = 0; i < c->rows; i++)
		kind = kind || !strcmp(options->kind, c->row[i].kind);
	for (int i = 0; i < COVER_STATUSES; i++)
		status = status || !strcmp(options->status, cover_status_ids[i]);
	if (!kind)
		return qn_fail_both(err, QN_EUSAGE, "--kind %s:requirements.csv 没有这一类", "--kind %s: requirements.csv has no row of this kind", options->kind);
	if (!status)
		return qn_fail_both(err, QN_EUSAGE, "--status %s:应为 computed、tested、recorded 或 not_done", "--status %s: computed, tested, recorded or not_done is wanted", options->status);
	return QN_OK;
}

static bool is_asked(const covering *c, const cover_row *row)
{
	const cli_options *options = c->se->options;
	return (!options->kind || !strcmp(options->kind, row->kind)) && (!options->status || !strcmp(options->status, cover_status_ids[row->status]));
}

static uint32_t count_of(const covering *c, const char *kind, int status)
{
	uint32_t count = 0;
	for (uint32_t i = 0; i < c->rows; i++)
		count += is_asked(c, &c->row[i]) && (!kind || !strcmp(kind, c->row[i].kind)) && (status == COVER_STATUSES || (int)c->row[i].status == status);
	return count;
}

static void add_summary_row(const covering *c, qn_table *table, const char *kind, const char *words)
{
	uint32_t numbers = 0;
	qn_row *row = qn_table_row(table);
	qn_row_text(row, words);
	qn_row_number(row, count_of(c, kind, COVER_STATUSES), 0);
	for (int i = 0; i < COVER_STATUSES; i++)
		qn_row_number(row, count_of(c, kind, i), 0);
	for (uint32_t i = 0; i < c->rows; i++)
		numbers += is_asked(c, &c->row[i]) && (!kind || !strcmp(kind, c->row[i].kind)) && *c->row[i].number;
	qn_row_number(row, numbers, 0);
}

static void add_summary(const covering *c, qn_report *report)
{
	const cli_session *se = c->se;
	qn_table *table = qn_report_table(report, "summary", say(se, "Rows of the document, by kind", "文件各条,按类别"));
	qn_table_column(table, "kind", say(se, "Kind", "类别"), QN_LEFT);
	qn_table_column(table, "rows", say(se, "Rows", "条数"), QN_RIGHT);
	for (int i = 0; i < COVER_STATUSES; i++)
		qn_table_column(table, cover_status_ids[i], status_words(se, (cover_status)i), QN_RIGHT);
	qn_table_column(table, "numbers", say(se, "with a number", "有数量"), QN_RIGHT);
	for (uint32_t i = 0; i < c->rows; i++) {
		uint32_t before = 0;
		while (before < i && (strcmp(c->row[before].kind, c->row[i].kind) != 0 || !is_asked(c, &c->row[before])))
			before++;
		if (before == i && is_asked(c, &c->row[i]))
			add_summary_row(c, table, c->row[i].kind, c->row[i].kind);
	}
	add_summary_row(c, table, NULL, say(se, "all", "合计"));
}

static const char *data_words(const covering *c, const cover_row *row)
{
	if (row->status != COVER_COMPUTED)
		return "";
	if (!row->real && !row->synthetic)
		return say(c->se, "not in this store", "本库没有");
	return !row->synthetic ? "real 真实" : row->real ? "mixed 混合" : "synthetic 合成";
}

static void add_rows(const covering *c, qn_report *report)
{
	const cli_session *se = c->se;
	qn_table *table = qn_report_table(report, "rows", say(se, "Row by row", "逐条"));
	qn_table_column(table, "id", "id", QN_LEFT);
	qn_table_column(table, "kind", say(se, "Kind", "类别"), QN_LEFT);
	qn_table_column(table, "clause", say(se, "Clause", "条款"), QN_LEFT | QN_MACHINE);
	qn_table_column(table, "quote", say(se, "Text", "原文"), QN_LEFT | QN_WRAP);
	qn_table_column(table, "status_id", "", QN_LEFT | QN_MACHINE);
	qn_table_column(table, "status", say(se, "Is", "状态"), QN_LEFT);
	qn_table_column(table, "by", say(se, "By", "由"), QN_LEFT | QN_WRAP);
	qn_table_column(table, "number", say(se, "Its number", "数量"), QN_LEFT | QN_WRAP);
	qn_table_column(table, "test", say(se, "Held by", "测试"), QN_LEFT | QN_WRAP);
	qn_table_column(table, "rests_on", say(se, "Data", "数据"), QN_LEFT);
	qn_table_column(table, "note", say(se, "Note", "说明"), QN_LEFT | QN_WRAP);
	for (uint32_t i = 0; i < c->rows; i++) {
		const cover_row *r = &c->row[i];
		if (!is_asked(c, r))
			continue;
		const char *cell[] = { r->id, r->kind, r->clause, r->snippet, cover_status_ids[r->status], status_words(se, r->status), r->by, r->number, r->test, data_words(c, r), r->note };
		qn_row *row = qn_table_row(table);
		for (size_t k = 0; k < sizeof cell / sizeof *cell; k++)
			qn_row_text(row, cell[k]);
		qn_row_tone(row, r->status == COVER_NOT_DONE ? QN_TONE_WARN : QN_TONE_PLAIN);
	}
}

static void add_doubts(const covering *c, qn_report *report)
{
	qn_table *table = c->doubts ? qn_report_table(report, "doubts", say(c->se, "What does not hold", "不成立的")) : NULL;
	if (table)
		qn_table_column(table, "what", say(c->se, "What", "问题"), QN_LEFT | QN_WRAP);
	for (uint32_t i = 0; i < c->doubts; i++) {
		qn_row *row = qn_table_row(table);
		qn_row_text(row, c->doubt[i]);
		qn_row_tone(row, QN_TONE_BAD);
	}
}

/* The rows speak of the data row by row: the report itself rests on the pack alone. */
static int tell(covering *c, qn_error *err)
{
	cli_session *se = c->se;
	qn_report *report = qn_report_new(qn_arena_printf(&se->arena, say(se, "What the document asks, and what meets it: %s", "文件的要求由什么实现:%s"), title_of(se, se->catalogue->title)), false);
	add_summary(c, report);
	add_rows(c, report);
	add_doubts(c, report);
	if (c->absent)
		qn_report_note(report, qn_arena_printf(&se->arena, say(se, "%u tables, texts or tests are not at hand here and were not looked into: give the pack's folder in its source tree",
			"有 %u 个数据表、文本或测试不在手边,未予核对:可指定源码树里的规则包文件夹"), c->absent));
	if (se->pack_note)
		qn_report_note(report, se->pack_note);
	return print_report(se->options, report, err);
}

int run_coverage(const cli_options *options, qn_error *err)
{
	cli_session session = { .options = options };
	covering c = { .se = &session };
	cover_source from = { 0 };
	const char *place = options->operands ? options->operand[0] : options->pack;
	bool store = place && options->operands && holds_store(place);
	int rc = place ? QN_OK : qn_fail_both(err, QN_EUSAGE, "需要一个库或规则包文件夹:qunce coverage 库,或 qunce coverage --pack 文件夹",
		"a store or a pack's folder is wanted: qunce coverage STORE, or qunce coverage --pack DIR");
	if (rc == QN_OK)
		rc = store ? open_store(&c, &from, err) : open_folder(&c, &from, place, err);
	c.pack = from.pack;
	if (rc == QN_OK)
		rc = cover_read(&c, err);
	if (rc == QN_OK)
		rc = check_filters(&c, err);
	if (rc == QN_OK)
		rc = cover_look(&c, err);
	if (rc == QN_OK)
		rc = tell(&c, err);
	if (rc == QN_OK && c.doubts)
		rc = qn_fail_both(err, QN_EINPUT, "coverage.csv 有 %u 处不成立:见上表", "coverage.csv claims %u things that do not hold: see the table above", c.doubts);
	if (!store)
		session.catalogue = NULL, session.program = NULL; /* the pack's */
	qn_program_free(from.program);
	qn_pack_free(from.pack);
	session_close(&session);
	return rc < 0 ? rc : EXIT_DONE;
}
