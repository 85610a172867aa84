/* SPDX-License-Identifier: Apache-2.0 */
/* manual.h - every word that a script may use, once: what help prints, what the reference holds, what editors complete
 * and what the shell offers are all made from these rows. tests/script holds them against what the guest really has. */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include "cli/command.h"

/* In the order in which they are told. */
typedef enum {
	WORD_DECLARATION, /* kind "id" { … }: arguments are the keys of its table */
	WORD_GIVEN,       /* what a rule's function is given: c, p, a */
	WORD_CHOICE, WORD_ARITHMETIC, WORD_TIME, WORD_ACROSS, /* functions of rules */
	WORD_UNIT, WORD_SPREAD,
	WORD_VERB,        /* what a scenario's list holds */
	WORD_MADE_OF,     /* what verbs are made of */
	WORD_TESTING,     /* functions of *_test.lua */
	WORD_LUA,         /* Lua's own, as far as scripts have it */
	WORD_GROUPS
} word_group;

typedef struct {
	const char *name;    /* behind it "?" if it can be left out; "..." for any number */
	const char *type;    /* as LuaLS writes types */
	const char *text[2]; /* by language, as everywhere */
} manual_argument;

typedef struct {
	const char *name;
	word_group group;
	const manual_argument *argument; /* ends with a NULL name; NULL: none */
	const char *returns;             /* a type; NULL: nothing of interest */
	const char *text[2];
	const char *example;             /* lines of Lua */
} manual_word;

extern const manual_word *const manual_part[]; /* each ends with a NULL name */
extern const size_t manual_parts;

/* The words in order, from NULL; NULL at the end. */
const manual_word *manual_next(const manual_word *word);
const manual_word *manual_find(const char *name, const manual_word *after); /* a name can have two meanings */
const char *manual_nearest(const char *name); /* NULL if none is near */

void manual_show(const manual_word *word, cli_language language);
void manual_list(cli_language language);        /* every word with its first line */
void manual_reference(cli_language language);   /* Markdown */
void manual_annotations(cli_language language); /* a LuaLS definition file */
