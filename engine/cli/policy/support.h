/* SPDX-License-Identifier: Apache-2.0 */
/* support.h - who was supported by which measure of the programme, and how far it came: the register `support`, a record for each
 * stage that a case reaches (key, measure, stage, on; amount, purpose, agency and effect where they are known). */
#pragma once
#include "cli/session.h"
#include "store/records.h"

typedef enum { SUPPORT_ELIGIBLE, SUPPORT_APPLIED, SUPPORT_GRANTED, SUPPORT_USED, SUPPORT_STAGES } support_stage;
const char *support_stage_id(support_stage stage); /* as the register has it */
const char *support_words(const cli_session *session, support_stage stage);

typedef struct {
	uint32_t number;      /* of the subject */
	const char *key;
	uint32_t measure;     /* index in the program */
	struct { qn_date on; double amount; qn_origin origin; } stage[SUPPORT_STAGES]; /* on QN_NO_DATE: not reached; amount as it was told, or missing */
	const char *purpose, *agency, *effect; /* "" where nothing is said */
	bool synthetic;
} support_case;

typedef struct {
	support_case *of; uint32_t cases; /* by subject, then in order of arrival */
	uint32_t unit;        /* of amounts: index in the catalogue, QN_NONE: the register does not say */
} support;

/* Of the session's vintage; a later record of a stage takes the place of an earlier one. A measure or stage that is not there is
 * QN_EINPUT and names file and line. Lives as long as the session. */
int support_read(cli_session *session, support *out, qn_error *err);
/* The stage it has come to; -1: none. In a year, where one is given (0: any): the last stage that it reached then. */
int support_reached(const support_case *one, int year);
int support_year(const support_case *one, support_stage stage); /* 0: not reached */
/* Adds what was told; a sum of nothing told is missing. */
void support_add(double *sum, double amount);
/* A sum to six decimals, finer than any money that is told: what decimals come to, without what binary numbers add. */
double support_total(double sum);
/* An amount, which is in the register's unit. */
void support_cell(cli_session *session, const support *all, qn_row *row, double amount);
/* "granted 2025-07-21" of a subject by a measure, the farthest of its cases; "" for none. */
const char *support_text(cli_session *session, const support *all, uint32_t number, uint32_t measure);
/* The measures that a subject was granted, by id: "1, 7"; "" for none. */
const char *support_granted(cli_session *session, const support *all, uint32_t number);
/* What a purpose is called in the register. */
const char *support_purpose(const cli_session *session, const char *purpose);
