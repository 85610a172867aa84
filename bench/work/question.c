/* SPDX-License-Identifier: Apache-2.0 */
#include "work/question.h"
#include <stdlib.h>
#include <string.h>
#include "script/host/script.h"

static bool told(int rc, const qn_error *err)
{
	if (rc < 0)
		fprintf(stderr, "%s\n", err->text);
	return rc >= 0;
}

static bool make_store(const bench_options *o, const char *what, const char *pack, char store[BENCH_PATH])
{
	char csv[BENCH_PATH], folder[BENCH_PATH], name[64], *command;
	size_t room = 6 * BENCH_PATH;
	snprintf(name, sizeof name, "%s-store", what);
	bench_name(store, o, name, ".qn");
	if (!bench_file(csv, o, what, ".csv") || !bench_file(folder, o, pack, "") || !(command = malloc(room)))
		return false;
	snprintf(command, room, "rm -rf '%s' && " BUILD_DIR "/qunce init '%s' --pack '%s' >&2 && " BUILD_DIR "/qunce import '%s' '%s' >&2", store, store,
		folder, store, csv);
	bool good = system(command) == 0;
	free(command);
	return good;
}

static int trace(question *q, const char *script, qn_error *err)
{
	static char text[1 << 14];
	char path[BENCH_PATH];
	snprintf(path, sizeof path, BENCH_SOURCE "/work/%s", script);
	FILE *file = fopen(path, "r");
	size_t length = file ? fread(text, 1, sizeof text - 1, file) : 0;
	if (!file)
		return qn_fail(err, QN_ENOTFOUND, "%s: it cannot be read", path);
	fclose(file);
	return qn_script_run(&(qn_script){ script, text, length }, 1, script, q->catalogue, NULL,
		&(qn_script_options){ .guest = BUILD_DIR "/qunce-guest", .cache = "" }, &q->program, err);
}

/* Without a lock file, so that the engine's own stays the engine's. */
static bool open_raw(question *q, const char *store)
{
	int code;
	if ((code = mdb_env_create(&q->env)) || (code = mdb_env_set_maxdbs(q->env, 16)) || (code = mdb_env_set_mapsize(q->env, (size_t)1 << 40)) ||
		(code = mdb_env_open(q->env, store, MDB_RDONLY | MDB_NOTLS | MDB_NOLOCK, 0644)) || (code = mdb_txn_begin(q->env, NULL, MDB_RDONLY, &q->view)) ||
		(code = mdb_dbi_open(q->view, "columns", 0, &q->columns)) || (code = mdb_txn_commit(q->view)) ||
		(code = mdb_txn_begin(q->env, NULL, MDB_RDONLY, &q->view))) {
		fprintf(stderr, "%s: %s\n", store, mdb_strerror(code));
		return false;
	}
	mdb_txn_reset(q->view);
	return true;
}

bool question_open(question *q, const bench_options *o, const char *what, const char *pack, const char *script)
{
	char store[BENCH_PATH];
	qn_error err = { 0 };
	*q = (question){ 0 };
	if (!make_store(o, what, pack, store))
		return false;
	int rc = qn_store_open(store, false, &q->store, &err);
	if (rc == QN_OK)
		rc = qn_snapshot_open(q->store, &q->snapshot, &err);
	if (rc == QN_OK)
		rc = qn_snapshot_catalogue(q->snapshot, &q->catalogue, &err);
	if (rc == QN_OK && script)
		rc = trace(q, script, &err);
	if (rc == QN_OK && script)
		rc = qn_panel_open(q->snapshot, q->catalogue, q->program, QN_NO_PERIOD, QN_NO_PERIOD, &q->panel, &err);
	return told(rc, &err) && open_raw(q, store);
}

void question_close(question *q)
{
	if (q->view)
		mdb_txn_abort(q->view);
	if (q->env)
		mdb_env_close(q->env);
	qn_panel_free(q->panel);
	qn_program_free(q->program);
	qn_catalogue_free(q->catalogue);
	qn_snapshot_close(q->snapshot);
	qn_store_close(q->store);
}

bool question_agrees(const char *expected, const char *check)
{
	if (strcmp(check, expected) == 0)
		return true;
	fprintf(stderr, "the world is %s, and the store %s\n", expected, check);
	return false;
}

const double *question_chunk(question *q, unsigned indicator, int year, unsigned number, size_t *count)
{
	qn_period period = qn_period_of(QN_ANNUAL, year, 1);
	unsigned char byte[8] = { (unsigned char)(indicator >> 8), (unsigned char)indicator, 0, 0, (unsigned char)(period >> 8), (unsigned char)period,
		(unsigned char)(number >> 8), (unsigned char)number };
	MDB_val key = { sizeof byte, byte }, value;
	*count = 0;
	if (mdb_get(q->view, q->columns, &key, &value))
		return NULL;
	*count = (value.mv_size - 16) / sizeof(double);
	return (const double *)(const void *)((const char *)value.mv_data + 16);
}

int question_ask(const qn_catalogue *catalogue, const qn_program *program, const qn_want *want, uint32_t wants, qn_panel *panel, int from,
                 const bool *asked, qn_sink sink, void *context)
{
	qn_changes none = { 0 };
	qn_setup setup = { 0 };
	qn_inputs inputs;
	qn_linked *linked = NULL;
	qn_error err = { 0 };
	int rc = qn_link(program, catalogue, QN_NONE, want, wants, &linked, &err);
	if (rc == QN_OK)
		rc = qn_panel_load_used(panel, linked, from, &err);
	if (rc == QN_OK)
		rc = qn_setup_make(&setup, panel, &none, &inputs, &err);
	if (rc == QN_OK)
		rc = qn_run(linked, &inputs, &(qn_run_options){ .threads = 1, .asked = asked }, from, sink, context, &err);
	qn_setup_free(&setup);
	qn_linked_free(linked);
	told(rc, &err);
	return rc;
}
