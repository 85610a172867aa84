/* SPDX-License-Identifier: Apache-2.0 */
/* main.c - qunce-files VERB FORMAT [ARGUMENT]: reads the file on descriptor 3 into frames, or writes what comes on standard
 * input into a file. Started by qunce (files/spawn.h), not by hand. */
#include <string.h>
#include "formats.h"
#include "out.h"

static const struct { const char *verb, *format; int (*run)(const char *argument, fault *why); } tasks[] = { FORMATS { NULL, NULL, NULL } };

int main(int count, char **word)
{
	const char *verb = count > 2 ? word[1] : "", *format = count > 2 ? word[2] : "";
	fault why;
	bound(!strcmp(verb, "write"));
	for (size_t i = 0; tasks[i].run; i++)
		if (!strcmp(tasks[i].verb, verb) && !strcmp(tasks[i].format, format))
			out_end(tasks[i].run(count > 3 ? word[3] : NULL, &why), &why);
	out_end(fail(&why, QN_EINTERNAL, "qunce-files knows no way to %.20s %.20s", "qunce-files 不会处理 %.20s %.20s", verb, format), &why);
}
