/* SPDX-License-Identifier: Apache-2.0 */
/* random.c - Philox4x32-10 over runs of paths, and the inverse of every distribution. */
#include "lanes/random.h"
#include <math.h>
#include <string.h>
#include "base/digest.h"
#include "base/real.h"

enum { HALF = 64, GROUP = 2 * HALF, ROUNDS = 10 };

qn_stream qn_stream_of(uint64_t seed, const char *assumption)
{
	return (qn_stream){ qn_hash64(seed, assumption, strlen(assumption)) };
}

/* (w >> 12) + 1/2, times 2^-52, without a conversion of 64-bit integers, which few machines have for vectors: the 52
 * bits become the fraction of a number in [1, 2), from which it goes down to (0, 1). Both steps are exact. */
static inline double unit_of(uint32_t low, uint32_t high)
{
	uint64_t bits = (((uint64_t)high << 32 | low) >> 12) | UINT64_C(0x3ff0000000000000);
	double x;
	memcpy(&x, &bits, sizeof x);
	return (x - 1.0) + 0x1p-53;
}

typedef struct { uint32_t word[4]; uint32_t key[2]; } counter;

/* 64 counters in a row: the loop over them is what compilers turn into vectors. */
static void philox_half(counter start, double *restrict first, double *restrict second)
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

void qn_uniforms(qn_stream stream, uint64_t who, uint32_t period, uint32_t first, size_t count, double *out)
{
	counter at = { { 0, period, (uint32_t)who, (uint32_t)(who >> 32) }, { (uint32_t)stream.key, (uint32_t)(stream.key >> 32) } };
	double part[GROUP];
	for (size_t done = 0; done < count;) {
		size_t path = first + done, within = path % GROUP, take = GROUP - within;
		at.word[0] = (uint32_t)(path / GROUP * HALF);
		if (take > count - done)
			take = count - done;
		if (take == GROUP) {
			philox_half(at, out + done, out + done + HALF);
		} else {
			philox_half(at, part, part + HALF);
			memcpy(out + done, part + within, take * sizeof *out);
		}
		done += take;
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

static double tail(double u)
{
	static const double c[8] = { 1.42343711074968357734e0, 4.63033784615654529590e0, 5.76949722146069140550e0,
		3.64784832476320460504e0, 1.27045825245236838258e0, 2.41780725177450611770e-1, 2.27238449892691845833e-2,
		7.74545014278341407640e-4 };
	static const double d[8] = { 1.0, 2.05319162663775882187e0, 1.67638483018380384940e0, 6.89767334985100004550e-1,
		1.48103976427480074590e-1, 1.51986665636164571966e-2, 5.47593808499534494600e-4, 1.05075007164441684324e-9 };
	static const double e[8] = { 6.65790464350110377720e0, 5.46378491116411436990e0, 1.78482653991729133580e0,
		2.96560571828504891230e-1, 2.65321895265761230930e-2, 1.24266094738807843860e-3, 2.71155556874348757815e-5,
		2.01033439929228813265e-7 };
	static const double f[8] = { 1.0, 5.99832206555887937690e-1, 1.36929880922735805310e-1, 1.48753612908506148525e-2,
		7.86869131145613259100e-4, 1.84631831751005468180e-5, 1.42151175831644588870e-7, 2.04426310338993978564e-15 };
	double r = sqrt(-qn_log(u < 0.5 ? u : 1.0 - u));
	double z = r <= 5.0 ? ratio(c, d, r - 1.6) : ratio(e, f, r - 5.0);
	return u < 0.5 ? -z : z;
}

/* u to standard normals, in place, a piece at a time: the plain middle first for all, then the tails' share. */
static void to_normal(size_t count, double *restrict u)
{
	double z[GROUP];
	for (size_t done = 0; done < count; done += GROUP) {
		size_t n = count - done < GROUP ? count - done : GROUP;
		double *piece = u + done;
		for (size_t i = 0; i < n; i++)
			z[i] = central(piece[i] - 0.5);
		for (size_t i = 0; i < n; i++)
			if (fabs(piece[i] - 0.5) > 0.425)
				z[i] = tail(piece[i]);
		memcpy(piece, z, n * sizeof *z);
	}
}

static void scale(size_t count, double *restrict z, double mean, double deviation)
{
	for (size_t i = 0; i < count; i++)
		z[i] = qn_settle(mean + deviation * z[i]);
}

static void to_triangular(const qn_distribution *d, size_t count, double *restrict u)
{
	double low = d->a, mode = d->b, high = d->c, width = high - low;
	for (size_t i = 0; i < count; i++) {
		double rising = low + sqrt(u[i] * width * (mode - low)), falling = high - sqrt((1.0 - u[i]) * width * (high - mode));
		u[i] = qn_settle(u[i] * width < mode - low ? rising : falling);
	}
}

void qn_invert(const qn_distribution *distribution, size_t count, double *u)
{
	switch (distribution->kind) {
	case QN_NORMAL:
		to_normal(count, u);
		scale(count, u, distribution->a, distribution->b);
		return;
	case QN_LOGNORMAL:
		to_normal(count, u);
		for (size_t i = 0; i < count; i++)
			u[i] = qn_exp(distribution->a + distribution->b * u[i]);
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

double qn_median(const qn_distribution *distribution)
{
	double u = 0.5;
	qn_invert(distribution, 1, &u);
	return u;
}
