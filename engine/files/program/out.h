/* SPDX-License-Identifier: Apache-2.0 */
/* out.h - qunce-files towards the one that started it: frames, and faults in both languages; and what bounds it. */
#pragma once
#include <stdbool.h>
#include "base/error.h"
#include "files/frame.h"

/* What went wrong, worded where it is known. */
typedef struct { qn_status status; unsigned row, column; char english[800], chinese[800]; } fault; /* row, column: 0 if it has no place */

/* Writes both words from the same arguments and returns status. */
__attribute__((format(printf, 3, 5), format(printf, 4, 5))) int fail(fault *why, qn_status status, const char *english, const char *chinese, ...);
int fail_memory(fault *why);
int fail_at(fault *why, unsigned row, unsigned column, int status); /* what failed so has a place */

/* Frames go out in pieces of some size; where nobody listens any more, the program ends. */
void out_frame(uint32_t kind, const void *bytes, size_t length);
__attribute__((format(printf, 1, 3), format(printf, 2, 3))) void out_note(const char *english, const char *chinese, ...);
/* The last frame, and the end. */
_Noreturn void out_end(int rc, const fault *why);

/* Before anything is read: no core, no child, no privileges, bounded memory and time. Only a writer may write files. */
void bound(bool writes);
/* From here on memory is changed and standard output written, and nothing else. */
void close_in(void);
