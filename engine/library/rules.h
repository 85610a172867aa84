/* SPDX-License-Identifier: Apache-2.0 */
/* rules.h - from a pack, on disk or in a store, to its checked program. */
#pragma once
#include "ingest/pack.h"
#include "script/host/script.h"

/* The scripts among a pack's files; they live as long as the pack, the list in arena. */
int qn_rules_scripts(const qn_pack *pack, qn_arena *arena, qn_script_set *out, qn_error *err);
/* Runs them against a catalogue: the pack's own, or a store's, whose numbers of indicators then count. limits: NULL for the usual. */
int qn_rules_run(const qn_pack *pack, const qn_catalogue *catalogue, const qn_script_options *limits, qn_program **out, qn_error *err);
/* A store's own copy of its pack, unpacked only when its rules must be run anew. */
int qn_rules_own(qn_snapshot *snapshot, const qn_catalogue *catalogue, const qn_script_options *limits, qn_program **out, qn_error *err);
