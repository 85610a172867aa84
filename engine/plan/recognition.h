/* SPDX-License-Identifier: Apache-2.0 */
/* recognition.h - the rules of a title as bytes and back, and whether they hang together. */
#pragma once
#include "plan/bytes.h"
#include "plan/program.h"

void qn_recognition_walk(qn_bytes *bytes, void *item);
/* What is wrong with it in words, which may live in arena; NULL: nothing. *place: where it was written. */
const char *qn_recognition_fault(const qn_program *program, qn_arena *arena, uint32_t *place);
