/* SPDX-License-Identifier: Apache-2.0 */
/* verify.c - is a store sound? And if not, what can be saved of it. */
#include <stdio.h>
#include <string.h>
#include "base/text.h"
#include "cli/contain.h"
#include "cli/session.h"
#include "store/care.h"

enum { MOST_TOLD = 200 };

typedef struct { uint64_t told; cli_language language; } telling;

static int tell(void *context, const qn_both *words)
{
	telling *t = context;
	const char *line = t->language == CHINESE ? words->chinese : words->english;
	qn_buffer clean = { 0 };
	if (t->told++ >= MOST_TOLD)
		return 0;
	qn_text_clean(&clean, line, strlen(line));
	if (clean.data && !clean.failed)
		puts(clean.data);
	qn_buffer_free(&clean);
	return 0;
}

static void tell_rest(const cli_options *options, const telling *t)
{
	if (t->told > MOST_TOLD)
		printf(options->language == CHINESE ? "……另有 %llu 处\n" : "… and %llu more\n", (unsigned long long)(t->told - MOST_TOLD));
}

static int verify(const cli_options *options, qn_error *err)
{
	const char *path = options->operand[0];
	telling t = { .language = options->language };
	qn_health health;
	int rc = qn_store_verify(path, tell, &t, &health, err);
	if (rc < 0)
		return rc;
	tell_rest(options, &t);
	if (health.findings)
		return qn_fail_both(err, QN_ESTORE, "%s:已损坏(%llu 处):'qunce repair %s 新库' 可救出能救的内容", "%s: it is damaged (findings: %llu): 'qunce repair %s NEW' saves what can be saved", path,
			(unsigned long long)health.findings, path);
	print_line(options->language == CHINESE ? "%s:完好,%llu 页、%llu 项、%llu 个数值" : "%s: sound, %llu pages, %llu entries, %llu values", path,
		(unsigned long long)health.pages, (unsigned long long)health.entries, (unsigned long long)health.values);
	return EXIT_DONE;
}

static int repair(const cli_options *options, qn_error *err)
{
	const char *from = options->operand[0], *to = options->operand[1];
	telling t = { .language = options->language };
	qn_health health;
	int rc = qn_store_repair(from, to, tell, &t, &health, err);
	if (rc < 0)
		return rc;
	tell_rest(options, &t);
	print_line(options->language == CHINESE ? "%s:存下 %llu 项、%llu 个数值;未能存下或不相符 %llu 处"
		: "%s: %llu entries and %llu values saved; %llu things lost or not fitting", to,
		(unsigned long long)health.entries, (unsigned long long)health.values, (unsigned long long)health.findings);
	return health.findings ? EXIT_FINDING : EXIT_DONE;
}

int run_verify(const cli_options *options, qn_error *err) { return contained(options, options->operand[0], verify, err); }
int run_repair(const cli_options *options, qn_error *err) { return contained(options, options->operand[0], repair, err); }
