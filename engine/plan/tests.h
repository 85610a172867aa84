/* SPDX-License-Identifier: Apache-2.0 */
/* tests.h - a test of a pack's rules as data: figures of a few entities, settings, and what must follow. Written in
 * *_test.lua, made in the guest, looked up and run by the host. */
#pragma once
#include "base/period.h"
#include "plan/bytes.h"

typedef struct { uint32_t indicator; qn_period period; double value; } qn_given; /* period QN_NO_PERIOD: the one judged; reference units */
typedef struct { qn_given *given; uint32_t givens; } qn_test_entity;

typedef enum {
	QN_EXPECT_VERDICT, /* of a criterion: word */
	QN_EXPECT_VALUE,   /* of an indicator */
	QN_EXPECT_CHECK,   /* of a check: "holds", "broken", "unknown" */
	QN_EXPECT_NOW,     /* of a target in the period judged */
	QN_EXPECT_LACKING, /* how many entities lack data for a target */
	QN_EXPECT_REACHED, /* a target's goal of a period: "yes", "no", "unknown" */
	QN_EXPECT_CHANCE   /* the same over paths: value */
} qn_expect_kind;
typedef struct {
	qn_expect_kind kind;
	const char *name, *word;
	qn_period due;        /* QN_NO_PERIOD: none */
	bool bare;            /* value and within are in the unit that the target is told in */
	double value, within; /* reference units; a missing value: nothing may be known. within 0: to rounding */
} qn_expect;

typedef struct {
	const char *name;
	const char *broken;   /* why the test itself cannot be read; NULL: it can */
	const char *broken_chinese; /* the same in Chinese, where that is known */
	const char *error;    /* what the words of an error must contain; NULL: none is expected */
	const char *who;      /* id of the entity that the figures are of; NULL: the first of the registry */
	const char *scenario; /* path of a script, from the test's folder; NULL: none */
	const char *golden;   /* name of the answers kept beside the test; NULL: none are */
	uint32_t place, paths; /* paths 0: the central one */
	qn_period period, after; /* the one judged · the one the model must reach; QN_NO_PERIOD: not said */
	qn_test_entity *entity; uint32_t entities;
	const char **set;     uint32_t sets;   /* "drift=5%" */
	const char **waived;  uint32_t waivers; /* criteria */
	qn_expect *expect;    uint32_t expects;
} qn_test;

enum { QN_MOST_FUTURES = 400000 }; /* of all tests of a run: seconds of work, with rules of the usual size */
enum { QN_TEST_LEAST = 57 }; /* bytes that a test takes */
void qn_test_walk(qn_bytes *bytes, void *item); /* in program_io.c's walk */
/* Are its indices and periods some? places and indicators: how many there are. */
bool qn_test_fits(const qn_test *test, uint32_t places, uint32_t indicators);
