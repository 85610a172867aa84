/* SPDX-License-Identifier: Apache-2.0 */
/* complete.c - what Tab offers, at the prompt and in a shell: commands, their options, words of scripts, and the names that the store knows now. */
#include <stdio.h>
#include <string.h>
#include "base/text.h"
#include "cli/manual/manual.h"
#include "cli/places.h"
#include "cli/session.h"
#include "cli/shell/shell.h"

static const char *the_store; /* borrowed for as long as the shell runs */

void complete_store(const char *store) { the_store = store; }

typedef struct {
	qn_arena *arena;
	const char *word;   /* what is written of it */
	const char **list;
	uint32_t count;
} offers;

static void offer(offers *to, const char *before, const char *name)
{
	char *whole = name ? qn_arena_printf(to->arena, "%s%s", before, name) : NULL;
	if (!whole || strncmp(whole, to->word, strlen(to->word)) != 0)
		return;
	if (qn_grow(to->arena, (void **)&to->list, to->count, sizeof *to->list))
		to->list[to->count++] = whole;
}

static void offer_commands(offers *to)
{
	for (size_t i = 0; i < command_count; i++)
		offer(to, "", commands[i].name);
	offer(to, "", "quit");
}

static void offer_words(offers *to, bool of_rules)
{
	for (const manual_word *word = manual_next(NULL); word; word = manual_next(word))
		if (!of_rules || (word->group >= WORD_CHOICE && word->group <= WORD_UNIT))
			offer(to, "", word->name);
}

static void offer_options(offers *to, const cli_command *command, const qn_catalogue *catalogue)
{
	const char *name;
	for (size_t i = 0; command && (name = option_name(i)) != NULL; i++)
		if (command_accepts(command, name))
			offer(to, "--", name);
	for (uint32_t k = 0; command && command_accepts(command, "filters") && k < catalogue->kinds; k++)
		offer(to, "--", catalogue->kind[k].id);
}

static void offer_indicators(offers *to, const char *before, const qn_catalogue *catalogue)
{
	for (uint32_t i = 0; i < catalogue->indicators; i++)
		offer(to, before, catalogue->indicator[i].id);
}

static void offer_settings(offers *to, const char *before, const qn_program *program, bool assumptions)
{
	for (uint32_t i = 0; i < program->parameters; i++)
		offer(to, before, program->parameter[i].id);
	for (uint32_t i = 0; assumptions && i < program->assumptions; i++)
		offer(to, before, program->assumption[i].id);
}

static void offer_subjects(offers *to, cli_session *se)
{
	qn_error err;
	uint32_t count = 0;
	if (qn_entity_count(se->snapshot, se->catalogue->subject, &count, &err) < 0)
		return;
	for (uint32_t i = 0; i < count; i++) {
		const qn_entity *who = qn_entity_borrow(se->snapshot, se->catalogue->subject, i, &err);
		if (who)
			offer(to, "", who->id);
	}
}

static void offer_members(offers *to, cli_session *se, const char *kind)
{
	long k = qn_catalogue_kind(se->catalogue, kind);
	if (k == (long)se->catalogue->subject)
		offer_subjects(to, se);
	for (uint32_t i = 0; k >= 0 && i < se->catalogue->member[k].count; i++) {
		const qn_label *title = &se->catalogue->member[k].title[i];
		offer(to, "", title->zh);
		if (*to->word || !title->zh) /* nothing written yet: one name of each is enough */
			offer(to, "", title->en), offer(to, "", se->catalogue->member[k].id[i]);
	}
}

static void offer_expression(offers *to, cli_session *se, bool after_at)
{
	if (after_at) {
		offer_subjects(to, se);
		return;
	}
	offer_words(to, true);
	offer_indicators(to, "c.", se->catalogue);
	for (uint32_t k = 0; k < se->catalogue->kinds; k++)
		if (k != se->catalogue->subject)
			offer(to, "c.", se->catalogue->kind[k].id);
	offer_settings(to, "p.", se->program, false);
}

static void offer_names(offers *to, cli_session *se)
{
	offer_subjects(to, se);
	offer_indicators(to, "", se->catalogue);
	for (uint32_t i = 0; i < se->program->criteria; i++)
		offer(to, "", se->program->criterion[i].id);
	for (uint32_t i = 0; i < se->program->targets; i++)
		offer(to, "", se->program->target[i].id);
}

/* By the word before: what an option wants. False if that is no option. */
static bool offer_value(offers *to, cli_session *se, const char *option)
{
	static const char *const formats[] = { "table", "json", "csv", "tsv", "md" };
	if (strncmp(option, "--", 2) != 0)
		return false;
	option += 2;
	if (!strcmp(option, "set"))
		offer_settings(to, "", se->program, true);
	else if (!strcmp(option, "shock"))
		offer_indicators(to, "", se->catalogue);
	else if (!strcmp(option, "model"))
		for (uint32_t i = 0; i < se->program->models; i++)
			offer(to, "", se->program->model[i].id);
	else if (!strcmp(option, "format"))
		for (size_t i = 0; i < sizeof formats / sizeof *formats; i++)
			offer(to, "", formats[i]);
	else
		offer_members(to, se, option);
	return true;
}

static void offer_all(offers *to, cli_session *se, const char *first, const char *before)
{
	const cli_command *command = find_command(first);
	if (*first == '=')
		offer_expression(to, se, !strcmp(before, "@"));
	else if (!strncmp(to->word, "--", 2))
		offer_options(to, command, se->catalogue);
	else if (!offer_value(to, se, before) && command && strcmp(first, "run") && strcmp(first, "import") && strcmp(first, "plan"))
		offer_names(to, se);
}

/* The first word of the line, and the last one that is whole. */
static void words_before(const char *line, size_t start, qn_arena *arena, const char **first, const char **before)
{
	char *own = qn_arena_copy(arena, line, start), *rest = NULL;
	*first = *before = "";
	if (own && own[strspn(own, " \t")] == '=')
		*first = "=";
	for (char *word = own ? strtok_r(own, " \t=", &rest) : NULL; word; word = strtok_r(NULL, " \t=", &rest)) {
		*first = **first ? *first : word;
		*before = word;
	}
}

void complete_line(const char *line, size_t start, qn_arena *arena, const char ***list, size_t *count)
{
	offers to = { .arena = arena, .word = line + start };
	const char *first, *before;
	words_before(line, start, arena, &first, &before);
	if (!*first)
		offer_commands(&to);
	else if (!strcmp(first, "help"))
		offer_commands(&to), offer_words(&to, false);
	else {
		cli_options options = { .operand = { the_store }, .operands = 1, .language = default_language() };
		cli_session session;
		qn_error err;
		if (session_open(&session, &options, &err) == QN_OK)
			offer_all(&to, &session, first, before);
		session_close(&session);
	}
	*list = to.list;
	*count = to.count;
}

/* A shell's question: the words after the program's name, the last of them begun. */

static void offer_plain(offers *to, const char *first)
{
	const char *name;
	const cli_command *command = find_command(first);
	for (size_t i = 0; command && (name = option_name(i)) != NULL; i++)
		if (!strncmp(to->word, "--", 2) && command_accepts(command, name))
			offer(to, "--", name);
}

static bool wants_store(const char *name)
{
	const cli_command *command = find_command(name);
	return command && !strncmp(command->operands, "STORE", 5);
}

/* The line as it would stand in the shell of the store: without its name. */
static char *line_of(qn_arena *arena, int count, char **word, size_t *start)
{
	qn_buffer line = { 0 };
	qn_buffer_text(&line, word[0]);
	for (int i = 2; i < count; i++) {
		qn_buffer_text(&line, " ");
		*start = line.length;
		qn_buffer_text(&line, word[i]);
	}
	return qn_buffer_keep(&line, arena);
}

void complete_words(int count, char **word)
{
	qn_arena arena = { 0 };
	offers to = { .arena = &arena, .word = count ? word[count - 1] : "" };
	const char **list = NULL;
	size_t found = 0, start = 0;
	if (count < 2)
		offer_commands(&to);
	else if (!strcmp(word[0], "help"))
		offer_commands(&to), offer_words(&to, false);
	else if (count > 2 && wants_store(word[0]) && holds_store(word[1])) {
		char *line = line_of(&arena, count, word, &start);
		complete_store(word[1]);
		if (line)
			complete_line(line, start, &arena, &list, &found);
	} else
		offer_plain(&to, word[0]);
	for (uint32_t i = 0; i < to.count; i++)
		puts(to.list[i]);
	for (size_t i = 0; i < found; i++)
		if (!strpbrk(list[i], " \t'\"")) /* what a shell would take apart has an id too */
			puts(list[i]);
	qn_arena_free(&arena);
}
