/* SPDX-License-Identifier: Apache-2.0 */
/* plans.c - the shipped pack's rules on their way from bytes to answers: read and checked, linked and simplified, compiled
 * and run on one path. */
#include <string.h>
#include "assess/changes.h"
#include "base/text.h"
#include "ingest/import.h"
#include "ingest/pack.h"
#include "micro.h"
#include "script/host/script.h"

typedef struct {
	qn_pack *pack;
	qn_program *program;
	qn_buffer bytes, words;    /* of the program; of the catalogue */
	qn_want *want;
	uint32_t wants;
	qn_linked *linked;
	qn_panel *panel;
	qn_inputs inputs;
	qn_error err;
} room;

static void must(room *r, int rc)
{
	if (rc < 0)
		micro_give_up(r->err.text);
}

static bool is_script(const char *path)
{
	return qn_text_ends(path, ".lua") && strncmp(path, "data/", 5);
}

static void run_scripts(room *r)
{
	qn_script *script = micro_memory(r->pack->files * sizeof *script);
	size_t scripts = 0;
	for (size_t i = 0; i < r->pack->files; i++)
		if (is_script(r->pack->file[i].path))
			script[scripts++] = (qn_script){ r->pack->file[i].path, r->pack->file[i].bytes, r->pack->file[i].length };
	must(r, qn_script_run(script, scripts, r->pack->main, r->pack->catalogue, NULL,
		&(qn_script_options){ .cache = "", .guest = BUILD_DIR "/qunce-guest" }, &r->program, &r->err));
}

static void prepare_program(void *context)
{
	room *r = context;
	if (r->program)
		return;
	must(r, qn_pack_read(BENCH_SOURCE "/../scripts/anhui", &r->pack, &r->err));
	run_scripts(r);
	qn_program_write(r->program, r->pack->catalogue, &r->bytes);
	qn_catalogue_write(r->pack->catalogue, &r->words);
	r->want = micro_memory((r->program->targets * 8 + r->program->criteria) * sizeof *r->want);
	for (uint32_t i = 0; i < r->program->targets; i++) {
		r->want[r->wants++] = (qn_want){ QN_WANT_NODE, r->program->target[i].value };
		for (uint32_t k = 0; k < r->program->target[i].goals && k < 7; k++)
			r->want[r->wants++] = (qn_want){ QN_WANT_NODE, r->program->target[i].goal[k].met };
	}
	for (uint32_t i = 0; i < r->program->criteria; i++)
		if (r->program->criterion[i].needs != QN_NONE)
			r->want[r->wants++] = (qn_want){ QN_WANT_NODE, r->program->criterion[i].needs };
}

static qn_snapshot *import_demo(room *r)
{
	char path[256];
	qn_store *store;
	qn_change_set *change;
	qn_snapshot *snapshot;
	qn_import_report report = { 0 };
	snprintf(path, sizeof path, "%s/plans.qn", micro_folder());
	must(r, qn_store_create(path, &store, &r->err));
	must(r, qn_change_begin(store, &change, &r->err));
	must(r, qn_pack_install(r->pack, change, 20000, &r->err));
	must(r, qn_change_commit(change, &r->err));
	must(r, qn_change_begin(store, &change, &r->err));
	must(r, qn_import_file(change, BENCH_SOURCE "/../datasets/demo/observations-2019-2025.csv",
		&(qn_import_options){ .rank = QN_SOURCE_OFFICIAL, .known_on = 20000, .recorded = "2026-01-02T03:04:05Z" }, &report, &r->err));
	must(r, qn_change_commit(change, &r->err));
	must(r, qn_snapshot_open(store, &snapshot, &r->err));
	return snapshot;
}

static void prepare_run(void *context)
{
	static qn_changes changes;
	static qn_setup setup;
	room *r = context;
	qn_catalogue *catalogue;
	qn_snapshot *snapshot;
	prepare_program(r);
	if (r->panel)
		return;
	snapshot = import_demo(r);
	must(r, qn_snapshot_catalogue(snapshot, &catalogue, &r->err));
	must(r, qn_panel_open(snapshot, catalogue, r->program, QN_NO_PERIOD, qn_period_of(QN_ANNUAL, 2030, 1), &r->panel, &r->err));
	must(r, qn_link(r->program, catalogue, 0, r->want, r->wants, &r->linked, &r->err));
	must(r, qn_panel_load_used(r->panel, r->linked, 0, &r->err));
	must(r, qn_setup_make(&setup, r->panel, &changes, &r->inputs, &r->err));
}

static uint64_t run_read(void *context)
{
	room *r = context;
	qn_program *program;
	must(r, qn_program_read(r->bytes.data, r->bytes.length, r->pack->catalogue, &program, &r->err));
	uint64_t nodes = program->nodes;
	qn_program_free(program);
	return nodes;
}

static uint64_t run_write(void *context)
{
	room *r = context;
	qn_buffer out = { 0 };
	qn_program_write(r->program, r->pack->catalogue, &out);
	uint64_t hash = qn_hash64(1, out.data, out.length);
	qn_buffer_free(&out);
	return hash;
}

static uint64_t run_catalogue(void *context)
{
	room *r = context;
	qn_catalogue *catalogue;
	must(r, qn_catalogue_read(r->words.data, r->words.length, &catalogue, &r->err));
	uint64_t indicators = catalogue->indicators;
	qn_catalogue_free(catalogue);
	return indicators;
}

static uint64_t run_link(void *context)
{
	room *r = context;
	qn_linked *linked;
	must(r, qn_link(r->program, r->pack->catalogue, 0, r->want, r->wants, &linked, &r->err));
	uint64_t nodes = (uint64_t)linked->observed.nodes << 32 | linked->projected.nodes;
	qn_linked_free(linked);
	return nodes;
}

static int add_up(void *context, const qn_slice *slice)
{
	if (slice->is_mask)
		*(uint64_t *)context += slice->mask[0];
	else
		*(uint64_t *)context += slice->number[0] > 0;
	return 0;
}

static uint64_t run_central(void *context)
{
	room *r = context;
	uint64_t sum = 0;
	must(r, qn_run(r->linked, &r->inputs, &(qn_run_options){ .seed = 1, .paths = 1, .threads = 1, .central = true }, 0, add_up, &sum, &r->err));
	return sum;
}

void add_plans(micro_cases *cases)
{
	static room r;
	static const struct { const char *name; void (*prepare)(void *); uint64_t (*run)(void *); double expected; const char *because; } rows[] = {
		{ "plan program read", prepare_program, run_read, 100000, "1,100 nodes, types and units derived again, at 90 ns" },
		{ "plan program written", prepare_program, run_write, 160000, "66 KB, of which a hash byte by byte takes a third" },
		{ "plan catalogue read", prepare_program, run_catalogue, 22000, "75 indicators of ten texts, and the members of every kind" },
		{ "plan link and simplify", prepare_program, run_link, 100000, "2,000 nodes for observed and projected years, each written, looked up and swept at 50 ns" },
		{ "plan compile and run once", prepare_run, run_central, 450000, "twelve years compiled, a hundred entities each" },
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		micro_add(cases, rows[i].name, (micro_case){ .who = "qunce", .elements = 1, .unit = "pack", .expected = rows[i].expected,
			.because = rows[i].because, .prepare = rows[i].prepare, .run = rows[i].run, .context = &r });
}
