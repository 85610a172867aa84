/* SPDX-License-Identifier: Apache-2.0 */
/* draws.c - Philox4x32-10 over runs of paths, and the inverse of every distribution. */
#include <math.h>
#include <string.h>
#include "base/isa.h"
#include "base/real.h"
#include "lanes/random.h"
#if defined QN_ISA_AVX2 || defined QN_ISA_AVX512
#define WITH_AVX2 1
#include <immintrin.h>
#endif

enum { HALF = 64, GROUP = 2 * HALF, ROUNDS = 10, PIECE = 256 };

typedef struct { uint32_t word[4]; uint32_t key[2]; } counter;

/* (w >> 12) + 1/2, times 2^-52, without a conversion of 64-bit integers, which few machines have for vectors: the 52
 * bits become the fraction of a number in [1, 2), from which it goes down to (0, 1). Both steps are exact. */
#define FRACTION_OF_ONE UINT64_C(0x3ff0000000000000)

#if defined QN_ISA_AVX512
/* As the next one, eight counters at once. */
static inline __m512d unit_of(__m512i low, __m512i high)
{
	__m512i word = _mm512_srli_epi64(_mm512_mask_blend_epi32(0xaaaa, low, _mm512_slli_epi64(high, 32)), 12);
	__m512d x = _mm512_castsi512_pd(_mm512_or_si512(word, _mm512_set1_epi64((int64_t)FRACTION_OF_ONE)));
	return _mm512_add_pd(_mm512_sub_pd(x, _mm512_set1_pd(1.0)), _mm512_set1_pd(0x1p-53));
}

static inline __m512i spread(uint32_t word)
{
	return _mm512_set1_epi32((int)word);
}

/* The exclusive or of all three. */
static inline __m512i mix(__m512i product, __m512i other, uint32_t key)
{
	return _mm512_ternarylogic_epi64(_mm512_srli_epi64(product, 32), other, spread(key), 0x96);
}

static void philox(counter start, size_t groups, double *restrict out)
{
	const __m512i m0 = spread(0xD2511F53u), m1 = spread(0xCD9E8D57u);
	for (uint32_t i = 0; i < groups * HALF; i += 8) {
		double *to = out + i + i / HALF * HALF;
		__m512i c0 = _mm512_add_epi64(spread(start.word[0] + i), _mm512_set_epi64(7, 6, 5, 4, 3, 2, 1, 0));
		__m512i c1 = spread(start.word[1]), c2 = spread(start.word[2]), c3 = spread(start.word[3]);
		uint32_t k0 = start.key[0], k1 = start.key[1];
		for (int round = 0; round < ROUNDS; round++) {
			__m512i p0 = _mm512_mul_epu32(c0, m0), p1 = _mm512_mul_epu32(c2, m1);
			c0 = mix(p1, c1, k0);
			c2 = mix(p0, c3, k1);
			c1 = p1, c3 = p0;
			k0 += 0x9E3779B9u, k1 += 0xBB67AE85u;
		}
		_mm512_storeu_pd(to, unit_of(c0, c1));
		_mm512_storeu_pd(to + HALF, unit_of(c2, c3));
	}
}
#elif defined QN_ISA_AVX2
/* What compilers make of the loop below takes three times as long: they do not see that only the lower halves of 64 bits
 * are multiplied, and that what stands in the upper ones does not matter. */
static inline __m256d unit_of(__m256i low, __m256i high)
{
	__m256i word = _mm256_srli_epi64(_mm256_blend_epi32(low, _mm256_slli_epi64(high, 32), 0xaa), 12);
	__m256d x = _mm256_castsi256_pd(_mm256_or_si256(word, _mm256_set1_epi64x((int64_t)FRACTION_OF_ONE)));
	return _mm256_add_pd(_mm256_sub_pd(x, _mm256_set1_pd(1.0)), _mm256_set1_pd(0x1p-53));
}

/* In both halves: where clang knows that upper ones are 0, it goes back to products of 64 bits. */
static inline __m256i spread(uint32_t word)
{
	return _mm256_set1_epi32((int)word);
}

/* Whole groups of paths from a counter on: a group's first half has the low words of 64 counters, its second the high ones. */
static void philox(counter start, size_t groups, double *restrict out)
{
	const __m256i m0 = spread(0xD2511F53u), m1 = spread(0xCD9E8D57u);
	for (uint32_t i = 0; i < groups * HALF; i += 4) {
		double *to = out + i + i / HALF * HALF;
		__m256i c0 = _mm256_add_epi64(spread(start.word[0] + i), _mm256_set_epi64x(3, 2, 1, 0));
		__m256i c1 = spread(start.word[1]), c2 = spread(start.word[2]), c3 = spread(start.word[3]);
		uint32_t k0 = start.key[0], k1 = start.key[1];
		for (int round = 0; round < ROUNDS; round++) {
			__m256i p0 = _mm256_mul_epu32(c0, m0), p1 = _mm256_mul_epu32(c2, m1);
			c0 = _mm256_xor_si256(_mm256_srli_epi64(p1, 32), _mm256_xor_si256(c1, spread(k0)));
			c2 = _mm256_xor_si256(_mm256_srli_epi64(p0, 32), _mm256_xor_si256(c3, spread(k1)));
			c1 = p1, c3 = p0;
			k0 += 0x9E3779B9u, k1 += 0xBB67AE85u;
		}
		_mm256_storeu_pd(to, unit_of(c0, c1));
		_mm256_storeu_pd(to + HALF, unit_of(c2, c3));
	}
}
#else
static inline double unit_of(uint32_t low, uint32_t high)
{
	uint64_t bits = (((uint64_t)high << 32 | low) >> 12) | FRACTION_OF_ONE;
	double x;
	memcpy(&x, &bits, sizeof x);
	return (x - 1.0) + 0x1p-53;
}

/* 64 counters in a row: the loop over them is what compilers turn into vectors. */
static void philox_group(counter start, double *restrict first, double *restrict second)
{
	for (uint32_t i = 0; i < HALF; i++) {
		uint32_t c0 = start.word[0] + i, c1 = start.word[1], c2 = start.word[2], c3 = start.word[3];
		uint32_t k0 = start.key[0], k1 = start.key[1];
		for (int round = 0; round < ROUNDS; round++) {
			uint64_t p0 = (uint64_t)c0 * 0xD2511F53u, p1 = (uint64_t)c2 * 0xCD9E8D57u;
			uint32_t n0 = (uint32_t)(p1 >> 32) ^ c1 ^ k0, n2 = (uint32_t)(p0 >> 32) ^ c3 ^ k1;
			c0 = n0, c1 = (uint32_t)p1, c2 = n2, c3 = (uint32_t)p0;
			k0 += 0x9E3779B9u, k1 += 0xBB67AE85u;
		}
		first[i] = unit_of(c0, c1);
		second[i] = unit_of(c2, c3);
	}
}

static void philox(counter at, size_t groups, double *restrict out)
{
	for (; groups; groups--, at.word[0] += HALF, out += GROUP)
		philox_group(at, out, out + HALF);
}
#endif

static void uniforms(qn_stream stream, uint64_t who, uint32_t period, uint32_t first, size_t count, double *out)
{
	counter at = { { 0, period, (uint32_t)who, (uint32_t)(who >> 32) }, { (uint32_t)stream.key, (uint32_t)(stream.key >> 32) } };
	double part[GROUP];
	for (size_t done = 0, take; done < count; done += take) {
		size_t path = first + done, within = path % GROUP, left = count - done;
		at.word[0] = (uint32_t)(path / GROUP * HALF);
		if (within == 0 && left >= GROUP) {
			take = left / GROUP * GROUP;
			philox(at, left / GROUP, out + done);
		} else {
			take = left < GROUP - within ? left : GROUP - within;
			philox(at, 1, part);
			memcpy(out + done, part + within, take * sizeof *out);
		}
	}
}

/* Wichura, Algorithm AS 241 (PPND16): the normal quantile to about one part in 10^16. */
static inline double ratio(const double *a, const double *b, double r)
{
	double above = ((((((a[7] * r + a[6]) * r + a[5]) * r + a[4]) * r + a[3]) * r + a[2]) * r + a[1]) * r + a[0];
	double below = ((((((b[7] * r + b[6]) * r + b[5]) * r + b[4]) * r + b[3]) * r + b[2]) * r + b[1]) * r + b[0];
	return above / below;
}

static inline double central(double q)
{
	static const double a[8] = { 3.3871328727963666080e0, 1.3314166789178437745e+2, 1.9715909503065514427e+3,
		1.3731693765509461125e+4, 4.5921953931549871457e+4, 6.7265770927008700853e+4, 3.3430575583588128105e+4,
		2.5090809287301226727e+3 };
	static const double b[8] = { 1.0, 4.2313330701600911252e+1, 6.8718700749205790830e+2, 5.3941960214247511077e+3,
		2.1213794301586595867e+4, 3.9307895800092710610e+4, 2.8729085735721942674e+4, 5.2264952788528545610e+3 };
	return q * ratio(a, b, 0.180625 - q * q);
}

static inline double near_tail(double r)
{
	static const double c[8] = { 1.42343711074968357734e0, 4.63033784615654529590e0, 5.76949722146069140550e0,
		3.64784832476320460504e0, 1.27045825245236838258e0, 2.41780725177450611770e-1, 2.27238449892691845833e-2,
		7.74545014278341407640e-4 };
	static const double d[8] = { 1.0, 2.05319162663775882187e0, 1.67638483018380384940e0, 6.89767334985100004550e-1,
		1.48103976427480074590e-1, 1.51986665636164571966e-2, 5.47593808499534494600e-4, 1.05075007164441684324e-9 };
	return ratio(c, d, r - 1.6);
}

static double far_tail(double r)
{
	static const double e[8] = { 6.65790464350110377720e0, 5.46378491116411436990e0, 1.78482653991729133580e0,
		2.96560571828504891230e-1, 2.65321895265761230930e-2, 1.24266094738807843860e-3, 2.71155556874348757815e-5,
		2.01033439929228813265e-7 };
	static const double f[8] = { 1.0, 5.99832206555887937690e-1, 1.36929880922735805310e-1, 1.48753612908506148525e-2,
		7.86869131145613259100e-4, 1.84631831751005468180e-5, 1.42151175831644588870e-7, 2.04426310338993978564e-15 };
	return ratio(e, f, r - 5.0);
}

/* Which of n numbers lie in the tails, 15 of 100; counted without a branch, which nobody could foretell. which has room for
 * three more than n. */
static size_t find_tails(size_t n, const double *u, uint16_t *which)
{
	size_t count = 0, i = 0;
#ifdef WITH_AVX2
	static const uint16_t at[16][4] = { { 0 }, { 0 }, { 1 }, { 0, 1 }, { 2 }, { 0, 2 }, { 1, 2 }, { 0, 1, 2 }, { 3 }, { 0, 3 }, { 1, 3 },
		{ 0, 1, 3 }, { 2, 3 }, { 0, 2, 3 }, { 1, 2, 3 }, { 0, 1, 2, 3 } };
	for (; i + 4 <= n; i += 4) {
		__m256d from_middle = _mm256_andnot_pd(_mm256_set1_pd(-0.0), _mm256_sub_pd(_mm256_loadu_pd(u + i), _mm256_set1_pd(0.5)));
		int tails = _mm256_movemask_pd(_mm256_cmp_pd(from_middle, _mm256_set1_pd(0.425), _CMP_GT_OQ));
		uint64_t four;
		memcpy(&four, at[tails], sizeof four);
		four += i * UINT64_C(0x0001000100010001); /* no place is so great that it would carry */
		memcpy(which + count, &four, sizeof four);
		count += (size_t)__builtin_popcount((unsigned)tails);
	}
#endif
	for (; i < n; i++) {
		which[count] = (uint16_t)i;
		count += fabs(u[i] - 0.5) > 0.425;
	}
	return count;
}

/* The tails' share of z, in passes over them alone. Beyond 5 there is one in 10^11. */
static void put_tails(size_t count, const uint16_t *which, const double *restrict u, double *restrict z)
{
	double from[PIECE], r[PIECE], tail[PIECE];
	for (size_t k = 0; k < count; k++)
		from[k] = u[which[k]];
	for (size_t k = 0; k < count; k++)
		r[k] = from[k] < 0.5 ? from[k] : 1.0 - from[k];
	QN_FOR_ISA(qn_reals).log(count, r, r);
	for (size_t k = 0; k < count; k++)
		r[k] = sqrt(-r[k]);
	for (size_t k = 0; k < count; k++)
		tail[k] = near_tail(r[k]);
	for (size_t k = 0; k < count; k++)
		if (r[k] > 5.0)
			tail[k] = far_tail(r[k]);
	for (size_t k = 0; k < count; k++)
		tail[k] = copysign(tail[k], from[k] - 0.5);
	for (size_t k = 0; k < count; k++)
		z[which[k]] = tail[k];
}

/* u to mean + deviation * z, in place, a piece at a time: the plain middle first for all, then the tails. */
static void to_normal(size_t count, double *restrict u, double mean, double deviation)
{
	double z[PIECE];
	uint16_t which[PIECE + 4];
	for (size_t done = 0; done < count; done += PIECE) {
		size_t n = count - done < PIECE ? count - done : PIECE;
		double *piece = u + done;
		for (size_t i = 0; i < n; i++)
			z[i] = central(piece[i] - 0.5);
		put_tails(find_tails(n, piece, which), which, piece, z);
		for (size_t i = 0; i < n; i++)
			piece[i] = qn_settle(mean + deviation * z[i]);
	}
}

static void scale(size_t count, double *restrict u, double from, double width)
{
	for (size_t i = 0; i < count; i++)
		u[i] = qn_settle(from + width * u[i]);
}

static void to_triangular(const qn_distribution *d, size_t count, double *restrict u)
{
	double low = d->a, mode = d->b, high = d->c, width = high - low;
	for (size_t i = 0; i < count; i++) {
		double rising = low + sqrt(u[i] * width * (mode - low)), falling = high - sqrt((1.0 - u[i]) * width * (high - mode));
		u[i] = qn_settle(u[i] * width < mode - low ? rising : falling);
	}
}

static void invert(const qn_distribution *distribution, size_t count, double *u)
{
	switch (distribution->kind) {
	case QN_NORMAL:
		to_normal(count, u, distribution->a, distribution->b);
		return;
	case QN_LOGNORMAL:
		to_normal(count, u, distribution->a, distribution->b);
		QN_FOR_ISA(qn_reals).exp(count, u, u);
		return;
	case QN_UNIFORM:
		scale(count, u, distribution->a, distribution->b - distribution->a);
		return;
	case QN_TRIANGULAR:
		to_triangular(distribution, count, u);
		return;
	default:
		for (size_t i = 0; i < count; i++)
			u[i] = distribution->a;
	}
}

/* Hart's function as West has it (Better approximations to cumulative normal functions, 2005): e is exp(-z²/2). */
static inline double upper_tail(double z, double e)
{
	static const double a[7] = { 220.206867912376, 221.213596169931, 112.079291497871, 33.912866078383, 6.37396220353165, 0.700383064443688,
		3.52624965998911e-2 };
	static const double b[8] = { 440.413735824752, 793.826512519948, 637.333633378831, 296.564248779674, 86.7807322029461, 16.064177579207,
		1.75566716318264, 8.83883476483184e-2 };
	double above = (((((a[6] * z + a[5]) * z + a[4]) * z + a[3]) * z + a[2]) * z + a[1]) * z + a[0];
	double below = ((((((b[7] * z + b[6]) * z + b[5]) * z + b[4]) * z + b[3]) * z + b[2]) * z + b[1]) * z + b[0];
	double fraction = z + 1.0 / (z + 2.0 / (z + 3.0 / (z + 4.0 / (z + 0.65))));
	return z < 7.07106781186547 ? e * above / below : e / fraction / 2.506628274631;
}

static void chances(size_t count, double *restrict z)
{
	double from[PIECE], e[PIECE];
	for (size_t done = 0; done < count; done += PIECE) {
		size_t n = count - done < PIECE ? count - done : PIECE;
		double *piece = z + done;
		for (size_t i = 0; i < n; i++)
			from[i] = fabs(piece[i]), e[i] = -0.5 * from[i] * from[i];
		QN_FOR_ISA(qn_reals).exp(n, e, e);
		for (size_t i = 0; i < n; i++) {
			double tail = upper_tail(from[i], e[i]);
			double u = piece[i] > 0 ? 1.0 - tail : tail;
			piece[i] = u < 0x1p-53 ? 0x1p-53 : u > 1.0 - 0x1p-53 ? 1.0 - 0x1p-53 : u;
		}
	}
}

const qn_draws QN_FOR_ISA(qn_draws) = { uniforms, invert, chances };
