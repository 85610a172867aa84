/* SPDX-License-Identifier: Apache-2.0 */
/* data.c - hashes into decimals. Only +, *, / and conversions, so that every machine makes the same world. */
#include "work/data.h"
#include <math.h>

static const world_indicator indicators[WORLD_INDICATORS] = {
	{ "revenue", "亿元", "flow", 4 }, { "investment", "亿元", "flow", 4 }, { "tax_paid", "亿元", "flow", 4 }, { "profit", "亿元", "flow", 4 },
	{ "exports", "亿元", "flow", 4 }, { "gross_output", "亿元", "flow", 2 }, { "rd_expenditure", "亿元", "flow", 4 }, { "loans", "亿元", "stock", 2 },
	{ "fund_investment", "亿元", "flow", 3 }, { "payroll", "亿元", "flow", 4 }, { "enterprises", "count", "stock", 0 }, { "staff", "count", "stock", 0 },
	{ "patents", "count", "stock", 0 }, { "projects", "count", "flow", 0 }, { "standards", "count", "stock", 0 }, { "platforms", "count", "stock", 0 },
	{ "brands", "count", "stock", 0 }, { "events", "count", "flow", 0 }, { "freight", "kt", "flow", 1 }, { "steel_used", "kt", "flow", 2 },
	{ "water_used", "kt", "flow", 2 }, { "coal_used", "kt", "flow", 3 }, { "waste", "kt", "flow", 1 }, { "emissions", "kt", "flow", 3 },
};
static const world_rule rules[WORLD_RULES] = {
	{ 30, 90 }, { 25, 80 }, { 12, 95 }, { 38, 85 }, { 4, 90 }, { 8, 80 }, { 22, 95 }, { 28, 85 },
};
enum { SIZE = 1, TREND, SCALE, CELL, STATE, CORRECTION, LOOKUP, FIGURE, FIGURE_STATE, REVENUE, INVESTMENT };

static uint64_t mix(uint64_t x)
{
	x += 0x9e3779b97f4a7c15u;
	x = (x ^ x >> 30) * 0xbf58476d1ce4e5b9u;
	x = (x ^ x >> 27) * 0x94d049bb133111ebu;
	return x ^ x >> 31;
}

static uint64_t hash(int stream, uint64_t a, uint64_t b) { return mix(mix(a << 16 ^ b) + (uint64_t)stream); }
static double uniform(int stream, uint64_t a, uint64_t b) { return (double)(hash(stream, a, b) >> 11) * 0x1p-53; }
static uint64_t place(int indicator, int year) { return (uint64_t)indicator << 8 | (uint64_t)(year - WORLD_FIRST_YEAR); }

static world_state state_of(uint64_t h)
{
	unsigned part = (unsigned)(h >> 32) % 100;
	return part < 2 ? WORLD_ABSENT : part < 4 ? WORLD_BLANK : WORLD_VALUE;
}

static const double power_of_ten[] = { 1, 10, 100, 1000, 10000 };

uint32_t world_entities(uint64_t rows)
{
	uint64_t entities = (uint64_t)((double)rows / (WORLD_INDICATORS * WORLD_YEARS * 0.98));
	return entities ? (uint32_t)entities : 1;
}

uint32_t world_judged(uint64_t rows) { return rows < 20 ? 1 : (uint32_t)(rows / 20); }

void world_id(uint32_t entity, char id[static WORLD_ID])
{
	uint32_t number = entity + 1;
	id[0] = 'E', id[8] = 0;
	for (int i = 7; i > 0; i--, number /= 10)
		id[i] = (char)('0' + number % 10);
}

const world_indicator *world_indicator_at(int indicator) { return &indicators[indicator]; }

/* Many small entities and a few great ones: from 1 to 500, half of them below 2. */
static double size_of(uint32_t entity) { return 1 / (0.002 + 0.998 * uniform(SIZE, entity, 0)); }

world_cell world_at(uint32_t entity, int indicator, int year)
{
	world_cell cell = { .decimals = indicators[indicator].decimals };
	cell.state = state_of(hash(STATE, entity, place(indicator, year)));
	if (cell.state != WORLD_VALUE)
		return cell;
	double scale = 2 + 60 * uniform(SCALE, (uint64_t)indicator, 0), growth = 0.94 + 0.22 * uniform(TREND, entity, (uint64_t)indicator);
	double value = size_of(entity) * scale * (0.9 + 0.2 * uniform(CELL, entity, place(indicator, year)));
	for (int y = WORLD_FIRST_YEAR; y < year; y++)
		value *= growth;
	cell.mantissa = (int64_t)(value * power_of_ten[cell.decimals]) + 1;
	return cell;
}

world_cell world_corrected(uint32_t entity, int indicator, int year, bool *corrected)
{
	world_cell cell = world_at(entity, indicator, year);
	*corrected = cell.state == WORLD_VALUE && hash(CORRECTION, entity, place(indicator, year)) % 100 == 0;
	cell.mantissa += *corrected ? 1 + cell.mantissa / 50 : 0;
	return cell;
}

/* One exact division of two exact numbers: the double that strtod gives for the text. */
double world_number(world_cell cell)
{
	return cell.state == WORLD_VALUE ? (double)cell.mantissa / power_of_ten[cell.decimals] : (double)NAN;
}

void world_lookup(uint32_t k, uint32_t entities, uint32_t *entity, int *indicator)
{
	uint64_t h = hash(LOOKUP, k, 0);
	*entity = (uint32_t)((h >> 32) * entities >> 32);
	*indicator = (int)((h & 0xffff) * WORLD_INDICATORS >> 16);
}

world_rule world_rule_at(int rule) { return rules[rule]; }

world_cell world_figure(uint32_t entity, int figure)
{
	world_cell cell = { state_of(hash(FIGURE_STATE, entity, (uint64_t)figure)), 0, 2 };
	double u = uniform(FIGURE, entity, (uint64_t)figure);
	if (cell.state == WORLD_VALUE)
		cell.mantissa = (int64_t)(10000 * (figure < WORLD_RULES ? u * u : u));
	return cell;
}

static world_cell start(int stream, uint32_t member, double scale)
{
	double value = scale / (0.15 + 0.85 * uniform(stream, member, 0));
	return (world_cell){ WORLD_VALUE, (int64_t)(value * 10000), 4 };
}

world_cell world_start_revenue(uint32_t member) { return start(REVENUE, member, 45); }
world_cell world_start_investment(uint32_t member) { return start(INVESTMENT, member, 5); }
