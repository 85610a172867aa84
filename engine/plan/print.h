/* SPDX-License-Identifier: Apache-2.0 */
/* print.h - what printing whole programs adds to qn_node_print. */
#pragma once
#include "plan/program.h"

/* A node of a model's step, where c is the period before: LAG 1 of an input is written c.x. */
void qn_step_print(const qn_program *program, const qn_catalogue *catalogue, uint32_t node, qn_buffer *out);
