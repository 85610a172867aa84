/* SPDX-License-Identifier: Apache-2.0 */
/* command.h - what every sub-command shares: its row in the table of commands, its options, its exit code. */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/error.h"

/* 0 only when everything asked for was done. From 64 on as in sysexits.h where that has a word for it. */
enum {
	EXIT_DONE = 0,
	EXIT_FINDING = 1, /* --fail-on found what it was told to look for, a test failed, a store is not sound */
	EXIT_USAGE = 64,
	EXIT_INPUT = 65,
	EXIT_NO_INPUT = 66,
	EXIT_SCRIPT = 67,
	EXIT_LIMIT = 68,
	EXIT_STORE = 69,
	EXIT_INTERNAL = 70,
	EXIT_NO_MEMORY = 71,
	EXIT_IO = 74,
	EXIT_BUSY = 75
};
int exit_code_of(int status); /* of a qn_status */
/* A line on standard output that quotes what somebody else has named: controls are made visible. Without memory for it, the end. */
__attribute__((format(printf, 1, 2))) void print_line(const char *format, ...);

typedef enum { CHINESE, ENGLISH } cli_language;

enum { MOST_LISTED = 64 };
typedef struct {
	const char *operand[MOST_LISTED];
	int operands;
	const char *year, *until, *format, *pack, *at, *known_on, *source, *submitter, *rank, *fail_on, *model, *series, *as_of, *from, *to, *accept, *severity;
	const char *tolerance;
	const char *kind, *status; /* of coverage: of a row of the document */
	const char *of, *by; /* of statistics */
	int places;        /* 0: left out */
	const char *treat, *normalise, *weigh, *aggregate; /* of a composite score */
	const char *sheet;  /* of a workbook */
	const char *period; /* of a wide table that does not say */
	const char *map, *rejects;
	bool dry_run;
	const char *today; /* a day */
	const char *set[MOST_LISTED], *shock[MOST_LISTED], *base[MOST_LISTED], *vary[MOST_LISTED], *goal, *chance;
	int sets, shocks, bases, varies;
	struct { const char *kind, *name; } filter[MOST_LISTED]; /* --city NAME: any kind of the pack */
	int filters;
	uint64_t seed;
	uint32_t paths;
	int threads;
	int horizon, origins; /* 0: left out */
	int top;           /* -1: all */
	cli_language language;
	bool to_pass;
	const char *quota[MOST_LISTED];
	int quotas;
	const char *junit, *trace, *output;
	double script_seconds;     /* 0: left out */
	uint32_t script_megabytes; /* 0: left out */
	uint64_t script_instructions; /* likewise */
	bool tap, coverage, diff, reset, allow_empty;
	bool color, synthetic, mix, all, central, reference, annotations, help;
	const char *reader; /* who will open it, of --for */
	bool wide, shape_long, force, funds;
	bool random;       /* --paths or --seed was given */
	bool by_year;      /* the command takes --year */
} cli_options;

typedef struct {
	const char *name;
	const char *operands;          /* "STORE FILE..." */
	const char *summary[2];        /* by language */
	const char *accepts;           /* names of options, blank-separated; "filters" for --KIND NAME, "suite" for another program's: all words are operands */
	int fewest, most;              /* operands */
	int (*run)(const cli_options *options, qn_error *err); /* EXIT_DONE or EXIT_FINDING, or a negative qn_status */
} cli_command;

extern const cli_command commands[];
extern const size_t command_count;
const cli_command *find_command(const char *name); /* NULL if there is none */
const char *examples_of(const char *command);      /* by its name: lines as they are typed; empty if there are none */
enum { USAGE_SIZE = 128 };
char *operands_text(char out[USAGE_SIZE], const cli_command *command, cli_language language); /* "库 文件..."; returns out */

int run_init(const cli_options *options, qn_error *err);
int run_import(const cli_options *options, qn_error *err);
int run_validate(const cli_options *options, qn_error *err);
int run_status(const cli_options *options, qn_error *err);
int run_portfolio(const cli_options *options, qn_error *err);
int run_sensitivity(const cli_options *options, qn_error *err);
int run_discover(const cli_options *options, qn_error *err);
int run_compare(const cli_options *options, qn_error *err);
int run_solve(const cli_options *options, qn_error *err);
int run_targets(const cli_options *options, qn_error *err);
int run_assess(const cli_options *options, qn_error *err);
int run_explain(const cli_options *options, qn_error *err);
int run_whatif(const cli_options *options, qn_error *err);
int run_scenario(const cli_options *options, qn_error *err);
int run_sweep(const cli_options *options, qn_error *err);
int run_readings(const cli_options *options, qn_error *err);
int run_plan(const cli_options *options, qn_error *err);
int run_conflicts(const cli_options *options, qn_error *err);
int run_sources(const cli_options *options, qn_error *err);
int run_list(const cli_options *options, qn_error *err);
int run_lint(const cli_options *options, qn_error *err);
int run_coverage(const cli_options *options, qn_error *err);
int run_pack_tests(const cli_options *options, qn_error *err);
int run_template(const cli_options *options, qn_error *err);
int run_export(const cli_options *options, qn_error *err);
int run_backtest(const cli_options *options, qn_error *err);
int run_bench(const cli_options *options, qn_error *err); /* the bench's exit code */
int run_verify(const cli_options *options, qn_error *err);
int run_repair(const cli_options *options, qn_error *err);
int run_backup(const cli_options *options, qn_error *err);
int run_dump(const cli_options *options, qn_error *err);
int run_load(const cli_options *options, qn_error *err);
int run_registers(const cli_options *options, qn_error *err);
int run_rollup(const cli_options *options, qn_error *err);
int run_round(const cli_options *options, qn_error *err);
int run_statistics(const cli_options *options, qn_error *err);
int run_replay(const cli_options *options, qn_error *err);
int run_score(const cli_options *options, qn_error *err);
int run_life(const cli_options *options, qn_error *err);
int run_calendar(const cli_options *options, qn_error *err);
int run_diagnose(const cli_options *options, qn_error *err);
int run_measures(const cli_options *options, qn_error *err);
int run_annual(const cli_options *options, qn_error *err);
int run_shell(const cli_options *options, qn_error *err);
int run_new(const cli_options *options, qn_error *err);
int run_history(const cli_options *options, qn_error *err);
int run_diff(const cli_options *options, qn_error *err);
int run_freeze(const cli_options *options, qn_error *err);
int run_help(const cli_options *options, qn_error *err);

/* One command: its name, options and operands, in words. EXIT_DONE or what it answers, or a negative qn_status. */
int run_words(int count, char **word, qn_error *err);
void choose_words(const cli_options *options, qn_error *err); /* the text is of the language that was asked for; run_words has chosen already */
void tell_error(const qn_error *err);  /* on standard error */
/* Fills *out from the words after the command's name. Unknown options name the nearest. */
int read_options(const cli_command *command, int argc, char **argv, cli_options *out, qn_error *err);
/* A whole number and nothing else. of: what stands before it, for the refusal: "--paths ". */
enum { MILLION = 1000000 };
int read_whole(const char *of, const char *text, unsigned long long least, unsigned long long most, unsigned long long *out, qn_error *err);
bool command_accepts(const cli_command *command, const char *option);
const char *option_name(size_t i);     /* without dashes; NULL behind the last */
cli_language default_language(void);
/* What --lang says, wherever it stands: what is wrong before it is told in that language too. */
cli_language asked_language(int argc, char **argv);
void show_command(const cli_command *command, cli_language language);
void show_commands(cli_language language);
