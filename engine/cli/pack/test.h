/* SPDX-License-Identifier: Apache-2.0 */
/* test.h - what the files of `qunce test` share: the pack under test, its tests, what each came to, what they touch. */
#pragma once
#include "base/janitor.h"
#include "cli/session.h"

typedef struct {
	const qn_test *test;
	const char *file;       /* "criteria_test.lua" */
	const char *place;      /* "criteria_test.lua:12" */
	const char *folder;     /* where the file lies */
	const char *why;        /* NULL: it passed; else what was wanted and what was got */
	double seconds;
	uint32_t line;
	bool done;
} test_case;

typedef struct {
	const cli_options *options;
	const char *pack_folder, *folder; /* the pack's · where the tests lie */
	qn_pack *pack;
	qn_program *program;
	qn_program **file;      uint32_t files; /* a program of tests for each file */
	test_case *test;        uint32_t tests;
	uint64_t futures;       /* that they ask for */
	char *place;            /* the temporary folder; NULL: none yet */
	qn_janitor janitor;     /* of it */
	uint32_t stores;        /* made in it so far */
	qn_buffer empty;        /* the bytes of a store with the pack and nothing else; of length 0: not made yet */
	bool whose;             /* it matters to a rule of the pack whom figures are of: tests cannot share a store */
	qn_arena arena;
} test_run;

/* test_find.c: the pack, and the tests of a folder or a file. */
int find_tests(test_run *run, qn_error *err);
/* test_store.c: a store of the pack, without a name, with the figures of some tests. first[i]: number of the first entity that
 * stands for test i. *out is to be closed, after a failure too. */
int open_test_store(test_run *run, test_case *const *test, const uint32_t *first, uint32_t tests, qn_store **out, qn_error *err);
void remove_test_stores(test_run *run);
/* test_judge.c: runs tests that share settings and period on a store; each then is done. */
int judge_tests(test_run *run, qn_snapshot *snapshot, test_case *const *test, const uint32_t *first, uint32_t tests, qn_error *err);
/* An error instead of an answer: what the test wanted, which is compared with the English words, or its failure. */
int answer_error(test_run *run, test_case *test, const char *words, const char *shown);
/* The period judged: said, else the last of which a figure is given, else that of 2025. */
qn_period test_period(const test_run *run, const qn_test *test);
/* Notes that a test failed, in the language asked for; the first reason comes first. */
__attribute__((format(printf, 3, 5), format(printf, 4, 5))) int fail_test(test_run *run, test_case *test, const char *chinese, const char *format, ...);
/* test_cover.c: which criteria, parameters and rows of the document are behind some test; *uncovered: not all criteria and targets. */
int add_coverage(cli_session *session, test_run *run, qn_report *report, bool *uncovered, qn_error *err);
/* test_report.c */
int write_junit(const test_run *run, const char *path, qn_error *err);
int write_tap(const test_run *run);
