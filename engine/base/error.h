/* SPDX-License-Identifier: Apache-2.0 */
/* error.h - how every function of qunce fails: a negative status, and words in a qn_error the caller owns.
 * 0 or a positive answer is good. The words are written where the context is known: file, line, value. */
#pragma once

typedef enum {
	QN_OK = 0,
	QN_EUSAGE = -1,    /* the call's words are off: unknown option, unknown name on the command line */
	QN_EINPUT = -2,    /* data from outside is wrong: a CSV value, a pack's table, a plan that fails its checks */
	QN_ENOTFOUND = -3, /* no such file, store, entity, indicator */
	QN_ESTORE = -4,    /* the store is damaged, foreign or of another format */
	QN_EIO = -5,       /* the system refused to read or write */
	QN_ENOMEM = -6,
	QN_EBUSY = -7,     /* another process writes */
	QN_ESCRIPT = -8,   /* a script is wrong: its author must change it */
	QN_ELIMIT = -9,    /* a script used up its time, memory or output */
	QN_EINTERNAL = -10 /* our bug */
} qn_status;

typedef struct {
	qn_status status;
	char text[2048]; /* one line of UTF-8 without the final full stop; "" while nothing failed */
	char chinese[2048]; /* the same in Chinese; "" where nobody wrote it */
} qn_error;

/* Words in both languages: a reason that someone else will tell. */
typedef struct { const char *chinese, *english; } qn_both;

/* Writes the words (cut at the buffer's end on a character's border) and returns status.
 * err may be NULL: then only the status is told. */
__attribute__((format(printf, 3, 4))) int qn_fail(qn_error *err, qn_status status, const char *format, ...);

/* The status of a call that the system refused, by errno's number: memory that ran out is no fault of a file. */
qn_status qn_refused(int number);

/* The status of what a function that gives none has failed with. */
static inline int qn_failed(const qn_error *err) { return err && err->status < 0 ? (int)err->status : QN_EINTERNAL; }

/* The same words in both languages, side by side where they are written; the arguments are those of both. */
__attribute__((format(printf, 3, 5), format(printf, 4, 5)))
int qn_fail_both(qn_error *err, qn_status status, const char *chinese, const char *format, ...);

/* The Chinese of what has just failed, where its arguments are others than those of the English words. NULL is fine for err. */
__attribute__((format(printf, 2, 3))) void qn_fail_chinese(qn_error *err, const char *format, ...);

/* What the system said by errno's number, in Chinese: for words whose English quotes strerror. */
const char *qn_refusal_chinese(int number);

/* "name: what the system said": a file or folder that could not be opened or read. */
int qn_fail_system(qn_error *err, const char *name, int number);

/* QN_ENOMEM with its usual words. */
int qn_no_memory(qn_error *err);
/* What a function that was called back has given: it may have found no memory, and has no words. */
static inline int qn_called(int rc, qn_error *err) { return rc == QN_ENOMEM ? qn_no_memory(err) : rc; }
