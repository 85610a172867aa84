/* SPDX-License-Identifier: Apache-2.0 */
/* sqlite.c - a database: every table with its own types and nothing else in them (STRICT); `about` says where it comes from,
 * `columns` what each column means and in which unit it is. In one transaction, in a file that nobody else sees yet. */
#include <sqlite3.h>
#include <string.h>
#include "base/arena.h"
#include "base/period.h"
#include "formats.h"
#include "tables.h"

typedef struct { sqlite3 *db; sqlite3_stmt *put; qn_buffer words; fault *why; } writing;

static int fail_database(writing *w)
{
	int code = w->db ? sqlite3_errcode(w->db) : SQLITE_NOMEM;
	if (code == SQLITE_NOMEM)
		return fail_memory(w->why);
	if (code == SQLITE_FULL)
		return fail(w->why, QN_EIO, "cannot be written: the disk is full", "无法写入:磁盘已满");
	return fail(w->why, QN_EIO, "cannot be written: %s", "无法写入:%s", sqlite3_errmsg(w->db));
}

static int run(writing *w, const char *sql)
{
	return sqlite3_exec(w->db, sql, NULL, NULL, NULL) == SQLITE_OK ? QN_OK : fail_database(w);
}

static int run_words(writing *w)
{
	int rc = w->words.failed ? fail_memory(w->why) : run(w, w->words.data);
	w->words.length = 0;
	return rc;
}

/* "name", with what stands in it doubled. */
static void add_name(qn_buffer *out, const char *name)
{
	qn_buffer_text(out, "\"");
	for (; *name; name++)
		qn_buffer_add(out, *name == '"' ? "\"\"" : name, *name == '"' ? 2 : 1);
	qn_buffer_text(out, "\"");
}

static int prepare(writing *w, const char *table, uint32_t columns)
{
	qn_buffer_text(&w->words, "INSERT INTO ");
	add_name(&w->words, table);
	for (uint32_t c = 0; c < columns; c++)
		qn_buffer_text(&w->words, c ? ",?" : " VALUES (?");
	qn_buffer_text(&w->words, ")");
	if (w->words.failed)
		return fail_memory(w->why);
	sqlite3_finalize(w->put);
	w->put = NULL;
	int code = sqlite3_prepare_v2(w->db, w->words.data, -1, &w->put, NULL);
	w->words.length = 0;
	return code == SQLITE_OK ? QN_OK : fail_database(w);
}

static int put(writing *w)
{
	int code = sqlite3_step(w->put);
	sqlite3_reset(w->put);
	return code == SQLITE_DONE ? QN_OK : fail_database(w);
}

static int put_texts(writing *w, const char *const *text, int count)
{
	for (int i = 0; i < count; i++)
		if (sqlite3_bind_text(w->put, i + 1, text[i], -1, SQLITE_STATIC) != SQLITE_OK)
			return fail_database(w);
	return put(w);
}

static int write_about(writing *w, const qn_out_about *about)
{
	const char *const rows[][2] = { { "title", about->title }, { "source", about->source }, { "vintage", about->vintage },
		{ "mark", about->mark }, { "maker", about->maker } };
	int rc = run(w, "CREATE TABLE about (name TEXT NOT NULL, value TEXT NOT NULL) STRICT;"
		"CREATE TABLE columns (\"table\" TEXT NOT NULL, name TEXT NOT NULL, label TEXT NOT NULL, unit TEXT NOT NULL) STRICT");
	if (rc == QN_OK)
		rc = prepare(w, "about", 2);
	for (size_t i = 0; rc == QN_OK && i < sizeof rows / sizeof *rows; i++)
		rc = put_texts(w, rows[i], 2);
	return rc;
}

static int create(writing *w, const qn_out_table *shape)
{
	static const char *const types[] = { [QN_OUT_TEXT] = " TEXT", [QN_OUT_NUMBER] = " REAL", [QN_OUT_WHOLE] = " INTEGER",
		[QN_OUT_FLAG] = " INTEGER", [QN_OUT_DATE] = " TEXT" };
	qn_buffer_text(&w->words, "CREATE TABLE ");
	add_name(&w->words, shape->name);
	for (uint32_t c = 0; c < shape->columns; c++) {
		qn_buffer_text(&w->words, c ? ", " : " (");
		add_name(&w->words, shape->column[c].name);
		qn_buffer_text(&w->words, types[shape->column[c].type]);
	}
	qn_buffer_text(&w->words, ") STRICT");
	int rc = run_words(w);
	if (rc == QN_OK)
		rc = prepare(w, "columns", 4);
	for (uint32_t c = 0; rc == QN_OK && c < shape->columns; c++) {
		const qn_out_column *column = &shape->column[c];
		rc = put_texts(w, (const char *const[]){ shape->name, column->name, column->label, column->unit }, 4);
	}
	return rc == QN_OK ? prepare(w, shape->name, shape->columns) : rc;
}

/* What cannot be bound would stay NULL without a word. */
static int bind(const writing *w, int at, qn_out_type type, const qn_out_cell *cell)
{
	char date[16];
	if (type == QN_OUT_TEXT)
		return sqlite3_bind_text(w->put, at, cell->text, -1, SQLITE_STATIC);
	if (cell->number != cell->number)
		return sqlite3_bind_null(w->put, at);
	if (type == QN_OUT_NUMBER)
		return sqlite3_bind_double(w->put, at, cell->number);
	if (type == QN_OUT_WHOLE || type == QN_OUT_FLAG)
		return sqlite3_bind_int64(w->put, at, (sqlite3_int64)cell->number);
	qn_date_text((qn_date)cell->number, date);
	return sqlite3_bind_text(w->put, at, date, -1, SQLITE_TRANSIENT);
}

static int write_table(writing *w, tables *in, const qn_out_table *shape)
{
	const qn_out_cell *cell;
	int rc = create(w, shape);
	while (rc == QN_OK && (rc = tables_row(in, &cell, w->why)) > 0) {
		for (uint32_t c = 0; rc >= 0 && c < shape->columns; c++)
			rc = bind(w, (int)c + 1, shape->column[c].type, &cell[c]) == SQLITE_OK ? QN_OK : fail_database(w);
		rc = rc == QN_OK ? put(w) : rc;
	}
	return rc;
}

static int write_all(writing *w, const char *path)
{
	const qn_out_about *about;
	const qn_out_table *shape;
	tables *in = NULL;
	int rc = tables_open(&in, &about, w->why);
	if (rc == QN_OK && sqlite3_open_v2(path, &w->db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, NULL) != SQLITE_OK)
		rc = fail_database(w);
	if (rc == QN_OK)
		rc = run(w, "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; BEGIN");
	if (rc == QN_OK)
		rc = write_about(w, about);
	while (rc == QN_OK && (rc = tables_next(in, &shape, w->why)) > 0)
		rc = write_table(w, in, shape);
	if (rc == QN_OK)
		rc = run(w, "COMMIT");
	tables_free(in);
	return rc;
}

int write_sqlite(const char *path, fault *why)
{
	writing w = { .why = why };
	int rc = write_all(&w, path);
	sqlite3_finalize(w.put);
	if (sqlite3_close(w.db) != SQLITE_OK && rc == QN_OK)
		rc = fail_database(&w);
	qn_buffer_free(&w.words);
	return rc;
}
