/* SPDX-License-Identifier: Apache-2.0 */
/* columns.c - a store of 40,920 entities: ten columns of an indicator written and read, series read, names found. */
#include <string.h>
#include "base/real.h"
#include "ingest/pack.h"
#include "micro.h"
#include "store/series.h"

enum { CHUNKS = 10, ENTITIES = CHUNKS * QN_CHUNK, YEARS = 10, SERIES = 4096, NAMES = 4096, INDICATOR = 0 };

typedef struct {
	qn_store *store;
	qn_snapshot *snapshot;
	uint32_t kind;
	double *value, *out;
	uint32_t *line;
	qn_series_id *id;
	qn_error err;
} room;

static void must(room *r, int rc)
{
	if (rc < 0)
		micro_give_up(r->err.text);
}

static qn_period year(int t) { return qn_period_of(QN_ANNUAL, 2015 + t, 1); }

static void name_of(uint32_t entity, char name[static 16]) { snprintf(name, 16, "E%07u", entity + 1); }

static void add_entities(room *r, qn_change_set *change)
{
	for (uint32_t i = 0; i < ENTITIES; i++) {
		char name[16];
		name_of(i, name);
		must(r, qn_change_add_entity(change, &(qn_entity){ .kind = r->kind, .id = name, .code = "", .title = { NULL, name } }, &r->err));
	}
}

static qn_import add_import(room *r, qn_change_set *change)
{
	qn_import import = { .file = "rows.csv", .source = "", .submitter = "", .rank = QN_SOURCE_OFFICIAL, .known_on = 20000,
		.content = qn_sha256_of("rows", 4), .rows = (uint64_t)ENTITIES * YEARS, .recorded = "2026-01-02T03:04:05Z" };
	must(r, qn_change_add_import(change, &import, &r->err));
	return import;
}

static uint64_t put_columns(room *r, qn_change_set *change)
{
	qn_import import = add_import(r, change);
	qn_put_count count = { 0 };
	for (int t = 0; t < YEARS; t++)
		for (uint32_t c = 0; c < CHUNKS; c++)
			must(r, qn_change_put_chunk(change, &import, INDICATOR, r->kind, year(t), c, r->value + (size_t)c * QN_CHUNK,
				r->line + (size_t)c * QN_CHUNK, QN_CHUNK, (qn_coded_ahead){ 0 }, &count, &r->err));
	return count.added;
}

static qn_change_set *begin(room *r)
{
	qn_change_set *change;
	must(r, qn_change_begin(r->store, &change, &r->err));
	return change;
}

static void make_store(room *r)
{
	char path[256];
	qn_pack *pack;
	snprintf(path, sizeof path, "%s/columns.qn", micro_folder());
	must(r, qn_pack_read(BENCH_SOURCE "/../scripts/anhui", &pack, &r->err));
	r->kind = pack->catalogue->subject;
	must(r, qn_store_create(path, &r->store, &r->err));
	qn_change_set *change = begin(r);
	must(r, qn_change_put_catalogue(change, pack->catalogue, &r->err));
	add_entities(r, change);
	must(r, qn_change_commit(change, &r->err));
	qn_pack_free(pack);
}

/* Once, for whoever comes first: the store, and what is to be written into it. */
static void prepare_empty(void *context)
{
	room *r = context;
	if (r->store)
		return;
	r->value = micro_memory((size_t)ENTITIES * sizeof *r->value);
	r->out = micro_memory((size_t)ENTITIES * YEARS * sizeof *r->out);
	r->line = micro_memory((size_t)ENTITIES * sizeof *r->line);
	r->id = micro_memory(SERIES * sizeof *r->id);
	for (uint32_t i = 0; i < ENTITIES; i++)
		r->value[i] = 1000 * micro_number(i) + 1, r->line[i] = 2 + i;
	for (uint32_t i = 0; i < SERIES; i++)
		r->id[i] = (qn_series_id){ INDICATOR, (uint32_t)(micro_number(i) * ENTITIES) };
	make_store(r);
}

static void prepare_full(void *context)
{
	room *r = context;
	prepare_empty(r);
	if (r->snapshot)
		return;
	qn_change_set *change = begin(r);
	put_columns(r, change);
	must(r, qn_change_commit(change, &r->err));
	must(r, qn_snapshot_open(r->store, &r->snapshot, &r->err));
}

static uint64_t run_write(void *context)
{
	room *r = context;
	qn_change_set *change = begin(r);
	uint64_t added = put_columns(r, change);
	qn_change_abort(change);
	return added;
}

static uint64_t run_read(void *context)
{
	room *r = context;
	for (int t = 0; t < YEARS; t++)
		must(r, qn_column_read(r->snapshot, INDICATOR, r->kind, year(t), r->out + (size_t)t * ENTITIES, ENTITIES, &r->err));
	return (uint64_t)r->out[YEARS * ENTITIES - 1];
}

static uint64_t run_series(void *context)
{
	room *r = context;
	must(r, qn_series_read(r->snapshot, r->kind, year(0), YEARS, r->id, SERIES, r->out, &r->err));
	return (uint64_t)r->out[YEARS * SERIES - 1];
}

static uint64_t run_names(void *context)
{
	room *r = context;
	uint64_t sum = 0;
	for (uint32_t i = 0; i < NAMES; i++) {
		char name[16];
		uint32_t number = 0;
		name_of(r->id[i].entity, name);
		qn_entity_exact(r->snapshot, r->kind, name, strlen(name), &number, NULL);
		sum += number;
	}
	return sum;
}

void add_columns(micro_cases *cases)
{
	static room r;
	const uint64_t cells = (uint64_t)ENTITIES * YEARS;
	micro_add(cases, "column write", (micro_case){ .who = "qunce", .elements = cells, .unit = "cell", .expected = 4, .prepare = prepare_empty,
		.run = run_write, .context = &r, .because = "a copy into fresh pages (8 bytes at 5 GB/s), a checksum, runs of origins; without the sync" });
	micro_add(cases, "column read", (micro_case){ .who = "qunce", .elements = cells, .unit = "cell", .expected = 0.4, .prepare = prepare_full,
		.run = run_read, .context = &r, .because = "3.3 MB copied from the third cache, checked at first touch only" });
	micro_add(cases, "column series of an entity", (micro_case){ .who = "qunce", .elements = SERIES, .unit = "series", .expected = 20,
		.prepare = prepare_full, .run = run_series, .context = &r, .because = "ten lines of the third cache, asked for ahead" });
	micro_add(cases, "column name found", (micro_case){ .who = "qunce", .elements = NAMES, .unit = "name", .expected = 250,
		.prepare = prepare_full, .run = run_names, .context = &r, .because = "a walk down the B-tree of names" });
}
