/* SPDX-License-Identifier: Apache-2.0 */
/* measures.h - the measures of the programme as they are taken: who needs, got and used which, and the money by purpose. */
#pragma once
#include "cli/policy/support.h"
#include "cli/titles.h"
#include "ingest/answers.h"

typedef struct {
	cli_session *session;
	qn_pack *pack;
	qn_answers answers;
	support support;
	int year;               /* of the stages that count; 0: all */
	bool *chosen;           /* [subjects], by number */
} taken_measures;

static inline bool measures_counts(const taken_measures *m, const support_case *one)
{
	return m->chosen[one->number] && support_reached(one, m->year) >= 0;
}
/* measures_funds.c: what was granted and used by purpose and year, in the broadest of the pack's places. */
int add_funds(taken_measures *m, qn_report *report, qn_error *err);
