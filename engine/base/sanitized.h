/* SPDX-License-Identifier: Apache-2.0 */
/* sanitized.h - is a sanitizer or a count of coverage built in, or is it built to run under valgrind? Their own files, memory and
 * calls do not fit into a cage, and under the last all takes its time. */
#pragma once

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__) || defined(QUNCE_COVERAGE) || defined(QUNCE_MEMCHECK)
#define QN_SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer) || __has_feature(memory_sanitizer)
#define QN_SANITIZED 1
#endif
#endif
#ifndef QN_SANITIZED
#define QN_SANITIZED 0
#endif

#if defined(QUNCE_MEMCHECK)
#define QN_PATIENCE 15 /* times as long */
#else
#define QN_PATIENCE 1
#endif
