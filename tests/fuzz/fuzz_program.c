/* SPDX-License-Identifier: Apache-2.0 */
/* Any bytes as the program that a guest hands back, over a store of a small pack: it is refused in words, or everything that
 * commands do with one comes to an answer or to words: it is printed and written again, judged, checked, projected, ranked,
 * rolled up. What is written is read again the same. */
#include <stdint.h>
#include <string.h>
#include "assess/checks.h"
#include "assess/projection.h"
#include "assess/rollup.h"
#include "assess/round.h"
#include "fuzz/store.h"
#include "ingest/import.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct { qn_snapshot *snapshot; qn_catalogue *catalogue; } world;

static void open_world(void)
{
	qn_error err;
	qn_import_options options = { .source = "x", .rank = QN_SOURCE_PUBLISHED, .known_on = 20100, .recorded = "2026-01-01T00:00:00Z", .synthetic = true };
	qn_import_report report = { 0 };
	qn_change_set *change = NULL;
	qn_store *store = open_store_of(SOURCE_DIR "/tests/packs/harbour/scripts");
	if (qn_change_begin(store, &change, &err) || qn_import_file(change, SOURCE_DIR "/tests/packs/harbour/observations.csv", &options, &report, &err)
	    || qn_change_commit(change, &err) || qn_snapshot_open(store, &world.snapshot, &err) || qn_snapshot_catalogue(world.snapshot, &world.catalogue, &err)) {
		fprintf(stderr, "%s\n", err.text);
		abort();
	}
	qn_import_report_free(&report);
}

static void check(int rc, const qn_error *err)
{
	if (rc < 0 && !err->text[0])
		abort();
}

static void write_again(const qn_program *program)
{
	qn_buffer first = { 0 }, second = { 0 }, printed = { 0 };
	qn_program *again = NULL;
	qn_error err = { 0 };
	qn_program_write(program, world.catalogue, &first);
	if (qn_program_read(first.data, first.length, world.catalogue, &again, &err) < 0) {
		fprintf(stderr, "%s\n", err.text);
		abort();
	}
	qn_program_write(again, world.catalogue, &second);
	if (first.length != second.length || memcmp(first.data, second.data, first.length) != 0)
		abort();
	qn_program_print(program, world.catalogue, NULL, false, &printed);
	qn_buffer_free(&first);
	qn_buffer_free(&second);
	qn_buffer_free(&printed);
	qn_program_free(again);
}

static int project(qn_panel *panel, const qn_changes *changes, qn_error *err)
{
	const qn_projection_options options = { .seed = 1, .paths = 3, .threads = 1 };
	qn_arena arena = { 0 };
	qn_term *term = NULL;
	qn_projection *projection = NULL;
	double three[3];
	int rc = qn_terms(panel, changes, &arena, &term, err);
	if (rc == QN_OK)
		rc = qn_project(panel, changes, term, &options, &projection, err);
	for (uint32_t t = 0; rc == QN_OK && t < projection->targets; t++)
		rc = qn_projection_quantiles(projection, t, projection->base, three, err);
	qn_projection_free(projection);
	qn_arena_free(&arena);
	return rc;
}

static int roll_up(const qn_program *program, qn_error *err)
{
	qn_holdings *holdings = NULL;
	qn_rolled_all all = { 0 };
	qn_arena arena = { 0 };
	const qn_period year = qn_period_of(QN_ANNUAL, 2026, 1);
	double *parameter = qn_arena_array(&arena, (size_t)program->parameters + 1, sizeof *parameter);
	for (uint32_t i = 0; parameter && i < program->parameters; i++)
		parameter[i] = qn_parameter_at(&program->parameter[i], qn_period_end(year));
	int rc = parameter ? qn_holdings_open(world.snapshot, world.catalogue, &holdings, err) : qn_no_memory(err);
	if (rc == QN_OK)
		rc = qn_rollup_all(holdings, program, parameter, world.catalogue->subject, year, &all, err);
	qn_arena_free(&arena);
	qn_rolled_all_free(&all);
	qn_holdings_free(holdings);
	return rc;
}

static void answer(qn_program *program)
{
	qn_panel *panel = NULL;
	qn_changes changes = { 0 };
	qn_judgement *judgement = NULL;
	qn_breaches *breaches = NULL;
	qn_round *round = NULL;
	qn_error err = { 0 };
	int rc = qn_panel_open(world.snapshot, world.catalogue, program, QN_NO_PERIOD, qn_projection_horizon(program), &panel, &err);
	check(rc, &err);
	if (rc < 0)
		return;
	if (program->scenarios) {
		rc = qn_changes_scenario(&changes, panel, program, &err);
		rc = rc == QN_OK ? qn_changes_stack(&changes, panel, &err) : rc;
		check(rc, &err);
	}
	if (rc == QN_OK) {
		check(qn_judge(panel, &changes, panel->base, &judgement, &err), &err);
		check(qn_breaches_find(panel, &changes, &breaches, &err), &err);
		check(program->models ? project(panel, &changes, &err) : QN_OK, &err);
		check(program->rounds ? qn_round_make(panel, &changes, panel->base, NULL, QN_MISSING, NULL, &round, &err) : QN_OK, &err);
		check(roll_up(program, &err), &err);
	}
	qn_round_free(round);
	qn_breaches_free(breaches);
	qn_judgement_free(judgement);
	qn_changes_free(&changes);
	qn_panel_free(panel);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	enum { HASH = 4 };
	qn_program *program = NULL;
	qn_error err = { 0 };
	uint64_t hash = 0;
	if (!world.snapshot)
		open_world();
	if (size >= HASH + sizeof hash)
		memcpy(&hash, data + HASH, sizeof hash); /* whichever catalogue it says, it is this one's */
	int rc = qn_program_read_hashed(data, size, world.catalogue, hash, &program, &err);
	check(rc, &err);
	if (rc < 0)
		return 0;
	if (qn_program_rollups(program, world.catalogue, &err) == QN_OK) {
		write_again(program);
		answer(program);
	}
	qn_program_free(program);
	return 0;
}
