/* SPDX-License-Identifier: Apache-2.0 */
/* script.h - runs scripts in a guest process and takes back what they declare. The guest has two pipes, no file, no clock,
 * no network, little memory and little time; what it sends is checked like any input from outside. */
#pragma once
#include "base/digest.h"
#include "plan/program.h"

typedef struct { const char *path; const char *text; size_t length; } qn_script; /* path: as `require` and messages name it */

typedef struct {
	double seconds;        /* wall time for everything; 0: 4 */
	size_t memory;         /* bytes; 0: 256 MiB */
	uint64_t instructions; /* of Lua's machine, the same count everywhere; 0: as many as the time allows */
	const char *guest;     /* path of qunce-guest; NULL: beside this program, else the installed one */
	const char *library;   /* folder of scripts/lib; NULL: the source's or the installed one */
	const char *cache;     /* folder for checked programs; NULL: $XDG_CACHE_HOME/qunce; "": none */
} qn_script_options;

/* QN_EINPUT where messages cannot show it, or it is called as the engine's own scripts are; none that is run may be. */
int qn_script_check_name(const char *path, qn_error *err);

/* The folder of scripts/lib, installed or the source's; the caller frees it. NULL without memory. */
char *qn_script_library(void);

/* Runs main (one of the scripts) and gives what it declared. names: a pack's program when a scenario is run (its
 * parameters, models and targets are known by name and cannot be redefined), NULL for a pack. *out is the caller's.
 * QN_ESCRIPT: "criteria.lua:12: what, why, what to do". QN_ELIMIT: which limit, and where if known. */
int qn_script_run(const qn_script *script, size_t scripts, const char *main, const qn_catalogue *catalogue,
                  const qn_program *names, const qn_script_options *options, qn_program **out, qn_error *err);

/* The same for a pack whose files are known by content: their texts are asked for only when no checked program of the
 * very same sources, catalogue, library and build is in the cache. source: every file that decides, paths and contents.
 * load gives scripts that live until qn_script_recall returns. */
typedef struct { const qn_script *script; size_t scripts; const char *main; } qn_script_set;
typedef int (*qn_script_load)(void *context, qn_script_set *out, qn_error *err);
int qn_script_recall(const qn_source *source, size_t sources, qn_script_load load, void *context, const qn_catalogue *catalogue,
                     const qn_script_options *options, qn_program **out, qn_error *err);
