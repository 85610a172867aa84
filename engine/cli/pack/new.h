/* SPDX-License-Identifier: Apache-2.0 */
/* new.h - what people begin with: written once, and never over what is there. */
#pragma once
#include "base/arena.h"
#include "cli/command.h"

/* A word as a shell wants it typed: in quotes where it needs them. In the arena, or the word itself. */
const char *as_typed(qn_arena *arena, const char *word);
/* A new file, whole or not at all. */
int new_file(const char *path, const qn_buffer *text, qn_error *err);
/* new_pack.c: a folder with a small programme of its own, its tables, tests and invented reports. */
int new_pack(const cli_options *options, qn_error *err);
