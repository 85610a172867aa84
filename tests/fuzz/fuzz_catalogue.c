/* SPDX-License-Identifier: Apache-2.0 */
/* Any bytes as a catalogue, and as a program against an empty one: refused, or whole enough to be printed. */
#include <stdint.h>
#include "plan/program.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const qn_catalogue empty;
	qn_catalogue *catalogue = NULL;
	qn_program *program = NULL;
	qn_buffer out = { 0 };
	qn_error err;
	if (qn_catalogue_read(data, size, &catalogue, &err) == QN_OK)
		qn_catalogue_write(catalogue, &out);
	if (qn_program_read(data, size, &empty, &program, &err) == QN_OK)
		qn_program_print(program, &empty, NULL, false, &out);
	qn_buffer_free(&out);
	qn_program_free(program);
	qn_catalogue_free(catalogue);
	return 0;
}
