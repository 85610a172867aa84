/* SPDX-License-Identifier: Apache-2.0 */
/* reach.h - what rules rest on: node by node, through the rules that derive the indicators they read. */
#pragma once
#include "plan/program.h"

/* by_node: [nodes], true for roots; everything they rest on becomes true too. */
void qn_reach_below(const qn_program *program, bool *by_node);
/* The same within each rule alone, not through derivations. */
void qn_reach_operands(const qn_program *program, bool *by_node);
/* Marks a rule's roots; QN_NONE is fine. */
void qn_reach_criterion(const qn_criterion *criterion, bool *by_node);
void qn_reach_check(const qn_check *check, bool *by_node);
void qn_reach_target(const qn_target *target, bool *by_node);
void qn_reach_ranking(const qn_ranking *ranking, bool *by_node);
void qn_reach_rounds(const qn_rounds *rounds, bool *by_node); /* NULL is fine */
void qn_reach_model(const qn_model *model, bool *by_node);
/* Do the rules of titles read a parameter or option: any of them · when a term ends alone? */
bool qn_reach_titles(const qn_program *program, uint32_t parameter);
bool qn_reach_terms(const qn_program *program, uint32_t parameter);
/* Do rankings or rounds read a parameter or option, by its name or in what a round needs? */
bool qn_reach_rankings(const qn_program *program, uint32_t parameter);
/* Marks all that a question can rest on: every rule but checks and rankings, which look at what was reported. */
void qn_reach_answers(const qn_program *program, bool *by_node);
/* Does a marked node read this leaf (QN_PARAMETER, QN_ASSUME, QN_INPUT, …)? */
bool qn_reach_reads(const qn_program *program, const bool *by_node, qn_op leaf, uint32_t symbol);
