/* SPDX-License-Identifier: Apache-2.0 */
/* program.h - everything a pack's or a scenario's scripts declare, as data: parameters, options, assumptions,
 * rules as nodes, and the words around them. Made in the guest, sent through a pipe, checked by the host. */
#pragma once
#include "base/arena.h"
#include "plan/catalogue.h"
#include "plan/node.h"
#include "plan/score.h"
#include "plan/tests.h"

#define QN_LIBRARY "<lib>/" /* where the engine's own scripts lie: no folder of a pack's is called so */
/* A line of a script, and who called it (a helper's caller), QN_NONE at the end of the chain. */
typedef struct { const char *file; uint32_t line, caller; } qn_place;

typedef struct {
	enum { QN_FIXED, QN_NORMAL, QN_LOGNORMAL, QN_UNIFORM, QN_TRIANGULAR } kind;
	double a, b, c; /* fixed: value · normal: mean, sd · lognormal: of the logarithm · uniform: low, high · triangular: low, mode, high */
} qn_distribution;  /* in reference units; a missing `a` of a fixed one means: not set */

/* How far one draw reaches. */
typedef enum { QN_BY_PATH, QN_BY_PERIOD, QN_BY_GROUP, QN_BY_ENTITY } qn_reach; /* group: each member of a kind and period */

typedef struct { qn_date from; double value; const char *source; } qn_dated; /* reference units; options: the reading's index */
typedef struct { const char *id; qn_label title; } qn_reading;

typedef struct {
	const char *id, *clause, *quote, *note;
	qn_label title;
	uint32_t place;
	uint32_t unit;          /* in catalogue units; QN_NONE for an option */
	qn_dimension dimension;
	qn_type type;           /* QN_NUMBER, QN_RANK or (option) QN_CATEGORY */
	qn_reading *reading;    /* an option's readings; none: a plain parameter */
	uint32_t readings;
	qn_dated *dated;        /* by date; before the first: the first. None: not set, what rests on it is undetermined */
	uint32_t dates;
} qn_parameter;

typedef struct {
	const char *id, *source, *note;
	qn_label title;
	uint32_t place, unit;
	qn_dimension dimension;
	qn_distribution usual;
	qn_reach reach;
	uint32_t group;         /* kind, for QN_BY_GROUP */
} qn_assumption;

typedef struct { uint32_t indicator, node, place; } qn_derivation; /* indicator = node */

typedef struct {
	const char *id, *clause, *quote, *modality, *note;
	qn_label title;
	uint32_t place, needs, waivable; /* masks; QN_NONE: the text gives no number · no way out */
	uint32_t hint;          /* a number or rank worth a look, which decides nothing; QN_NONE: none */
	const char *waiver_note, *hint_note;
} qn_criterion;

/* A rule that reported figures must keep, or are told of when they come in: where it is unknown it says nothing. */
typedef enum { QN_SEVERITY_NOTE, QN_SEVERITY_WARNING, QN_SEVERITY_ERROR } qn_severity;
typedef struct {
	const char *id, *clause, *quote, *note;
	qn_label title;
	uint32_t place, holds;  /* holds: a mask */
	qn_severity severity;   /* of error: the file that brings such a figure is refused */
	uint32_t *about;        /* indicators to look at first when it does not hold; none: those that holds reads */
	uint32_t abouts;
} qn_check;

typedef struct { uint32_t indicator, node, place; } qn_state;
typedef struct {
	const char *id, *note;
	qn_label title;
	uint32_t place;
	qn_state *state;        /* indicator in the period judged = node; QN_INPUT there is behind QN_LAG */
	uint32_t states;
} qn_model;

typedef struct { qn_period due; uint32_t met, place; } qn_goal; /* met: a mask without entity */
/* A figure somebody published of another list than the store's: shown beside a target, compared with nothing. */
typedef struct { qn_period period; double value; qn_dimension dimension; qn_label of; const char *source; } qn_published;
typedef struct {
	const char *id, *clause, *quote, *modality, *document, *note;
	qn_label title;
	uint32_t place, value;  /* value: a number over all entities */
	qn_goal *goal;
	uint32_t goals;
	qn_published *published;
	uint32_t publications;
	bool compared;          /* of another document or list: shown for comparison */
} qn_target;

/* A reading of an option that changes how days are counted; option QN_NONE: it is never taken so. */
typedef struct { uint32_t option, reading; } qn_when;
typedef enum {
	QN_FIRST_DAY_COUNTS,      /* of working days */
	QN_CALENDAR_YEARS,        /* a term ends with a year, and the one it begins in counts */
	QN_RENEWED_FROM_DECISION, /* not from the end of the term before */
	QN_VALID_UNTIL_DECIDED,   /* a title whose term is over stands until its re-review */
	QN_REPORT_BEFORE,         /* the day a report is due is too late */
	QN_REPORTS_NEEDED,        /* who lacks one is not renewed */
	QN_WHENS
} qn_when_kind;
extern const char *const qn_when_names[QN_WHENS]; /* as a pack writes them: "first_day_counts" */

/* A stage on the way to a title and through its terms. An event enters it. */
#define QN_START (QN_NONE - 1) /* nothing has happened yet */
typedef struct {
	const char *id, *by, *clause, *quote; /* by: who takes it there */
	qn_label title;
	uint32_t place;
	uint32_t *after;        /* stages that it may follow, or QN_START */
	uint32_t afters;
	uint32_t back;          /* the stage that goes on after it; QN_NONE: it is one itself */
	uint32_t lasts;         /* parameter: working days that it runs; QN_NONE: no set time */
	bool waits, within;     /* entered only when the stage before has run its time · only while it runs */
	bool stays;             /* noted, and the stage before goes on */
	bool grants, ends;      /* a term begins · the title is lost */
	bool reports;           /* a year's report */
	bool expires;           /* entered by the end of a term alone */
} qn_stage;
enum { QN_MOST_STAGES = 64 };

/* Who holds a title, until when, and what counts as being at risk. One per pack at most. */
typedef struct {
	const char *title_register, *waiver_register; /* ids of registers of records */
	qn_label note;
	const char *course_register; /* of events; NULL: the list of titles is all there is */
	qn_stage *stage;
	uint32_t stages;
	qn_when when[QN_WHENS];
	uint32_t place;
	uint32_t term_years, renewal_years; /* parameters; of renewal QN_NONE: as the term */
	int report_month, report_day; /* a year's data is due on this day of the next year */
	const char **risk_id;   /* levels, highest first */
	qn_label *risk_title;
	uint32_t *risk_at_least;/* parameters: probability from which the level holds */
	uint32_t risks;
} qn_recognition;

/* A change of a scenario: a parameter or assumption set from a period on, up to and with until. */
typedef struct {
	const char *name;       /* of a parameter, option or assumption of the pack */
	uint32_t place;
	qn_distribution value;
	const char *reading;    /* for an option, else NULL */
	qn_dimension dimension; /* of value */
	bool bare;              /* value was written without a unit */
	qn_period from, until;  /* QN_NO_PERIOD: from the start · for good */
} qn_change;
/* What a scenario does to an indicator in projected periods, with one entity, a group or all. SCALE and RAISE strike what
 * the model says: once where no end is given, else in each period from … until. The others say where the central path
 * goes, and become factors once it is known: every path is multiplied alike, so that its luck stays its own. */
typedef enum {
	QN_SCALE,   /* times 1 + size */
	QN_RAISE,   /* plus size */
	QN_REACH,   /* `size` in `until`, by the same extra growth in every period; whoever gets there anyway is left alone */
	QN_PACE,    /* grows by `size` a period */
	QN_USUAL,   /* grows as it did itself over the observed periods */
	QN_PEER,    /* grows as the fastest of the same member of `peers` did over the observed periods */
	QN_RETURN,  /* is in `until` where it would be without any move, by the same extra growth in every period */
	QN_FORECAST /* is what `method` makes of the values observed of each by itself; of too short a series what it is without */
} qn_move_kind;
typedef struct {
	qn_move_kind kind;
	uint32_t indicator, place;
	const char *verb;       /* the function that the script called: "shock" */
	const char *who;        /* as written: a name, "KIND:NAME", "all" */
	uint32_t peers;         /* kind of entity, for QN_PEER; else QN_NONE */
	double size;            /* reference units */
	qn_dimension dimension; /* of size */
	const char *assumption; /* that gives the size; NULL: size does */
	qn_period from, until;  /* until QN_NO_PERIOD: for good (SCALE and RAISE: once) */
	bool yearly;            /* SCALE: in each period even where no end is given */
	const char *method;     /* for QN_FORECAST, by name: "theta"; else NULL */
} qn_move;
/* One of the measures a programme can take: what it is assumed to move, each size an assumption of its own. */
typedef struct { qn_move_kind kind; uint32_t indicator, assumption; } qn_effect; /* QN_SCALE every period from its start, or QN_RAISE once */
typedef struct {
	const char *id, *clause, *quote, *note;
	qn_label title;
	uint32_t place;
	qn_effect *effect;
	uint32_t effects;
} qn_measure;

/* From a register's records to a number for each group of entities (rollup.h). The rules over one register have nodes of their
 * own: what they speak of is not the catalogue. */
typedef struct {
	const char *id, *clause, *quote, *note;
	qn_label title;
	uint32_t place, of, node; /* of: register; node: of its rules' nodes */
	uint32_t to;            /* the indicator it is the twin of; QN_NONE */
	uint32_t unit;          /* told in it; QN_NONE: a plain number */
	uint32_t within;        /* parameter: the share of its twin by which it may differ from it; QN_NONE: it may at will */
} qn_rollup;
typedef struct { uint32_t of; qn_node *node; uint32_t nodes; struct qn_rollup_words *words; } qn_rolling;

/* A composite score of each entity: values of items, each a rule, normalised, weighed and brought together. */
typedef struct { const char *id, *clause; qn_label title; uint32_t weight; } qn_theme; /* weight: a parameter */
typedef struct {
	const char *id, *clause;
	qn_label title;
	uint32_t place, value;  /* value: a number or rank of each entity */
	uint32_t theme;         /* of its ranking */
	uint32_t weight, target;/* parameters; QN_NONE: of no item of its theme · none */
	bool lower;             /* less is better */
} qn_item;
typedef struct { const char *id; qn_label title; uint32_t at_least; } qn_band; /* a parameter: the score from which it holds */
typedef struct { uint32_t a, b; double times; } qn_judgement_of; /* theme a counts so many times as much as b */
typedef struct {
	const char *id, *source, *judged_by;
	qn_label note, title;
	uint32_t place;
	qn_theme *theme;        uint32_t themes;
	qn_item *item;          uint32_t items;
	qn_band *band;          uint32_t bands; /* highest first */
	qn_judgement_of *judgement; uint32_t judgements; /* every pair once, or none */
	qn_treat treat;
	qn_normalisation normalise;
	qn_weighting weigh;
	qn_aggregation aggregate;
	uint32_t least, spread; /* parameters: the share of weight that must be there · by which share every weight may be otherwise */
} qn_ranking;

/* How a round proposes its list. One per pack at most. Numbers are parameters. */
typedef struct {
	qn_label note;
	const char *clause, *quote, *plan_register, *named; /* plan_register: of evidence that one is in the plan; named: the registry's note that says so */
	const char *unit_without; /* how the title of a unit that may not count ends */
	uint32_t place;
	uint32_t ranking;         /* that ranks the candidates */
	uint32_t places, tolerance, a_year; /* of a year · by which share more or fewer will do · QN_NONE: one */
	uint32_t needs;           /* a mask: what else a candidate needs; QN_NONE: nothing */
	qn_when exactly;          /* a reading: as many as there are places, no more and no fewer */
	uint32_t unit;            /* kind that has one leading industry each; QN_NONE: not looked at */
	uint32_t industry, size;  /* kind · indicator that says which leads */
	qn_when by_plan;          /* a reading: what is named in the plan leads, whatever its size */
	qn_when unit_left_out;    /* a reading: a unit whose title ends so does not count as one */
} qn_rounds;

typedef struct { const char *a, *b; double r; uint32_t place; } qn_tie; /* two assumptions and their correlation, in ranks of a Gaussian copula */
typedef struct {
	const char *title, *model; /* model: an id; NULL: the pack's only one */
	const char *file;       /* whose question it is; a helper elsewhere may have declared it, at its place */
	uint32_t place;
	uint32_t *base;         /* scenarios it rests on: indices, all below its own */
	uint32_t bases;
	qn_change *change;
	uint32_t changes;
	qn_move *move;
	uint32_t moves;
	qn_tie *tie;
	uint32_t ties;
	const char **ask;       /* "targets", "at_risk" */
	uint32_t asks;
} qn_scenario;

enum { QN_MOST_NODES = 65536 }; /* of a program that was checked */

typedef struct {
	qn_node *node;          uint32_t nodes;
	qn_place *place_of;     uint32_t places;
	qn_parameter *parameter; uint32_t parameters;
	qn_assumption *assumption; uint32_t assumptions;
	qn_derivation *derivation; uint32_t derivations;
	qn_criterion *criterion; uint32_t criteria;
	qn_check *check;        uint32_t checks;
	qn_model *model;        uint32_t models;
	qn_target *target;      uint32_t targets;
	qn_measure *measure;    uint32_t measures;
	qn_ranking *ranking;    uint32_t rankings;
	qn_rounds *rounds;      /* NULL if none */
	qn_recognition *recognition; /* NULL if none */
	qn_rollup *rollup;      uint32_t rollups;   /* none before qn_program_rollups, like the next */
	qn_rolling *rolling;    uint32_t rollings;  /* by register that is rolled up */
	const unsigned char *rolled; uint32_t rolled_length; /* them as bytes, which most questions never read; NULL: none, or they were put together here */
	bool is_rolling;        /* its nodes are those of rules over a register: e.x, not c.x */
	qn_scenario *scenario;  uint32_t scenarios; /* those that the last one rests on, each before who rests on it, and the last itself */
	qn_test *test;          uint32_t tests;
	const char **printed;   uint32_t prints; /* what the scripts printed */
	qn_arena arena;         /* owns all of it */
} qn_program;

qn_program *qn_program_new(void);
void qn_program_free(qn_program *program); /* NULL is fine */

/* The arrays grow in powers of two inside the arena: ensures room for one more; false when memory is out. */
#define qn_program_room(program, array, count) qn_grow(&(program)->arena, (void **)&(program)->array, (program)->count, sizeof *(program)->array)

long qn_program_parameter(const qn_program *program, const char *id);
long qn_program_assumption(const qn_program *program, const char *id);
long qn_program_criterion(const qn_program *program, const char *id);
long qn_program_find_check(const qn_program *program, const char *id);
long qn_program_model(const qn_program *program, const char *id);
long qn_program_target(const qn_program *program, const char *id);
long qn_program_measure(const qn_program *program, const char *id);
long qn_program_ranking(const qn_program *program, const char *id);
long qn_program_stage(const qn_program *program, const char *id); /* of its recognition */
/* As people write them in a question: by id, or by a title that it alone has. */
long qn_program_parameter_called(const qn_program *program, const char *name);
long qn_program_assumption_called(const qn_program *program, const char *name);
long qn_program_criterion_called(const qn_program *program, const char *name);
long qn_program_target_called(const qn_program *program, const char *name);
/* The node that an indicator is derived by; QN_NONE if it is not. */
uint32_t qn_program_derivation(const qn_program *program, uint32_t indicator);
/* Value of a parameter in force on a day, before any scenario: missing if not set. */
double qn_parameter_at(const qn_parameter *parameter, qn_date day);
/* "criteria.lua:12", or "criteria.lua:12, called from pack.lua:3"; "" for QN_NONE, and where the arena has failed. */
const char *qn_place_text(const qn_program *program, uint32_t place, qn_arena *arena);
const char *qn_place_joined(const qn_program *program, uint32_t place, const char *joint, qn_arena *arena); /* with other words between two lines */

/* The member of a category's domain (a kind, or QN_OPTION_DOMAIN | parameter) by id or title; QN_ESCRIPT offers the
 * nearest. A negative status or 0 with *out. */
int qn_domain_member(const qn_program *program, const qn_catalogue *catalogue, uint32_t domain, const char *name, uint32_t *out, qn_error *err);
/* Derives node's type, dimension and domain from its operands and symbol, or says in words what does not fit:
 * names, both units, and how to write it right. Nodes before it in the program must be derived. Of a CONST the type,
 * the dimension and `bare` are kept; bare numbers, and zeros beside anything, take on what stands beside them. */
int qn_node_derive(const qn_program *program, const qn_catalogue *catalogue, qn_node *node, qn_error *err);

/* The whole program as bytes, and back. Reading believes nothing: bounds, order of operands, types and dimensions
 * derived again, finite constants, UTF-8 without controls, at most QN_MOST_NODES nodes and 8 MB. *out is the caller's. */
void qn_program_write(const qn_program *program, const qn_catalogue *catalogue, qn_buffer *out);
int qn_program_read(const void *bytes, size_t length, const qn_catalogue *catalogue, qn_program **out, qn_error *err);
/* The same for those who know the catalogue's hash already. */
int qn_program_read_hashed(const void *bytes, size_t length, const qn_catalogue *catalogue, uint64_t hash, qn_program **out, qn_error *err);

/* A node as arithmetic a person reads: c.revenue >= p.entry_revenue. */
void qn_node_print(const qn_program *program, const qn_catalogue *catalogue, uint32_t node, qn_buffer *out);
/* Every rule of the program, with units, or those of one file as messages name it: what `qunce plan` shows, in either language. */
void qn_program_print(const qn_program *program, const qn_catalogue *catalogue, const char *file, bool chinese, qn_buffer *out);
