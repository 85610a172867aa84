/* SPDX-License-Identifier: Apache-2.0 */
#include "ingest/heads.h"
#include <stddef.h>
#include <string.h>
#include <strings.h>
#include "base/text.h"
#include "ingest/fold.h"

/* The first one of each column is its usual name. */
static const struct { const char *name; int column; } heads[] = { { "entity", QN_OF_ENTITY }, { "cluster", QN_OF_ENTITY }, { "cluster_id", QN_OF_ENTITY }, { "集群", QN_OF_ENTITY },
	{ "主体", QN_OF_ENTITY }, { "集群名称", QN_OF_ENTITY }, { "产业集群", QN_OF_ENTITY }, { "产业集群名称", QN_OF_ENTITY }, { "集群编号", QN_OF_ENTITY },
	{ "indicator", QN_OF_INDICATOR }, { "metric", QN_OF_INDICATOR }, { "指标", QN_OF_INDICATOR }, { "指标名称", QN_OF_INDICATOR },
	{ "period", QN_OF_PERIOD }, { "year", QN_OF_PERIOD }, { "时期", QN_OF_PERIOD }, { "年份", QN_OF_PERIOD }, { "期间", QN_OF_PERIOD }, { "年度", QN_OF_PERIOD },
	{ "报告期", QN_OF_PERIOD }, { "value", QN_OF_VALUE }, { "值", QN_OF_VALUE }, { "数值", QN_OF_VALUE }, { "指标值", QN_OF_VALUE },
	{ "source", QN_OF_SOURCE }, { "来源", QN_OF_SOURCE }, { "数据来源", QN_OF_SOURCE }, { "note", QN_OF_NOTE }, { "备注", QN_OF_NOTE }, { "说明", QN_OF_NOTE },
	{ "rank", QN_OF_RANK }, { "来源等级", QN_OF_RANK }, { "known_on", QN_OF_KNOWN_ON }, { "知悉日期", QN_OF_KNOWN_ON },
	{ "submitter", QN_OF_SUBMITTER }, { "填报人", QN_OF_SUBMITTER }, { "operator", QN_OF_OPERATOR }, { "op", QN_OF_OPERATOR }, { "比较符", QN_OF_OPERATOR },
	{ "scope", QN_OF_SCOPE }, { "口径", QN_OF_SCOPE }, { "范围", QN_OF_SCOPE },
	{ "county", QN_OF_COUNTY }, { "县", QN_OF_COUNTY }, { "县区", QN_OF_COUNTY }, { "县市区", QN_OF_COUNTY }, { "县(市、区)", QN_OF_COUNTY }, { "所在县", QN_OF_COUNTY },
	{ "所在县区", QN_OF_COUNTY }, { "所在县(市、区)", QN_OF_COUNTY }, { "product", QN_OF_PRODUCT }, { "产业", QN_OF_PRODUCT }, { "特色产业", QN_OF_PRODUCT },
	{ "主导产业", QN_OF_PRODUCT }, { "产品", QN_OF_PRODUCT }, { "主导产品", QN_OF_PRODUCT },
	{ "city", QN_OF_CITY }, { "市", QN_OF_CITY }, { "所在市", QN_OF_CITY }, { "所属市", QN_OF_CITY }, { "城市", QN_OF_CITY }, { "地市", QN_OF_CITY },
	{ "行政区划代码", QN_OF_CODE }, { "区划代码", QN_OF_CODE },
	{ "unit", QN_OF_UNIT }, { "unit_measure", QN_OF_UNIT }, { "单位", QN_OF_UNIT }, { "计量单位", QN_OF_UNIT }, { "synthetic", QN_OF_SYNTHETIC }, { "合成数据", QN_OF_SYNTHETIC },
	{ "obs_status", QN_OF_STATUS }, { "action", QN_OF_ACTION }, { "time_period", QN_OF_PERIOD }, { "obs_value", QN_OF_VALUE },
	{ "dataflow", QN_OF_NOTHING }, { "structure", QN_OF_NOTHING }, { "structure_id", QN_OF_NOTHING }, { "structure_name", QN_OF_NOTHING }, { "freq", QN_OF_FREQUENCY },
	{ "last update", QN_OF_NOTHING }, { "import", QN_OF_NOTHING }, { "name", QN_OF_NAME }, { "名称", QN_OF_NAME }, { "导入批次", QN_OF_NOTHING }, { "获知日期", QN_OF_KNOWN_ON },
	{ "why", QN_OF_NOTHING }, { "原因", QN_OF_NOTHING }, { "序号", QN_OF_NOTHING }, { "no.", QN_OF_NOTHING },
	{ "联系人", QN_OF_NOTHING }, { "电话", QN_OF_NOTHING }, { "联系电话", QN_OF_NOTHING }, { "填报日期", QN_OF_NOTHING } };
enum { HEADS = sizeof heads / sizeof *heads };

static int find(const char *folded)
{
	for (size_t i = 0; i < HEADS; i++)
		if (!strcasecmp(heads[i].name, folded))
			return heads[i].column;
	return -1;
}

/* 集群 名称, or on two lines of a narrow cell. */
int qn_head_find(const char *name)
{
	char folded[128];
	if (!qn_fold(name, folded, sizeof folded))
		return -1;
	int column = find(folded);
	return column < 0 && strchr(folded, ' ') && qn_fold_tight(name, folded, sizeof folded) ? find(folded) : column;
}

static bool is_one_of(const char *name, const char *const *names)
{
	char folded[128];
	return qn_fold_tight(name, folded, sizeof folded) && qn_fold_is_one_of(folded, names);
}

bool qn_head_is_of_subject(const char *name)
{
	static const char *const names[] = { "集群名称", "产业集群", "产业集群名称", "集群编号", "cluster_id", NULL };
	return is_one_of(name, names);
}

bool qn_head_is_register(const char *name)
{
	static const char *const names[] = { "register", "登记", NULL };
	return is_one_of(name, names);
}

bool qn_head_is_of_subject_in_register(const char *name)
{
	static const char *const names[] = { "cluster", "集群", NULL };
	return is_one_of(name, names) || qn_head_is_of_subject(name);
}

bool qn_head_is_credit_code(const char *name)
{
	static const char *const names[] = { "credit_code", "uscc", "统一社会信用代码", "社会信用代码", "信用代码", NULL };
	return is_one_of(name, names);
}

bool qn_head_is_why(const char *name)
{
	static const char *const names[] = { "why", "原因", NULL };
	return is_one_of(name, names);
}

bool qn_head_is_beside_records(const char *name)
{
	static const char *const names[] = { "origin", "data", NULL };
	return is_one_of(name, names) || qn_head_is_why(name);
}

bool qn_head_is_mark(const char *name) { return qn_head_find(name) == QN_OF_SYNTHETIC; }

bool qn_head_is_of_filling_in(const char *name)
{
	static const char *const names[] = { "联系人", "电话", "联系电话", "填报日期", NULL };
	return is_one_of(name, names);
}

bool qn_head_is_part_of_year(const char *name)
{
	static const char *const names[] = { "月份", "月", "季度", "季", "半年", "旬", "周", "month", "months", "quarter", "qtr", "half", "week", NULL };
	return is_one_of(name, names);
}

static const char *head_name(const void *context, size_t i)
{
	(void)context;
	return heads[i].name;
}

const char *qn_head_nearest(const char *name)
{
	long near = qn_text_nearest(name, head_name, NULL, HEADS);
	return near < 0 ? NULL : heads[near].name;
}

const char *qn_head_name(int column)
{
	for (size_t i = 0; i < HEADS; i++)
		if (heads[i].column == column)
			return heads[i].name;
	return "";
}
