/* SPDX-License-Identifier: Apache-2.0 */
/* fixture.h - a store in a fresh directory, a small invented catalogue, and short ways to fill and read it. */
#pragma once
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "base/real.h"
#include "store/records.h"

enum { CLUSTER, COUNTY, CITY, INDUSTRY, KINDS };
enum { REVENUE, STAFF, INDICATORS };

typedef struct {
	char folder[32], path[96];
	qn_store *store;
	qn_change_set *change;
	qn_snapshot *snapshot;
	qn_error err;
	uint32_t imports;
} fixture;

#define OK(f, call) do { if ((call) < 0) fail_msg("%s", (f)->err.text); } while (0)

static inline uint32_t imports_of(qn_snapshot *snapshot)
{
	uint32_t count;
	assert_int_equal(qn_imports_counted(snapshot, &count, NULL), 0);
	return count;
}

static inline int fixture_open(void **state)
{
	fixture *f = calloc(1, sizeof *f);
	strcpy(f->folder, "/tmp/qunce-store-XXXXXX");
	if (!mkdtemp(f->folder))
		return -1;
	chmod(f->folder, 0755);
	snprintf(f->path, sizeof f->path, "%s/s.qn", f->folder);
	OK(f, qn_store_create(f->path, &f->store, &f->err));
	*state = f;
	return 0;
}

static inline int fixture_close(void **state)
{
	fixture *f = *state;
	char command[192];
	qn_snapshot_close(f->snapshot);
	qn_change_abort(f->change);
	qn_store_close(f->store);
	snprintf(command, sizeof command, "chmod -R u+w %s; rm -rf %s", f->folder, f->folder);
	int rc = system(command);
	free(f);
	return rc;
}

static inline void reopen(fixture *f, bool writable)
{
	qn_snapshot_close(f->snapshot), f->snapshot = NULL;
	qn_store_close(f->store), f->store = NULL;
	OK(f, qn_store_open(f->path, writable, &f->store, &f->err));
}

static inline qn_change_set *begin(fixture *f)
{
	OK(f, qn_change_begin(f->store, &f->change, &f->err));
	return f->change;
}

static inline void commit(fixture *f)
{
	qn_change_set *change = f->change;
	f->change = NULL;
	OK(f, qn_change_commit(change, &f->err));
}

/* A fresh view of what is committed. */
static inline qn_snapshot *look(fixture *f)
{
	qn_snapshot_close(f->snapshot), f->snapshot = NULL;
	OK(f, qn_snapshot_open(f->store, &f->snapshot, &f->err));
	return f->snapshot;
}

static inline qn_catalogue small_catalogue(void)
{
	static char yi[] = "亿元", person[] = "人", money[] = "money", people[] = "people";
	static qn_unit unit[] = { { yi, yi, NULL, QN_UNIT_AMOUNT, 1, 1, 1, 1 }, { person, person, NULL, QN_UNIT_COUNT, 0, 1, 1, 0 } };
	static qn_indicator indicator[] = {
		{ "revenue", { "营业收入", "Revenue" }, 0, 1, QN_FLOW, QN_ANNUAL, 1, "scale", NULL, NULL, NULL },
		{ "staff", { "从业人员", NULL }, 1, 0x10, QN_STOCK, QN_ANNUAL, 0, NULL, NULL, NULL, NULL } };
	static qn_kind kind[] = { { "cluster", { "集群", NULL } }, { "county", { "县", NULL } }, { "city", { "市", NULL } }, { "industry", { "产业", NULL } } };
	static struct qn_members member[KINDS];
	return (qn_catalogue){ .pack = "invented", .title = { "虚构", NULL }, .subject = CLUSTER, .frequency = QN_ANNUAL, .indicator = indicator,
		.indicators = INDICATORS, .kind = kind, .kinds = KINDS, .member = member,
		.units = { .dimension = { money, people }, .dimensions = 2, .unit = unit, .units = 2, .counted = { false, true } } };
}

static inline uint32_t add_entity(fixture *f, uint32_t kind, const char *id, const char *zh, const char *en, const char *code)
{
	qn_entity entity = { .kind = kind, .id = id, .code = code, .title = { zh, en } };
	OK(f, qn_change_add_entity(f->change, &entity, &f->err));
	return entity.number;
}

static inline qn_import add_import(fixture *f, qn_source_rank rank, qn_date known_on, bool synthetic)
{
	qn_import import = { .file = "r.csv", .source = "city", .submitter = "", .rank = rank, .known_on = known_on, .synthetic = synthetic,
		.rows = 7, .recorded = "2026-01-02T03:04:05Z" };
	import.content = qn_sha256_of(&f->imports, sizeof f->imports); /* each another file */
	f->imports++;
	OK(f, qn_change_add_import(f->change, &import, &f->err));
	return import;
}

static inline qn_put_count put(fixture *f, const qn_import *import, qn_period period, const qn_cell *cell, size_t cells)
{
	qn_put_count count = { 0 };
	OK(f, qn_change_put_cells(f->change, import, REVENUE, CLUSTER, period, cell, cells, &count, &f->err));
	return count;
}

static inline qn_period year(int y) { return qn_period_of(QN_ANNUAL, y, 1); }
