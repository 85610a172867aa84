/* SPDX-License-Identifier: Apache-2.0 */
/* qunce.h - the public face of libqunce: a store of observations read, assessed and projected from a C program.
 *
 * Functions give 0 or a positive answer when all went well, else a negative qunce_status with one line of words in the
 * caller's qunce_error (which may be NULL). Handles of several stores may live side by side. A view belongs to one thread at a
 * time; several threads take a view each. A store is opened once in a process: while it is, another qunce_open of it fails with
 * QUNCE_EUSAGE. Reading one never writes to it. What a view or an answer gives out lives as long as it does. A missing value is
 * a NaN, never a zero.
 *
 * Rules run in a helper program, qunce-guest, which is installed with the library. The library prints nothing, installs no
 * signal handlers and never ends the program. No number of an answer hangs on the locale that the program has set. Names are
 * UTF-8. No pointer may be NULL but where that is said. */
#ifndef QUNCE_QUNCE_H
#define QUNCE_QUNCE_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define QUNCE_API __attribute__((visibility("default")))

typedef enum {
	QUNCE_OK = 0,
	QUNCE_EUSAGE = -1,    /* the call is off: an unknown name, a period that is none */
	QUNCE_EINPUT = -2,    /* data from outside is wrong */
	QUNCE_ENOTFOUND = -3, /* no such file, store, entity, indicator */
	QUNCE_ESTORE = -4,    /* the store is damaged, foreign or of another format */
	QUNCE_EIO = -5,       /* the system refused to read or write */
	QUNCE_ENOMEM = -6,
	QUNCE_EBUSY = -7,     /* another process writes */
	QUNCE_ESCRIPT = -8,   /* a script is wrong: its author must change it */
	QUNCE_ELIMIT = -9,    /* a script used up its time, memory or output */
	QUNCE_EINTERNAL = -10 /* a bug of the library */
} qunce_status;

typedef struct {
	qunce_status status;
	char text[2048];      /* one line, "" while nothing failed */
} qunce_error;

typedef struct qunce_store qunce_store;
typedef struct qunce_view qunce_view;     /* a store at one moment, with the rules of its pack */

QUNCE_API const char *qunce_version(void);

QUNCE_API int qunce_open(const char *path, qunce_store **out, qunce_error *err);
QUNCE_API void qunce_close(qunce_store *store); /* after its views; NULL is fine */

/* as_of: NULL for all that is known; a day, "2026-03-30", or the name of a frozen vintage: exactly what the store said then. */
QUNCE_API int qunce_view_open(qunce_store *store, const char *as_of, qunce_view **out, qunce_error *err);
QUNCE_API void qunce_view_close(qunce_view *view); /* NULL is fine */
/* 1 where the view holds invented figures, which whoever shows its answers has to say; 0 where it holds none; a
 * negative status where that cannot be told. */
QUNCE_API int qunce_is_synthetic(const qunce_view *view);

/* Lists. Entities are those that are judged (clusters), in the order of their ids. */
typedef enum { QUNCE_ENTITIES, QUNCE_INDICATORS, QUNCE_CRITERIA, QUNCE_TARGETS } qunce_list;
typedef struct {
	const char *id, *name_zh, *name_en;       /* a name may be NULL, not both */
	const char *unit;                         /* of an indicator or a target, else "" */
	const char *clause;                       /* of a criterion or target, else "" */
} qunce_item;

QUNCE_API long qunce_count(const qunce_view *view, qunce_list list);
QUNCE_API int qunce_item_at(qunce_view *view, qunce_list list, size_t index, qunce_item *out, qunce_error *err);
/* The index of an item: of an entity by id, code, either name or a unique part of one; of others by id or either name. */
QUNCE_API long qunce_find(qunce_view *view, qunce_list list, const char *name, qunce_error *err);

/* What was reported of an entity in `count` consecutive periods from `first` ("2019", "2024-Q1") on, in the indicator's own
 * unit, into out[count]; NaN where nothing was. */
QUNCE_API int qunce_series(qunce_view *view, const char *entity, const char *indicator, const char *first, size_t count, double *out,
                           qunce_error *err);
/* The first and last period of the pack's frequency with any value: "2019" and "2025". */
QUNCE_API int qunce_extent(qunce_view *view, char first[24], char last[24], qunce_error *err);

/* Verdicts. */
typedef enum {
	QUNCE_MET, QUNCE_UNMET,
	QUNCE_WAIVABLE,       /* the facts of a waiver hold, nobody has decided yet */
	QUNCE_BY_WAIVER,      /* met by waiver */
	QUNCE_UNKNOWN,        /* data is missing */
	QUNCE_UNDETERMINED    /* the text gives no number and nobody set one */
} qunce_verdict;
typedef struct {
	qunce_verdict verdict;
	double value, threshold; /* in `unit`; NaN where the rule compares no numbers or the value is missing */
	const char *unit;        /* "" for a pure number */
} qunce_finding;
typedef struct qunce_assessment qunce_assessment;

/* period: NULL for the latest. */
QUNCE_API int qunce_assess(qunce_view *view, const char *period, qunce_assessment **out, qunce_error *err);
QUNCE_API int qunce_assessment_get(const qunce_assessment *assessment, size_t entity, size_t criterion, qunce_finding *out);
QUNCE_API void qunce_assessment_free(qunce_assessment *assessment); /* NULL is fine */
QUNCE_API const char *qunce_verdict_word(qunce_verdict verdict);    /* "met", "unmet" … */

/* Futures. */
typedef struct {
	const char *scenario; /* path of a script; NULL: the baseline */
	const char *until;    /* last period; NULL: the last goal's */
	uint64_t seed;        /* the same seed draws the same luck, so that scenario and baseline pair; 0 is a seed as any other */
	uint32_t paths;       /* 0: 10000 */
	int threads;          /* 0: 1 */
} qunce_run_options;
typedef struct {
	const char *target;   /* id */
	char due[24];
	double threshold;     /* in the unit of the target's qunce_item, as the values below */
	double p5, p50, p95;
	double probability, standard_error; /* that it is met; NaN beyond the horizon, and where some future does not tell */
} qunce_goal;
typedef struct qunce_future qunce_future;

/* options: NULL for the baseline with seed 1. */
QUNCE_API int qunce_run(qunce_view *view, const qunce_run_options *options, qunce_future **out, qunce_error *err);
QUNCE_API size_t qunce_future_goals(const qunce_future *future);
QUNCE_API int qunce_future_goal(const qunce_future *future, size_t index, qunce_goal *out);
QUNCE_API const char *qunce_future_title(const qunce_future *future); /* of the scenario; "" for the baseline */
QUNCE_API void qunce_future_free(qunce_future *future);             /* NULL is fine */

/* The Arrow C data interface (https://arrow.apache.org/docs/format/CDataInterface.html), as every reader of it declares it. */
#ifndef ARROW_C_DATA_INTERFACE
#define ARROW_C_DATA_INTERFACE
#define ARROW_FLAG_DICTIONARY_ORDERED 1
#define ARROW_FLAG_NULLABLE 2
#define ARROW_FLAG_MAP_KEYS_SORTED 4
struct ArrowSchema {
	const char *format, *name, *metadata;
	int64_t flags, n_children;
	struct ArrowSchema **children, *dictionary;
	void (*release)(struct ArrowSchema *);
	void *private_data;
};
struct ArrowArray {
	int64_t length, null_count, offset, n_buffers, n_children;
	const void **buffers;
	struct ArrowArray **children, *dictionary;
	void (*release)(struct ArrowArray *);
	void *private_data;
};
#endif

/* A table of entities by periods: columns entity (text), period (text), then one of doubles for each indicator, in its own unit,
 * null where nothing was reported. Both structs are the caller's to release; they outlive the view. */
QUNCE_API int qunce_panel_arrow(qunce_view *view, const char *const *indicator, size_t indicators, const char *first, size_t periods,
                                struct ArrowSchema *schema, struct ArrowArray *array, qunce_error *err);

#ifdef __cplusplus
}
#endif
#endif
