/* SPDX-License-Identifier: Apache-2.0 */
/* texts.c - what reads a file: rows of CSV, numbers, periods; and the sums that files and chunks are known by. */
#include <string.h>
#include "base/digest.h"
#include "base/period.h"
#include "base/text.h"
#include "ingest/csv.h"
#include "micro.h"

enum { ROWS = 5000, WORDS = 1024, BLOCK = 32752, FILE_SIZE = 1 << 20 };

typedef struct { qn_buffer file; uint64_t fields; } csv_run;

static int count_fields(void *context, const qn_csv_row *row, qn_error *err)
{
	(void)err;
	((csv_run *)context)->fields += row->fields + row->line;
	return 0;
}

static uint64_t run_csv(void *context)
{
	csv_run *c = context;
	qn_error err = { 0 };
	c->fields = 0;
	if (qn_csv_read(c->file.data, c->file.length, "rows.csv", count_fields, c, &err) < 0)
		micro_give_up(err.text);
	return c->fields;
}

static void add_csv(micro_cases *cases)
{
	csv_run *c = micro_memory(sizeof *c);
	for (int i = 0; i < ROWS; i++)
		qn_buffer_printf(&c->file, "E%07d,indicator_%d,%d,%.4f\n", i / 240 + 1, i % 24, 2015 + i % 10, 1000 * micro_number((uint64_t)i));
	micro_add(cases, "text CSV rows by libcsv", (micro_case){ .who = "qunce", .elements = ROWS, .unit = "row", .expected = 120,
		.because = "libcsv takes about 3 ns a byte, and four fields are gathered; plain lines of an import go another way", .run = run_csv, .context = c });
}

typedef struct { char word[WORDS][24]; size_t length[WORDS]; double out[WORDS]; } words;

static uint64_t run_numbers(void *context)
{
	words *w = context;
	uint64_t good = 0;
	for (int i = 0; i < WORDS; i++)
		good += qn_number_read(w->word[i], w->length[i], &w->out[i]);
	return good;
}

static uint64_t run_periods(void *context)
{
	words *w = context;
	qn_period period;
	uint64_t sum = 0;
	for (int i = 0; i < WORDS; i++)
		sum += qn_period_read(w->word[i], w->length[i], &period) ? period : 0;
	return sum;
}

static uint64_t run_number_texts(void *context)
{
	words *w = context;
	char text[QN_NUMBER_SIZE];
	uint64_t sum = 0;
	for (int i = 0; i < WORDS; i++)
		sum += strlen(qn_number_text(text, w->out[i]));
	return sum;
}

static words *make_words(bool periods)
{
	words *w = micro_memory(sizeof *w);
	for (int i = 0; i < WORDS; i++) {
		w->out[i] = (double)(int64_t)(1e6 * micro_number((uint64_t)i)) / 100;
		if (!periods)
			snprintf(w->word[i], sizeof w->word[i], "%.2f", w->out[i]);
		else if (i % 3 == 0)
			snprintf(w->word[i], sizeof w->word[i], "%d", 2015 + i % 10);
		else
			snprintf(w->word[i], sizeof w->word[i], i % 3 == 1 ? "%d-Q%d" : "%d-%02d", 2015 + i % 10, 1 + i % 4);
		w->length[i] = strlen(w->word[i]);
	}
	return w;
}

static void add_words(micro_cases *cases)
{
	words *numbers = make_words(false);
	micro_add(cases, "text number read", (micro_case){ .who = "qunce", .elements = WORDS, .unit = "number", .expected = 45,
		.because = "strtod_l over a checked copy of seven characters", .run = run_numbers, .context = numbers, .out = numbers->out, .out_bytes = sizeof numbers->out });
	micro_add(cases, "text number written", (micro_case){ .who = "qunce", .elements = WORDS, .unit = "number", .expected = 250,
		.because = "printed with 15 digits and read back, as most numbers need no more", .run = run_number_texts, .context = numbers });
	micro_add(cases, "text period read", (micro_case){ .who = "qunce", .elements = WORDS, .unit = "period", .expected = 6,
		.because = "four to seven characters, each looked at once", .run = run_periods, .context = make_words(true) });
}

static uint64_t run_crc(void *context) { return qn_crc32c(0, context, BLOCK); }
static uint64_t run_crc_portable(void *context) { return qn_crc32c_portable(0, context, BLOCK); }
static uint64_t run_hash(void *context) { return qn_hash64(1, context, BLOCK); }
static uint64_t run_utf8(void *context) { return qn_utf8_valid(context, BLOCK); }

static uint64_t run_sha(void *context)
{
	uint64_t first;
	qn_sha256 sum = qn_sha256_of(context, FILE_SIZE);
	memcpy(&first, sum.byte, sizeof first);
	return first;
}

void add_texts(micro_cases *cases)
{
	char *bytes = micro_memory(FILE_SIZE);
	for (size_t i = 0; i < FILE_SIZE; i++)
		bytes[i] = "0123456789,\nE"[i * 7 % 13];
	add_csv(cases);
	add_words(cases);
	micro_add(cases, "text checksum of a chunk", (micro_case){ .who = "qunce", .elements = BLOCK, .unit = "byte", .expected = 0.04,
		.because = "three streams of the CRC instruction, 8 bytes a cycle", .run = run_crc, .context = bytes });
	micro_add(cases, "text checksum of a chunk", (micro_case){ .who = "qunce portable", .elements = BLOCK, .unit = "byte", .expected = 3.5,
		.because = "a table, a byte at a time", .run = run_crc_portable, .context = bytes });
	micro_add(cases, "text SHA-256 of a file", (micro_case){ .who = "qunce", .elements = FILE_SIZE, .unit = "byte", .expected = 0.5,
		.because = "instructions for it make 2 GB/s, plain code 0.4", .run = run_sha, .context = bytes });
	micro_add(cases, "text hash of a name", (micro_case){ .who = "qunce", .elements = BLOCK, .unit = "byte", .expected = 1.2,
		.because = "a product of 64 bits for each byte, one after the other", .run = run_hash, .context = bytes });
	micro_add(cases, "text UTF-8 checked", (micro_case){ .who = "qunce", .elements = BLOCK, .unit = "byte", .expected = 0.03,
		.because = "32 bytes of ASCII at a time", .run = run_utf8, .context = bytes });
}
