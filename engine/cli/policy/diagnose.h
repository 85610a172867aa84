/* SPDX-License-Identifier: Apache-2.0 */
/* diagnose.h - one policy for one entity: where it falls short, which sentence of the document answers, which measures carry that
 * out and what each would change, who does better. Its parts are a file each. */
#pragma once
#include "assess/criteria.h"
#include "assess/outlook.h"
#include "assess/projection.h"
#include "cli/policy/support.h"
#include "ingest/answers.h"

/* A criterion that is not shown to be met, or a target that wants something of each and counts it among those who lack it. */
typedef struct {
	bool of_target;
	uint32_t index;          /* criterion · target */
	uint32_t counting;       /* of a target */
	qn_label title;
	const char *id, *clause;
	uint32_t rule;           /* the mask that it rests on; QN_NONE: there is none */
} diagnosed;

typedef struct {
	cli_session *session;
	qn_pack *pack;
	qn_answers answers;
	support support;         /* what anybody was granted so far */
	size_t entity;
	qn_judgement *judgement;
	qn_term *term;           /* of every entity */
	bool modelled;           /* the pack has a model, and something lies ahead */
	qn_outlook_options ahead; /* of the entity, where modelled */
	uint32_t *comparison;    /* [criteria]: the part of each that tells of the entity; QN_NONE: none */
	qn_outlook before;       /* likewise: with no measure taken */
	qn_counting *counting; uint32_t countings;
	qn_mask *counted;        /* [countings]: is it among those counted, in the period judged? */
	diagnosed *shortfall; uint32_t shortfalls;
} diagnosis;

static inline const qn_finding *finding_at(const diagnosis *d, uint32_t criterion, size_t entity)
{
	return &d->judgement->finding[(size_t)criterion * d->judgement->entities + entity];
}

/* The pack's answers, and what its manifest says of peers. */
int answers_open(cli_session *session, qn_pack **pack, qn_answers *out, qn_error *err);
/* Does a sentence answer to the shortfall? */
bool answers_to(const qn_reply *reply, const diagnosed *shortfall);
/* "a, b" of what is served, or of which a flag is set; "" for none. */
const char *served_text(cli_session *session, const qn_served *served, const char *(*name)(const cli_session *session, uint32_t index));
const char *criterion_title(const cli_session *session, uint32_t index);
const char *target_title(const cli_session *session, uint32_t index);
const char *indicator_title(const cli_session *session, uint32_t index);
const char *measure_id(const cli_session *session, uint32_t index);
/* Whose task a measure is, by the sentences that name it; first by one that answers to the shortfall, if any is given. */
const char *owners_of(const qn_answers *answers, uint32_t measure, const diagnosed *shortfall);

int add_answers(diagnosis *d, qn_report *report, qn_error *err);  /* sentences */
int add_remedies(diagnosis *d, qn_report *report, qn_error *err); /* measures, and what each would change */
int add_peers(diagnosis *d, qn_report *report, qn_error *err);
int add_registers(diagnosis *d, qn_report *report, qn_error *err);
int report_coverage(cli_session *session, qn_error *err);         /* of the whole document, both ways */
