/* SPDX-License-Identifier: Apache-2.0 */
/* changes.h - a scenario resolved against a pack: which parameter or assumption is what from when until when, and which
 * cluster suffers which shock; and the inputs of a run that say so. */
#pragma once
#include "assess/panel.h"

typedef struct { bool assumed; uint32_t index; qn_distribution value; qn_period from, until; } qn_override;

typedef struct {
	qn_override *override; uint32_t overrides; /* in the order given: a later one wins */
	struct qn_hit { uint32_t indicator; size_t entity; qn_period from, until; double factor; } *hit;
	uint32_t hits;
	qn_arena arena;
} qn_changes; /* { 0 } changes nothing */

/* "NAME=VALUE[@PERIOD[:PERIOD]]": a number with its unit (4%, 80亿元), a reading of an option, or a distribution
 * normal(4%, 2%), lognormal, uniform, triangular. Unknown names offer the nearest; a bare number for a parameter with a
 * unit is refused in words. */
int qn_changes_set(qn_changes *changes, const qn_catalogue *catalogue, const qn_program *program, const char *text, qn_error *err);
/* "INDICATOR:ENTITY:PERIOD[..PERIOD]=-20%": the model's state is multiplied by 0.8 in that period. */
int qn_changes_shock(qn_changes *changes, qn_panel *panel, const char *text, qn_error *err);
/* Everything a scenario says. */
int qn_changes_scenario(qn_changes *changes, qn_panel *panel, const qn_scenario *scenario, const qn_program *from, qn_error *err);
void qn_changes_free(qn_changes *changes);

/* What a parameter is in the period of an index under the changes; a distribution only in projected ones. */
qn_distribution qn_changes_parameter(const qn_changes *changes, const qn_panel *panel, uint32_t parameter, int index);

/* A run's inputs over a panel and changes, both borrowed by *out for as long as it is used. context is the caller's. */
typedef struct { const qn_panel *panel; const qn_changes *changes; qn_blow *blow; size_t blows; qn_arena arena; } qn_setup;
int qn_setup_make(qn_setup *setup, const qn_panel *panel, const qn_changes *changes, qn_inputs *out, qn_error *err);
void qn_setup_free(qn_setup *setup);
