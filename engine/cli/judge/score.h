/* SPDX-License-Identifier: Apache-2.0 */
/* score.h - what the commands about merit share: a ranking of the pack as the command line asks for it, and its words. */
#pragma once
#include "assess/merit.h"
#include "cli/session.h"

/* The ranking's choices, or those of --treat, --normalise, --weigh and --aggregate. TOPSIS is over vectors unless --normalise says otherwise. */
int score_method(const cli_session *se, uint32_t ranking, int index, qn_method *out, qn_error *err);
/* One that the pack declares, or words that it has none. */
int score_need(const cli_session *se, qn_error *err);
/* "normalised minmax, weighed given, aggregated arithmetic …", and that it is the pack's own. */
void score_notes(cli_session *se, qn_report *report, const qn_merit *merit);
const char *interval_text(cli_session *se, const qn_rank_interval *interval); /* "3–9", or "—" */
const char *band_text(cli_session *se, const qn_merit *merit, int index, double score);
/* The row's mark of a store that holds both kinds of data. */
void score_provenance(const cli_session *se, const qn_merit *merit, qn_row *row, size_t entity);

/* score_one.c: what the score of one is made of. */
int score_one(cli_session *se, qn_report *report, const qn_merit *merit, const qn_rank_interval *interval, size_t entity);
