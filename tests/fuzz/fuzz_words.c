/* SPDX-License-Identifier: Apache-2.0 */
/* Any text as a line of the prompt, over a small store: cut into words, its options read, and where the command only looks, run
 * on few paths. It answers or says why not; what it prints shows no control. Nothing is written and no script is run, so options
 * that name files go as far as being read. */
#include <signal.h>
#include <stdint.h>
#include <string.h>
#include "cli/shell/shell.h"
#include "fuzz/store.h"
#include "ingest/import.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerInitialize(int *count, char ***word);

static char path[64], cache[64];

int LLVMFuzzerInitialize(int *count, char ***word)
{
	qn_error err;
	qn_import_options options = { .source = "x", .rank = QN_SOURCE_PUBLISHED, .known_on = 20100, .recorded = "2026-01-01T00:00:00Z", .synthetic = true };
	qn_import_report report = { 0 };
	qn_change_set *change = NULL;
	qn_store *store = open_store_of(SOURCE_DIR "/tests/packs/harbour/scripts");
	(void)count, (void)word;
	if (qn_change_begin(store, &change, &err) || qn_import_file(change, SOURCE_DIR "/tests/packs/harbour/observations.csv", &options, &report, &err)
	    || qn_change_commit(change, &err))
		abort();
	qn_import_report_free(&report);
	qn_store_close(store);
	snprintf(path, sizeof path, "%s/s.qn", folder);
	snprintf(cache, sizeof cache, "%s/cache", folder);
	setenv("XDG_CACHE_HOME", cache, 1);
	setenv("QUNCE_THREADS", "1", 1);
	return freopen("/dev/null", "w", stdout) ? 0 : 1;
}

/* Commands that change nothing, start nothing but a guest for the store's own rules, and end by themselves. */
static bool only_looks(const cli_command *command)
{
	static const char *const names[] = { "validate", "status", "targets", "assess", "explain", "whatif", "sweep", "solve", "portfolio", "sensitivity", "discover",
		"readings", "score", "round", "replay", "statistics", "life", "calendar", "diagnose", "measures", "annual-report", "backtest", "registers", "rollup", "list",
		"history", "conflicts", "sources", "diff", "export", "template", "help", "compare" };
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (!strcmp(names[i], command->name))
			return true;
	return false;
}

static bool is_file(const char *word) { return strchr(word, '/') || strstr(word, ".lua"); }

static bool may_run(const cli_command *command, const cli_options *o)
{
	bool names_files = o->output || o->junit || o->trace || o->rejects || o->pack || o->bases || o->map || o->series;
	for (int i = 1; i < o->operands; i++)
		names_files = names_files || is_file(o->operand[i]);
	return only_looks(command) && !names_files && !(o->sets && !strcmp(command->name, "sources")) && !(o->format && !strcmp(o->format, "xlsx"));
}

static void run_command(const cli_command *command, cli_options *o)
{
	qn_error err = { 0 };
	o->paths = o->paths < 4 ? o->paths : 4;
	o->threads = 1;
	if (o->operands >= command->fewest && o->operands <= command->most && command->run(o, &err) < 0 && !err.text[0])
		abort();
}

/* Where the store belongs it stands. */
static int put_store(const cli_command *command, char **word, int count, char **out)
{
	int n = 0;
	out[n++] = word[0];
	if (!strncmp(command->operands, "STORE", 5) || !strncmp(command->operands, "[STORE", 6))
		out[n++] = path;
	for (int i = 1; i < count; i++)
		out[n++] = word[i];
	out[n] = NULL;
	return n;
}

static void take_words(char **word, int count)
{
	char *with[1100];
	cli_options options;
	qn_error err = { 0 };
	const cli_command *command = find_command(word[0]);
	if (!command)
		return;
	count = put_store(command, word, count, with);
	if (read_options(command, count, with, &options, &err) < 0) {
		if (!err.text[0])
			abort();
	} else if (!options.help && may_run(command, &options))
		run_command(command, &options);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	qn_arena arena = { 0 };
	qn_error err = { 0 };
	char *text = qn_arena_copy(&arena, (const char *)data, size), **word = NULL, *slash = text ? strchr(text, '/') : NULL;
	int count = 0;
	if (text && !(slash && strpbrk(text, "*?[")) && !split_unfinished(text)) {
		int rc = split_words(text, &arena, &word, &count, &err);
		if (rc < 0 && !err.text[0])
			abort();
		if (rc == QN_OK && count > 0)
			take_words(word, count);
	}
	qn_arena_free(&arena);
	return 0;
}
