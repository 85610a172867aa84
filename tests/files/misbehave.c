/* SPDX-License-Identifier: Apache-2.0 */
/* misbehave.c - in place of qunce-files: its verb says how it goes wrong. */
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void frame(uint32_t kind, uint32_t length, const char *bytes, size_t given)
{
	unsigned char head[8];
	for (int i = 0; i < 4; i++)
		head[i] = (unsigned char)(kind >> (8 * i)), head[4 + i] = (unsigned char)(length >> (8 * i));
	(void)!write(1, head, sizeof head);
	(void)!write(1, bytes, given);
}

int main(int count, char **word)
{
	static const char words[] = "\xfe\xff\xff\xff\7\0\0\0\2\0\0\0row \x1b[2J\0行 \x1b[2J";
	const char *how = count > 1 ? word[1] : "";
	char block[4096];
	if (!strcmp(how, "crash"))
		abort(); /* what sanitizers leave alone */
	if (!strcmp(how, "long"))
		raise(SIGXCPU);
	if (!strcmp(how, "quit"))
		return 7;
	if (!strcmp(how, "half"))
		frame(4, 100, "half", 4);
	if (!strcmp(how, "huge"))
		frame(4, UINT32_MAX, "", 0);
	if (!strcmp(how, "flood"))
		for (;;)
			(void)!write(1, block, sizeof block);
	if (!strcmp(how, "silent"))
		pause();
	if (!strcmp(how, "refuse"))
		frame(2, sizeof words - 1, words, sizeof words - 1);
	if (!strcmp(how, "count")) {
		unsigned long sum = 0;
		for (ssize_t got; (got = read(0, block, sizeof block)) > 0; )
			sum += (unsigned long)got;
		frame(9, sizeof sum, (char *)&sum, sizeof sum);
		frame(1, 0, "", 0);
	}
	return 0;
}
