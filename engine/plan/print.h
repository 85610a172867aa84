/* SPDX-License-Identifier: Apache-2.0 */
/* print.h - what printing a whole program needs beside qn_node_print. */
#pragma once
#include "base/text.h"
#include "plan/program.h"

/* A node of a model's step, where c is the period before: LAG 1 of an input is written c.x. */
void qn_step_print(const qn_program *program, const qn_catalogue *catalogue, uint32_t node, qn_buffer *out);
/* A value in reference units as the shortest number of a unit that means the same: converting there and back rounds
 * (2.2 % would be 2.1999999999999997 %), so the neighbours are tried. Returns out; "" for a missing value. */
char *qn_quantity_text(char out[QN_NUMBER_SIZE], const qn_unit *unit, double value);
/* mu of a lognormal as scripts write it, of numbers in the unit; it is kept of the reference's. */
double qn_lognormal_told(const qn_catalogue *catalogue, uint32_t unit, double mu);
/* "4 %", "normal(4 %, 2 %)", "not set". */
void qn_distribution_print(const qn_catalogue *catalogue, uint32_t unit, const qn_distribution *distribution, qn_buffer *out);
