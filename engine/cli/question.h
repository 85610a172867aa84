/* SPDX-License-Identifier: Apache-2.0 */
/* question.h - one goal, and the assumptions that its future is drawn from: what sensitivity and discover ask about. */
#pragma once
#include "assess/aim.h"
#include "assess/factors.h"
#include "assess/projection.h"
#include "cli/session.h"

typedef struct {
	uint32_t model;
	qn_aim aim;
	qn_changes changes;      /* of the session, with --vary drawn evenly from its range */
	qn_factor *factor;
	uint32_t factors;
	qn_term *nobody;         /* no re-review is asked for */
	bool *wanted;            /* by target */
} asked_question;

/* --goal, --vary, --model. Free it whatever the result. */
int question_read(cli_session *session, asked_question *out, qn_error *err);
void question_free(asked_question *question);
/* Of the goal's target alone, every period kept. */
int question_project(cli_session *session, const asked_question *question, const qn_changes *changes, bool central, qn_projection **out, qn_error *err);
