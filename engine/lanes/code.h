/* SPDX-License-Identifier: Apache-2.0 */
/* code.h - a linked graph made ready for one period. Every node varies by entity, by path, by both or by neither. What
 * does not vary by path runs once for all blocks ("flat": lanes are entities, a chunk at a time), the rest once for each
 * block (lanes are its paths). Either has phases: once-instructions, then a turn for each row (a chunk; an entity) of
 * each-instructions, then the meetings of all entities. On the flat level sums and counts over everybody do not wait for
 * the meeting: each-instructions tally them. */
#pragma once
#include "lanes/across.h"
#include "lanes/decide.h"
#include "lanes/loops.h"
#include "lanes/run.h"
#include "lanes/tally.h"

enum { QN_FLAT = QN_PIECE / 2 }; /* lanes of a flat row, none of which lies in two pieces */
enum { QN_FLAT_ROOM = 2048 };    /* and what they are given in a worker's memory, so that every register is aligned alike */
enum { QN_BY_NONE = 0, QN_ENTITIES = 1, QN_PATHS = 2 };

/* Where a value stands. Fixed memory is shared and never moves; a worker's memory is measured in bytes per lane. */
typedef struct {
	const void *fixed;      /* NULL: in the worker's memory, or in pieces */
	qn_pieces piece;        /* NULL: in one piece */
	size_t offset;
	uint8_t varies;
	bool rows;              /* one row for each entity (by index: for each group); else one for all, or a register */
	bool is_mask;
	const uint32_t *index;  /* row of each entity */
	uint32_t plane;         /* of the worker's, QN_NONE else */
} qn_loc;

/* An operand as instructions of one level see it. */
typedef struct {
	const char *fixed;
	qn_pieces piece;        /* of rows_in_piece rows each */
	uint32_t rows_in_piece;
	size_t offset, step;    /* step: bytes from row to row; in a worker's memory per lane */
	const uint32_t *index;
	bool wide;
} qn_view;

typedef struct {
	qn_stream stream;
	qn_distribution value;
	uint32_t period;        /* counter; 0 for a draw by path */
	const uint64_t *who;    /* by row; NULL: everyone */
	const bool *drawn;      /* by row: somebody is there; NULL: all */
	uint32_t rows;          /* 1, or group members */
	uint32_t parts;         /* streams that it mixes; 0: its own alone */
	const qn_stream *part;
	const double *weight;
} qn_draw;

/* Factors, and what is added then, that strike a state in one period, entity by entity. */
typedef struct {
	const uint32_t *start;  /* [entities + 1] */
	const double *factor, *add;
} qn_strike;

typedef struct {
	enum { QN_DO_KERNEL, QN_DO_DRAW, QN_DO_DRAW_ROWS, QN_DO_STRIKE, QN_DO_TALLY } what;
	qn_kernel kernel;
	qn_view out, a, b, c;
	const qn_draw *draw;
	const qn_strike *strike;
	qn_tally *tally;        /* of a, which is a mask or not */
	bool is_mask;
} qn_instruction;

typedef struct {
	qn_op op;
	double probability;
	const qn_grouping *grouping;
	qn_view a, out;
	bool with_none;
	bool spread;            /* flat: results by group go to entities */
} qn_meeting;

typedef struct { qn_op op; qn_tally *tally; double *out; } qn_tallied; /* what rows have told of everybody, once they have run */

typedef struct {
	uint32_t once, each, meetings, results; /* how many */
	qn_instruction *once_list, *each_list;
	qn_meeting *meeting;
	qn_tallied *result;
} qn_phase;

typedef struct { uint32_t output; qn_loc at; } qn_shown;

typedef struct {
	bool flat;
	int period;
	qn_phase *phase;
	uint32_t phases;
	qn_shown *shown;
	uint32_t shows;
	qn_arena arena;         /* instructions, and planes of fixed memory that only this period needs */
} qn_code;

/* The memory of a worker, planned while compiling: planes are given and taken back. */
typedef struct { size_t offset; uint32_t size_class, next; int until; bool in_use; } qn_plane;
typedef struct {
	qn_plane *plane;
	uint32_t planes;
	struct qn_size_class { size_t size; uint32_t free; bool registers; } *size_class;
	uint32_t size_classes;
	size_t top;             /* bytes per lane in all */
} qn_layout;

/* What all periods of a run share. */
typedef struct {
	const qn_linked *linked;
	const qn_inputs *in;
	const qn_run_options *options;
	const qn_loops *loops;
	int first;              /* period that is run first */
	int from;               /* period whose outputs are told first */
	bool **need;            /* [periods]: [nodes] whether anybody needs the node in that period */
	qn_decided *decided;    /* [periods]: what is settled before it runs */
	bool *slot_need;        /* [periods][slots]: whether a later period looks at the slot */
	qn_loc *slot;           /* [periods][slots]: where each slot's value of a period stands */
	bool *slot_by_entity;   /* [slots]: in observed periods */
	uint32_t *slot_lag;     /* [slots]: most periods that projected ones look back */
	struct qn_kind_seen { uint32_t kind; qn_grouping grouping; const double *attribute; const uint64_t *hash; bool *drawn; } *seen;
	uint32_t kinds_seen;
	qn_pieces missing;      /* of all entities */
	const qn_mask *unknown; /* [entities]; NULL until wanted */
	qn_layout layout;       /* of path workers */
	qn_layout registers;    /* of the flat level */
	uint32_t most_groups;   /* of a meeting */
	qn_arena arena;
} qn_frame;

/* linked, in, options, loops, first and from are set. */
bool qn_frame_start(qn_frame *frame);
/* A parameter or assumption as a number everywhere, unless it is drawn. Observed years draw nothing: assumptions are missing
 * there. */
qn_setting qn_frame_setting(const qn_frame *frame, const qn_node *node, int period);
/* Fills need, decided and slot_need; a part of starting. */
bool qn_frame_find_needs(qn_frame *frame);
/* Whether an output is told in a period. */
bool qn_frame_asked(const qn_frame *frame, uint32_t output, int period);
void qn_frame_free(qn_frame *frame);
/* Entities by a kind (QN_ALL: all in one group), their members as numbers, the members' hashes. NULL without memory. */
const struct qn_kind_seen *qn_frame_kind(qn_frame *frame, uint32_t kind);
/* A plane of a layout for bytes per lane; QN_NONE without memory. It is taken back after the period `until`, or at once
 * where that is INT_MAX: a register, which no other plane ever shares. */
uint32_t qn_layout_give(qn_layout *layout, qn_arena *arena, size_t size, int until);
void qn_layout_take(qn_layout *layout, uint32_t plane);
void qn_layout_take_before(qn_layout *layout, int period);

/* Compiles one period; those before it were compiled already. paths is NULL when the period has no such level. The flat
 * one must be run before any block. Both are the caller's, on failure too. */
int qn_compile(qn_frame *frame, int period, qn_code **flat, qn_code **paths, qn_error *err);
void qn_code_free(qn_code *code); /* NULL is fine */

/* Runs a code. memory: of a worker; lanes: paths of the block (flat: QN_FLAT_ROOM). */
typedef struct {
	const qn_frame *frame;
	char *memory;
	void *scratch;
	size_t lanes;           /* that every register has room for */
	uint32_t first_path;
} qn_worker;
void qn_execute(const qn_code *code, const qn_worker *worker);
/* Tells the code's outputs; spread: room for [entities][lanes] numbers (flat: [entities]), used where a value does not
 * stand like that. */
int qn_tell(const qn_code *code, const qn_worker *worker, double *spread, qn_sink sink, void *context);
