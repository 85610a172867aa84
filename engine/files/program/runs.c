/* SPDX-License-Identifier: Apache-2.0 */
/* runs.c - runs of a text: where one in other letters must not run into a figure. */
#include <string.h>
#include "book.h"

void runs_start(text_runs *runs, const char *name, const char **attributes)
{
	const char *value = xml_attribute(attributes, "val");
	if (!strcmp(name, "r"))
		runs->raised = runs->struck = false, runs->fresh = true;
	else if (!strcmp(name, "vertAlign"))
		runs->raised = value && strcmp(value, "baseline") != 0;
	else if (!strcmp(name, "strike"))
		runs->struck = !value || xml_is_true(value);
}

static bool is_wide_digit(const char *at) { return (unsigned char)at[0] == 0xEF && (unsigned char)at[1] == 0xBC && (unsigned char)at[2] >= 0x90 && (unsigned char)at[2] <= 0x99; }

static bool begins_with_digit(const char *text, size_t length)
{
	return length && ((*text >= '0' && *text <= '9') || *text == '.' || (length >= 3 && is_wide_digit(text)));
}

static bool ends_with_digit(const char *text, size_t length)
{
	return length && ((text[length - 1] >= '0' && text[length - 1] <= '9') || text[length - 1] == '.' || (length >= 3 && is_wide_digit(text + length - 3)));
}

static bool add_piece(qn_buffer *to, bool parted, const char *text, size_t length)
{
	return (!parted || text_add(to, "^", 1)) && text_add(to, text, length);
}

/* The first ^: all before it is left. */
static bool mark(text_runs *runs, const qn_buffer *to, qn_buffer *left)
{
	runs->marked = true;
	left->length = 0;
	return text_add(left, to->length ? to->data : "", to->length);
}

bool runs_add(text_runs *runs, qn_buffer *to, qn_buffer *left, const char *text, size_t length)
{
	bool runs_in = runs->raised != runs->before && ends_with_digit(to->data, to->length) && begins_with_digit(text, length);
	bool parted = runs->fresh && (runs->struck || runs_in);
	runs->before = runs->raised, runs->fresh = false;
	if (parted && !runs->marked && !mark(runs, to, left))
		return false;
	if (runs->marked && !runs->struck && !add_piece(left, parted, text, length))
		return false;
	return add_piece(to, parted, text, length);
}
