/* SPDX-License-Identifier: Apache-2.0 */
/* replay.c - runs a fuzz target over the files named, where no fuzzer drives it. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
__attribute__((weak)) int LLVMFuzzerInitialize(int *count, char ***word); /* not every target has one */

static int replay(const char *path)
{
	enum { MOST = 1 << 20 };
	FILE *file = fopen(path, "rb");
	uint8_t *room = malloc(MOST);
	size_t size = file && room ? fread(room, 1, MOST, file) : 0;
	uint8_t *data = realloc(room, size + !size); /* of its exact size, so that a step too far is seen */
	if (file)
		fclose(file);
	if (data)
		LLVMFuzzerTestOneInput(data, size);
	free(data);
	return file && data ? 0 : 1;
}

int main(int count, char **names)
{
	int failed = count < 2 || (LLVMFuzzerInitialize && LLVMFuzzerInitialize(&count, &names) != 0);
	for (int i = 1; i < count; i++)
		failed |= replay(names[i]);
	return failed;
}
