/* SPDX-License-Identifier: Apache-2.0 */
/* test_judge.h - a batch of tests that share settings, periods and a scenario, and what the rules answer to it. */
#pragma once
#include "assess/checks.h"
#include "assess/criteria.h"
#include "assess/figures.h"
#include "assess/projection.h"
#include "cli/pack/test.h"

typedef struct {
	test_run *run;
	cli_session se;          /* its options, catalogue and program are the run's, its snapshot the store's */
	test_case *const *test;  /* [tests] */
	const uint32_t *first;   /* [tests]: number of the entity that stands for it */
	uint32_t tests;
	qn_judgement *judgement; /* NULL: no verdict is wanted; likewise below */
	qn_projection *projection;
	qn_mask *holds;          /* [checks][entities], in the period judged */
	int index;               /* of the period that figures are of */
	uint32_t *wanted, *figure_of, wanteds; /* indicators, and by indicator which */
	double *figure;          /* [wanteds][entities] */
} test_batch;

double target_now(const test_batch *b, uint32_t target);
/* test_golden.c: the answers to one test of the batch against those kept beside it. */
int check_answers(test_batch *b, uint32_t i, qn_error *err);
