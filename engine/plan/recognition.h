/* SPDX-License-Identifier: Apache-2.0 */
/* recognition.h - the rules of a title as bytes and back, and whether they hang together. */
#pragma once
#include "plan/bytes.h"
#include "plan/program.h"

void qn_recognition_walk(qn_bytes *bytes, void *item);
/* QN_OK, or QN_ESCRIPT and what is wrong with it, without its place. */
int qn_recognition_fault(const qn_program *program, const qn_units *units, qn_error *why);

/* How long a term or a stage lasts is a parameter: is this one, and a value that it can have: whole years, or whole working
 * days, from 1 on. Missing: nobody knows. */
bool qn_recognition_lasts(const qn_program *program, uint32_t parameter);
enum { QN_LASTS_MOST = 1000 };
bool qn_length_fits(double value);
