/* SPDX-License-Identifier: Apache-2.0 */
/* guard.h - a store's file is mapped into memory: where it is damaged or cut short, reading it ends in a signal. The
 * program says so in one line and leaves with an exit code instead. */
#pragma once

/* From now on faults are told as those of this store; path is borrowed for good. */
void guard_store(const char *path);
