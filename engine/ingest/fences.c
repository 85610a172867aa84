/* SPDX-License-Identifier: Apache-2.0 */
/* fences.c - 64 bytes at a time to a mask, the mask to places without a branch for each; byte by byte elsewhere. */
#include "ingest/fences.h"
#include "base/cpu.h"
#if defined __x86_64__
#include <emmintrin.h>
#endif

#if defined __x86_64__
enum { STRIDE = 64, USUAL = 12 };

static inline uint64_t sixteen(const char *bytes)
{
	__m128i text = _mm_loadu_si128((const __m128i *)(const void *)bytes);
	__m128i fence = _mm_or_si128(_mm_cmpeq_epi8(text, _mm_set1_epi8(',')), _mm_cmpeq_epi8(text, _mm_set1_epi8('\n')));
	return (uint64_t)(uint32_t)_mm_movemask_epi8(fence);
}

static inline uint32_t ones(uint64_t mask)
{
	mask -= mask >> 1 & 0x5555555555555555u;
	mask = (mask & 0x3333333333333333u) + (mask >> 2 & 0x3333333333333333u);
	return (uint32_t)(((mask + (mask >> 4)) & 0x0F0F0F0F0F0F0F0Fu) * 0x0101010101010101u >> 56);
}

/* As many as a stride has as a rule are written whether they are there or not. */
static inline uint32_t spread(uint64_t mask, uint32_t count, size_t from, uint16_t *at)
{
	for (int i = 0; i < USUAL; i++, mask &= mask - 1)
		at[i] = (uint16_t)(from + (size_t)__builtin_ctzll(mask | (uint64_t)1 << 63));
	for (uint32_t i = USUAL; i < count; i++, mask &= mask - 1)
		at[i] = (uint16_t)(from + (size_t)__builtin_ctzll(mask));
	return count;
}

static inline uint64_t stride(const char *bytes)
{
	return sixteen(bytes) | sixteen(bytes + 16) << 16 | sixteen(bytes + 32) << 32 | sixteen(bytes + 48) << 48;
}

static uint32_t strides(const char *bytes, size_t length, uint16_t *at)
{
	uint32_t count = 0;
	for (size_t i = 0; i < length; i += STRIDE) {
		uint64_t mask = stride(bytes + i);
		count += spread(mask, ones(mask), i, at + count);
	}
	return count;
}

/* The same with instructions that count ones and take the lowest off. */
__attribute__((target("bmi,popcnt"))) static uint32_t strides_bits(const char *bytes, size_t length, uint16_t *at)
{
	uint32_t count = 0;
	for (size_t i = 0; i < length; i += STRIDE) {
		uint64_t mask = stride(bytes + i);
		count += spread(mask, (uint32_t)__builtin_popcountll(mask), i, at + count);
	}
	return count;
}
#endif

uint32_t qn_fences(const char *bytes, size_t length, uint16_t at[QN_FENCES + QN_FENCE_SPARE])
{
	uint32_t count = 0;
	size_t i = 0;
#if defined __x86_64__
	i = length / STRIDE * STRIDE;
	count = (qn_cpu_has_bits() ? strides_bits : strides)(bytes, i, at);
#endif
	for (; i < length; i++) {
		at[count] = (uint16_t)i;
		count += bytes[i] == ',' || bytes[i] == '\n';
	}
	return count;
}
