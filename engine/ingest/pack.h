/* SPDX-License-Identifier: Apache-2.0 */
/* pack.h - a policy pack on disk: a folder of scripts with a pack.csv that names the programme, its main script and the
 * folder of its tables (units.csv, kinds.csv, indicators.csv, entities.csv, aliases.csv, holidays.csv, answers.csv,
 * registers.csv). */
#pragma once
#include "plan/catalogue.h"
#include "store/records.h"

typedef struct {
	const char *id, *main;      /* main: path of the first script within the pack */
	const char *data;           /* the folder of its tables, from its own */
	/* NULL where not told: the kind whose members are compared with each other; the indicator that says how large each is; the kinds,
	 * parted by ; that a report goes down through, the broadest first */
	const char *peers, *size, *places;
	qn_catalogue *catalogue;
	struct qn_pack_entity { qn_entity entity; const char *member_of; qn_date from, until; unsigned line; } *entity; /* member_of: "kind/id; kind/id" */
	size_t entities;
	struct qn_pack_alias { const char *kind, *id, *alias; unsigned line; } *alias;
	size_t aliases;
	qn_pack_file *file;         /* the scripts (path within the folder) and tables (path "data/…") */
	size_t files;
	qn_arena arena;
} qn_pack;

/* Reads and checks the whole pack; every error names file:line. *out is the caller's. */
int qn_pack_read(const char *folder, qn_pack **out, qn_error *err);
/* The same from files kept elsewhere (a store). */
int qn_pack_from_files(const qn_pack_file *file, size_t files, qn_pack **out, qn_error *err);
/* Manifest and files alone, for whoever has the tables already: a catalogue that is empty, no entities. */
int qn_pack_scripts(const qn_pack_file *file, size_t files, qn_pack **out, qn_error *err);
void qn_pack_free(qn_pack *pack); /* NULL is fine */
/* Puts catalogue, entities, memberships, aliases and files into a new store. */
int qn_pack_install(const qn_pack *pack, qn_change_set *change, qn_date known_on, qn_error *err);
