/* SPDX-License-Identifier: Apache-2.0 */
/* json_dump.h - private to the reports: JSON as text. */
#pragma once
#include <jansson.h>
#include "base/error.h"
#include "base/text.h"

/* Indented by one, numbers of fifteen digits, a newline behind. QN_ENOMEM also where root is NULL. */
int qn_json_dump(const json_t *root, qn_buffer *out, qn_error *err);
