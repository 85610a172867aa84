/* SPDX-License-Identifier: Apache-2.0 */
/* replay.h - past rounds under the rules in force beside the same under edited ones. */
#pragma once
#include "assess/replay.h"
#include "cli/judge/round.h"

enum { IN_FORCE, EDITED, WORLDS };

typedef struct {
	cli_options options[WORLDS];
	cli_session session[WORLDS]; /* that of the edited rules speaks */
	int opened;
	int first, last;             /* indices judged, the same in both */
	qn_replay *replay[WORLDS];
	qn_rank_interval **interval[WORLDS]; /* by year: [entities]; NULL where nobody stands */
} replay_view;

/* replay_tables.c */
void add_years(const replay_view *v, qn_report *report);
void add_changes(const replay_view *v, qn_report *report);
int add_titles(replay_view *v, qn_report *report, qn_error *err);
