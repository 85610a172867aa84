/* SPDX-License-Identifier: Apache-2.0 */
/* checks.h - the checks of a pack against reported figures: which do not hold for whom in which period, and the figures that
 * each looks at. Where data is missing a check says nothing. */
#pragma once
#include "assess/changes.h"

/* A figure that a check looks at: an indicator, so many periods before the one checked. */
typedef struct { uint32_t indicator; int back; } qn_looked;
typedef struct { qn_looked *at; uint32_t count; int most_back; } qn_looks;
/* What it is about, then what its rule reads, then what those may be derived from, each once; not what it compares with across
 * entities. In arena. */
int qn_check_looks(const qn_program *program, uint32_t check, qn_arena *arena, qn_looks *out, qn_error *err);

/* Tells of one check in one period: holds[entities of the panel]. Non-zero stops and is returned. */
typedef int (*qn_check_told)(void *context, uint32_t check, int index, const qn_mask *holds);
/* asked: [checks][periods of the panel]; NULL: all checks in all observed periods. */
int qn_checks_run(qn_panel *panel, const qn_changes *changes, const bool *asked, qn_check_told told, void *context, qn_error *err);

/* A check that does not hold. origin: of the first figure it looks at that came with an import of those asked for, of any import
 * if none are; import 0: nothing it looks at was reported. */
typedef struct { uint32_t check; int index; size_t entity; qn_origin origin; } qn_breach;
typedef struct { qn_breach *breach; uint32_t count; qn_looks *looks; qn_arena arena; } qn_breaches; /* looks: [checks] */

/* In every observed period; in order of check, period, entity. *out is the caller's. */
int qn_breaches_find(qn_panel *panel, const qn_changes *changes, qn_breaches **out, qn_error *err);
/* Only what rests on figures of the import `first` or a later one, which were put in these columns. */
int qn_breaches_of(qn_panel *panel, const qn_changes *changes, uint32_t first, const qn_touched *column, size_t columns, qn_breaches **out,
	qn_error *err);
void qn_breaches_free(qn_breaches *breaches); /* NULL is fine */
