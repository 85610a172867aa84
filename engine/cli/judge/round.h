/* SPDX-License-Identifier: Apache-2.0 */
/* round.h - a round's proposal on its way to tables. */
#pragma once
#include "assess/round.h"
#include "cli/judge/score.h"

typedef struct {
	cli_session *se;
	const qn_round *round;
	const qn_rank_interval *interval; /* [entities], among those that stand */
	int year;                         /* of the round */
} round_view;

/* round_tables.c */
void add_proposed(const round_view *v, qn_report *report);
void add_cut(const round_view *v, qn_report *report);      /* who is just above and just below, and by what */
int add_units(const round_view *v, qn_report *report, qn_error *err); /* units of which several are named */
int add_themes(const round_view *v, qn_report *report, qn_error *err);
int add_short(const round_view *v, qn_report *report, qn_error *err); /* round_short.c: the best of those that do not stand */
const char *plan_text(const cli_session *se, qn_plan_membership plan);
