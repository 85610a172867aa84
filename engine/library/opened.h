/* SPDX-License-Identifier: Apache-2.0 */
/* opened.h - private to the library: which stores this process has open. The system keeps one set of locks for a file and a
 * process: to close a store that is open twice would take the locks of the other, whose pages a writer would then use again.
 * It is the one thing that handles share, as the locks are. */
#pragma once
#include "base/error.h"

typedef struct qunce_opened qunce_opened;

/* To be told before the store is opened: QN_EUSAGE if it is open already. *out is NULL where there is no such file. */
int qunce_opened_add(const char *path, qunce_opened **out, qn_error *err);
/* It is closed, or was not opened after all. NULL is fine. */
void qunce_opened_drop(qunce_opened *opened);
