/* SPDX-License-Identifier: Apache-2.0 */
#include "base/disk.h"
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static int settle(int from, const char *folder)
{
	int opened = openat(from, folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC), code = opened >= 0 && fsync(opened) == 0 ? 0 : errno;
	if (opened >= 0)
		close(opened);
	return code == EINVAL || code == EACCES ? 0 : code;
}

int qn_disk_settle_folder(const char *folder)
{
	int code = settle(AT_FDCWD, folder), opened = open(folder, O_PATH | O_DIRECTORY | O_CLOEXEC);
	if (!code)
		code = opened < 0 ? errno : settle(opened, "..");
	if (opened >= 0)
		close(opened);
	return code;
}

int qn_disk_settle_name(const char *path)
{
	const char *slash = strrchr(path, '/');
	char *folder = slash ? strndup(path, (size_t)(slash - path) + 1) : strdup(".");
	int code = folder ? settle(AT_FDCWD, folder) : ENOMEM;
	free(folder);
	return code;
}

bool qn_disk_lies_in(const char *path, const char *folder)
{
	size_t length = folder ? strlen(folder) : 0;
	return length && !strncmp(path, folder, length) && (path[length] == '/' || folder[length - 1] == '/');
}
