/* SPDX-License-Identifier: Apache-2.0 */
/* Any bytes as the files of a pack, parted by bytes 0xFF; one that is left out is the tiny pack's. It is refused in words, or a
 * store takes it whole: what it holds fits together, and its catalogue is read back as it was written. */
#include <stdint.h>
#include <string.h>
#include "base/text.h"
#include "fuzz/store.h"
#include "ingest/answers.h"
#include "ingest/holidays.h"
#include "plan/program.h"
#include "store/sound.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { PARTS = 9 };
static const char *const names[PARTS] = { "pack.csv", "data/kinds.csv", "data/units.csv", "data/indicators.csv", "data/entities.csv",
	"data/aliases.csv", "data/registers.csv", "data/holidays.csv", "data/answers.csv" };

static int never(void *context, qn_db db, const qn_key *key, const qn_both *words)
{
	(void)context, (void)db, (void)key;
	fprintf(stderr, "%s\n", words->english);
	abort();
}

static qn_store *make_empty(void)
{
	static char path[64];
	qn_store *store = NULL;
	qn_error err;
	if (!mkdtemp(folder) || atexit(remove_folder) != 0)
		abort();
	snprintf(path, sizeof path, "%s/s.qn", folder);
	if (qn_store_create(path, &store, &err) < 0)
		abort();
	return store;
}

static const qn_pack *tiny(void)
{
	static qn_pack *pack;
	qn_error err;
	if (!pack && qn_pack_read(SOURCE_DIR "/tests/ingest/data/tiny/scripts", &pack, &err) < 0)
		abort();
	return pack;
}

/* The tiny pack's files, and behind them those given, which stand in for theirs. */
static size_t gather(const uint8_t *data, size_t size, qn_pack_file *file)
{
	const qn_pack *base = tiny();
	size_t files = 0;
	bool given[PARTS] = { false };
	for (int i = 0; i < PARTS && size; i++) {
		const uint8_t *end = memchr(data, 0xFF, size);
		size_t taken = end ? (size_t)(end - data) : size;
		given[i] = taken > 0;
		if (taken && qn_utf8_valid((const char *)data, taken) == taken)
			file[files++] = (qn_pack_file){ names[i], (const char *)data, taken };
		data += taken + (end != NULL), size -= taken + (end != NULL);
	}
	for (size_t i = 0; i < base->files; i++) {
		bool stands = true;
		for (int k = 0; k < PARTS; k++)
			stands = stands && !(given[k] && strcmp(base->file[i].path, names[k]) == 0);
		if (stands)
			file[files++] = base->file[i];
	}
	return files;
}

static void install(const qn_pack *pack)
{
	static qn_store *store;
	qn_change_set *change = NULL;
	qn_catalogue *again = NULL;
	qn_error err = { 0 };
	uint64_t values;
	if (!store)
		store = make_empty();
	if (qn_change_begin(store, &change, &err) < 0 || qn_pack_install(pack, change, 20000, &err) < 0
	    || qn_sound_check(qn_change_snapshot(change), never, NULL, &values, &err) < 0
	    || qn_snapshot_catalogue(qn_change_snapshot(change), &again, &err) < 0) {
		fprintf(stderr, "%s\n", err.text);
		abort();
	}
	qn_catalogue_free(again);
	qn_change_abort(change);
}

static void read_rest(const qn_pack *pack)
{
	static const qn_program none;
	qn_arena arena = { 0 };
	qn_calendar calendar;
	qn_answers answers;
	qn_error err = { 0 };
	bool provisional;
	if (qn_holidays_read(pack->file, pack->files, &arena, &calendar, &err) < 0)
		abort(); /* they were read with the pack */
	qn_calendar_after(&calendar, 20000, 10, true, &provisional);
	if (qn_answers_read(pack->file, pack->files, &none, pack->catalogue, &arena, &answers, &err) < 0 && !err.text[0])
		abort();
	qn_arena_free(&arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	qn_pack_file file[64];
	qn_pack *pack = NULL;
	qn_error err = { 0 };
	if (tiny()->files + PARTS > sizeof file / sizeof *file)
		abort();
	if (qn_pack_from_files(file, gather(data, size, file), &pack, &err) < 0) {
		if (!err.text[0])
			abort();
		return 0;
	}
	install(pack);
	read_rest(pack);
	qn_pack_free(pack);
	return 0;
}
