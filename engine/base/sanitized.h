/* SPDX-License-Identifier: Apache-2.0 */
/* sanitized.h - is a sanitizer or a count of coverage built in? Their own files, memory and calls do not fit into a cage. */
#pragma once

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__) || defined(QUNCE_COVERAGE)
#define QN_SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer) || __has_feature(memory_sanitizer)
#define QN_SANITIZED 1
#endif
#endif
#ifndef QN_SANITIZED
#define QN_SANITIZED 0
#endif
