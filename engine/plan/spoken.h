/* SPDX-License-Identifier: Apache-2.0 */
/* spoken.h - in which unit a rule's numbers are spoken of. */
#pragma once
#include "plan/program.h"

/* The unit a number of this node is usually shown in: index in catalogue units, or QN_NONE. It is that of the first part, as they
 * were written, that measures the same and has one. */
uint32_t qn_node_unit(const qn_program *program, const qn_catalogue *catalogue, uint32_t node);
