/* SPDX-License-Identifier: Apache-2.0 */
/* test_coder.c - what is coded ahead is what would be coded on the spot, whoever is quicker and whatever is left out; and cells
 * that are put with its help are all there. */
#include "fixture.h"
#include "ingest/cells.h"
#include "ingest/coder.h"

enum { PIECES = 300, CELLS = 400, CHUNKS = 2, YEARS = 40 };

static double value[PIECES][CELLS];
static uint32_t line[PIECES][CELLS];

static void make(qn_coding piece[PIECES])
{
	for (uint32_t p = 0; p < PIECES; p++) {
		for (uint32_t e = 0; e < CELLS; e++) {
			value[p][e] = (e * 7 + p) % 11 ? e : QN_MISSING;
			line[p][e] = 2 + e * 240 + (e * p) % 13;
		}
		piece[p] = (qn_coding){ value[p], line[p], p % 17 ? CELLS : 1 + p % CELLS };
	}
}

static void assert_coded(const qn_coded *coded, const qn_coding *piece)
{
	qn_coded here = { .present = 0 };
	qn_chunk_code(7, piece->value, piece->line, piece->cells, &here);
	assert_int_equal(coded->present, here.present);
	assert_int_equal(coded->bytes.length, here.bytes.length);
	if (here.bytes.length)
		assert_memory_equal(coded->bytes.data, here.bytes.data, here.bytes.length);
	qn_buffer_free(&here.bytes);
}

static void test_what_is_coded_ahead_is_what_would_be_coded_here(void **state)
{
	static qn_coding piece[PIECES];
	(void)state;
	make(piece);
	for (size_t step = 1; step < 100; step = step * 2 + 1) { /* some are left out, at last more than the window holds */
		qn_coder *coder = qn_coder_new(7, piece, PIECES);
		for (size_t p = 0; p < PIECES; p++) {
			if (p % step == step / 2)
				assert_coded(qn_coder_take(coder, p), &piece[p]);
			qn_coder_pass(coder, p);
			memset(value[p], 0, sizeof value[p]); /* nobody reads it any more */
		}
		make(piece);
		qn_coder_free(coder);
	}
}

static void test_it_can_be_left_at_any_time(void **state)
{
	static qn_coding piece[PIECES];
	(void)state;
	make(piece);
	for (size_t taken = 0; taken < PIECES; taken += 29) {
		qn_coder *coder = qn_coder_new(7, piece, PIECES);
		for (size_t p = 0; p < taken; p++, qn_coder_pass(coder, p - 1))
			assert_coded(qn_coder_take(coder, p), &piece[p]);
		qn_coder_free(coder); /* while others are being coded */
	}
	qn_coder_free(qn_coder_new(7, piece, 0));
	qn_coder_free(NULL);
}

static qn_period year(uint32_t y) { return qn_period_of(QN_ANNUAL, 2000 + (int)y, 1); }
static double figure(uint32_t period, uint32_t entity) { return period * 100000.0 + entity; }

/* Enough whole pieces for a helper; every third column has some cells already, and is merged. */
static void test_columns_new_and_old_are_put_as_they_are(void **state)
{
	fixture *f = *state;
	static double column[CHUNKS * QN_CHUNK];
	qn_change_set *change = NULL;
	OK(f, qn_change_begin(f->store, &change, &f->err));
	for (int round = 0; round < 2; round++) {
		qn_cells *cells = qn_cells_new(8, 2, 20, QN_CELLS_BOUND);
		qn_import import = { .file = "r.csv", .source = "", .submitter = "", .rank = QN_SOURCE_OFFICIAL, .known_on = 20000 + round, .recorded = "" };
		qn_put_count count = { 0 };
		OK(f, qn_change_add_import(change, &import, &f->err));
		for (uint32_t y = 0; y < YEARS; y += round ? 1 : 3) {
			uint32_t place = qn_cells_place(cells, year(y));
			for (uint32_t e = 0; e < CHUNKS * QN_CHUNK; e++)
				if (e % 50 != 3)
					assert_true(qn_cells_add(cells, REVENUE, CLUSTER, place, e, 2 + e, figure(y, e) - !round));
		}
		OK(f, qn_cells_put(cells, change, &import, &count, &f->err));
		qn_cells_free(cells);
	}
	for (uint32_t y = 0; y < YEARS; y++) {
		OK(f, qn_column_read(qn_change_snapshot(change), REVENUE, CLUSTER, year(y), column, CHUNKS * QN_CHUNK, &f->err));
		for (uint32_t e = 0; e < CHUNKS * QN_CHUNK; e++) {
			qn_origin origin;
			assert_true(e % 50 == 3 ? qn_is_missing(column[e]) : column[e] == figure(y, e));
			if (e % 97 == 0) {
				OK(f, qn_column_origin(qn_change_snapshot(change), REVENUE, CLUSTER, year(y), e, &origin, &f->err));
				assert_int_equal(origin.import, e % 50 == 3 ? 0 : 2);
				assert_int_equal(origin.line, e % 50 == 3 ? 0 : 2 + e);
			}
		}
	}
	qn_change_abort(change);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_what_is_coded_ahead_is_what_would_be_coded_here),
		cmocka_unit_test(test_it_can_be_left_at_any_time),
		cmocka_unit_test_setup_teardown(test_columns_new_and_old_are_put_as_they_are, fixture_open, fixture_close),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
