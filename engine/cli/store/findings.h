/* SPDX-License-Identifier: Apache-2.0 */
/* findings.h - checks that do not hold, as people are told of them: of a whole store, or of what a file brings in. */
#pragma once
#include "assess/checks.h"
#include "cli/session.h"

/* Who accepted an error when it came in, for the entity and period; NULL: nobody. In the session's arena. */
typedef struct { uint32_t check, entity; qn_period period; const char *by; } finding_accepted;
typedef struct { finding_accepted *at; uint32_t count; } findings_accepted;
int findings_read_accepted(cli_session *se, findings_accepted *out, qn_error *err);
const char *findings_accepted_by(const cli_session *se, const findings_accepted *accepted, const qn_breach *breach);
int findings_accept(qn_change_set *change, const cli_session *se, const qn_breach *breach, const char *by, qn_error *err);

/* "营业收入 1200.00 亿元 (2025), 100.00 亿元 (2024)": what the check looked at, as far as it is known. */
const char *findings_figures(cli_session *se, const qn_breaches *breaches, const qn_breach *breach);
/* "returns.csv:12"; "" where nothing was reported. */
int findings_origin(cli_session *se, const qn_breach *breach, const char **out, qn_error *err);

/* Between an import's last cell and its commit: the pack's checks on what it brought. first: number of its first import. Words for
 * people go to *told, which is for standard output if all is well and for standard error if not: QN_EINPUT when an error is found
 * that --accept does not name. What is accepted is recorded in the change. */
int findings_of_change(const cli_options *options, qn_change_set *change, uint32_t first, const char *name, qn_buffer *told, qn_error *err);
