/* SPDX-License-Identifier: Apache-2.0 */
#include "work/ensemble_raw.h"
#include <immintrin.h>
#include <math.h>
#include <pthread.h>
#include <sleef.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

enum { RUN = 128, BLOCK = 512 };

static inline __m256d unit_of(__m256i low, __m256i high)
{
	__m256i word = _mm256_srli_epi64(_mm256_blend_epi32(low, _mm256_slli_epi64(high, 32), 0xaa), 12);
	__m256d x = _mm256_castsi256_pd(_mm256_or_si256(word, _mm256_set1_epi64x(INT64_C(0x3ff0000000000000))));
	return _mm256_add_pd(_mm256_sub_pd(x, _mm256_set1_pd(1.0)), _mm256_set1_pd(0x1p-53));
}

void raw_uniforms(uint64_t key, uint64_t who, uint32_t ordinal, uint32_t first, uint32_t n, double *out)
{
	const __m256i m0 = _mm256_set1_epi64x(0xD2511F53u), m1 = _mm256_set1_epi64x(0xCD9E8D57u);
	for (uint32_t i = 0; i < n / 2; i += 4) {
		double *to = out + i + i / (RUN / 2) * (RUN / 2);
		__m256i c0 = _mm256_add_epi64(_mm256_set1_epi64x(first / 2 + i), _mm256_set_epi64x(3, 2, 1, 0));
		__m256i c1 = _mm256_set1_epi64x(ordinal), c2 = _mm256_set1_epi64x((uint32_t)who), c3 = _mm256_set1_epi64x(who >> 32);
		uint32_t k0 = (uint32_t)key, k1 = (uint32_t)(key >> 32);
		for (int round = 0; round < 10; round++) {
			__m256i p0 = _mm256_mul_epu32(c0, m0), p1 = _mm256_mul_epu32(c2, m1);
			c0 = _mm256_xor_si256(_mm256_srli_epi64(p1, 32), _mm256_xor_si256(c1, _mm256_set1_epi64x(k0)));
			c2 = _mm256_xor_si256(_mm256_srli_epi64(p0, 32), _mm256_xor_si256(c3, _mm256_set1_epi64x(k1)));
			c1 = p1, c3 = p0;
			k0 += 0x9E3779B9u, k1 += 0xBB67AE85u;
		}
		_mm256_storeu_pd(to, unit_of(c0, c1));
		_mm256_storeu_pd(to + RUN / 2, unit_of(c2, c3));
	}
}

static const double A[8] = { 3.3871328727963666080e0, 1.3314166789178437745e+2, 1.9715909503065514427e+3, 1.3731693765509461125e+4,
	4.5921953931549871457e+4, 6.7265770927008700853e+4, 3.3430575583588128105e+4, 2.5090809287301226727e+3 };
static const double B[8] = { 1.0, 4.2313330701600911252e+1, 6.8718700749205790830e+2, 5.3941960214247511077e+3,
	2.1213794301586595867e+4, 3.9307895800092710610e+4, 2.8729085735721942674e+4, 5.2264952788528545610e+3 };
static const double C[8] = { 1.42343711074968357734e0, 4.63033784615654529590e0, 5.76949722146069140550e0, 3.64784832476320460504e0,
	1.27045825245236838258e0, 2.41780725177450611770e-1, 2.27238449892691845833e-2, 7.74545014278341407640e-4 };
static const double D[8] = { 1.0, 2.05319162663775882187e0, 1.67638483018380384940e0, 6.89767334985100004550e-1,
	1.48103976427480074590e-1, 1.51986665636164571966e-2, 5.47593808499534494600e-4, 1.05075007164441684324e-9 };
static const double E[8] = { 6.65790464350110377720e0, 5.46378491116411436990e0, 1.78482653991729133580e0, 2.96560571828504891230e-1,
	2.65321895265761230930e-2, 1.24266094738807843860e-3, 2.71155556874348757815e-5, 2.01033439929228813265e-7 };
static const double F[8] = { 1.0, 5.99832206555887937690e-1, 1.36929880922735805310e-1, 1.48753612908506148525e-2,
	7.86869131145613259100e-4, 1.84631831751005468180e-5, 1.42151175831644588870e-7, 2.04426310338993978564e-15 };

static inline __m256d ratio(const double *a, const double *b, __m256d r)
{
	__m256d above = _mm256_set1_pd(a[7]), below = _mm256_set1_pd(b[7]);
	for (int k = 6; k >= 0; k--) {
		above = _mm256_add_pd(_mm256_mul_pd(above, r), _mm256_set1_pd(a[k]));
		below = _mm256_add_pd(_mm256_mul_pd(below, r), _mm256_set1_pd(b[k]));
	}
	return _mm256_div_pd(above, below);
}

/* The places of the bits of a mask of four. */
static const uint16_t AT[16][4] = { { 0 }, { 0 }, { 1 }, { 0, 1 }, { 2 }, { 0, 2 }, { 1, 2 }, { 0, 1, 2 }, { 3 }, { 0, 3 }, { 1, 3 },
	{ 0, 1, 3 }, { 2, 3 }, { 0, 2, 3 }, { 1, 2, 3 }, { 0, 1, 2, 3 } };

static void put_tails(const uint16_t *which, uint32_t count, double *z, const double *u)
{
	const __m256d half = _mm256_set1_pd(0.5), sign = _mm256_set1_pd(-0.0);
	double tail[BLOCK + 4];
	for (uint32_t k = 0; k < count; k++)
		tail[k] = u[which[k]];
	for (uint32_t k = count; k < count + 3; k++)
		tail[k] = 0.01;
	for (uint32_t k = 0; k < count; k += 4) {
		__m256d x = _mm256_loadu_pd(tail + k), low = _mm256_cmp_pd(x, half, _CMP_LT_OQ);
		__m256d near = _mm256_blendv_pd(_mm256_sub_pd(_mm256_set1_pd(1.0), x), x, low);
		__m256d root = _mm256_sqrt_pd(_mm256_xor_pd(Sleef_cinz_logd4_u10avx(near), sign));
		__m256d value = ratio(C, D, _mm256_sub_pd(root, _mm256_set1_pd(1.6))), far = _mm256_cmp_pd(root, _mm256_set1_pd(5.0), _CMP_GT_OQ);
		if (_mm256_movemask_pd(far))
			value = _mm256_blendv_pd(value, ratio(E, F, _mm256_sub_pd(root, _mm256_set1_pd(5.0))), far);
		_mm256_storeu_pd(tail + k, _mm256_xor_pd(value, _mm256_and_pd(low, sign)));
	}
	for (uint32_t k = 0; k < count; k++)
		z[which[k]] = tail[k];
}

void raw_normals(uint32_t n, double *u, double mean, double deviation)
{
	double z[BLOCK];
	uint16_t which[BLOCK + 4];
	uint32_t tails = 0;
	for (uint32_t i = 0; i < n; i += 4) {
		__m256d q = _mm256_sub_pd(_mm256_loadu_pd(u + i), _mm256_set1_pd(0.5));
		__m256d r = _mm256_sub_pd(_mm256_set1_pd(0.180625), _mm256_mul_pd(q, q));
		_mm256_storeu_pd(z + i, _mm256_mul_pd(q, ratio(A, B, r)));
	}
	for (uint32_t i = 0; i < n; i += 4) {
		__m256d from_middle = _mm256_andnot_pd(_mm256_set1_pd(-0.0), _mm256_sub_pd(_mm256_loadu_pd(u + i), _mm256_set1_pd(0.5)));
		int found = _mm256_movemask_pd(_mm256_cmp_pd(from_middle, _mm256_set1_pd(0.425), _CMP_GT_OQ));
		uint64_t four;
		memcpy(&four, AT[found], sizeof four);
		four += i * UINT64_C(0x0001000100010001);
		memcpy(which + tails, &four, sizeof four);
		tails += (uint32_t)__builtin_popcount((unsigned)found);
	}
	put_tails(which, tails, z, u);
	for (uint32_t i = 0; i < n; i++)
		u[i] = mean + deviation * z[i];
}

static void draw(uint64_t key, uint64_t who, uint32_t ordinal, uint32_t first, uint32_t n, double mean, double deviation, double *out)
{
	raw_uniforms(key, who, ordinal, first, (n + RUN - 1) / RUN * RUN, out);
	raw_normals((n + 3) / 4 * 4, out, mean, deviation);
}

struct part { const raw_world *world; raw_answer answer; uint32_t from, to, paths; pthread_t id; };

static uint64_t sum_bits(uint32_t n, const double *x)
{
	uint64_t sum = 0;
	for (uint32_t i = 0; i < n; i++) {
		uint64_t bits;
		memcpy(&bits, &x[i], sizeof bits);
		sum += bits;
	}
	return sum;
}

static void step(uint32_t n, double *restrict investment, double *restrict revenue, const double *restrict growth,
	const double *restrict shock, double pass_through, double line, double *restrict count)
{
	for (uint32_t i = 0; i < n; i++) {
		investment[i] *= 1.0 + growth[i];
		revenue[i] *= 1.0 + (pass_through * growth[i] + shock[i]);
		count[i] += revenue[i] >= line ? 1.0 : 0.0;
	}
}

static void run_member(struct part *part, int m, uint32_t first, uint32_t n)
{
	const raw_world *w = part->world;
	double revenue[BLOCK], investment[BLOCK], growth[BLOCK], shock[BLOCK];
	for (uint32_t i = 0; i < n; i++)
		revenue[i] = w->revenue[m], investment[i] = w->investment[m];
	for (int t = 0; t < RAW_YEARS; t++) {
		draw(w->key_investment, w->who[m], w->ordinal[t], first, n, w->mean[0], w->deviation[0], growth);
		draw(w->key_shock, w->who[m], w->ordinal[t], first, n, w->mean[1], w->deviation[1], shock);
		step(n, investment, revenue, growth, shock, w->pass_through, w->line, part->answer.count + (size_t)t * part->paths + first);
	}
	uint64_t reached = 0;
	for (uint32_t i = 0; i < n; i++)
		reached += revenue[i] >= w->line;
	part->answer.at_line[m] += reached;
	part->answer.bits += sum_bits(n, revenue) + sum_bits(n, investment);
}

static void *run_part(void *context)
{
	struct part *part = context;
	for (uint32_t first = part->from; first < part->to; first += BLOCK)
		for (int m = 0; m < RAW_MEMBERS; m++)
			run_member(part, m, first, part->to - first < BLOCK ? part->to - first : BLOCK);
	return NULL;
}

void raw_ensemble(const raw_world *world, uint32_t paths, int threads, raw_answer *out)
{
	struct part *part = calloc((size_t)threads, sizeof *part);
	uint32_t blocks = (paths + BLOCK - 1) / BLOCK;
	memset(out->count, 0, sizeof(double) * RAW_YEARS * paths);
	out->bits = 0;
	memset(out->at_line, 0, sizeof out->at_line);
	for (int i = 0; i < threads; i++) {
		uint32_t from = blocks * (uint32_t)i / (uint32_t)threads * BLOCK, to = blocks * (uint32_t)(i + 1) / (uint32_t)threads * BLOCK;
		part[i] = (struct part){ .world = world, .answer = { .count = out->count }, .from = from, .to = to < paths ? to : paths, .paths = paths };
		if (i)
			pthread_create(&part[i].id, NULL, run_part, &part[i]);
	}
	run_part(&part[0]);
	for (int i = 0; i < threads; i++) {
		if (i)
			pthread_join(part[i].id, NULL);
		out->bits += part[i].answer.bits;
		for (int m = 0; m < RAW_MEMBERS; m++)
			out->at_line[m] += part[i].answer.at_line[m];
	}
	free(part);
}
