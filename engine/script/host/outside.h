/* SPDX-License-Identifier: Apache-2.0 */
/* outside.h - parts of Lua that scripts are refused because they would not give the same answer twice, or reach out of the
 * sandbox: found in a script's text, before anything runs. */
#pragma once
#include "plan/catalogue.h"
#include "script/host/script.h"

/* kind: "chance", "clock", "order", "outside". instead: what to write, in both languages. */
typedef struct { int line; const char *name, *kind; qn_label instead; } qn_outside;
/* Calls each for every use; non-zero from it stops and is returned. */
int qn_script_outside(const qn_script *script, int (*each)(void *context, const qn_outside *found), void *context);
