/* SPDX-License-Identifier: Apache-2.0 */
/* examples.c - what each command shows as examples: data, scripts/examples.txt, of which the build makes the table. */
#include <string.h>
#include "cli/command.h"

const char *examples_of(const char *command)
{
	static const struct { const char *command, *lines; } table[] = {
#include "examples.inc"
	};
	for (size_t i = 0; i < sizeof table / sizeof *table; i++)
		if (!strcmp(table[i].command, command))
			return table[i].lines;
	return "";
}
