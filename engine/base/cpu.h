/* SPDX-License-Identifier: Apache-2.0 */
/* cpu.h - which instructions the processor has. The C library knows it already; the compiler's own way asks the processor
 * again at every start, which costs a guest of a hypervisor tens of microseconds. */
#pragma once
#include <stdbool.h>

#if defined __x86_64__ && defined __has_include
#if __has_include(<sys/platform/x86.h>)
#include <sys/platform/x86.h>
#define QN_CPU_HAS(glibc, compiler) qn_cpu_is_active(x86_cpu_##glibc)
/* As the header's own, whose shift of a signed 1 by 31 places is undefined. index: four words of 32 bits to a leaf. */
static inline bool qn_cpu_is_active(unsigned index)
{
	return __x86_get_cpuid_feature_leaf(index / 128)->active_array[index % 128 / 32] >> index % 32 & 1;
}
#endif
#endif
#if defined __x86_64__ && !defined QN_CPU_HAS
#define QN_CPU_HAS(glibc, compiler) __builtin_cpu_supports(compiler)
#endif

static inline bool qn_cpu_has_avx2(void)
{
#if defined __x86_64__
	return QN_CPU_HAS(AVX2, "avx2");
#else
	return false;
#endif
}

/* As much of it as loops are compiled for. */
static inline bool qn_cpu_has_avx512(void)
{
#if defined __x86_64__
	return QN_CPU_HAS(AVX512F, "avx512f") && QN_CPU_HAS(AVX512DQ, "avx512dq") && QN_CPU_HAS(AVX512VL, "avx512vl") && QN_CPU_HAS(AVX512BW, "avx512bw");
#else
	return false;
#endif
}

/* CRC-32C, and products without carry to join what was counted apart. */
static inline bool qn_cpu_has_crc(void)
{
#if defined __x86_64__
	return QN_CPU_HAS(SSE4_2, "sse4.2") && QN_CPU_HAS(PCLMULQDQ, "pclmul");
#else
	return false;
#endif
}

/* Counting ones, and the lowest one found and taken off. */
static inline bool qn_cpu_has_bits(void)
{
#if defined __x86_64__
	return QN_CPU_HAS(POPCNT, "popcnt") && QN_CPU_HAS(BMI1, "bmi");
#else
	return false;
#endif
}
