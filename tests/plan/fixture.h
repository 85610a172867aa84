/* SPDX-License-Identifier: Apache-2.0 */
/* fixture.h - a small invented catalogue, and a program with every kind of thing in it. */
#pragma once
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdlib.h>
#include <string.h>
#include "base/real.h"
#include "plan/program.h"

enum { REVENUE, PROFIT_RATE, LEADERS, PLATFORMS, STANDING, HAS_PLAN, RESEARCH, INTENSITY, MARKS, INDICATORS };
enum { YI, WAN, PERCENT, PIECES, PLACE_IN, FLAG, POINTS, UNITS };
enum { CLUSTER, CITY, INDUSTRY, KINDS };
enum { MONEY, ENTERPRISE, PLATFORM, SCORE };

static qn_unit fixture_units[] = {
	[YI] = { (char[]){ "亿元" }, (char[]){ "亿元" }, (char[]){ "yi" }, QN_UNIT_AMOUNT, 1, 1, 1, 1 },
	[WAN] = { (char[]){ "万元" }, (char[]){ "万元" }, (char[]){ "wan" }, QN_UNIT_AMOUNT, 1, 1, 10000, 0 },
	[PERCENT] = { (char[]){ "%" }, (char[]){ "%" }, (char[]){ "pct" }, QN_UNIT_RATIO, 0, 1, 100, 1 },
	[PIECES] = { (char[]){ "个" }, (char[]){ "个" }, NULL, QN_UNIT_COUNT, 0, 1, 1, 0 },
	[PLACE_IN] = { (char[]){ "位" }, (char[]){ "位" }, NULL, QN_UNIT_RANK, 0, 1, 1, 0 },
	[FLAG] = { (char[]){ "flag" }, (char[]){ "" }, NULL, QN_UNIT_FLAG, 0, 1, 1, 0 },
	[POINTS] = { (char[]){ "分" }, (char[]){ "分" }, NULL, QN_UNIT_SCORE, 0x1000, 1, 1, 1 },
};

static qn_indicator fixture_indicators[] = {
	[REVENUE] = { "revenue", { "营业收入", "Revenue" }, YI, 1, QN_FLOW, QN_ANNUAL, 1, "scale", "第三条", "of the whole\nchain", "营收;Turnover" },
	[PROFIT_RATE] = { "profit_rate", { "利润率", "Profit rate" }, PERCENT, 0, QN_RATIO, QN_ANNUAL, 1, NULL, NULL, NULL, NULL },
	[LEADERS] = { "leading_enterprises", { "龙头企业", NULL }, PIECES, 0x10, QN_STOCK, QN_ANNUAL, 1, NULL, NULL, NULL, NULL },
	[PLATFORMS] = { "platforms", { "平台", NULL }, PIECES, 0x100, QN_STOCK, QN_ANNUAL, 1, NULL, NULL, NULL, NULL },
	[STANDING] = { "rank_in_province", { "省内排名", NULL }, PLACE_IN, 0, QN_RANKING, QN_ANNUAL, -1, NULL, NULL, NULL, NULL },
	[HAS_PLAN] = { "has_plan", { "有规划", NULL }, FLAG, 0, QN_FLAGGED, QN_ANNUAL, 0, NULL, NULL, NULL, NULL },
	[RESEARCH] = { "rd_expenditure", { "研发经费", NULL }, WAN, 1, QN_FLOW, QN_ANNUAL, 1, NULL, NULL, NULL, NULL },
	[INTENSITY] = { "rd_intensity", { "研发强度", NULL }, PERCENT, 0, QN_RATIO, QN_ANNUAL, 1, NULL, NULL, NULL, NULL },
	[MARKS] = { "marks", { "得分", NULL }, POINTS, 0x1000, QN_STOCK, QN_ANNUAL, 1, NULL, NULL, NULL, NULL },
};

static qn_kind fixture_kinds[] = { { "cluster", { "集群", "Cluster" } }, { "city", { "市", "City" } }, { "industry", { "产业", NULL } } };
static const char *fixture_cities[] = { "hefei", "wuhu" };
static qn_label fixture_city_titles[] = { { "合肥市", "Hefei" }, { "芜湖市", "Wuhu" } };
static const char *fixture_industries[] = { "vehicles" };
static qn_label fixture_industry_titles[] = { { "汽车", NULL } };
static struct qn_members fixture_members[] = { { NULL, NULL, 0 }, { fixture_cities, fixture_city_titles, 2 },
	{ fixture_industries, fixture_industry_titles, 1 } };

static inline qn_catalogue fixture_catalogue(void)
{
	static char dimension[][16] = { "money", "enterprise", "platform", "score" };
	qn_catalogue catalogue = { .pack = "invented", .title = { "虚构", "Invented" }, .subject = CLUSTER, .frequency = QN_ANNUAL,
		.indicator = fixture_indicators, .indicators = INDICATORS, .kind = fixture_kinds, .kinds = KINDS, .member = fixture_members };
	catalogue.units = (qn_units){ .dimension = { dimension[0], dimension[1], dimension[2], dimension[3] }, .dimensions = 4,
		.unit = fixture_units, .units = UNITS, .counted = { false, true, true, false } };
	return catalogue;
}

/* A program that grows; failing to type a node fails the test. */
struct world {
	qn_catalogue catalogue;
	qn_program *program;
	qn_error err;
};

static inline struct world world_make(void)
{
	struct world w = { .catalogue = fixture_catalogue(), .program = qn_program_new() };
	assert_non_null(w.program);
	return w;
}

static inline int world_try(struct world *w, qn_node node)
{
	int rc;
	assert_true(qn_program_room(w->program, node, nodes));
	w->err.text[0] = 0;
	rc = qn_node_derive(w->program, &w->catalogue, &node, &w->err);
	if (rc == QN_OK)
		w->program->node[w->program->nodes++] = node;
	return rc;
}

static inline qn_node node_of(qn_op op, uint32_t a, uint32_t b, uint32_t c, uint32_t symbol)
{
	return (qn_node){ .op = (uint16_t)op, .a = a, .b = b, .c = c, .symbol = symbol, .domain = QN_NONE, .place = QN_NONE };
}

static inline uint32_t world_add(struct world *w, qn_node node)
{
	if (world_try(w, node) != QN_OK)
		fail_msg("%s", w->err.text);
	return w->program->nodes - 1;
}

static inline uint32_t leaf(struct world *w, qn_op op, uint32_t symbol) { return world_add(w, node_of(op, QN_NONE, QN_NONE, QN_NONE, symbol)); }
static inline uint32_t one(struct world *w, qn_op op, uint32_t a, uint32_t symbol) { return world_add(w, node_of(op, a, QN_NONE, QN_NONE, symbol)); }
static inline uint32_t two(struct world *w, qn_op op, uint32_t a, uint32_t b) { return world_add(w, node_of(op, a, b, QN_NONE, QN_NONE)); }
static inline uint32_t where(struct world *w, uint32_t a, uint32_t b, uint32_t c) { return world_add(w, node_of(QN_WHERE, a, b, c, QN_NONE)); }

static inline uint32_t constant(struct world *w, qn_type type, double value, qn_dimension dimension, bool bare)
{
	qn_node node = node_of(QN_CONST, QN_NONE, QN_NONE, QN_NONE, QN_NONE);
	node.type = (uint8_t)type;
	node.value = value;
	node.dimension = dimension;
	node.bare = bare;
	return world_add(w, node);
}
static inline uint32_t bare(struct world *w, double value) { return constant(w, QN_NUMBER, value, 0, true); }
static inline uint32_t yi(struct world *w, double value) { return constant(w, QN_NUMBER, value, 1, false); }
static inline uint32_t member(struct world *w, uint32_t domain, double value)
{
	qn_node node = node_of(QN_CONST, QN_NONE, QN_NONE, QN_NONE, domain);
	node.type = QN_CATEGORY;
	node.value = value;
	return world_add(w, node);
}
static inline uint32_t quantile(struct world *w, uint32_t a, double probability, uint32_t by)
{
	qn_node node = node_of(QN_QUANTILE, a, QN_NONE, QN_NONE, by);
	node.value = probability;
	return world_add(w, node);
}

/* Parameters 0 entry_revenue (100 亿元) · 1 growth.avg (cagr, mean) · 2 places · 3 likely · 4 years · 5 enough (个) · 6 unset;
 * assumptions 0 shock · 1 own_shock. */
static inline void world_declare(struct world *w)
{
	static qn_dated entry[] = { { 19000, 80, "as announced" }, { 20000, 100, NULL } };
	static qn_dated first[] = { { 0, 0, NULL } };
	static qn_reading readings[] = { { "cagr", { "复合", "Compound" } }, { "mean", { "平均", NULL } } };
	static qn_dated three[] = { { 0, 3, NULL } }, third[] = { { 0, 0.3, NULL } };
	static const qn_parameter parameters[] = {
		{ .id = "entry_revenue", .clause = "第三条", .quote = "100亿元以上", .note = "ours", .title = { "准入", "Entry" }, .unit = YI, .dimension = 1, .type = QN_NUMBER, .dated = entry, .dates = 2, .place = 0 },
		{ .id = "growth.avg", .title = { "增速", NULL }, .unit = QN_NONE, .type = QN_CATEGORY, .reading = readings, .readings = 2, .dated = first, .dates = 1, .place = 1 },
		{ .id = "places", .title = { NULL, "Places" }, .unit = PLACE_IN, .type = QN_RANK, .dated = three, .dates = 1, .place = QN_NONE },
		{ .id = "likely", .title = { NULL, "Likely" }, .unit = PERCENT, .type = QN_NUMBER, .dated = third, .dates = 1, .place = QN_NONE },
		{ .id = "years", .title = { NULL, "Years" }, .unit = PIECES, .type = QN_NUMBER, .dated = three, .dates = 1, .place = QN_NONE },
		{ .id = "enough", .title = { NULL, "Enough" }, .unit = PIECES, .type = QN_NUMBER, .dated = three, .dates = 1, .place = QN_NONE },
		{ .id = "unset", .title = { NULL, "Unset" }, .unit = PERCENT, .type = QN_NUMBER, .place = QN_NONE },
	};
	static const qn_assumption assumptions[] = {
		{ .id = "shock", .source = "ours", .note = "guess", .title = { "冲击", "Shock" }, .place = 2, .unit = PERCENT, .usual = { QN_NORMAL, 0, 0.02, 0 }, .reach = QN_BY_PERIOD, .group = QN_NONE },
		{ .id = "own_shock", .title = { NULL, "Own shock" }, .place = QN_NONE, .unit = PERCENT, .usual = { QN_TRIANGULAR, -0.1, 0, 0.1 }, .reach = QN_BY_GROUP, .group = INDUSTRY },
	};
	static const qn_place places[] = { { "pack.lua", 3, QN_NONE }, { "criteria.lua", 12, 0 }, { "growth.lua", 7, QN_NONE } };
	qn_program *p = w->program;
	p->parameter = (qn_parameter *)qn_arena_copy(&p->arena, (const char *)parameters, sizeof parameters);
	p->parameters = 7;
	p->assumption = (qn_assumption *)qn_arena_copy(&p->arena, (const char *)assumptions, sizeof assumptions);
	p->assumptions = 2;
	p->place_of = (qn_place *)qn_arena_copy(&p->arena, (const char *)places, sizeof places);
	p->places = 3;
	assert_true(p->parameter && p->assumption && p->place_of);
}
