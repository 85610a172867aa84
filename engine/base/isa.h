/* SPDX-License-Identifier: Apache-2.0 */
/* isa.h - files of inner loops are compiled once for every instruction set, from the same source: the same operations in
 * the same order, so the same bits. What such a file exports carries the name of the set it was compiled for; who runs
 * it chooses by what the machine has. QN_WITH_X86 tells that there are sets beside the portable one. */
#pragma once

#if defined QN_ISA_AVX512
#define QN_FOR_ISA(name) name##_avx512
#elif defined QN_ISA_AVX2
#define QN_FOR_ISA(name) name##_avx2
#else
#define QN_FOR_ISA(name) name##_portable
#endif
