/* SPDX-License-Identifier: Apache-2.0 */
/* damage.h - a store of the tiny pack whose file is written anew with bytes changed: 4 bytes of input a change, place in the file,
 * 3 bytes, and the byte that is put there. */
#pragma once
#include <fcntl.h>
#include "fuzz/store.h"

static char damaged_path[64];

static inline void damage_store(const uint8_t *data, size_t size)
{
	enum { MOST = 1 << 20 };
	static unsigned char *sound;
	static size_t length;
	static char file[80];
	if (!sound) {
		qn_store_close(open_store());
		snprintf(damaged_path, sizeof damaged_path, "%s/s.qn", folder);
		snprintf(file, sizeof file, "%s/data.mdb", damaged_path);
		FILE *in = fopen(file, "rb");
		sound = malloc(MOST);
		length = in && sound ? fread(sound, 1, MOST, in) : 0;
		if (!length || length == MOST)
			abort();
		fclose(in);
	}
	int out = open(file, O_WRONLY | O_CLOEXEC);
	if (out < 0 || pwrite(out, sound, length, 0) != (ssize_t)length)
		abort();
	for (size_t i = 0; i + 4 <= size; i += 4) {
		size_t at = ((size_t)data[i] | (size_t)data[i + 1] << 8 | (size_t)data[i + 2] << 16) % length;
		if (pwrite(out, data + i + 3, 1, (off_t)at) != 1)
			abort();
	}
	close(out);
}
