/* SPDX-License-Identifier: Apache-2.0 */
/* read_sav.c - FILE.sav as lines of cells, by readstat: its labels first, then its rows; a missing number is a dot. */
#include <readstat.h>
#include <stdio.h>

static int last;

static int note_variable(int index, readstat_variable_t *variable, const char *labels, void *context)
{
	(void)labels, (void)context;
	const char *label = readstat_variable_get_label(variable);
	printf("%s%s=%s", index ? "\t" : "", readstat_variable_get_name(variable), label ? label : "");
	last = index;
	return READSTAT_HANDLER_OK;
}

static int note_value(int row, readstat_variable_t *variable, readstat_value_t value, void *context)
{
	(void)row, (void)context;
	int index = readstat_variable_get_index(variable);
	const char *text = readstat_value_type_class(value) == READSTAT_TYPE_CLASS_STRING ? readstat_string_value(value) : NULL;
	printf("%s", index ? "\t" : "\n");
	if (readstat_value_type_class(value) == READSTAT_TYPE_CLASS_STRING)
		printf("%s", text ? text : "");
	else if (readstat_value_is_system_missing(value))
		printf(".");
	else
		printf("%.17g", readstat_double_value(value));
	return READSTAT_HANDLER_OK;
}

int main(int count, char **word)
{
	readstat_parser_t *parser = readstat_parser_init();
	readstat_set_variable_handler(parser, note_variable);
	readstat_set_value_handler(parser, note_value);
	readstat_error_t code = count > 1 ? readstat_parse_sav(parser, word[1], NULL) : READSTAT_ERROR_OPEN;
	printf("\n");
	readstat_parser_free(parser);
	return code != READSTAT_OK;
}
