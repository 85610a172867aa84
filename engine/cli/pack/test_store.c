/* SPDX-License-Identifier: Apache-2.0 */
/* test_store.c - a tiny store for tests: the pack's, made once, copied, and filled with what is given. */
#include <errno.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "cli/pack/test.h"
#include "ingest/csv.h"
#include "plan/print.h"

typedef struct { uint32_t indicator, entity; qn_period period; double value; } figure;
typedef struct { figure *figure; uint32_t figures; } figure_list;

static int by_column(const void *a, const void *b)
{
	const figure *x = a, *y = b;
	if (x->indicator != y->indicator)
		return x->indicator < y->indicator ? -1 : 1;
	if (x->period != y->period)
		return x->period < y->period ? -1 : 1;
	return (x->entity > y->entity) - (x->entity < y->entity);
}

/* The number in the indicator's own unit that means the same, as a person would have typed it into a table. */
static double in_own_unit(const qn_catalogue *catalogue, uint32_t indicator, double reference)
{
	char text[QN_NUMBER_SIZE];
	double value = reference;
	qn_quantity_text(text, &catalogue->units.unit[catalogue->indicator[indicator].unit], reference);
	return qn_number_read(text, strlen(text), &value) ? value : reference;
}

static bool add_figures(test_run *run, figure_list *list, const test_case *test, uint32_t first)
{
	for (uint32_t e = 0; e < test->test->entities; e++)
		for (uint32_t i = 0; i < test->test->entity[e].givens; i++) {
			const qn_given *given = &test->test->entity[e].given[i];
			if (!qn_grow(&run->arena, (void **)&list->figure, list->figures, sizeof *list->figure))
				return false;
			list->figure[list->figures++] = (figure){ given->indicator, first + e,
				given->period == QN_NO_PERIOD ? test_period(run, test->test) : given->period, in_own_unit(run->pack->catalogue, given->indicator, given->value) };
		}
	return true;
}

/* Figures in order, column by column. */
static int put_figures(test_run *run, qn_change_set *change, const qn_import *import, const figure_list *list, qn_error *err)
{
	qn_put_count count = { 0 };
	qn_cell *cell = calloc((size_t)list->figures + 1, sizeof *cell);
	int rc = cell ? QN_OK : qn_no_memory(err);
	for (uint32_t i = 0, next; rc >= 0 && i < list->figures; i = next) {
		const figure *of = &list->figure[i];
		for (next = i; next < list->figures && list->figure[next].indicator == of->indicator && list->figure[next].period == of->period; next++)
			cell[next - i] = (qn_cell){ list->figure[next].entity, 1, list->figure[next].value };
		rc = qn_change_put_cells(change, import, of->indicator, run->pack->catalogue->subject, of->period, cell, next - i, &count, err);
	}
	free(cell);
	return rc < 0 ? rc : QN_OK;
}

/* A decision taken the day after the period judged. */
static int put_waivers(test_run *run, qn_change_set *change, const qn_import *import, const test_case *test, uint32_t first, qn_error *err)
{
	const qn_recognition *rules = run->program->recognition;
	int rc = QN_OK;
	for (uint32_t i = 0; rc == QN_OK && i < test->test->waivers; i++) {
		const qn_field field[] = { { .name = "criterion", .type = QN_FIELD_TEXT, .text = test->test->waived[i] },
			{ .name = "decided_on", .type = QN_FIELD_DATE, .text = "", .date = qn_period_end(test_period(run, test->test)) + 1 },
			{ .name = "by", .type = QN_FIELD_TEXT, .text = "test" } };
		qn_record record = { .register_id = rules->waiver_register, .kind = run->pack->catalogue->subject, .subject = first,
			.origin = { import->number, 1 }, .field = field, .fields = sizeof field / sizeof *field };
		rc = qn_change_add_record(change, &record, err);
	}
	return rc;
}

static int fill(test_run *run, qn_change_set *change, test_case *const *test, const uint32_t *first, uint32_t tests, qn_error *err)
{
	qn_import import = { .file = "given", .source = "test", .submitter = "", .rank = QN_SOURCE_OFFICIAL, .known_on = qn_date_of(2000, 1, 1), .synthetic = true,
		.recorded = "" };
	figure_list list = { 0 };
	int rc = QN_OK;
	for (uint32_t i = 0; i < tests; i++)
		if (!add_figures(run, &list, test[i], first[i]))
			return qn_no_memory(err);
	if (list.figures)
		qsort(list.figure, list.figures, sizeof *list.figure, by_column);
	import.rows = list.figures;
	rc = qn_change_add_import(change, &import, err);
	if (rc >= 0)
		rc = put_figures(run, change, &import, &list, err);
	for (uint32_t i = 0; rc >= 0 && i < tests; i++)
		rc = put_waivers(run, change, &import, test[i], first[i], err);
	return rc < 0 ? rc : QN_OK;
}

static int change_store(qn_store *store, int (*change_it)(void *context, qn_change_set *change, qn_error *err), void *context, qn_error *err)
{
	qn_change_set *change = NULL;
	int rc = qn_change_begin(store, &change, err);
	if (rc == QN_OK)
		rc = change_it(context, change, err);
	if (rc == QN_OK)
		rc = qn_change_commit(change, err), change = NULL;
	qn_change_abort(change);
	return rc;
}

static int install(void *context, qn_change_set *change, qn_error *err)
{
	const test_run *run = context;
	return qn_pack_install(run->pack, change, qn_date_of(2000, 1, 1), err);
}

static int remove_one(const char *path, const struct stat *about, int kind, struct FTW *where)
{
	(void)about, (void)kind, (void)where;
	return remove(path);
}

static void remove_folder(const void *place) { nftw(place, remove_one, 8, FTW_DEPTH | FTW_PHYS); }

static int make_place(test_run *run, qn_error *err)
{
	const char *folder = getenv("TMPDIR");
	if (!folder || !*folder) /* what lives for a second need not wait for a disk */
		folder = access("/dev/shm", W_OK | X_OK) == 0 ? "/dev/shm" : "/tmp";
	char *place = qn_arena_printf(&run->arena, "%s/qunce-test-XXXXXX", folder);
	if (!place)
		return qn_no_memory(err);
	if (!mkdtemp(place))
		return qn_fail_both(err, qn_refused(errno), "%s:无法建立临时文件夹:%s", "%s: cannot make a temporary folder: %s", place, strerror(errno));
	run->place = place;
	run->janitor = qn_janitor_begin(remove_folder, place, -1);
	return QN_OK;
}

/* A new folder for one store, until the store is open. */
static int make_folder(test_run *run, char **out, qn_error *err)
{
	int rc = run->place ? QN_OK : make_place(run, err);
	if (rc != QN_OK)
		return rc;
	if (!(*out = qn_arena_printf(&run->arena, "%s/%u", run->place, run->stores++)))
		return qn_no_memory(err);
	return mkdir(*out, 0700) == 0 ? QN_OK : qn_fail_both(err, qn_refused(errno), "%s:无法建立临时文件夹:%s", "%s: cannot make a temporary folder: %s", *out, strerror(errno));
}

static const char *data_file(test_run *run, const char *path)
{
	return qn_arena_printf(&run->arena, "%s/data.mdb", path);
}

/* The bytes that all stores begin as: the pack's own. */
static int prepare(test_run *run, qn_error *err)
{
	qn_store *store = NULL;
	char *path = NULL;
	if (run->empty.length)
		return QN_OK;
	int rc = make_folder(run, &path, err);
	const char *file = rc == QN_OK ? data_file(run, path) : NULL;
	if (rc == QN_OK)
		rc = file ? qn_store_create(path, &store, err) : qn_no_memory(err);
	if (rc == QN_OK)
		rc = change_store(store, install, run, err);
	if (rc == QN_OK)
		rc = qn_file_read(file, &run->empty, err);
	qn_store_close(store);
	if (path)
		qn_store_remove(path);
	return rc;
}

static int write_file(const char *path, const qn_buffer *bytes, qn_error *err)
{
	FILE *file = fopen(path, "wb");
	bool whole = file && fwrite(bytes->data, 1, bytes->length, file) == bytes->length;
	if (file && fclose(file) != 0)
		whole = false;
	return whole ? QN_OK : qn_fail_system(err, path, errno);
}

typedef struct { test_run *run; test_case *const *test; const uint32_t *first; uint32_t tests; } filling;

static int fill_it(void *context, qn_change_set *change, qn_error *err)
{
	filling *f = context;
	return fill(f->run, change, f->test, f->first, f->tests, err);
}

/* Its files lose their names once it is filled, so that it is gone when it is closed. */
static int make_filled(test_run *run, filling *f, qn_store **out, qn_error *err)
{
	char *path = NULL;
	int rc = make_folder(run, &path, err);
	const char *file = rc == QN_OK ? data_file(run, path) : NULL;
	if (rc == QN_OK)
		rc = file ? write_file(file, &run->empty, err) : qn_no_memory(err);
	if (rc == QN_OK)
		rc = qn_store_open(path, true, out, err);
	if (rc == QN_OK)
		rc = change_store(*out, fill_it, f, err);
	if (path)
		qn_store_remove(path);
	return rc;
}

int open_test_store(test_run *run, test_case *const *test, const uint32_t *first, uint32_t tests, qn_store **out, qn_error *err)
{
	filling f = { run, test, first, tests };
	int rc = prepare(run, err);
	return rc == QN_OK ? make_filled(run, &f, out, err) : rc;
}

void remove_test_stores(test_run *run)
{
	if (run->place && rmdir(run->place) == 0) /* else something is left in it, for the janitor when this process is gone */
		qn_janitor_end(&run->janitor);
	run->place = NULL;
}
