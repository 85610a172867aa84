/* SPDX-License-Identifier: Apache-2.0 */
/* harness.c - clock, turns, medians, rows. */
#include "harness.h"
#include <errno.h>
#include <dirent.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <sys/stat.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static double read_clock(clockid_t id)
{
	struct timespec t;
	clock_gettime(id, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec * 1e-6;
}

double bench_now(void) { return read_clock(CLOCK_MONOTONIC); }
double bench_cpu(void) { return read_clock(CLOCK_PROCESS_CPUTIME_ID); }

static double cpu_of_children(void)
{
	struct rusage of;
	getrusage(RUSAGE_CHILDREN, &of);
	return (double)(of.ru_utime.tv_sec + of.ru_stime.tv_sec) * 1e3 + (double)(of.ru_utime.tv_usec + of.ru_stime.tv_usec) * 1e-3;
}

double bench_peak_rss(void)
{
	char line[256];
	double kb = 0;
	FILE *file = fopen("/proc/self/status", "r");
	while (file && fgets(line, sizeof line, file))
		if (sscanf(line, "VmHWM: %lf", &kb) == 1)
			break;
	if (file)
		fclose(file);
	return kb / 1024;
}

void bench_forget_peak(void)
{
	FILE *file = fopen("/proc/self/clear_refs", "w");
	if (!file)
		return;
	fputs("5", file);
	fclose(file);
}

double bench_tree_bytes(const char *path)
{
	struct stat st;
	double bytes = 0;
	if (lstat(path, &st) < 0)
		return 0;
	if (!S_ISDIR(st.st_mode))
		return (double)st.st_blocks * 512;
	DIR *folder = opendir(path);
	for (struct dirent *e; folder && (e = readdir(folder));) {
		char inner[BENCH_PATH];
		if (strcmp(e->d_name, ".") && strcmp(e->d_name, "..") && snprintf(inner, sizeof inner, "%s/%s", path, e->d_name) < (int)sizeof inner)
			bytes += bench_tree_bytes(inner);
	}
	if (folder)
		closedir(folder);
	return bytes;
}

double bench_least(const double *x, size_t n)
{
	double least = INFINITY;
	for (size_t i = 0; i < n; i++)
		least = x[i] < least ? x[i] : least;
	return least;
}

double bench_greatest(const double *x, size_t n)
{
	double greatest = -INFINITY;
	for (size_t i = 0; i < n; i++)
		greatest = x[i] > greatest ? x[i] : greatest;
	return greatest;
}

static int by_value(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;
	return (x > y) - (x < y);
}

double bench_median(double *x, size_t n)
{
	qsort(x, n, sizeof *x, by_value);
	return n % 2 ? x[n / 2] : n ? (x[n / 2 - 1] + x[n / 2]) / 2 : NAN;
}

static void print_text(FILE *out, const char *text)
{
	fputc('"', out);
	for (const unsigned char *c = (const unsigned char *)text; *c; c++)
		if (*c == '"' || *c == '\\')
			fprintf(out, "\\%c", *c);
		else if (*c < 32)
			fprintf(out, "\\u%04x", *c);
		else
			fputc(*c, out);
	fputc('"', out);
}

void bench_print(FILE *out, const char *job, uint64_t size, bench_alternative *a)
{
	size_t n = (size_t)a->runs;
	fputs("{\"job\":", out);
	print_text(out, job);
	fputs(",\"who\":", out);
	print_text(out, a->who);
	fprintf(out, ",\"threads\":%d,\"size\":%llu,\"runs\":%d,\"median_ms\":%.4f,\"min_ms\":%.4f,\"max_ms\":%.4f,\"cpu_ms\":%.4f", a->threads,
		(unsigned long long)size, a->runs, bench_median(a->ms, n), bench_least(a->ms, n), bench_greatest(a->ms, n), bench_median(a->cpu, n));
	fprintf(out, ",\"rss_mb\":%.1f,\"bytes\":%.0f,\"check\":", a->rss, a->bytes);
	print_text(out, a->check);
	fputs("}\n", out);
	if (fflush(out) != 0 || ferror(out)) {
		fprintf(stderr, "cannot write the rows: %s\n", strerror(errno));
		exit(EX_IOERR);
	}
}

typedef struct { bool good; double ms, cpu, rss, bytes; char check[BENCH_CHECK]; } outcome;

static outcome run_here(bench_alternative *a)
{
	outcome o = { .good = !a->prepare || a->prepare(a) };
	bench_forget_peak();
	double ms = bench_now(), cpu = bench_cpu() + cpu_of_children();
	o.good = o.good && a->run(a);
	o.cpu = bench_cpu() + cpu_of_children() - cpu, o.ms = bench_now() - ms;
	o.rss = bench_peak_rss();
	o.good = (!a->finish || a->finish(a)) && o.good;
	o.bytes = a->bytes;
	memcpy(o.check, a->check, BENCH_CHECK);
	return o;
}

static outcome run_apart(bench_alternative *a)
{
	outcome o = { 0 };
	int ends[2], status;
	if (pipe(ends) < 0)
		return o;
	fflush(NULL);
	pid_t child = fork();
	if (child == 0) {
		o = run_here(a);
		_exit(write(ends[1], &o, sizeof o) != (ssize_t)sizeof o);
	}
	close(ends[1]);
	if (read(ends[0], &o, sizeof o) != (ssize_t)sizeof o)
		o.good = false;
	close(ends[0]);
	if (child < 0 || waitpid(child, &status, 0) < 0 || status != 0)
		o.good = false;
	memcpy(a->check, o.check, BENCH_CHECK);
	a->bytes = o.bytes;
	return o;
}

/* A run that fails, or answers otherwise than the first alternative, is not believed. */
static void take_turn(bench_alternative *a, const bench_alternative *first, bool measured)
{
	outcome o = a->apart ? run_apart(a) : run_here(a);
	bool same = a->unchecked || first->unchecked || first->failed || !strcmp(a->check, first->check);
	if (!o.good || !same) {
		fprintf(stderr, o.good ? "%s: wrong: %s instead of %s\n" : "%s: failed\n", a->who, a->check, first->check);
		a->failed = true;
		return;
	}
	if (!measured)
		return;
	a->ms[a->runs] = o.ms, a->cpu[a->runs] = o.cpu;
	a->rss = o.rss > a->rss ? o.rss : a->rss;
	a->runs++;
}

static bool wanted(const bench_options *o, const bench_alternative *a, size_t i) { return i == 0 || !o->only || strstr(a->who, o->only); }

int bench_race(const char *job, uint64_t size, const bench_options *o, int rounds, bench_alternative *alternative, size_t alternatives)
{
	rounds = o->rounds ? o->rounds : rounds;
	double end = bench_now() + o->seconds * 1e3;
	int faults = 0;
	for (size_t i = 0; i < alternatives; i++) {
		bench_alternative *a = &alternative[i];
		a->ms = calloc((size_t)rounds, sizeof *a->ms), a->cpu = calloc((size_t)rounds, sizeof *a->cpu);
		a->failed = !a->ms || !a->cpu;
		a->runs = 0, a->rss = 0;
	}
	for (int round = rounds > 1 ? -1 : 0; round < rounds && (round < 3 || bench_now() < end); round++)
		for (size_t i = 0; i < alternatives; i++) {
			size_t turn = (i + (size_t)(round < 0 ? 0 : round)) % alternatives;
			if (wanted(o, &alternative[turn], turn) && !alternative[turn].failed)
				take_turn(&alternative[turn], &alternative[0], round >= 0);
		}
	for (size_t i = 0; i < alternatives; i++) {
		bench_alternative *a = &alternative[i];
		faults += a->failed;
		if (wanted(o, a, i) && !a->failed)
			bench_print(stdout, job, size, a);
		free(a->ms), free(a->cpu);
	}
	return faults != 0;
}

static void give_up(const char *program, const char *word)
{
	fprintf(stderr, "%s: %s: --size N --data DIR --rounds N --seconds N --threads N --paths N --only TEXT are known\n", program, word);
	exit(2);
}

/* A path beside the program. */
static void beside(char path[static BENCH_PATH], const char *name)
{
	ssize_t length = readlink("/proc/self/exe", path, BENCH_PATH - 64);
	path[length > 0 ? length : 0] = 0;
	char *slash = strrchr(path, '/');
	strcpy(slash ? slash + 1 : path, name);
}

bench_options bench_read_options(int argc, char **argv)
{
	static char data[BENCH_PATH];
	bench_options o = { .size = 1000000, .data = data, .seconds = 60, .paths = 10000 };
	beside(data, "data");
	for (int i = 1; i < argc; i += 2) {
		const char *word = argv[i], *value = argv[i + 1];
		char *end = NULL;
		double number = value ? strtod(value, &end) : 0;
		bool counts = end && end != value && !*end && number >= 0;
		if (value && !strcmp(word, "--data"))
			o.data = value;
		else if (value && !strcmp(word, "--only"))
			o.only = value;
		else if (counts && !strcmp(word, "--size"))
			o.size = (uint64_t)number;
		else if (counts && !strcmp(word, "--rounds"))
			o.rounds = (int)number;
		else if (counts && !strcmp(word, "--seconds"))
			o.seconds = number;
		else if (counts && !strcmp(word, "--threads"))
			o.threads = (int)number;
		else if (counts && !strcmp(word, "--paths"))
			o.paths = (uint64_t)number;
		else
			give_up(argv[0], word);
	}
	return o;
}

void bench_name(char path[static BENCH_PATH], const bench_options *o, const char *what, const char *ending)
{
	snprintf(path, BENCH_PATH, "%s/%s-%llu%s", o->data, what, (unsigned long long)o->size, ending);
}

bool bench_file(char path[static BENCH_PATH], const bench_options *o, const char *what, const char *ending)
{
	char program[BENCH_PATH], size[24];
	int status;
	bench_name(path, o, what, ending);
	if (access(path, R_OK) == 0)
		return true;
	beside(program, "generate");
	snprintf(size, sizeof size, "%llu", (unsigned long long)o->size);
	fflush(NULL);
	pid_t child = fork();
	if (child == 0) {
		execl(program, program, "--size", size, "--data", o->data, "--only", what, (char *)NULL);
		_exit(127);
	}
	bool made = child > 0 && waitpid(child, &status, 0) == child && status == 0 && access(path, R_OK) == 0;
	if (!made)
		fprintf(stderr, "%s: cannot be made by %s\n", path, program);
	return made;
}
