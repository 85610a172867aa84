/* SPDX-License-Identifier: Apache-2.0 */
/* whole.h - all of so many bytes from a descriptor that blocks, or to it. False: its other side has ended, or errno says why. */
#pragma once
#include <stdbool.h>
#include <stddef.h>

bool qn_whole_read(int fd, void *to, size_t length);
bool qn_whole_write(int fd, const void *bytes, size_t length);
