/* SPDX-License-Identifier: Apache-2.0 */
/* guest.h - what the guest's files share: one run of scripts, from frames to a program. The run hangs off the Lua state
 * (guest_of); memory is never given back piece by piece, the process ends with the answer. */
#pragma once
#include <lauxlib.h>
#include <lua.h>
#include <lualib.h>
#include <stdarg.h>
#include "base/error.h"
#include "plan/program.h"
#include "plan/scalar.h"

/* RESTING: declarations are read · TRACING: a rule builds nodes · TWIN: a rule runs on plain numbers, to be compared. */
typedef enum { RESTING, TRACING, TWIN } qn_mode;

/* asked: it runs as the main script or as a base, not as a module, and modules (in Lua's registry) holds the results of its own. */
typedef struct { const char *path, *text; size_t length; bool running, asked; int modules; } guest_script;

/* A rule's function, waiting until everything is declared. */
typedef enum { RULE_DERIVE, RULE_NEEDS, RULE_WAIVABLE, RULE_HINT, RULE_HOLDS, RULE_STEP, RULE_VALUE, RULE_GOAL, RULE_ROLL, RULE_ITEM, RULE_ROUND } qn_rule_kind;
typedef struct {
	qn_rule_kind kind;
	uint32_t index, goal; /* in the program's arrays */
	uint32_t place;       /* of the declaration */
	int function;         /* in Lua's registry */
	const char *name;     /* for messages: criterion "revenue": needs */
	uint32_t first, last; /* its nodes, once traced: last is not among them */
} guest_rule;

enum { NODES_MOST = 65536 };

typedef struct {
	lua_State *L;
	qn_catalogue *catalogue;
	qn_program *names;    /* the pack's program when a scenario runs, else NULL */
	qn_program *program;
	guest_script *script;
	uint32_t scripts;
	const char *main;
	uint64_t memory;      /* bytes Lua may hold */
	uint64_t milliseconds, instructions; /* 0: as many as the time allows */
	uint64_t executed;    /* so far, where they are counted */
	guest_rule *rule;
	uint32_t rules;
	const guest_rule *at; /* the rule at work */
	qn_mode mode;
	uint32_t run;         /* counts runs of rules, so that a value of one is not taken for another's */
	uint32_t first;       /* node of the rule being traced */
	bool used[NODES_MOST];
	bool of_one[NODES_MOST]; /* differs from entity to entity */
	qn_rolling *rolling;  /* while a rule over a register is at work: its nodes and words stand in for the whole's */
	struct whole { qn_catalogue *catalogue; qn_node *node; uint32_t nodes; } whole;
	int point;            /* of the twin */
	const qn_value *values; /* of the plan at that point */
	size_t printed;       /* bytes */
	struct { char english[2048], chinese[2048]; } told; /* the error raised last: scripts see and may catch the English, whose Chinese waits here */
	qn_both pair;         /* words made of names, and their Chinese, until the next */
	struct { const char *what; uint32_t place; bool has_table; } *begun; /* declarations: kind "id", of which the table may not have come yet */
	uint32_t begins;
	struct { uint32_t place, taken; const char *verb; } *change; /* what verbs made; taken: as how manieth by a scenario's table, 0 by none */
	uint32_t changes, takings;
	uint32_t searches;    /* for what a wrong name may have meant */
	int requires[32];     /* scripts being run, outermost first */
	int required;
	const char *compiling; /* path of a script whose text is being read; NULL: none */
} guest;

static inline guest *guest_of(lua_State *L) { return *(guest **)lua_getextraspace(L); }

/* place.c: lines of scripts. */
bool is_library(const char *path);              /* of a script: is it one of the engine's own? */
uint32_t place_here(lua_State *L);              /* with its callers; QN_NONE when no script is running */
const char *place_of(guest *g, uint32_t place); /* "criteria.lua:12" */
bool place_first(lua_State *L, const char **file, int *line); /* of the innermost line of a script (not of the library) */
/* Raises "file:line: words" (lua_pushfstring's format) for the line that is running. */
int fail_here(lua_State *L, const char *format, ...);
int fail_told(lua_State *L, const qn_error *err); /* its words, at that line */
int fail_at(lua_State *L, uint32_t place, const char *format, ...);
int fail_plain(lua_State *L, const char *format, ...); /* words that name their place */
/* What the others do: place, what (NULL: none) and words. */
int fail_with(lua_State *L, const char *place, const char *what, const char *format, va_list list);
int fail_memory(lua_State *L);                  /* does not come back */
int message_handler(lua_State *L);              /* puts a line before messages that have none */
const char *whole_text(lua_State *L, int index); /* lua_tostring, of a name: raises where a zero byte would cut it short */
const char *library_at(lua_State *L, int index); /* "string", where the value is the library of that name; else NULL */
const char *word_for(lua_State *L, int index);  /* "a number", "a table", "nil" … as messages name values */

/* chinese.c: the same words in Chinese. */
const char *chinese_pair(guest *g, const char *english, const char *chinese); /* gives english: the next message may hold it */
/* What lua_pushfstring would make of the format, told in Chinese; false where there is none. */
bool chinese_print(const guest *g, qn_buffer *out, const char *format, va_list list);

/* sandbox.c: what bounds a guest. Does not come back from reporting. */
void sandbox_limit_early(void);
void sandbox_close(const guest *g);
_Noreturn void sandbox_no_memory(const guest *g);
typedef struct { guest *g; uint64_t used; } guest_memory; /* what Lua holds, in bytes: the context that it allocates with */
void *sandbox_allocate(void *context, void *block, size_t old, size_t size);
void sandbox_watch(guest *g);
void sandbox_count(const guest *g);             /* its instructions, where they are bounded */
_Noreturn void answer(uint32_t kind, const void *bytes, size_t length);
_Noreturn void answer_failure(int status, const char *english, const char *chinese); /* chinese: NULL where there is none */

/* environment.c, modules.c: what scripts can name. */
void open_environment(lua_State *L);            /* registers "qunce.globals" */
void open_all(lua_State *L);                    /* everything below */
void push_globals(lua_State *L);                /* the environment of scripts */
void push_builtins(lua_State *L);
void add_builtin(lua_State *L, const char *name); /* what is on top of the stack */
void wrap(lua_State *L, const char *name, lua_CFunction with); /* of the table on top: with has the C function it stands for as its upvalue */
int call_wrapped(lua_State *L);                 /* and calls it with the arguments at hand */
void open_logic(lua_State *L);
void open_node(lua_State *L);
void open_scope(lua_State *L);
void open_quantity(lua_State *L);
void open_makers(lua_State *L);
void open_functions(lua_State *L);
void open_declare(lua_State *L);
void open_rules(lua_State *L);
void open_recognition(lua_State *L);
void open_ranking(lua_State *L);
void open_scenario(lua_State *L);
void open_moves(lua_State *L);
void open_measures(lua_State *L);
void open_rollup(lua_State *L);
void open_tests(lua_State *L);
void open_modules(lua_State *L);
void push_move_words(lua_State *L);             /* move, correlate … in a table */
void push_words_elsewhere(lua_State *L);        /* what only scenarios and tests find by name, in a table: no maker may be called so */
void open_text(lua_State *L);                   /* string, tostring, print */
void ask_script(lua_State *L, uint32_t script); /* the main one, or a base: it finds every module anew */
bool is_asked(const guest *g);                  /* the script at work: or was it required? */
void finish_declarations(lua_State *L);         /* what can only be checked when all is declared */

/* node.c */
#define NODE "value of a rule"
typedef struct { uint32_t index, run; } node;
node *to_node(lua_State *L, int index);         /* NULL if it is none; raises if it belongs to another rule */
int push_node(lua_State *L, uint32_t index);
int append(lua_State *L, qn_node made);         /* pushes it */
uint32_t missing_like(lua_State *L, uint32_t node); /* a constant of the node's type, no category, that is missing */
qn_node plain_node(qn_op op);
uint32_t operand(lua_State *L, int index);      /* a node, or a constant made of a number or quantity; raises otherwise */
uint32_t operand_beside(lua_State *L, int index, uint32_t beside); /* a text is a member of what stands beside it */
uint32_t mask_operand(lua_State *L, int index);
const char *formula(lua_State *L, uint32_t index); /* in the program's memory */
int fail_truth(lua_State *L, int index);        /* one truth is needed, index is a node */
int fail_boolean(lua_State *L, int index);

/* quantity.c: numbers with a unit outside of rules; the missing value and the categories of the twin. */
#define QUANTITY "number with a unit"
#define SPREAD "distribution"
#define MISSING "missing"
#define CATEGORY "category"
typedef struct { double value; qn_dimension dimension; } quantity;
typedef struct { qn_distribution value; quantity of[3]; bool bare[3]; } spread; /* each number as written */
typedef struct { uint32_t domain, member; } category;
quantity *to_quantity(lua_State *L, int index);
int push_quantity(lua_State *L, double value, qn_dimension dimension);
spread *to_spread(lua_State *L, int index);
bool is_missing(lua_State *L, int index);
bool to_plain(lua_State *L, int index, double *out); /* number, quantity or missing (QN_MISSING) */
int push_plain(lua_State *L, double value);     /* of the twin */
int push_value(lua_State *L, uint8_t type, uint32_t domain, qn_value value);
const char *dimension_words(lua_State *L, qn_dimension dimension); /* 亿元, or "a pure number" */

/* functions.c */
void at_most(lua_State *L, int most, const char *usage); /* raises where more arguments are given, other than nil */

/* logic.c */
int compare_values(lua_State *L, qn_op op);     /* of 1 and 2: pushes a truth, a node or missing */

/* functions of trace.c and twin.c */
void add_rule(lua_State *L, guest_rule rule);   /* takes the function on top of the stack */
void trace_rules(lua_State *L);
void twin_rules(lua_State *L);
double twin_leaf(void *context, const qn_node *leaf);
void push_scope(lua_State *L, char kind);
const char *other_kind(const guest *g); /* a kind that groups those judged, for an example */
const char *example_period(const guest *g, bool span);
int arguments_of(lua_State *L, const guest_rule *rule); /* pushes c, a, p as the rule takes them; how many */

/* form.c: the table of a declaration, read strictly. */
typedef struct {
	lua_State *L;
	guest *g;
	int table;
	uint32_t place;
	const char *kind, *id, *what;
	lua_Integer items;      /* how many the table may hold, as a list beside its keys */
} form;
void form_keys(form *f, const char *const *known); /* ends with NULL */
bool form_has(form *f, const char *key);        /* and leaves its value on the stack if so */
const char *form_text(form *f, const char *key);/* NULL if absent */
const char *form_need_text(form *f, const char *key);
bool form_flag(form *f, const char *key);
qn_label form_words(form *f, const char *key);  /* in either or both languages; nothing if it is not there */
qn_label form_label(form *f, const char *key);  /* title, or the id */
qn_label form_label_in(form *f, int table, const char *what); /* zh and en of a table */
bool form_function(form *f, const char *key, bool needed);  /* leaves it on the stack */
int form_fail(form *f, const char *format, ...);
const char *form_clean(form *f, const char *key, int index);  /* a text at index */
const char *form_name(form *f, const char *key, int index);   /* and not an empty one */
const char *keep(lua_State *L, const char *text); /* in the program's memory */
void *room(lua_State *L, void **array, uint32_t count, size_t size);
#define NEW(L, array, count) room(L, (void **)&(array), count, sizeof *(array))
/* kind "id" { … }: a global that, called with an id, gives a function that reads the table. */
typedef void (*declare)(form *f);
void add_declaration(lua_State *L, const char *kind, declare read);
void refuse_begun(lua_State *L, uint32_t first); /* from there on, those whose table has not come: it comes no more */
int by_text(const void *a, const void *b);      /* for qsort: names in order of bytes */
const char *nearest(const char *name, const char *const *names, size_t count); /* or NULL */
const char *did_you_mean(lua_State *L, const char *near); /* ": did you mean X?", or "" */
const char *did_you_mean_of(lua_State *L, const char *name, const void *first, size_t count, size_t size); /* of things that lie size apart and begin with their id */

/* The names in a table, in order of bytes, so that the same script always gives the same bytes. */
typedef struct { const char **name; uint32_t count; } form_names;
form_names form_names_of(form *f, int table, const char *what);
lua_Integer form_list(form *f, const char *key); /* how many stand in the list on top; refuses names and gaps in it */
void form_copy(form *f); /* pushes the table as it stands, for what is looked up at the end: a script may go on filling its own */

/* rollup.c: a rule over a register sees its words in place of the catalogue, from enter to leave; other rules see no change. */
void roll_enter(lua_State *L, const guest_rule *rule);
void roll_leave(lua_State *L, const guest_rule *rule);
void roll_check(lua_State *L, const guest_rule *rule, uint32_t root); /* raises what it cannot be */

/* tests.c */
bool is_testing(const guest *g); /* is a *_test.lua run? */

/* recognition.c: what a declaration names, once everything is declared. */
uint32_t form_parameter(form *f, const char *key, const char *name); /* a parameter or option by its id */
qn_when form_when_reading(form *f, const char *key); /* "pub.count=included": a reading of an option */
/* ranking.c */
void finish_rankings(lua_State *L);

/* declare.c */
void form_refuse_taken(form *f, const char *id); /* by a parameter, option or assumption */

/* settings.c: numbers in a declaration. */
uint32_t form_unit(form *f);
qn_distribution form_spread(form *f, int index, const char *what, uint32_t unit, qn_dimension dimension, bool bare_fits, bool fixed);
/* "2027", "2027..2029", "2027:2029"; until QN_NO_PERIOD where no end is given */
void form_years(form *f, int table); /* puts in its place a copy in which [2027] is ["2027"] */
bool read_span(const char *text, qn_period *from, qn_period *until);
bool ends_first(qn_period from, qn_period until); /* what read_span refused: both ends are periods, the wrong way round */

/* scenario.c, moves.c: words that scenarios and verbs share, each refused at the form's place. */
const char *nearest_setting(form *f, const char *name); /* ": did you mean drift?", or "" */
uint32_t form_moved(form *f, const char *name); /* an indicator that can be moved */
const char *form_who(form *f, const char *who); /* "all", "KIND:NAME", or a name for the host */
void form_when(form *f, const char *text, qn_period *from, qn_period *until);
double form_strike(form *f, int index);         /* pct(-20): -0.2, and not 0 */
void read_verbs(form *f, qn_scenario *made);    /* the list in a scenario's table */
void finish_changes(lua_State *L);              /* those of a scenario's own lines that no table has taken */
