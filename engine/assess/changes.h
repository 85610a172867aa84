/* SPDX-License-Identifier: Apache-2.0 */
/* changes.h - a question resolved against a pack: which parameter or assumption is what from when until when, what becomes
 * of whose figures; and the inputs of a run that say so. A question stacks scenarios, each a layer; the command line is the
 * layer on top. */
#pragma once
#include "assess/panel.h"

typedef struct {
	bool assumed;
	uint32_t index;
	qn_distribution value;
	qn_period from, until; /* QN_NO_PERIOD: from the start · for good */
	uint32_t layer;
	const char *where;     /* "slow.lua:4", "the command line" */
} qn_override;

/* Whom a move concerns. group NULL: one entity, or everyone. */
#define QN_EVERYONE SIZE_MAX
typedef struct { const uint32_t *group; uint32_t member; size_t entity; } qn_whom;
static inline bool qn_concerns(const qn_whom *whom, size_t entity)
{
	return whom->group ? whom->group[entity] == whom->member : whom->entity == QN_EVERYONE || whom->entity == entity;
}

/* A move (plan/program.h). With no kind given it scales: { .indicator, .whom.entity, .from, .until, .size }. */
typedef struct {
	qn_move_kind kind;
	uint32_t indicator, peers;
	qn_whom whom;
	qn_period from, until; /* from QN_NO_PERIOD: the first projected one; until likewise: for good, or once */
	double size;
	long assumption;       /* that gives the size; 0: none, else its index + 1 */
	bool yearly, lasting;  /* lasting: of what no model carries on, so that what struck once is told in every later period */
	uint32_t layer;
	const char *where, *verb;
	uint32_t method;       /* qn_method, for QN_FORECAST */
} qn_hit;

typedef struct { const char *title, *file, *where; bool *over; } qn_layer; /* over: [layers]: it rests on that one */
typedef struct { uint32_t a, b; double r; bool a_assumed, b_assumed; uint32_t layer; const char *where; } qn_bond;

/* What two layers say of one thing: the upper one decides · both count, as two strikes of one layer do, which one line may make · they
 * say the same, and it is taken once. */
typedef enum { QN_DECIDES, QN_BOTH_COUNT, QN_ALIKE } qn_verdict_of_layers;
typedef struct { const char *what, *upper, *lower; qn_verdict_of_layers how; } qn_overlap;

typedef struct {
	qn_override *override; uint32_t overrides; /* of two that hold, the later one wins */
	qn_hit *hit;           uint32_t hits;
	qn_bond *bond;         uint32_t bonds;
	qn_layer *layer;       uint32_t layers;    /* scenarios, each after those it rests on; none: the command line alone */
	qn_overlap *overlap;   uint32_t overlaps, untold; /* untold: pairs of lines beyond those that are kept to be told */
	const char *const *stream; /* by assumption and then by parameter: whose random numbers it draws instead of its own; NULL, or NULL there: its own */
	qn_arena arena;
} qn_changes; /* { 0 } changes nothing */

/* "NAME=VALUE[@PERIOD[:PERIOD]]": a number with its unit (4%, 80亿元), a reading of an option, or a distribution
 * normal(4%, 2%), lognormal, uniform, triangular, between(p5, p95). Unknown names offer the nearest; a bare number for a
 * parameter with a unit is refused in words. In whatever order they come, what begins later decides from there, and a range
 * over the bare date it begins with; two of one thing that begin alike are refused. */
int qn_changes_set(qn_changes *changes, const qn_catalogue *catalogue, const qn_program *program, const char *text, qn_error *err);
/* The same, but over whatever was set before. */
int qn_changes_set_last(qn_changes *changes, const qn_catalogue *catalogue, const qn_program *program, const char *text, qn_error *err);
/* "INDICATOR:WHO:PERIOD[..PERIOD]=-20%": the state is multiplied by 0.8 in that period. WHO: a name, KIND:NAME, or all. */
int qn_changes_shock(qn_changes *changes, qn_panel *panel, const char *text, qn_error *err);
/* Everything that a scenario and those it rests on say; before --set and --shock, which win. */
int qn_changes_scenario(qn_changes *changes, qn_panel *panel, const qn_program *from, qn_error *err);
/* Refuses a setting that no period of the panel hears: it would change nothing. Once all is said. */
int qn_changes_heard(const qn_changes *changes, const qn_panel *panel, qn_error *err);
int qn_setting_heard(const qn_override *setting, const qn_panel *panel, qn_status blame, const char *where, qn_error *err); /* one, in words that begin with `where` */
/* Refuses a size of a measure that neither future takes. */
int qn_changes_taken(const qn_changes *changes, const qn_changes *beside, const qn_panel *panel, qn_error *err);
int qn_setting_taken(const qn_override *setting, const qn_changes *changes, const qn_changes *beside, const qn_panel *panel, qn_status blame, const char *where, qn_error *err); /* one */
/* Fills overlap. Layers of which neither rests on the other and which set one thing to two values are an error that names
 * both, unless a layer above both decides. */
int qn_changes_stack(qn_changes *changes, const qn_panel *panel, qn_error *err);
void qn_changes_free(qn_changes *changes);

/* Adds a move; its indicator, whom and periods are resolved. */
int qn_changes_add_hit(qn_changes *changes, const qn_hit *hit, qn_error *err);
/* Whom a name means: "all", "KIND:NAME", or the name of one. Loads the group. A group of nobody is an error. */
int qn_whom_find(qn_panel *panel, const char *who, qn_whom *out, qn_error *err);
/* Does a layer say more than another of one thing? It rests on it. The command line rests on all. */
bool qn_layer_over(const qn_changes *changes, uint32_t upper, uint32_t lower);

/* Does it hold in the period of an index? */
bool qn_override_holds(const qn_override *override, const qn_panel *panel, int index);
/* What a parameter or assumption is set to in the period of an index; NULL: as the pack has it. */
const qn_override *qn_changes_override(const qn_changes *changes, const qn_panel *panel, bool assumed, uint32_t index, int period);
/* What a parameter is in the period of an index under the changes; a distribution only in projected ones. */
qn_distribution qn_changes_parameter(const qn_changes *changes, const qn_panel *panel, uint32_t parameter, int index);
qn_distribution qn_changes_assumption(const qn_changes *changes, const qn_panel *panel, uint32_t assumption, int index);

/* A run's inputs over a panel and changes, both borrowed by *out for as long as it is used. context is the caller's.
 * Of moves only SCALE and RAISE can be run: qn_changes_settle (moves.h) makes the others into these. */
typedef struct {
	const qn_panel *panel;
	const qn_changes *changes;
	qn_blow *blow;
	uint32_t *of;          /* hit, by blow */
	size_t blows;
	struct qn_mixed { bool assumed; uint32_t index; qn_mix mix; } *mixed; /* what is drawn together (copula.c) */
	uint32_t mixes;
	qn_arena arena;
} qn_setup;
int qn_setup_make(qn_setup *setup, const qn_panel *panel, const qn_changes *changes, qn_inputs *out, qn_error *err);
void qn_setup_free(qn_setup *setup);
