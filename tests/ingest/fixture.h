/* SPDX-License-Identifier: Apache-2.0 */
/* fixture.h - a store in a fresh directory that holds the tiny pack of data/, and short ways to import and look. */
#pragma once
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "base/real.h"
#include "base/text.h"
#include "ingest/import.h"
#include "ingest/pack.h"

#define TINY SOURCE_DIR "/tests/ingest/data/tiny/scripts"
enum { COUNTY, CLUSTER };                                      /* as kinds.csv has them */
enum { REVENUE, MARGIN, LEADERS, STAFF, PLACE, CERTIFIED };    /* as indicators.csv has them */
enum { JIA_VEHICLES, YI_ROBOTS, YI_CABLES };                   /* as entities.csv has them */

typedef struct {
	char folder[32], path[96], file[96];
	qn_store *store;
	qn_snapshot *snapshot;
	qn_import_report report;
	qn_error err;
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
	qn_pack *pack = NULL;
	qn_change_set *change = NULL;
	strcpy(f->folder, "/tmp/qunce-ingest-XXXXXX");
	if (!mkdtemp(f->folder))
		return -1;
	snprintf(f->path, sizeof f->path, "%s/s.qn", f->folder);
	snprintf(f->file, sizeof f->file, "%s/r.csv", f->folder);
	OK(f, qn_pack_read(TINY, &pack, &f->err));
	OK(f, qn_store_create(f->path, &f->store, &f->err));
	OK(f, qn_change_begin(f->store, &change, &f->err));
	OK(f, qn_pack_install(pack, change, qn_date_of(2026, 1, 1), &f->err));
	OK(f, qn_change_commit(change, &f->err));
	qn_pack_free(pack);
	*state = f;
	return 0;
}

static inline int fixture_close(void **state)
{
	fixture *f = *state;
	char command[64];
	qn_snapshot_close(f->snapshot);
	qn_store_close(f->store);
	qn_import_report_free(&f->report);
	snprintf(command, sizeof command, "rm -rf %s", f->folder);
	int rc = system(command);
	free(f);
	return rc;
}

/* Imports bytes as the file r.csv, commits when all is well; the report stays in f. */
static inline int import_bytes(fixture *f, const void *bytes, size_t length, qn_import_options options)
{
	qn_change_set *change = NULL;
	FILE *file = fopen(f->file, "wb");
	assert_non_null(file);
	assert_int_equal(fwrite(bytes, 1, length, file), length);
	assert_int_equal(fclose(file), 0);
	qn_import_report_free(&f->report);
	qn_snapshot_close(f->snapshot), f->snapshot = NULL;
	if (!options.known_on)
		options.known_on = qn_date_of(2026, 3, 30);
	OK(f, qn_change_begin(f->store, &change, &f->err));
	int rc = qn_import_file(change, f->file, &options, &f->report, &f->err);
	if (rc < 0)
		qn_change_abort(change);
	else
		OK(f, qn_change_commit(change, &f->err));
	return rc;
}

static inline int import_text(fixture *f, const char *text) { return import_bytes(f, text, strlen(text), (qn_import_options){ 0 }); }

/* Imports rows under the usual header. */
static inline int import_rows(fixture *f, const char *rows)
{
	char text[8192];
	snprintf(text, sizeof text, "entity,indicator,period,value\n%s", rows);
	return import_text(f, text);
}

static inline const char *told(const fixture *f) { return f->report.errors.data ? f->report.errors.data : ""; }

/* A fresh view of what is committed. */
static inline qn_snapshot *look(fixture *f)
{
	qn_snapshot_close(f->snapshot), f->snapshot = NULL;
	OK(f, qn_snapshot_open(f->store, &f->snapshot, &f->err));
	return f->snapshot;
}

static inline double value_of(fixture *f, uint32_t indicator, uint32_t kind, uint32_t entity, int year)
{
	double value[8];
	OK(f, qn_column_read(look(f), indicator, kind, qn_period_of(QN_ANNUAL, year, 1), value, 8, &f->err));
	return value[entity];
}
