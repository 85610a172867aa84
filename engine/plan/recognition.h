/* SPDX-License-Identifier: Apache-2.0 */
/* recognition.h - the rules of a title as bytes and back, and whether they hang together. */
#pragma once
#include "plan/bytes.h"
#include "plan/program.h"

void qn_recognition_walk(qn_bytes *bytes, void *item);
/* QN_OK, or QN_ESCRIPT and what is wrong with it, without its place. */
int qn_recognition_fault(const qn_program *program, qn_error *why);
