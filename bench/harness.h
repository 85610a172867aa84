/* SPDX-License-Identifier: Apache-2.0 */
/* harness.h - how a bench measures: alternatives that do the same job run in turns, round by round, so that a noisy minute
 * hits all of them; each leaves a check, and a time counts only if its check is the one of the first alternative, which is
 * the raw row by custom. One JSON object per row goes to stdout, prose to stderr. */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

enum { BENCH_CHECK = 512, BENCH_PATH = 4096 };

/* What every bench program takes: --size N --data DIR --rounds N --threads N --paths N --only TEXT --seconds N.
 * --only keeps the alternatives whose name holds the text, and the first, which everybody is checked against. */
typedef struct {
	uint64_t size;       /* rows of the CSV; 1,000,000 */
	const char *data;    /* folder of generated files; "data" beside the program */
	int rounds;          /* most rounds; 0: as the bench thinks fit */
	double seconds;      /* stop starting rounds after this; 60 */
	int threads;         /* 0: as the bench thinks fit */
	uint64_t paths;      /* of an ensemble; 10,000 */
	const char *only;    /* NULL: all */
} bench_options;

/* Ends the program with a line on stderr if the words are off. */
bench_options bench_read_options(int argc, char **argv);

/* DIR/NAME-SIZE.EXT, made by `generate` (beside the program) if missing: bench_file(path, &o, "panel", ".csv"). what: panel, year,
 * corrections, lookups, pack, criteria, criteria-pack, ensemble, ensemble-pack. False after a line on stderr if that fails. */
bool bench_file(char path[static BENCH_PATH], const bench_options *options, const char *what, const char *ending);
/* Just the name. */
void bench_name(char path[static BENCH_PATH], const bench_options *options, const char *what, const char *ending);

double bench_now(void);       /* ms of the monotonic clock */
double bench_cpu(void);       /* ms of CPU time of the whole process, children waited for not counted */
double bench_peak_rss(void);  /* MB, since the start or the last bench_forget_peak */
void bench_forget_peak(void); /* lets the peak start again from what is resident now */
double bench_tree_bytes(const char *path); /* bytes allocated on disk for a file, or for all files of a folder */

double bench_least(const double *x, size_t n);
double bench_greatest(const double *x, size_t n);
double bench_median(double *x, size_t n); /* type 7; sorts x */

/* One way to do the job. The functions may be NULL but for run; a false from any of them drops the alternative as failed,
 * after it has said why on stderr. */
typedef struct bench_alternative {
	const char *who;                             /* "qunce …" or "raw C …" */
	int threads;
	bool (*prepare)(struct bench_alternative *); /* before every run, outside the clock */
	bool (*run)(struct bench_alternative *);     /* leaves its answer in check, and bytes */
	bool (*finish)(struct bench_alternative *);  /* after every run, outside the clock: a check too dear to time goes here */
	void *context;
	bool apart;          /* run in a child process, so that its memory is its own; the context keeps nothing then */
	bool unchecked;      /* a row for scale, which answers nothing */
	char check[BENCH_CHECK];
	double bytes;
	double *ms, *cpu, rss; /* the harness's: by run; the greatest peak */
	int runs;
	bool failed;
} bench_alternative;

/* Runs all in turns: one round unmeasured (unless just one is wanted), then rounds of o->rounds (or `rounds` if 0), at least 3, while seconds last. The
 * first starts the first round, the second the second, and so on. Prints the rows. 0, or 1 if any failed or disagreed. */
int bench_race(const char *job, uint64_t size, const bench_options *o, int rounds, bench_alternative *alternative, size_t alternatives);

/* One row, for a bench that keeps its own rounds. The check is escaped. */
void bench_print(FILE *out, const char *job, uint64_t size, bench_alternative *alternative);
