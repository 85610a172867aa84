/* SPDX-License-Identifier: Apache-2.0 */
/* export_registers.c - what the observations speak of, for formats that hold several tables: entities, indicators, sources. */
#include "cli/show.h"
#include "cli/store/export.h"

#define COUNT(array) (sizeof (array) / sizeof *(array))
#define TEXT(name, english, chinese) { name, say(se, english, chinese), "", QN_OUT_TEXT, 0 }

static const char *or_nothing(const char *text) { return text && *text ? text : NULL; }

static int write_entities(const export_view *view, qn_outlet *outlet, qn_error *err)
{
	const cli_session *se = view->se;
	const qn_out_column column[] = { TEXT("kind", "kind", "类别"), TEXT("entity", "entity", "主体"), TEXT("code", "code", "代码"),
		TEXT("title_zh", "Chinese name", "中文名称"), TEXT("title_en", "English name", "英文名称"), TEXT("note", "note", "备注") };
	qn_out_table table = { "entities", say(se, "Entities", "主体"), column, COUNT(column), 0 };
	int rc = outlet->table(outlet, &table, err);
	for (uint32_t k = 0; k < se->catalogue->kinds; k++)
		for (uint32_t e = 0; rc == QN_OK && e < view->people[k].count; e++) {
			const qn_entity *who = qn_entity_borrow(se->snapshot, k, e, err);
			if (!who)
				return err->status;
			qn_out_cell cell[] = { { .text = se->catalogue->kind[k].id }, { .text = who->id }, { .text = or_nothing(who->code) },
				{ .text = or_nothing(who->title.zh) }, { .text = or_nothing(who->title.en) }, { .text = or_nothing(who->note) } };
			rc = outlet->row(outlet, cell, err);
		}
	return rc;
}

static int write_indicators(const export_view *view, qn_outlet *outlet, qn_error *err)
{
	static const char *const kinds[] = { [QN_STOCK] = "stock", [QN_FLOW] = "flow", [QN_RATIO] = "ratio", [QN_RANKING] = "rank", [QN_FLAGGED] = "flag" };
	static const char *const frequencies[] = { [QN_ANNUAL] = "A", [QN_HALF] = "S", [QN_QUARTER] = "Q", [QN_MONTH] = "M", [QN_YEAR_TO_DATE] = "Y" };
	const cli_session *se = view->se;
	const qn_out_column column[] = { TEXT("indicator", "indicator", "指标"), TEXT("title_zh", "Chinese name", "中文名称"),
		TEXT("title_en", "English name", "英文名称"), TEXT("unit", "unit", "单位"), TEXT("kind", "kind", "类型"), TEXT("frequency", "frequency", "频率"),
		TEXT("theme", "theme", "主题"), TEXT("clause", "clause", "条款"), TEXT("note", "note", "备注") };
	qn_out_table table = { "indicators", say(se, "Indicators", "指标"), column, COUNT(column), 0 };
	int rc = outlet->table(outlet, &table, err);
	for (uint32_t i = 0; rc == QN_OK && i < se->catalogue->indicators; i++) {
		const qn_indicator *about = &se->catalogue->indicator[i];
		qn_out_cell cell[] = { { .text = about->id }, { .text = or_nothing(about->title.zh) }, { .text = or_nothing(about->title.en) },
			{ .text = unit_text(se, about->unit) }, { .text = kinds[about->kind] }, { .text = frequencies[about->frequency] },
			{ .text = or_nothing(about->theme) }, { .text = or_nothing(about->clause) }, { .text = or_nothing(about->note) } };
		rc = outlet->row(outlet, cell, err);
	}
	return rc;
}

static int write_sources(const export_view *view, qn_outlet *outlet, qn_error *err)
{
	const cli_session *se = view->se;
	const qn_out_column column[] = { { "import", say(se, "import", "导入批次"), "", QN_OUT_WHOLE, 0 }, TEXT("file", "file", "文件"),
		TEXT("source", "source", "来源"), TEXT("submitter", "submitter", "报送人"), TEXT("rank", "rank", "来源等级"),
		{ "known_on", say(se, "known_on", "知悉日期"), "", QN_OUT_DATE, 0 }, { "synthetic", say(se, "synthetic", "合成数据"), "", QN_OUT_FLAG, 0 },
		{ "rows", say(se, "rows", "行数"), "", QN_OUT_WHOLE, 0 } };
	qn_out_table table = { "sources", say(se, "Sources", "来源"), column, COUNT(column), 0 };
	int rc = outlet->table(outlet, &table, err);
	for (uint32_t number = 1; rc == QN_OK && number <= view->imports; number++) {
		const qn_import *import = &view->import[number];
		if (!import->number)
			continue; /* not known at the vintage */
		qn_out_cell cell[] = { { .number = number }, { .text = or_nothing(import->file) }, { .text = or_nothing(import->source) },
			{ .text = or_nothing(import->submitter) }, { .text = export_rank(import->rank) }, { .number = import->known_on },
			{ .number = import->synthetic }, { .number = (double)import->rows } };
		rc = outlet->row(outlet, cell, err);
	}
	return rc;
}

int export_registers(const export_view *view, qn_outlet *outlet, qn_error *err)
{
	int rc = write_entities(view, outlet, err);
	if (rc == QN_OK)
		rc = write_indicators(view, outlet, err);
	return rc == QN_OK ? write_sources(view, outlet, err) : rc;
}
