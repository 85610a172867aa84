/* SPDX-License-Identifier: Apache-2.0 */
/* session.h - one command's view of a store: the snapshot it reads, the pack's rules, the panel, the changes asked for. */
#pragma once
#include "assess/chances.h"
#include "assess/reported.h"
#include "cli/command.h"
#include "ingest/csv.h"
#include "ingest/pack.h"
#include "library/rules.h"
#include "report/report.h"
#include "report/trace.h"
#include "script/host/script.h"
#include "store/vintages.h"

enum { CLI_PHASES = 12 };
typedef struct {
	const cli_options *options;
	qn_store *store;         /* its own, or of the session beside which it was opened */
	bool borrowed;           /* the store */
	qn_snapshot *snapshot;
	qn_catalogue *catalogue;
	qn_program *program;
	qn_panel *panel;
	const char *script;      /* of the scenario that is run; set before session_panel, NULL: none */
	qn_program *scenario;    /* what it and those it rests on declare; NULL: none */
	qn_changes changes;      /* of scenarios, then --set and --shock, which win */
	bool any_size;           /* sizes of measures are asked about that no change takes; set before session_panel */
	bool synthetic, mixed;   /* the store holds synthetic values; and real ones too */
	const char *pack_note;   /* which pack the answer used */
	bool ranged;             /* a chance was told as a range */
	const char *vintage_note; /* and which vintage, of --as-of; NULL: all that is known */
	qn_trace_time phase[CLI_PHASES]; uint32_t phases; /* how long each took so far */
	double since;            /* the clock at the end of the last */
	const char *fewer_note;  /* that fewer have reported of the period judged than of the one before; NULL: they have not */
	qn_arena arena;
} cli_session;

/* Opens store, snapshot, catalogue and rules. Close it whatever the result. */
int session_open(cli_session *session, const cli_options *options, qn_error *err);
/* vintage.c: turns the snapshot back to a day or the name of a frozen vintage, before anything else is asked of it; what a
 * day or name stands for; and in words. */
int session_as_of(cli_session *session, const char *word, qn_error *err);
int session_vintage(cli_session *session, const char *word, qn_frozen *out, qn_error *err);
/* The day of the vintage; of everything known, the last on which anything was; QN_NO_DATE: nothing is. */
int session_last_day(cli_session *session, qn_date *out, qn_error *err);
const char *vintage_text(cli_session *session, const qn_frozen *frozen);
/* A session over a change as it stands, with the store's own rules; it takes the view. */
int session_view(cli_session *session, const cli_options *options, qn_snapshot *view, qn_error *err);
/* The same beside another session, of its store: a process has a store open once. Close it before the other. */
int session_open_beside(cli_session *session, const cli_session *other, const cli_options *options, qn_error *err);
/* The panel for --year and --until (else the targets' last year), with the scenario, --base, --set and --shock. */
int session_panel(cli_session *session, bool projected, qn_error *err);
/* Of how many there are figures in the panel's base period, where of the one before there are of more; NULL: there are not, or no memory. */
const char *fewer_text(cli_session *session, const qn_panel *panel, const qn_reported *reported);
/* Whom filter number f names. */
int session_filter(cli_session *session, int f, qn_entity *found, qn_error *err);
void session_close(cli_session *session);
/* trace.c: seconds of a clock that only goes on; the end of a phase. */
void session_phase(cli_session *session, const char *phase);

/* Is the entity of the panel among those that --city, --industry, --cluster name? */
int session_filters(cli_session *session, bool **chosen, qn_error *err);
const char *filters_text(cli_session *session); /* what they name, "City NAME, Industry food"; NULL: nothing, or no memory */
/* list.c: the same without a panel, of any entity; its groups are those of today. */
int entity_passes(cli_session *session, uint32_t kind, uint32_t number, bool *out, qn_error *err);
/* --model, else the scenario's, else the pack's first. */
int session_model(const cli_session *session, uint32_t *model, qn_error *err);
int session_threads(const cli_options *options);

/* The day of --known-on, today if left out. */
int read_known_on(const cli_options *options, qn_date *out, qn_error *err);

/* --script-time, --script-memory and --script-instructions; else what scripts have by themselves. */
qn_script_options script_limits(const cli_options *options);
/* Runs a pack's scripts. */
int load_program(const qn_pack *pack, const cli_options *options, qn_program **out, qn_error *err);
void tell_printed(const qn_program *program); /* what its scripts printed, on standard error; NULL: nothing */

/* The scripts of the session's pack as texts, which live as long as the session and *pack: the caller's, also on failure. */
int session_scripts(cli_session *session, qn_pack **pack, qn_script_set *out, qn_error *err);

/* The words of the language asked for. */
const char *say(const cli_session *session, const char *english, const char *chinese);
const char *title_of(const cli_session *session, qn_label label);
const char *error_words(const cli_session *session, const qn_error *err);

/* A number in its unit, "87.4 亿元", in the arena; "—" where missing. */
const char *quantity_text(cli_session *session, double reference, uint32_t unit);
const char *quantity_closer(cli_session *session, double reference, uint32_t unit, int more); /* with so many more decimals */
const char *signed_text(cli_session *session, double value, int decimals);
const char *percent_text(cli_session *session, double share, int decimals);
const char *share_text(cli_session *session, double share); /* with all the decimals that it has: "99.7%" */
const char *mask_text(const cli_session *session, qn_mask mask);
const char *period_text(cli_session *session, qn_period period);
const char *written_text(cli_session *session, const char *place); /* of a line and those that called it */
const char *comparison_sign(qn_op op);
const char *severity_word(const cli_session *session, qn_severity severity); /* lint speaks in the same words */
/* The two columns that name what is judged, by the pack's word for it, and an entity's cells of them. */
void subject_columns(const cli_session *session, qn_table *table);
void subject_cells(const cli_session *session, qn_row *row, size_t entity);
const qn_unit *session_unit(const cli_session *session, uint32_t unit); /* NULL for none */
const char *unit_text(const cli_session *session, uint32_t unit); /* its id; "" for none */
void quantile_columns(qn_table *table); /* p5, p50, p95 */
/* Cells that people read in words and with a unit, machines as a number: of that unit · as a share of 1. */
void quantity_cell(cli_session *session, qn_row *row, const char *before, double reference, uint32_t unit);
void closer_cell(cli_session *session, qn_row *row, const char *before, double reference, uint32_t unit, int more);
/* How far a lies above b, in words (NULL: the number in its unit) and for machines as the decimals of the two say. */
void apart_cell(cli_session *session, qn_row *row, const char *text, double a, double b, uint32_t unit);
/* Is the answer for machines? Their words are of no language. */
bool for_machines(const cli_session *session);
/* How many rows are told where people see so many of them: --top, and without it machines are told all. */
size_t rows_told(const cli_session *session, size_t usual);
/* That so many rows of a table are left out; its title, NULL of the only one. Cuts it to --top, and says so. */
void note_left(cli_session *session, qn_report *report, size_t left, const char *what);
void keep_rows(cli_session *session, qn_report *report, qn_table *table, const char *what);
const char *verdict_text(const cli_session *session, qn_verdict verdict);
/* The highest level of risk that a chance of failing reaches, by its place in the pack; -1: none, or the chance is missing. In words:
 * where what is unknown may lift it, from the one to the other, "low–high"; "—" for none. */
int risk_level(const cli_session *session, double chance);
const char *risk_text(cli_session *session, double fails, double fails_or_unknown);
/* How many decimals more than the unit's it takes until the figures, as they are shown, compare as they do: 99.9999 is not 100.00. */
int decimals_that_tell(const cli_session *session, uint32_t unit, qn_op op, double a, double b);
/* What a criterion has, wants and lacks, with as many decimals as tell its verdict; gap_of: 0 where it holds. "—", or missing,
 * where nothing is compared. */
const char *value_text(cli_session *session, const qn_finding *finding);
const char *threshold_text(cli_session *session, const qn_finding *finding);
const char *gap_text(cli_session *session, const qn_finding *finding);
int finding_decimals(const cli_session *session, const qn_finding *finding);
const char *units_text(cli_session *session, const qn_finding *was, const qn_finding *is); /* of two values beside each other: "亿元 → %" where they differ */
double gap_of(const cli_session *session, const qn_finding *finding);
void value_cell(cli_session *session, qn_row *row, const char *before, const qn_finding *finding);
void threshold_cell(cli_session *session, qn_row *row, const char *before, const qn_finding *finding);
void gap_cell(cli_session *session, qn_row *row, const qn_finding *finding);
void percent_cell(cli_session *session, qn_row *row, double share, int decimals);
/* A chance over paths is never shown as certain: a simulation of n paths cannot know better than one in n. */
void chance_cell(cli_session *session, qn_row *row, double chance, uint32_t paths);
/* The chance that a goal is met: people read from what to what it may be where some futures do not tell, which a note at the end of
 * the report then explains; machines the share of all futures that meet it, and in a column of its own of those that do not tell. */
void met_cell(cli_session *session, qn_row *row, qn_chance chance, uint32_t paths);
/* Likewise that a re-review is failed, which the note at the end does not speak of. */
void failing_cell(cli_session *session, qn_row *row, qn_chance chance, uint32_t paths);

/* A note on goals of the pack's own targets that are due beyond the horizon; whether there are any. */
bool note_goals_beyond(cli_session *session, qn_report *report);

/* How far a long command is, on standard error if that is a terminal. */
void session_progress(const cli_session *session, size_t done, size_t all);

/* A report with the synthetic mark and the pack's note, and its way out. */
qn_report *session_report(cli_session *session, const char *title);
/* Is all there that was gathered? A cell whose words had no room would be told as empty, and somebody without a record as "?". */
int session_whole(const cli_session *session, qn_error *err);
/* Prints the report if all went well so far, and frees it; rc, or what printing gave. */
int session_finish(cli_session *session, qn_report *report, int rc, qn_error *err);
int print_report(const cli_options *options, qn_report *report, qn_error *err); /* frees it */

/* list.c: what a measure is assumed to move, "技改投资 +2.00% 每期". */
const char *moves_text(cli_session *session, const qn_measure *about);

/* targets.c: which targets are of the pack's own document, in the arena (NULL: no memory); and the table of
 * all goals of a year together, of the targets wanted. */
bool *own_targets(cli_session *session);
int add_together(cli_session *session, qn_report *report, const qn_projection *projection, const bool *wanted, qn_error *err);

/* pass.c: the smallest change to meet each criterion that an entity does not; only: one criterion, -1 for all. */
int add_ways_to_pass(cli_session *session, qn_report *report, const qn_judgement *judgement, size_t entity, long only, qn_error *err);

/* solve.c: --chance, "80%" or "0.8". */
int read_chance(const char *text, double *chance, qn_error *err);

/* The indicators that no model moves, in words; NULL if there are none. */
const char *held_text(cli_session *session, const qn_projection *projection);
/* scenario.c: the script, or --base files stacked, with the scripts beside it that it may rest on; in session->changes. */
int session_scenario(cli_session *session, qn_error *err);
const qn_scenario *session_asked(const cli_session *session); /* the scenario that was asked for; NULL: none */
/* What the question stacks, which line decides where two speak of the same, and what growth verbs came to. */
int scenario_notes(cli_session *session, qn_report *report, uint32_t model, qn_error *err);

/* One cluster's lane on the central path, as --at asks. */
int show_lane(cli_session *session, uint32_t model, const char *title, qn_error *err);
