/* SPDX-License-Identifier: Apache-2.0 */
/* import.c - files into the store one by one, each all or nothing; the first that is refused ends the command. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include "cli/clock.h"
#include "cli/guard.h"
#include "cli/rolling.h"
#include "cli/session.h"
#include "cli/show.h"
#include "cli/store/findings.h"
#include "cli/store/newest.h"
#include "cli/titles.h"
#include "cli/vintage.h"
#include "ingest/import.h"
#include "ingest/operators.h"
#include "ingest/when.h"

static int read_rank(const cli_options *options, qn_source_rank *out, qn_error *err)
{
	*out = QN_SOURCE_OFFICIAL;
	if (!options->rank || qn_rank_read(options->rank, out))
		return QN_OK;
	return qn_fail_both(err, QN_EUSAGE, "--rank %s:请写 official、checked、published 或 estimate(官方、核实、公开报道、估计)",
		"--rank %s: official, checked, published or estimate is wanted", options->rank);
}

static int read_period(const cli_options *options, qn_period *period, qn_import_options *how, qn_error *err)
{
	if (!options->period)
		return QN_OK;
	if (qn_when_read(options->period, period))
		return qn_fail_both(err, QN_EUSAGE, "--period %s:不是时期:请写 2025、2025-Q1、2025-01 或 2025年1-6月",
			"--period %s: that is no period: write 2025, 2025-Q1 or 2025-01", options->period);
	how->period = period;
	return QN_OK;
}

static const char *parted(char delimiter, bool chinese)
{
	if (!delimiter)
		return "";
	if (delimiter == '\t')
		return chinese ? ",以制表符分隔" : ", parted by tabs";
	if (delimiter == '|')
		return chinese ? ",以竖线分隔" : ", parted by bars";
	return chinese ? ",以分号分隔" : ", parted by semicolons";
}

/* What a workbook's reader should know, a line each. */
static void tell_notes(const cli_options *options, const qn_import_report *report, FILE *to)
{
	const char *line = report->notes[options->language == CHINESE].data;
	while (line && *line) {
		size_t length = strcspn(line, "\n");
		fprintf(to, "  %.*s\n", (int)length, line);
		line += length + (line[length] == '\n');
	}
}

/* What became of the records of a register that tells them apart. */
static void tell_count(const qn_put_count *count, bool chinese, char *out, size_t size)
{
	int used = 0;
	*out = 0;
	if (count->added + count->replaced + count->unchanged + count->not_adopted)
		used = snprintf(out, size, chinese ? ":新增 %llu,更正 %llu,不变 %llu" : ": %llu new, %llu replaced, %llu unchanged", (unsigned long long)count->added,
			(unsigned long long)count->replaced, (unsigned long long)count->unchanged);
	if (count->not_adopted)
		snprintf(out + used, size - (size_t)used, chinese ? ",未采用 %llu" : ", %llu not adopted", (unsigned long long)count->not_adopted);
}

static void tell(const cli_options *options, const char *path, const qn_import_report *report)
{
	bool chinese = options->language == CHINESE;
	char sheet[160] = "", count[160];
	tell_count(&report->cells, chinese, count, sizeof count);
	if (*report->sheet)
		snprintf(sheet, sizeof sheet, chinese ? ",工作表“%s”" : ", sheet \"%s\"", report->sheet);
	const char *form = !report->wide ? "" : chinese ? ",宽表" : ", wide form";
	const char *mark = !report->synthetic ? "" : chinese ? ",合成数据" : ", synthetic";
	if (report->records)
		print_line(chinese ? "%s:%s%s,登记 %llu 条%s%s" : "%s: %s%s, %llu records%s%s", path, report->encoding, parted(report->delimiter, chinese), (unsigned long long)report->records, count, mark);
	else
		print_line(chinese ? "%s:%s%s%s,%llu 行,新增 %llu,更正 %llu,不变 %llu,未采用 %llu,缺失 %llu%s"
			: "%s: %s%s%s, %llu rows: %llu new, %llu corrected, %llu unchanged, %llu not adopted, %llu missing%s", path, report->encoding,
			*sheet ? sheet : parted(report->delimiter, chinese), form, (unsigned long long)report->rows, (unsigned long long)report->cells.added, (unsigned long long)report->cells.replaced,
			(unsigned long long)report->cells.unchanged, (unsigned long long)report->cells.not_adopted,
			(unsigned long long)report->missing, mark);
	if (report->understood.length)
		print_line(chinese ? "  读懂:%s" : "  understood: %s", report->understood.data);
	if (report->passed)
		printf(chinese ? "  %llu 行按映射文件略过\n" : "  %llu rows passed over by the mapping file\n", (unsigned long long)report->passed);
	if (report->beside)
		printf(chinese ? "  %llu 条为约数、界限或其他口径:留作说法,不作为数值\n" : "  %llu told as a bound, roughly or for another scope: kept as claims, not as values\n", (unsigned long long)report->beside);
	if (report->imports > 1)
		printf(chinese ? "  %u 个%s:第 %u 至 %u 次导入\n" : "  %u %s: imports %u to %u\n", report->imports,
			report->records ? chinese ? "获知日期" : "days on which it was known" : chinese ? "来源" : "sources", report->import, report->import + report->imports - 1);
	if (options->dry_run)
		puts(chinese ? "  试运行:什么都没有入库" : "  a dry run: nothing was put");
}

/* Where --rejects wrote nothing, though the file is refused. */
static void tell_rejects(const cli_options *options, int rc, const qn_import_report *report)
{
	bool chinese = options->language == CHINESE;
	if (!options->rejects || (report->error_count && !report->of_header))
		return;
	if (rc == QN_EINPUT && report->of_header)
		fputs(chinese ? "  表头(或其上)有错,先改好它:没有写 --rejects 的文件\n" : "  what is wrong stands in the header, or above it, and comes first: no file of --rejects was written\n", stderr);
	else if (rc == QN_EINPUT)
		fputs(chinese ? "  不是某几行有错:没有写 --rejects 的文件\n" : "  no row is refused by itself: no file of --rejects was written\n", stderr);
}

/* Once none of the files wrote it. */
static void tell_earlier_rejects(const cli_options *options)
{
	struct stat there;
	if (options->rejects && stat(options->rejects, &there) == 0 && S_ISREG(there.st_mode))
		puts(options->language == CHINESE ? "  没有被拒的行:--rejects 的文件是以前留下的" : "  no row is refused: the file of --rejects is an earlier one");
}

/* Into the change, unless it is refused. *change is NULL once it is committed, which one of a dry run never is. */
static int import_one(const cli_options *options, qn_change_set **change, const char *path, const qn_import_options *how, qn_error *err)
{
	qn_import_report report = { 0 };
	qn_buffer found = { 0 };
	uint32_t before = 0;
	int rc = qn_imports_counted(qn_change_snapshot(*change), &before, err);
	if (rc == QN_OK)
		rc = qn_import_file(*change, path, how, &report, err);
	if (rc >= 0 && report.records)
		rc = titles_admit(options, *change, before + 1, &report, err);
	if (rc >= 0)
		rc = findings_of_change(options, *change, before + 1, path, &found, err);
	if (rc >= 0 && !options->dry_run)
		rc = qn_change_commit(*change, err), *change = NULL;
	if (rc >= 0)
		tell(options, path, &report);
	else if (report.errors.length)
		fputs(report.errors.data, stderr);
	tell_notes(options, &report, rc >= 0 ? stdout : stderr);
	if (found.length && rc != QN_ENOMEM) /* else it may be cut */
		fputs(found.data, rc >= 0 ? stdout : stderr);
	tell_rejects(options, rc, &report);
	qn_buffer_free(&found);
	qn_import_report_free(&report);
	return rc;
}

/* Of several files the last word is about one: what became of the others. */
static void tell_others(const cli_options *options, int before, int behind)
{
	bool chinese = options->language == CHINESE;
	if (before && options->dry_run)
		fprintf(stderr, chinese ? "  前面 %d 个文件会入库\n" : "  files before it that would be imported: %d\n", before);
	else if (before)
		fprintf(stderr, chinese ? "  前面 %d 个文件已经入库\n" : "  files before it that are imported: %d\n", before);
	if (behind)
		fprintf(stderr, chinese ? "  后面 %d 个文件没有试\n" : "  files behind it that were not tried: %d\n", behind);
}

/* Each file is a change of its own; those of a dry run are one, so that each meets what those before it would have brought. */
static int import_all(const cli_options *options, qn_store *store, const qn_import_options *how, qn_error *err)
{
	qn_change_set *change = NULL;
	int rc = QN_OK;
	for (int i = 1; rc >= 0 && i < options->operands; i++) {
		if (!change)
			rc = qn_change_begin(store, &change, err);
		if (rc >= 0)
			rc = import_one(options, &change, options->operand[i], how, err);
		if (rc < 0)
			tell_others(options, i - 1, options->operands - 1 - i);
	}
	qn_change_abort(change);
	if (rc >= 0)
		tell_earlier_rejects(options);
	return rc;
}

/* 1 if there is something to roll up. Asked before rules are loaded, which takes longer. */
static int any_registers(qn_store *store, qn_error *err)
{
	qn_snapshot *snapshot = NULL;
	qn_catalogue *catalogue = NULL;
	int rc = qn_snapshot_open(store, &snapshot, err);
	if (rc == QN_OK)
		rc = qn_snapshot_catalogue(snapshot, &catalogue, err);
	if (rc == QN_OK)
		rc = rolled_any(snapshot, catalogue, err);
	qn_catalogue_free(catalogue);
	qn_snapshot_close(snapshot);
	return rc;
}

/* What the files brought together: registers and reports come in different ones. */
static int tell_registers(const cli_options *options, qn_error *err)
{
	cli_session se;
	uint32_t differ = 0;
	int rc = session_open(&se, options, err);
	if (rc == QN_OK)
		rc = session_panel(&se, false, err);
	bool *all = rc == QN_OK ? qn_arena_array(&se.arena, se.panel->entities + 1, sizeof *all) : NULL;
	if (rc == QN_OK && !all)
		rc = qn_no_memory(err);
	for (size_t e = 0; rc == QN_OK && e < se.panel->entities; e++)
		all[e] = true;
	if (rc == QN_OK)
		rc = rolled_findings(&se, NULL, all, &differ, err);
	if (rc >= 0 && differ)
		print_line(say(&se, "registers: %u reported figures of %s differ from what the registers come to by more than the pack lets them; qunce rollup STORE lists them",
			"登记汇总:%2$s 年有 %1$u 个上报数与登记相差超过规则包所许;用 qunce rollup 库 列出"), differ, period_text(&se, qn_panel_period(se.panel, se.panel->base)));
	session_close(&se);
	return rc == QN_ENOTFOUND ? QN_OK : rc; /* nothing reported of the frequency that rules are about */
}

int run_import(const cli_options *options, qn_error *err)
{
	qn_store *store = NULL;
	char recorded[32];
	qn_period period, newest = QN_NO_PERIOD;
	qn_import_options how = { .source = options->source, .submitter = options->submitter, .synthetic = options->synthetic,
		.mix = options->mix, .sheet = options->sheet, .chinese = options->language == CHINESE, .map = options->map,
		.rejects = options->rejects, .replace = options->force, .explain = options->dry_run, .recorded = recorded };
	clock_stamp(recorded);
	int rc = read_known_on(options, &how.known_on, err);
	if (rc == QN_OK)
		rc = read_rank(options, &how.rank, err);
	if (rc == QN_OK)
		rc = read_period(options, &period, &how, err);
	guard_store(options->operand[0]);
	if (rc == QN_OK)
		rc = qn_store_open(options->operand[0], true, &store, err);
	if (rc >= 0)
		rc = newest_period(options, store, &newest, err);
	if (rc >= 0)
		rc = import_all(options, store, &how, err);
	bool together = rc >= 0 && !options->dry_run;
	if (together)
		rc = tell_newest(options, store, newest, err);
	if (together && rc >= 0)
		rc = any_registers(store, err);
	qn_store_close(store);
	if (rc > 0 && together)
		rc = tell_registers(options, err);
	return rc < 0 ? rc : EXIT_DONE;
}
