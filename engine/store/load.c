/* SPDX-License-Identifier: Apache-2.0 */
/* load.c - a store of the lines of dump.h: all of them or none. What the lines say is believed no more than any file from
 * outside: each is bounded as it is read, and before anything counts the whole is tried as `verify` would. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "store/chunk.h"
#include "store/dump.h"
#include "store/fault_words.h"
#include "store/names.h"
#include "store/sound.h"

enum { PIECE = 1 << 16, LONGEST_LINE = 64 << 20 };

struct qn_load {
	const char *name;
	long (*take)(void *context, char *room, size_t most, qn_error *err);
	void *context;
	qn_error *err;
	qn_buffer text;          /* what was taken and not yet read, from `at` on */
	size_t at;
	bool ended;
	uint64_t line;
	qn_store *store;
	qn_change_set *change;
	const qn_dump_row *row;  /* of the line before */
	qn_arena arena;          /* of one line */
	qn_key key;              /* of what is gathered below; length 0: nothing */
	qn_buffer bearers;
	bool gathered;
	double value[QN_CHUNK];
	qn_chunk_origins origins;
	qn_patch patch;
};

static int refuse(const qn_load *load, const char *why)
{
	int rc = qn_fail(load->err, QN_EINPUT, "%s:%llu: %s: this is no line of a dump, or it was changed", load->name, (unsigned long long)load->line, why);
	qn_fail_chinese(load->err, "%s:%llu:%s:这不是转储文件的行,或被改动过", load->name, (unsigned long long)load->line, qn_fault_chinese(why));
	return rc;
}

/* Two lines of one thing, of which the later would have been taken. */
static int refuse_twice(const qn_load *load) { return refuse(load, "it is there twice"); }

static int need_new(const qn_load *load, qn_db db, const qn_key *key)
{
	MDB_val there;
	int rc = qn_env_get_raw(&load->change->view, db, key, &there, load->err);
	return rc > 0 ? refuse_twice(load) : rc;
}

/* Lines. */

static int take_more(qn_load *load)
{
	char room[PIECE];
	qn_buffer *text = &load->text;
	if (text->data)
		memmove(text->data, text->data + load->at, text->length - load->at);
	text->length -= load->at;
	load->at = 0;
	if (text->length > LONGEST_LINE)
		return refuse(load, "it is too long");
	long count = load->take(load->context, room, sizeof room, load->err);
	if (count < 0)
		return (int)count;
	load->ended = count == 0;
	qn_buffer_add(text, room, (size_t)count);
	return text->failed ? qn_no_memory(load->err) : QN_OK;
}

/* 1 with the line and its end in *out, 0 at the end of all, or an error. */
static int next_line(qn_load *load, qn_bytes *out)
{
	size_t seen = 0;
	load->line++;
	for (;;) {
		const char *from = load->text.data ? load->text.data + load->at : "";
		size_t length = load->text.length - load->at;
		const char *stop = length > seen ? memchr(from + seen, '\n', length - seen) : NULL;
		if (stop) {
			*out = (qn_bytes){ .at = (const unsigned char *)from, .end = (const unsigned char *)stop, .arena = &load->arena, .text = true };
			load->at += (size_t)(stop - from) + 1;
			return 1;
		}
		if (load->ended)
			return length ? refuse(load, "it ends in the middle of a line") : 0;
		seen = length;
		int rc = take_more(load);
		if (rc)
			return rc;
	}
}

/* NULL before the line that holds them. */
static const qn_catalogue *words_of(const qn_load *load, qn_bytes *in)
{
	const qn_catalogue *words;
	if (qn_snapshot_need_words(&load->change->view, &words, NULL) == QN_ENOMEM)
		qn_bytes_refuse(in, qn_bytes_no_memory);
	return words;
}

/* Things. */

static int load_thing(qn_load *load, const qn_dump_row *row, qn_bytes *in)
{
	qn_thing thing;
	qn_key key = { .length = 0 };
	memset(&thing, 0, sizeof thing);
	qn_dump_key(in, row->key, words_of(load, in), &key);
	row->walk(in, &thing);
	if (in->why || in->at != in->end)
		return in->why == qn_bytes_no_memory ? qn_no_memory(load->err) : refuse(load, in->why ? in->why : "something follows its end");
	int rc = need_new(load, row->db, &key);
	return rc ? rc : qn_env_put_thing(load->change, row->db, &key, row->walk, &thing, row->word, load->err);
}

static int finish(const qn_load *load, const qn_bytes *in)
{
	if (in->why == qn_bytes_no_memory)
		return qn_no_memory(load->err);
	return in->why || in->at != in->end ? refuse(load, in->why ? in->why : "something follows its end") : QN_OK;
}

int qn_load_meta(qn_load *load, const qn_dump_row *row, qn_bytes *in)
{
	const char *name, *bytes;
	size_t name_length, length;
	qn_key key = { .length = 0 };
	qn_bytes_quoted(in, &name, &name_length);
	qn_bytes_quoted(in, &bytes, &length);
	int rc = finish(load, in);
	if (rc)
		return rc;
	if (name_length == 0 || name_length > QN_KEY_SIZE || (name_length == 6 && memcmp(name, "format", 6) == 0))
		return refuse(load, "a store notes nothing of this name");
	qn_key_bytes(&key, name, name_length);
	rc = need_new(load, row->db, &key);
	return rc ? rc : qn_env_put(load->change, row->db, &key, bytes, length, load->err);
}

int qn_load_catalogue(qn_load *load, const qn_dump_row *row, qn_bytes *in)
{
	qn_catalogue *catalogue = calloc(1, sizeof *catalogue);
	int rc;
	(void)row;
	if (!catalogue)
		return qn_no_memory(load->err);
	in->arena = &catalogue->arena;
	qn_catalogue_walk(in, catalogue);
	rc = finish(load, in);
	if (rc == QN_OK && catalogue->kinds > UINT16_MAX)
		rc = refuse(load, "there are too many kinds");
	if (rc == QN_OK && load->change->view.catalogue)
		rc = refuse_twice(load);
	if (rc == QN_OK)
		rc = qn_change_put_catalogue(load->change, catalogue, load->err);
	qn_catalogue_free(catalogue);
	return rc;
}

int qn_load_content(qn_load *load, const qn_dump_row *row, qn_bytes *in)
{
	unsigned char content[32];
	const char *bytes;
	size_t length;
	qn_key key = { .length = 0 };
	qn_bytes_raw(in, content, sizeof content);
	qn_bytes_quoted(in, &bytes, &length);
	int rc = finish(load, in);
	if (rc)
		return rc;
	qn_key_bytes(&key, content, sizeof content);
	rc = need_new(load, row->db, &key);
	return rc ? rc : qn_env_put(load->change, row->db, &key, bytes, length, load->err);
}

/* What several lines make: gathered while the key stays, put when it changes. */

static bool is_same(const qn_key *a, const qn_key *b) { return a->length == b->length && memcmp(a->byte, b->byte, a->length) == 0; }

int qn_load_names_end(qn_load *load)
{
	int rc = load->bearers.failed ? qn_no_memory(load->err) : QN_OK;
	if (rc == QN_OK && load->gathered)
		rc = qn_env_put(load->change, DB_NAMES, &load->key, load->bearers.data, load->bearers.length, load->err);
	load->gathered = false;
	load->bearers.length = 0;
	return rc;
}

int qn_load_name(qn_load *load, const qn_dump_row *row, qn_bytes *in)
{
	uint32_t number = 0, role = 0;
	qn_key key = { .length = 0 };
	qn_dump_key(in, "hr", NULL, &key);
	qn_bytes_u32(in, &number);
	qn_bytes_index(in, &role, QN_BY_ALIAS + 1);
	int rc = finish(load, in);
	if (rc == QN_OK && load->gathered && !is_same(&key, &load->key))
		rc = row->end(load);
	if (rc == QN_OK && !load->gathered)
		rc = need_new(load, row->db, &key);
	load->key = key;
	load->gathered = true;
	qn_buffer_add(&load->bearers, (unsigned char[]){ (unsigned char)number, (unsigned char)(number >> 8), (unsigned char)(number >> 16),
		(unsigned char)(number >> 24), (unsigned char)role }, QN_BEARER_SIZE);
	return rc;
}

typedef struct { qn_chunk chunk; uint32_t at; } place;

/* Indicator, kind, period, entity. */
static bool read_place(const qn_load *load, qn_bytes *in, place *out)
{
	qn_key key = { .length = 0 };
	uint32_t entity = 0;
	qn_dump_key(in, "ikp", words_of(load, in), &key);
	qn_bytes_u32(in, &entity);
	if (!in->why && entity / QN_CHUNK > UINT16_MAX)
		qn_bytes_refuse(in, "a number is out of its range");
	if (in->why)
		return false;
	out->chunk = (qn_chunk){ qn_key_read_u16(key.byte), qn_key_read_u16(key.byte + 2), (qn_period)qn_key_read_u16(key.byte + 4), entity / QN_CHUNK };
	out->at = entity % QN_CHUNK;
	return true;
}

static void read_told(qn_bytes *in, double *value, uint32_t *import, uint32_t *line)
{
	*import = *line = 0;
	qn_bytes_double(in, value);
	qn_bytes_u32(in, import);
	qn_bytes_u32(in, line);
	if (*import == 0)
		qn_bytes_refuse(in, "a value comes from nowhere");
}

int qn_load_cells_end(qn_load *load)
{
	qn_buffer *out = &load->change->bytes;
	int rc = QN_OK;
	if (load->gathered && (rc = qn_chunk_write(load->change, &load->key, load->value, QN_CHUNK, load->err)) == QN_OK) {
		out->length = 0;
		qn_origins_write(&load->origins, out);
		rc = out->failed ? qn_no_memory(load->err) : qn_env_put(load->change, DB_ORIGINS, &load->key, out->data, out->length, load->err);
	}
	load->gathered = false;
	return rc;
}

int qn_load_cell(qn_load *load, const qn_dump_row *row, qn_bytes *in)
{
	place p = { 0 };
	double value = QN_MISSING;
	uint32_t import = 0, line = 0;
	qn_key key = { .length = 0 };
	if (read_place(load, in, &p))
		read_told(in, &value, &import, &line);
	int rc = finish(load, in);
	if (rc == QN_OK)
		rc = qn_is_missing(value) ? refuse(load, "a number is wanted") : qn_chunk_key(p.chunk, &key, load->err);
	if (rc == QN_OK && load->gathered && !is_same(&key, &load->key))
		rc = row->end(load);
	if (rc == QN_OK)
		rc = !load->gathered ? need_new(load, row->db, &key) : load->origins.import[p.at] ? refuse_twice(load) : QN_OK;
	if (rc)
		return rc;
	if (!load->gathered) {
		memset(&load->origins, 0, sizeof load->origins);
		for (uint32_t i = 0; i < QN_CHUNK; i++)
			load->value[i] = QN_MISSING;
	}
	load->gathered = true;
	load->key = key;
	load->value[p.at] = value;
	load->origins.import[p.at] = import;
	load->origins.line[p.at] = line;
	return QN_OK;
}

int qn_load_patches_end(qn_load *load)
{
	qn_buffer *out = &load->change->bytes;
	int rc = QN_OK;
	if (load->gathered) {
		out->length = 0;
		qn_patch_write(&load->patch, out);
		rc = out->failed ? qn_no_memory(load->err) : qn_env_put(load->change, load->row->db, &load->key, out->data, out->length, load->err);
	}
	load->gathered = false;
	return rc;
}

int qn_load_patch(qn_load *load, const qn_dump_row *row, qn_bytes *in)
{
	place p = { 0 };
	double value = QN_MISSING;
	uint32_t import = 0, line = 0, by = 0;
	qn_date known_on = 0;
	qn_key key = { .length = 0 };
	if (read_place(load, in, &p)) {
		qn_bytes_i32(in, &known_on);
		qn_bytes_u32(in, &by);
		read_told(in, &value, &import, &line);
	}
	int rc = finish(load, in);
	if (rc || (rc = qn_chunk_key(p.chunk, &key, load->err)))
		return rc;
	qn_key_date(&key, known_on);
	qn_key_u32(&key, by);
	if (load->gathered && !is_same(&key, &load->key) && (rc = row->end(load)))
		return rc;
	if ((rc = !load->gathered ? need_new(load, row->db, &key) : load->patch.origin.import[p.at] ? refuse_twice(load) : QN_OK))
		return rc;
	if (!load->gathered)
		qn_patch_clear(&load->patch);
	load->gathered = true;
	load->key = key;
	load->patch.any = true;
	load->patch.origin.import[p.at] = import;
	load->patch.origin.line[p.at] = line;
	load->patch.value[p.at] = value;
	load->patch.valued[p.at] = !qn_is_missing(value);
	return QN_OK;
}

/* All of it. */

static bool begins(const qn_bytes *in, const char *word)
{
	size_t length = strlen(word);
	return (size_t)(in->end - in->at) >= length && memcmp(in->at, word, length) == 0 && (in->at + length == in->end || in->at[length] == ' ');
}

static int end_row(qn_load *load)
{
	int rc = load->row && load->row->end ? load->row->end(load) : QN_OK;
	load->row = NULL;
	return rc;
}

static int load_line(qn_load *load, qn_bytes *in)
{
	const qn_dump_row *row = NULL;
	int rc = QN_OK;
	for (size_t i = 0; i < qn_dump_row_count && !row; i++)
		if (begins(in, qn_dump_rows[i].word))
			row = &qn_dump_rows[i];
	if (!row)
		return refuse(load, "its first word is not known");
	if (load->row && row < load->row)
		return refuse(load, "it comes after lines that belong behind it");
	if (load->row != row && (rc = end_row(load)))
		return rc;
	load->row = row;
	in->at += strlen(row->word);
	return (row->read ? row->read : load_thing)(load, row, in);
}

/* "end 123": as many lines as were read. */
static int check_end(qn_load *load, qn_bytes *in, uint64_t lines)
{
	uint64_t told = 0;
	int rc;
	in->at += 3;
	qn_bytes_u64(in, &told);
	if ((rc = finish(load, in)))
		return rc;
	if (told != lines)
		return refuse(load, "lines are not there");
	rc = next_line(load, in);
	return rc > 0 ? refuse(load, "something follows its end") : rc;
}

/* Programs that take it for a text of theirs put a mark before it, or end its lines in two characters. */
static bool was_retouched(const qn_bytes *in)
{
	static const char mark[] = "\xEF\xBB\xBF";
	const unsigned char *at = in->at, *end = in->end;
	if ((size_t)(end - at) > strlen(mark) && !memcmp(at, mark, strlen(mark)))
		at += strlen(mark);
	end -= end > at && end[-1] == '\r';
	return (size_t)(end - at) == strlen(QN_DUMP_FIRST) && !memcmp(at, QN_DUMP_FIRST, strlen(QN_DUMP_FIRST));
}

static int refuse_first(qn_load *load, const qn_bytes *in)
{
	if (in && was_retouched(in))
		return qn_fail_both(load->err, QN_EINPUT, "%s:1:转储文件被别的程序改过(开头有字节顺序标记,或行末是 CRLF):请按二进制原样复制",
			"%s:1: a program has changed the dump (a byte order mark before it, or CRLF at the ends of its lines): copy it as it is, as bytes", load->name);
	return qn_fail_both(load->err, QN_EINPUT, "%s:1:转储文件以“%s”开头:这不是转储文件,或要用更新的 qunce",
		"%s:1: a dump begins with \"%s\": this is none, or one for a newer qunce", load->name, QN_DUMP_FIRST);
}

static int load_lines(qn_load *load)
{
	qn_bytes in;
	int rc = next_line(load, &in);
	if (rc < 0)
		return rc;
	if (rc == 0 || (size_t)(in.end - in.at) != strlen(QN_DUMP_FIRST) || memcmp(in.at, QN_DUMP_FIRST, strlen(QN_DUMP_FIRST)) != 0)
		return refuse_first(load, rc ? &in : NULL);
	for (uint64_t lines = 0; (rc = next_line(load, &in)) > 0; lines++) {
		if (begins(&in, "end"))
			return (rc = end_row(load)) ? rc : check_end(load, &in, lines);
		if ((rc = load_line(load, &in)))
			return rc;
		qn_arena_free(&load->arena);
	}
	return rc ? rc : refuse(load, "its last line is not there");
}

static int on_unsound(void *context, qn_db db, const qn_key *key, const qn_both *words)
{
	qn_load *load = context;
	(void)db;
	(void)key;
	int rc = qn_fail(load->err, QN_EINPUT, "%s: %s: the dump was changed, or is of a damaged store", load->name, words->english);
	qn_fail_chinese(load->err, "%s:%s:转储文件被改动过,或出自已损坏的库", load->name, words->chinese);
	return rc;
}

static int fill(qn_load *load)
{
	uint64_t values;
	int rc = qn_change_begin(load->store, &load->change, load->err);
	if (rc == QN_OK)
		rc = load_lines(load);
	if (rc == QN_OK)
		rc = qn_sound_check(qn_change_snapshot(load->change), on_unsound, load, &values, load->err);
	if (rc == QN_OK)
		rc = qn_change_commit(load->change, load->err), load->change = NULL;
	qn_change_abort(load->change);
	return rc;
}

int qn_store_load(const char *to, const char *name, long (*read)(void *context, char *room, size_t most, qn_error *err), void *context, qn_error *err)
{
	qn_load *load = calloc(1, sizeof *load);
	int rc;
	if (!load)
		return qn_no_memory(err);
	load->name = name, load->take = read, load->context = context, load->err = err;
	rc = qn_store_create(to, &load->store, err);
	if (rc == QN_OK)
		rc = fill(load);
	(rc ? qn_store_discard : qn_store_close)(load->store);
	qn_buffer_free(&load->text);
	qn_buffer_free(&load->bearers);
	qn_arena_free(&load->arena);
	free(load);
	return rc;
}
