/* SPDX-License-Identifier: Apache-2.0 */
/* names.h - a dictionary from names to small numbers given in order of arrival: 0, 1, 2 … */
#pragma once
#include <stddef.h>
#include <stdint.h>

typedef struct qn_names qn_names;
#define QN_NO_NAME UINT32_MAX

qn_names *qn_names_new(void); /* NULL when there is no memory */
void qn_names_free(qn_names *names);
/* The number of a name, added if it is new; QN_NO_NAME when there is no memory. */
uint32_t qn_names_add(qn_names *names, const char *name, size_t length);
/* The number of a known name, or QN_NO_NAME. */
uint32_t qn_names_find(const qn_names *names, const char *name, size_t length);
const char *qn_names_text(const qn_names *names, uint32_t number); /* zero-terminated, borrowed */
uint32_t qn_names_count(const qn_names *names);
