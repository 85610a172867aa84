/* SPDX-License-Identifier: Apache-2.0 */
#include "base/whole.h"
#include <errno.h>
#include <unistd.h>

bool qn_whole_read(int fd, void *to, size_t length)
{
	for (char *at = to; length;) {
		ssize_t count = read(fd, at, length);
		if (count < 0 && errno == EINTR)
			continue;
		if (count <= 0)
			return false;
		at += count;
		length -= (size_t)count;
	}
	return true;
}

bool qn_whole_write(int fd, const void *bytes, size_t length)
{
	for (const char *at = bytes; length;) {
		ssize_t count = write(fd, at, length);
		if (count < 0 && errno == EINTR)
			continue;
		if (count <= 0)
			return false;
		at += count;
		length -= (size_t)count;
	}
	return true;
}
