/* SPDX-License-Identifier: Apache-2.0 */
/* counted.h - a process that ends by _exit, or is ended once it has answered, writes its counters of coverage before; in a build
 * without such counters there is nothing to write. */
#pragma once

#if defined(QUNCE_COVERAGE)
void __gcov_dump(void);
static inline void qn_write_counters(void) { __gcov_dump(); }
#else
static inline void qn_write_counters(void) {}
#endif
