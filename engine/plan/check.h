/* SPDX-License-Identifier: Apache-2.0 */
/* check.h - what a program must be beyond its bytes. */
#pragma once
#include "plan/bytes.h"
#include "plan/program.h"

/* One node of an array of bytes, read or written; in program_io.c. */
void qn_node_walk(qn_bytes *bytes, void *node);
/* Derives every node and every unit's dimension again and sees that indices lead somewhere, distributions are some, ids
 * are there once, and that every rule's root is what the rule needs. Faults of a script name its line. */
int qn_program_check(qn_program *program, const qn_catalogue *catalogue, qn_error *err);
