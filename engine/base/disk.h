/* SPDX-License-Identifier: Apache-2.0 */
/* disk.h - a name that was made or changed is safe only when the folder that lists it is on the disk, as what it names must be.
 * 0, or errno; a folder that may not be read, or that has no disk to be on, is left to the system. */
#pragma once
#include <stdbool.h>

int qn_disk_settle_folder(const char *folder); /* what it lists, and its own name */
int qn_disk_settle_name(const char *path);     /* of a file */
/* Both as realpath gives them; NULL: a folder that is not there. */
bool qn_disk_lies_in(const char *path, const char *folder);
