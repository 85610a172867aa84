/* SPDX-License-Identifier: Apache-2.0 */
/* ranking.h - rankings and rounds as bytes, and what of one that came from elsewhere does not hold. */
#pragma once
#include "plan/bytes.h"
#include "plan/program.h"

enum { QN_RANKING_LEAST = 50 }; /* bytes of an empty one */
void qn_ranking_walk(qn_bytes *bytes, void *ranking);
void qn_rounds_walk(qn_bytes *bytes, void *rounds);
/* QN_OK, or QN_ESCRIPT and what is wrong, without its place: all but its items' values. */
int qn_ranking_fault(const qn_program *program, const qn_units *units, const qn_ranking *ranking, qn_error *why);
int qn_rounds_fault(const qn_program *program, const qn_catalogue *catalogue, const qn_rounds *rounds, qn_error *why);

/* May a year have so many places, or rounds? They are counted: half a place is none. */
enum { QN_PLACES_MOST = 1000000 };
bool qn_places_fit(double number);
