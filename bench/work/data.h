/* SPDX-License-Identifier: Apache-2.0 */
/* data.h - the generated world: every value is a pure function of where it stands, so that a bench can check what it
 * reads without keeping a copy. Numbers are decimals of at most four places; the double is the one nearest to the text.
 * Nothing here comes from a real place. Three parts: the panel (W1 to W3), the criteria (W4), the ensemble (W5). */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
	WORLD_INDICATORS = 24, WORLD_FIRST_YEAR = 2015, WORLD_YEARS = 10, /* year 2025 is the one that follows */
	WORLD_LOOKUPS = 1000000,
	WORLD_RULES = 8, WORLD_WAIVERS = 4, WORLD_FIGURES = WORLD_RULES + WORLD_WAIVERS, /* a figure of W4: 0…7 judged, 8…11 waive */
	WORLD_MEMBERS = 100, WORLD_HORIZON = 6, /* W5: entities, years 2025 … 2030 */
	WORLD_SCANNED = 0, /* the indicator of W2: revenue */
	WORLD_ID = 9 /* bytes of an id with its end */
};

typedef enum { WORLD_ABSENT, WORLD_BLANK, WORLD_VALUE } world_state; /* no row; a row without a value; a row with one */
typedef struct { world_state state; int64_t mantissa; int decimals; } world_cell;
typedef struct { const char *id, *unit, *kind; int decimals; } world_indicator;

/* Entities of a panel of about `rows` rows: 42,517 of 10,000,000; of the criteria: 500,000 of 10,000,000. Never 0. */
uint32_t world_entities(uint64_t rows);
uint32_t world_judged(uint64_t rows);
/* E0000001 for entity 0. */
void world_id(uint32_t entity, char id[static WORLD_ID]);
const world_indicator *world_indicator_at(int indicator);

/* The panel. Years from WORLD_FIRST_YEAR on, 2025 included; 2 % of cells absent, 2 % blank. */
world_cell world_at(uint32_t entity, int indicator, int year);
/* The same after the corrections: one value in a hundred differs; *corrected says whether this one does. */
world_cell world_corrected(uint32_t entity, int indicator, int year, bool *corrected);
/* The double nearest to the decimal; missing (a quiet NaN) if there is none. */
double world_number(world_cell cell);
/* The k-th of WORLD_LOOKUPS lookups of W3. */
void world_lookup(uint32_t k, uint32_t entities, uint32_t *entity, int *indicator);

/* W4: rule r wants figure r >= at_least; figure 8 + r % 4 >= waived_from waives it. A missing figure never fails a rule,
 * a missing waiver never waives. All figures are of 2024, two decimals, in points. */
typedef struct { double at_least, waived_from; } world_rule;
world_rule world_rule_at(int rule);
world_cell world_figure(uint32_t entity, int figure);

/* W5: what the members start from in 2024, in 亿元. */
world_cell world_start_revenue(uint32_t member);
world_cell world_start_investment(uint32_t member);
