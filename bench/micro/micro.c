/* SPDX-License-Identifier: Apache-2.0 */
/* micro.c - times one small thing after the other: each is repeated until a run lasts a while, the runs of things of one
 * name take turns, and the median of their CPU times counts. With --rounds 1 everything runs just once, as the gate
 * counts it. */
#include "micro.h"
#include <ftw.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "base/digest.h"

enum { ROUNDS = 15, MOST_ROUNDS = 1000, SAME = 8 };
static const double run_ms = 3;

/* Every piece stays reachable, so that a search for leaks finds the engine's own only. */
void *micro_memory(size_t bytes)
{
	static char *last;
	size_t size = (bytes + 127) / 64 * 64;
	char *memory = aligned_alloc(64, size);
	if (!memory)
		micro_give_up("out of memory");
	memset(memory, 0, size);
	memcpy(memory, &last, sizeof last);
	last = memory;
	return memory + 64;
}

void micro_give_up(const char *words)
{
	fprintf(stderr, "micro: %s\n", words);
	exit(2);
}

static char folder[] = "/tmp/qunce-micro-XXXXXX";

static int remove_one(const char *path, const struct stat *about, int flag, struct FTW *where)
{
	(void)about, (void)flag, (void)where;
	return remove(path);
}

static void remove_folder(void)
{
	nftw(folder, remove_one, 8, FTW_DEPTH | FTW_PHYS);
}

const char *micro_folder(void)
{
	static bool made;
	if (!made && (!mkdtemp(folder) || atexit(remove_folder) != 0))
		micro_give_up("no folder can be made in /tmp");
	made = true;
	return folder;
}

double micro_number(uint64_t k)
{
	return (double)(qn_hash64(1, &k, sizeof k) >> 11) * 0x1p-53;
}

void micro_add(micro_cases *cases, const char *name, micro_case about)
{
	if (cases->count == cases->room) {
		cases->room = cases->room ? 2 * cases->room : 64;
		if (!(cases->list = realloc(cases->list, cases->room * sizeof *cases->list)))
			micro_give_up("out of memory");
	}
	snprintf(about.name, sizeof about.name, "%s", name);
	cases->list[cases->count++] = about;
}

typedef struct { bench_alternative row; double ms[MOST_ROUNDS], cpu[MOST_ROUNDS]; uint64_t times; } measured;

/* By itself, so that a profiler can count just what happens in here. */
__attribute__((noinline)) static double run_times(const micro_case *c, uint64_t times, uint64_t *answer)
{
	double begun = bench_cpu();
	for (uint64_t i = 0; i < times; i++)
		*answer = c->run(c->context);
	return bench_cpu() - begun;
}

static void leave_check(const micro_case *c, uint64_t answer, char check[static BENCH_CHECK])
{
	snprintf(check, BENCH_CHECK, "%016" PRIx64, c->out ? qn_hash64(answer, c->out, c->out_bytes) : answer);
}

/* How many runs last about run_ms; the first of them warms up. */
static uint64_t times_for(const micro_case *c)
{
	uint64_t times = 1, answer;
	double took = run_times(c, 1, &answer);
	while ((took = run_times(c, times, &answer)) < run_ms / 4 && times < UINT64_C(1) << 40)
		times *= 4;
	return took < run_ms ? (uint64_t)((double)times * run_ms / (took > 0.001 ? took : 0.001)) + 1 : times;
}

static void take_turn(const micro_case *c, measured *m)
{
	uint64_t answer = 0;
	double wall = bench_now();
	m->cpu[m->row.runs] = run_times(c, m->times, &answer);
	m->ms[m->row.runs++] = bench_now() - wall;
	leave_check(c, answer, m->row.check);
}

static void tell(const micro_case *c, measured *m)
{
	uint64_t size = c->elements * m->times;
	double ns = bench_median(m->cpu, (size_t)m->row.runs) * 1e6 / (double)size;
	fprintf(stderr, "%-28s %-15s %10.3f ns/%-8s", c->name, c->who, ns, c->unit);
	if (c->expected > 0)
		fprintf(stderr, " expected %g%s: ", c->expected, ns > 2 * c->expected ? ", IS SLOWER" : "");
	fprintf(stderr, "%s\n", c->because);
	m->row.who = c->who, m->row.threads = 1;
	bench_print(stdout, c->name, size, &m->row);
}

/* Things of one name, in turns. */
static bool measure(const micro_case *c, size_t count, const bench_options *o)
{
	measured *m = micro_memory(count * sizeof *m);
	int rounds = o->rounds ? o->rounds : ROUNDS;
	bool good = true;
	for (size_t i = 0; i < count; i++)
		if (c[i].prepare)
			c[i].prepare(c[i].context);
	for (size_t i = 0; i < count; i++)
		m[i].row.ms = m[i].ms, m[i].row.cpu = m[i].cpu, m[i].times = rounds == 1 ? 1 : times_for(&c[i]);
	for (int round = 0; round < rounds && round < MOST_ROUNDS; round++)
		for (size_t i = 0; i < count; i++)
			take_turn(&c[i], &m[i]);
	for (size_t i = 0; i < count; i++) {
		if (!strcmp(m[i].row.check, m[0].row.check)) {
			tell(&c[i], &m[i]);
			continue;
		}
		fprintf(stderr, "%s, %s: wrong: %s instead of %s\n", c[i].name, c[i].who, m[i].row.check, m[0].row.check);
		good = false;
	}
	return good;
}

int main(int argc, char **argv)
{
	bench_options o = bench_read_options(argc, argv);
	static micro_cases cases; /* static: what they hold lives as long as the program */
	bool good = true, found = false;
	add_loops(&cases);
	add_across(&cases);
	add_texts(&cases);
	add_columns(&cases);
	add_plans(&cases);
	for (size_t i = 0, same; i < cases.count; i += same) {
		for (same = 1; i + same < cases.count && same < SAME && !strcmp(cases.list[i].name, cases.list[i + same].name);)
			same++;
		if (o.only && !strstr(cases.list[i].name, o.only))
			continue;
		found = true;
		good = measure(&cases.list[i], same, &o) && good;
	}
	if (!found)
		micro_give_up("nothing of that name is measured");
	return !good;
}
