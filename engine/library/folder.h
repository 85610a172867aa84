/* SPDX-License-Identifier: Apache-2.0 */
/* folder.h - a scenario's script with those that lie beside it, which it may rest on. */
#pragma once
#include "script/host/script.h"

enum { QN_FOLDER_SCRIPTS = 256 };
typedef struct { qn_script script[QN_FOLDER_SCRIPTS + 1]; size_t scripts, bytes; qn_arena *arena; } qn_script_folder; /* texts live in arena */

/* The script first, then the others of its folder. */
int qn_folder_read(qn_script_folder *folder, const char *path, qn_error *err);
/* The scripts of a folder but one; of more than fit, those whose names stand in quotes in what is taken. run: of what it is told what lies beside it. */
int qn_folder_add_others(qn_script_folder *folder, const char *path, const char *run, const char *but, qn_error *err);
const char *qn_folder_of(const char *path, qn_arena *arena); /* of a file; "." if it names none, NULL without memory */
const char *qn_folder_name(const char *path);                /* of a file, without its folder */
