/* SPDX-License-Identifier: Apache-2.0 */
/* import_raw.c - the file is mapped; a row's entity is compared with the one before and else sought by its eight bytes; cells
 * go into dense columns, or, if they correct, into a list for each column; then chunk after chunk into LMDB. Origins: the
 * first line and the step of a chunk, then of each entity a byte: how far its line is off. */
#include "work/import_raw.h"
#include <fcntl.h>
#include <lmdb.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#include "work/data.h"

enum { CHUNK = 4092, HEADER = 16, YEARS = WORLD_YEARS + 1, ABSENT = -128, FAR = 127, NAME = 8 };
enum { NAMES, COLUMNS, ORIGINS, JOURNAL, DATABASES };

typedef struct { uint32_t entity, line; double value; } cell;
typedef struct { cell *cell; uint32_t cells, room; } list;
typedef struct {
	MDB_env *env;
	MDB_txn *txn;
	MDB_dbi db[DATABASES];
	uint32_t entities, slots;
	uint64_t *name;            /* slots of them, 0 where free */
	uint32_t *number;
	double *value[WORLD_INDICATORS][YEARS];
	uint32_t *line[WORLD_INDICATORS][YEARS];
	list list[WORLD_INDICATORS][YEARS];
	bool correcting;
} store;

static bool begin(store *s, const char *folder)
{
	static const char *const names[] = { "names", "columns", "origins", "journal" };
	if (mdb_env_create(&s->env) || mdb_env_set_maxdbs(s->env, DATABASES) || mdb_env_set_mapsize(s->env, (size_t)1 << 36)
	    || mdb_env_open(s->env, folder, 0, 0644) || mdb_txn_begin(s->env, NULL, 0, &s->txn))
		return false;
	for (int i = 0; i < DATABASES; i++)
		if (mdb_dbi_open(s->txn, names[i], MDB_CREATE, &s->db[i]))
			return false;
	return true;
}

static bool finish(store *s, bool good)
{
	if (s->txn && good)
		good = mdb_txn_commit(s->txn) == 0;
	else if (s->txn)
		mdb_txn_abort(s->txn);
	if (s->env)
		mdb_env_close(s->env);
	for (int i = 0; i < WORLD_INDICATORS; i++)
		for (int y = 0; y < YEARS; y++)
			free(s->value[i][y]), free(s->line[i][y]), free(s->list[i][y].cell);
	free(s->name), free(s->number);
	return good;
}

/* Entities. */

static uint32_t place_of(const store *s, uint64_t name)
{
	uint32_t at = (uint32_t)((name * 0x9E3779B97F4A7C15u) >> 32) & (s->slots - 1);
	while (s->name[at] && s->name[at] != name)
		at = (at + 1) & (s->slots - 1);
	return at;
}

bool raw_create(const char *folder, uint32_t entities)
{
	store s = { 0 };
	MDB_val key = { 3, "all" }, value = { (size_t)entities * NAME, NULL };
	bool good = begin(&s, folder) && mdb_put(s.txn, s.db[NAMES], &key, &value, MDB_RESERVE) == 0;
	for (uint32_t e = 0; good && e < entities; e++) {
		char id[WORLD_ID];
		world_id(e, id);
		memcpy((char *)value.mv_data + (size_t)e * NAME, id, NAME);
	}
	return finish(&s, good);
}

static bool read_names(store *s)
{
	MDB_val key = { 3, "all" }, value;
	if (mdb_get(s->txn, s->db[NAMES], &key, &value))
		return false;
	s->entities = (uint32_t)(value.mv_size / NAME);
	for (s->slots = 64; s->slots < 2 * s->entities;)
		s->slots *= 2;
	s->name = calloc(s->slots, sizeof *s->name), s->number = malloc(s->slots * sizeof *s->number);
	for (uint32_t e = 0; s->name && s->number && e < s->entities; e++) {
		uint64_t name;
		memcpy(&name, (char *)value.mv_data + (size_t)e * NAME, NAME);
		uint32_t at = place_of(s, name);
		s->name[at] = name, s->number[at] = e;
	}
	return s->name && s->number;
}

/* Rows. */

static bool make_column(store *s, int indicator, int year)
{
	double *value = s->value[indicator][year] = malloc(s->entities * sizeof *value);
	s->line[indicator][year] = malloc(s->entities * sizeof(uint32_t));
	for (uint32_t e = 0; value && e < s->entities; e++)
		value[e] = NAN;
	return value && s->line[indicator][year];
}

static bool keep(store *s, int indicator, int year, cell c)
{
	if (!s->correcting) {
		if (!s->value[indicator][year] && !make_column(s, indicator, year))
			return false;
		s->value[indicator][year][c.entity] = c.value;
		s->line[indicator][year][c.entity] = c.line;
		return true;
	}
	list *l = &s->list[indicator][year];
	if (l->cells == l->room) {
		uint32_t room = l->room ? 2 * l->room : 64;
		cell *more = realloc(l->cell, room * sizeof *more);
		if (!more)
			return false;
		l->cell = more, l->room = room;
	}
	l->cell[l->cells++] = c;
	return true;
}

typedef struct { char text[24]; size_t length; } word;

static inline bool starts(const word *w, const char *at) { return !memcmp(w->text, at, w->length) && at[w->length] == ','; }

/* From the row after the header; the file is followed by zeros that may be read. */
static bool parse(store *s, const char *at, const char *end)
{
	static const double power[] = { 1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9 };
	word words[WORLD_INDICATORS];
	uint64_t last = 0, name;
	int indicator = 0;
	cell c = { .line = 1 };
	for (int i = 0; i < WORLD_INDICATORS; i++)
		words[i].length = (size_t)snprintf(words[i].text, sizeof words[i].text, "%s", world_indicator_at(i)->id);
	while (at < end) {
		c.line++;
		memcpy(&name, at, NAME);
		if (name != last) {
			uint32_t place = place_of(s, last = name);
			if (s->name[place] != name)
				return false;
			c.entity = s->number[place];
		}
		at += NAME + 1;
		for (int tried = 0; !starts(&words[indicator], at); tried++) {
			indicator = (indicator + 1) % WORLD_INDICATORS;
			if (tried == WORLD_INDICATORS)
				return false;
		}
		at += words[indicator].length + 1;
		int year = ((at[0] - '0') * 1000 + (at[1] - '0') * 100 + (at[2] - '0') * 10 + (at[3] - '0')) - WORLD_FIRST_YEAR;
		at += 5;
		if (year < 0 || year >= YEARS)
			return false;
		uint64_t whole = 0;
		const char *begun = at;
		for (; (unsigned)(*at - '0') <= 9; at++)
			whole = whole * 10 + (uint64_t)(*at - '0');
		const char *point = at;
		if (*at == '.')
			for (at++; (unsigned)(*at - '0') <= 9; at++)
				whole = whole * 10 + (uint64_t)(*at - '0');
		c.value = (double)whole / power[at > point ? at - point - 1 : 0];
		if (at > begun && !keep(s, indicator, year, c))
			return false;
		at++;
	}
	return true;
}

static bool read_rows(store *s, const char *csv)
{
	int file = open(csv, O_RDONLY);
	struct stat facts;
	if (file < 0 || fstat(file, &facts) < 0)
		return false;
	size_t size = (size_t)facts.st_size;
	char *room = mmap(NULL, size + 4096, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0); /* so that there is something behind the file */
	char *text = room == MAP_FAILED ? room : mmap(room, size, PROT_READ, MAP_PRIVATE | MAP_FIXED | MAP_POPULATE, file, 0);
	close(file);
	if (text == MAP_FAILED)
		return false;
	const char *rows = memchr(text, '\n', size);
	bool good = rows && parse(s, rows + 1, text + size);
	munmap(room, size + 4096);
	return good;
}

/* Chunks. */

typedef struct { unsigned char byte[8]; } chunk_key;

static MDB_val key_of(chunk_key *key, int indicator, int year, uint32_t chunk, uint16_t number)
{
	unsigned part[] = { (unsigned)indicator, (unsigned)year, chunk, number };
	for (int i = 0; i < 4; i++)
		key->byte[2 * i] = (unsigned char)(part[i] >> 8), key->byte[2 * i + 1] = (unsigned char)part[i];
	return (MDB_val){ number ? 8 : 6, key->byte };
}

static int put(store *s, int db, MDB_val *key, MDB_val *value)
{
	int code = mdb_put(s->txn, s->db[db], key, value, MDB_RESERVE | MDB_APPEND);
	return code == MDB_KEYEXIST ? mdb_put(s->txn, s->db[db], key, value, MDB_RESERVE) : code;
}

/* Origins of a chunk as bytes, for at most 8 + 5 * CHUNK of them; how many. */
static size_t code_lines(const double *value, const uint32_t *line, uint32_t count, unsigned char *out)
{
	uint32_t first = 0, final = count - 1, before, behind = 0;
	unsigned char *far = out + 8 + count;
	while (isnan(value[first]))
		first++;
	while (isnan(value[final]))
		final--;
	int32_t step = final > first ? (int32_t)(((int64_t)line[final] - line[first]) / (int64_t)(final - first)) : 0;
	before = line[first] - (uint32_t)step * (first + 1);
	memcpy(out, &before, 4);
	memcpy(out + 4, &step, 4);
	for (uint32_t e = 0; e < count; e++) {
		behind++;
		if (isnan(value[e])) {
			out[8 + e] = (unsigned char)ABSENT;
			continue;
		}
		int32_t off = (int32_t)(line[e] - before - behind * (uint32_t)step);
		if (off > ABSENT && off < FAR) {
			out[8 + e] = (unsigned char)off;
		} else {
			out[8 + e] = FAR;
			memcpy(far, &line[e], 4);
			far += 4;
		}
		before = line[e], behind = 0;
	}
	return (size_t)(far - out);
}

static void read_lines(const unsigned char *in, uint32_t count, uint32_t *line)
{
	uint32_t before, behind = 0;
	int32_t step;
	const unsigned char *far = in + 8 + count;
	memcpy(&before, in, 4);
	memcpy(&step, in + 4, 4);
	for (uint32_t e = 0; e < count; e++) {
		int8_t off = (int8_t)in[8 + e];
		behind++;
		if (off == ABSENT)
			continue;
		line[e] = before + behind * (uint32_t)step + (uint32_t)off;
		if (off == FAR)
			memcpy(&line[e], far, 4), far += 4;
		before = line[e], behind = 0;
	}
}

static bool put_chunk(store *s, int indicator, int year, uint32_t chunk, const double *value, const uint32_t *line, uint32_t count)
{
	static unsigned char lines[8 + 5 * CHUNK];
	chunk_key room;
	MDB_val key = key_of(&room, indicator, year, chunk, 0), to = { HEADER + count * sizeof *value, NULL };
	if (put(s, COLUMNS, &key, &to))
		return false;
	memset(to.mv_data, 0, HEADER);
	memcpy(to.mv_data, &count, sizeof count);
	memcpy((char *)to.mv_data + HEADER, value, count * sizeof *value);
	to.mv_size = code_lines(value, line, count, lines);
	if (put(s, ORIGINS, &key, &to))
		return false;
	memcpy(to.mv_data, lines, to.mv_size);
	return true;
}

static bool put_columns(store *s)
{
	for (int i = 0; i < WORLD_INDICATORS; i++)
		for (int y = 0; y < YEARS; y++)
			for (uint32_t from = 0; s->value[i][y] && from < s->entities; from += CHUNK) {
				uint32_t count = s->entities - from < CHUNK ? s->entities - from : CHUNK;
				if (!put_chunk(s, i, y, from / CHUNK, s->value[i][y] + from, s->line[i][y] + from, count))
					return false;
			}
	return true;
}

bool raw_import(const char *folder, const char *csv)
{
	store s = { 0 };
	return finish(&s, begin(&s, folder) && read_names(&s) && read_rows(&s, csv) && put_columns(&s));
}

/* Corrections. */

typedef struct { uint16_t entity, number; uint32_t line; } moved;

static bool correct_values(store *s, MDB_val *key, const MDB_val *journal_key, const cell *c, uint32_t cells, const uint32_t *line)
{
	MDB_val old, to, past = { cells * (2 + 4 + sizeof(double)), NULL };
	if (mdb_get(s->txn, s->db[COLUMNS], key, &old))
		return false;
	to = (MDB_val){ old.mv_size, NULL };
	double *copy = malloc(old.mv_size);
	if (!copy)
		return false;
	memcpy(copy, old.mv_data, old.mv_size); /* what is put may take its place */
	if (put(s, JOURNAL, &(MDB_val){ journal_key->mv_size, journal_key->mv_data }, &past) == 0)
		for (uint32_t i = 0; i < cells; i++) {
			uint16_t at = (uint16_t)(c[i].entity % CHUNK);
			unsigned char *note = (unsigned char *)past.mv_data + i * (2 + 4 + sizeof(double));
			memcpy(note, &at, 2);
			memcpy(note + 2, &line[at], 4);
			memcpy(note + 6, &copy[HEADER / 8 + at], sizeof(double));
		}
	bool good = past.mv_data && put(s, COLUMNS, key, &to) == 0;
	for (uint32_t i = 0; good && i < cells; i++)
		copy[HEADER / 8 + c[i].entity % CHUNK] = c[i].value;
	if (good)
		memcpy(to.mv_data, copy, to.mv_size);
	free(copy);
	return good;
}

static bool correct_chunk(store *s, int indicator, int year, const cell *c, uint32_t cells, uint16_t number)
{
	static unsigned char lines[16 * CHUNK];
	static uint32_t line[CHUNK];
	chunk_key room, journal_room;
	uint32_t chunk = c->entity / CHUNK, count = s->entities - chunk * CHUNK < CHUNK ? s->entities - chunk * CHUNK : CHUNK;
	MDB_val key = key_of(&room, indicator, year, chunk, 0), journal_key = key_of(&journal_room, indicator, year, chunk, number), old;
	if (mdb_get(s->txn, s->db[ORIGINS], &key, &old) || old.mv_size + cells * sizeof(moved) > sizeof lines)
		return false;
	size_t length = old.mv_size;
	memcpy(lines, old.mv_data, length);
	read_lines(lines, count, line);
	if (!correct_values(s, &key, &journal_key, c, cells, line))
		return false;
	for (uint32_t i = 0; i < cells; i++, length += sizeof(moved))
		memcpy(lines + length, &(moved){ (uint16_t)(c[i].entity % CHUNK), number, c[i].line }, sizeof(moved));
	old = (MDB_val){ length, NULL };
	if (put(s, ORIGINS, &key, &old))
		return false;
	memcpy(old.mv_data, lines, length);
	return true;
}

static bool correct_columns(store *s, uint16_t number)
{
	for (int i = 0; i < WORLD_INDICATORS; i++)
		for (int y = 0; y < YEARS; y++) {
			const list *l = &s->list[i][y];
			for (uint32_t from = 0, to = 0; from < l->cells; from = to) {
				while (to < l->cells && l->cell[to].entity / CHUNK == l->cell[from].entity / CHUNK)
					to++;
				if (!correct_chunk(s, i, y, l->cell + from, to - from, number))
					return false;
			}
		}
	return true;
}

bool raw_correct(const char *folder, const char *csv, uint16_t number)
{
	store s = { .correcting = true };
	return finish(&s, begin(&s, folder) && read_names(&s) && read_rows(&s, csv) && correct_columns(&s, number));
}

bool raw_visit(const char *folder, void (*each)(void *context, int indicator, int year, uint32_t entity, double value), void *context)
{
	store s = { 0 };
	MDB_cursor *cursor;
	MDB_val key, value;
	if (!begin(&s, folder) || mdb_cursor_open(s.txn, s.db[COLUMNS], &cursor))
		return finish(&s, false);
	while (mdb_cursor_get(cursor, &key, &value, MDB_NEXT) == 0) {
		const unsigned char *k = key.mv_data;
		const double *at = (const double *)value.mv_data + HEADER / 8;
		for (size_t e = 0; e < value.mv_size / 8 - HEADER / 8; e++) {
			double x;
			memcpy(&x, at + e, sizeof x);
			if (!isnan(x))
				each(context, k[0] << 8 | k[1], (k[2] << 8 | k[3]) + WORLD_FIRST_YEAR, (uint32_t)((k[4] << 8 | k[5]) * CHUNK + (int)e), x);
		}
	}
	mdb_cursor_close(cursor);
	return finish(&s, true);
}
