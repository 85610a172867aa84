/* SPDX-License-Identifier: Apache-2.0 */
/* trace.h - an answer written as a trace: what --trace FILE.json asks for. */
#pragma once
#include "cli/session.h"

typedef struct {
	const char *command, *title;
	uint32_t model;   /* QN_NONE: what is observed */
	long entity;      /* of the panel; -1: all */
	long criterion;   /* -1: all, and without an entity targets and the model too */
} trace_question;

/* Writes to --trace's file; does nothing where none was asked for. */
int write_trace(cli_session *se, const trace_question *question, qn_error *err);
/* Seconds of a clock that only goes on; the end of a phase. */
void session_phase(cli_session *session, const char *phase);
