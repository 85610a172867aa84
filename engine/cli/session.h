/* SPDX-License-Identifier: Apache-2.0 */
/* session.h - one command's view of a store: the snapshot it reads, the pack's rules, the panel, the changes asked for. */
#pragma once
#include "assess/changes.h"
#include "assess/reported.h"
#include "cli/command.h"
#include "ingest/pack.h"
#include "library/rules.h"
#include "report/report.h"
#include "report/trace.h"
#include "script/host/script.h"

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

/* Is the entity of the panel among those that --city, --industry, --cluster name? */
int session_filters(cli_session *session, bool **chosen, qn_error *err);
const char *filters_text(cli_session *session); /* what they name, "City NAME, Industry food"; NULL: nothing, or no memory */
/* --model, else the scenario's, else the pack's first. */
int session_model(const cli_session *session, uint32_t *model, qn_error *err);
int session_threads(const cli_options *options);

/* --script-time, --script-memory and --script-instructions; else what scripts have by themselves. */
qn_script_options script_limits(const cli_options *options);
/* Runs a pack's scripts. */
int load_program(const qn_pack *pack, const cli_options *options, qn_program **out, qn_error *err);
void tell_printed(const qn_program *program); /* what its scripts printed, on standard error; NULL: nothing */

/* The scripts of the session's pack as texts, which live as long as the session and *pack: the caller's, also on failure. */
int session_scripts(cli_session *session, qn_pack **pack, qn_script_set *out, qn_error *err);

/* A report with the synthetic mark and the pack's note, and its way out. */
qn_report *session_report(cli_session *session, const char *title);
/* Is all there that was gathered? A cell whose words had no room would be told as empty, and somebody without a record as "?". */
int session_whole(const cli_session *session, qn_error *err);
/* Prints the report if all went well so far, and frees it; rc, or what printing gave. */
int session_finish(cli_session *session, qn_report *report, int rc, qn_error *err);
