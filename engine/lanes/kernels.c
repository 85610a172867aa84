/* SPDX-License-Identifier: Apache-2.0 */
/* kernels.c - plain loops that compilers vectorise, made once for every form of narrow and wide operands. */
#include "lanes/kernels.h"
#include "base/isa.h"
#ifdef QN_ISA_AVX2
#include <immintrin.h>
#endif

/* A form is a loop in which the widths are constants; `expression` sees a, and y for b. */
#define LOOP(name, out_type, a_type, b_type, c_type, expression) \
	static inline __attribute__((always_inline)) void name##_loop(size_t n, out_type *restrict out, const a_type *restrict pa, \
		const b_type *restrict pb, const c_type *restrict pc, int wa, int wb, int wc) \
	{ \
		(void)pb, (void)pc, (void)wb, (void)wc; \
		for (size_t i = 0; i < n; i++) { \
			a_type a = pa[wa ? i : 0]; \
			out[i] = (out_type)(expression); \
		} \
	}
#define B(type) ((const type *)pb)[wb ? i : 0]
#define C(type) ((const type *)pc)[wc ? i : 0]
#define FORM(name, form, wa, wb, wc) \
	static void name##_##form(size_t n, void *out, const void *a, const void *b, const void *c) \
	{ \
		name##_loop(n, out, a, b, c, wa, wb, wc); \
	}
#define FORMS1(name) FORM(name, 0, 0, 0, 0) FORM(name, 1, 1, 0, 0)
#define FORMS2(name) FORMS1(name) FORM(name, 2, 0, 1, 0) FORM(name, 3, 1, 1, 0)
#define FORMS3(name) FORMS2(name) FORM(name, 4, 0, 0, 1) FORM(name, 5, 1, 0, 1) FORM(name, 6, 0, 1, 1) FORM(name, 7, 1, 1, 1)

#define NUMBER1(name, expression) LOOP(name, double, double, double, double, expression) FORMS1(name)
#define NUMBER2(name, expression) LOOP(name, double, double, double, double, expression) FORMS2(name)

enum { LINE = 8, STEP = 32 }; /* doubles */

#ifdef QN_ISA_AVX2
/* Compilers take twice as long to make bytes of comparisons: eight times four of them are -1 where the number is true and -2
 * where it is false, which survives every halving of the width. */
#define EDGE(at) (wb ? edges_of(_mm256_loadu_pd(pb + (at)), margin) : narrow)
#define WORD(at, T, F) words_of(_mm256_cmp_pd(_mm256_loadu_pd(pa + (at)), EDGE(at), T), _mm256_cmp_pd(_mm256_loadu_pd(pa + (at)), EDGE(at), F))
#define HALF(at, T, F) halves_of(WORD(at, T, F), WORD(at + 4, T, F))
#define QUARTER(at, T, F) _mm256_packs_epi32(HALF(at, T, F), HALF(at + 8, T, F))
#define STEP_OF(truth, falsehood, T, F) store_bytes(out + i, QUARTER(i, T, F), QUARTER(i + 16, T, F));
#define NARROW __m256d narrow = _mm256_set1_pd(qn_edge(*pb, margin));

static inline __attribute__((always_inline)) __m256d edges_of(__m256d line, double margin)
{
	__m256d size = _mm256_andnot_pd(_mm256_set1_pd(-0.0), line);
	return margin == 0 ? line : _mm256_add_pd(line, _mm256_mul_pd(_mm256_set1_pd(margin), size));
}

static inline __m256i words_of(__m256d truth, __m256d falsehood)
{
	__m256i no = _mm256_castpd_si256(falsehood);
	return _mm256_add_epi64(_mm256_castpd_si256(truth), _mm256_add_epi64(no, no));
}

static inline __m256i halves_of(__m256i low, __m256i high)
{
	return _mm256_castps_si256(_mm256_shuffle_ps(_mm256_castsi256_ps(low), _mm256_castsi256_ps(high), 0x88));
}

/* The halvings have put every other pair into the upper half of the register: pairs are told in turns. */
static inline void store_bytes(qn_mask *out, __m256i low, __m256i high)
{
	__m256i bytes = _mm256_sub_epi8(_mm256_setzero_si256(), _mm256_packs_epi16(low, high));
	__m128i even = _mm256_castsi256_si128(bytes), odd = _mm256_extracti128_si256(bytes, 1);
	_mm_storeu_si128((__m128i *)out, _mm_unpacklo_epi16(even, odd));
	_mm_storeu_si128((__m128i *)(out + 16), _mm_unpackhi_epi16(even, odd));
}
#else
#define STEP_OF(truth, falsehood, T, F) \
	for (int k = 0; k < STEP; k++) { \
		double a = pa[i + k], y = qn_edge(pb[wb ? i + k : 0], margin); \
		out[i + k] = (qn_mask)((truth) | (falsehood) << 1); \
	}
#define NARROW
#endif

/* Columns are mostly read first by a comparison, faster than memory is asked for them: while a row is compared, the lines of
 * the one behind it are asked for, a few at a time, since many at once are dropped. y: the edge of the line, on its side. */
#define COMPARE(name, side, truth, falsehood, T, F) \
	static inline __attribute__((always_inline)) void name##_loop(size_t n, qn_mask *restrict out, const double *restrict pa, \
		const double *restrict pb, const double *restrict pc, int wa, int wb, int wc) \
	{ \
		const double margin = (side) * QN_MARGIN; \
		size_t i = 0; \
		NARROW \
		(void)pc, (void)wc; \
		for (; wa && i + STEP <= n; i += STEP) { \
			for (int k = 0; k < STEP; k += LINE) \
				__builtin_prefetch(pa + n + i + k); \
			STEP_OF(truth, falsehood, T, F) \
		} \
		for (; i < n; i++) { \
			double a = pa[wa ? i : 0], y = qn_edge(pb[wb ? i : 0], margin); \
			out[i] = (qn_mask)((truth) | (falsehood) << 1); \
		} \
	} \
	FORMS2(name)
#define MASK1(name, expression) LOOP(name, qn_mask, qn_mask, qn_mask, qn_mask, expression) FORMS1(name)
#define MASK2(name, expression) LOOP(name, qn_mask, qn_mask, qn_mask, qn_mask, expression) FORMS2(name)

#define y B(double)
#define MISSING(x) ((x) != (x))

NUMBER2(add, qn_settle(a + y))
NUMBER2(sub, qn_settle(a - y))
NUMBER2(mul, qn_settle(a * y))
NUMBER2(div, qn_settle(a / y))
NUMBER2(least, (MISSING(a) | MISSING(y)) ? QN_MISSING : y < a ? y : a)
NUMBER2(greatest, (MISSING(a) | MISSING(y)) ? QN_MISSING : a < y ? y : a)
NUMBER1(negative, MISSING(a) ? QN_MISSING : -a)
NUMBER1(absolute, MISSING(a) ? QN_MISSING : fabs(a))
NUMBER1(root, qn_settle(sqrt(a)))
NUMBER1(round_down, qn_settle(floor(a)))
NUMBER1(round_up, qn_settle(ceil(a)))
NUMBER1(copy_number, a)
NUMBER2(fill_number, MISSING(a) ? y : a)

/* Two at once: what overflows in the first is not finite in the second either, so one look is enough. */
#define NUMBER3(name, expression) LOOP(name, double, double, double, double, expression) FORMS3(name)
NUMBER3(add_add, qn_settle((a + y) + C(double)))
NUMBER3(add_mul, qn_settle((a + y) * C(double)))
NUMBER3(mul_add, qn_settle((a * y) + C(double)))
NUMBER3(mul_mul, qn_settle((a * y) * C(double)))
#undef y

COMPARE(lt, -1, a < y, a >= y, _CMP_LT_OQ, _CMP_GE_OQ)
COMPARE(le, 1, a <= y, a > y, _CMP_LE_OQ, _CMP_GT_OQ)
COMPARE(gt, 1, a > y, a <= y, _CMP_GT_OQ, _CMP_LE_OQ)
COMPARE(ge, -1, a >= y, a < y, _CMP_GE_OQ, _CMP_LT_OQ)
COMPARE(eq, 0, a == y, (a < y) | (a > y), _CMP_EQ_OQ, _CMP_NEQ_OQ)
COMPARE(ne, 0, (a < y) | (a > y), a == y, _CMP_NEQ_OQ, _CMP_EQ_OQ)

#define y B(qn_mask)
MASK2(both, (a & y & 1) | ((a | y) & 2))
MASK2(either, ((a | y) & 1) | (a & y & 2))
MASK2(fill_mask, a == QN_UNKNOWN ? y : a)
MASK1(negation, (a >> 1) | ((a & 1) << 1))
MASK1(copy_mask, a)
MASK1(present_mask, a == QN_UNKNOWN ? QN_FALSE : QN_TRUE)
#undef y

LOOP(present_number, qn_mask, double, double, double, MISSING(a) ? QN_FALSE : QN_TRUE) FORMS1(present_number)
LOOP(as_mask, qn_mask, double, double, double, MISSING(a) ? QN_UNKNOWN : a != 0 ? QN_TRUE : QN_FALSE) FORMS1(as_mask)
LOOP(as_number, double, qn_mask, qn_mask, qn_mask, a == QN_UNKNOWN ? QN_MISSING : (double)(a & 1)) FORMS1(as_number)

static inline double choose_number(qn_mask mask, double x, double y)
{
	double open = x == y ? x : QN_MISSING, decided = mask & QN_TRUE ? x : y;
	return mask == QN_UNKNOWN ? open : decided;
}

static inline qn_mask choose_mask(qn_mask mask, qn_mask x, qn_mask y)
{
	qn_mask open = x == y ? x : QN_UNKNOWN, decided = mask & QN_TRUE ? x : y;
	return mask == QN_UNKNOWN ? open : decided;
}

LOOP(where_number, double, qn_mask, double, double, choose_number(a, B(double), C(double))) FORMS3(where_number)
LOOP(where_mask, qn_mask, qn_mask, qn_mask, qn_mask, choose_mask(a, B(qn_mask), C(qn_mask))) FORMS3(where_mask)

/* Functions of fixed bits come over many values: narrow operands are spread first, wide ones taken as they stand. */
static void spread(size_t n, double *out, double value)
{
	for (size_t i = 0; i < n; i++)
		out[i] = value;
}

static inline void power_loop(size_t n, double *out, const double *a, const double *b, int wide_a, int wide_b)
{
	enum { PIECE = 256 };
	double narrow[PIECE];
	spread(PIECE, narrow, wide_a ? *b : *a);
	for (size_t i = 0; i < n; i += PIECE) {
		size_t take = n - i < PIECE ? n - i : PIECE;
		QN_FOR_ISA(qn_reals).pow(take, wide_a ? a + i : narrow, wide_b ? b + i : narrow, out + i);
	}
}

#define POWER(form, wa, wb) \
	static void power_##form(size_t n, void *out, const void *a, const void *b, const void *c) \
	{ \
		(void)c; \
		power_loop(n, out, a, b, wa, wb); \
	}
#define FUNCTION(name, of) \
	static void name##_0(size_t n, void *out, const void *a, const void *b, const void *c) \
	{ \
		double value; \
		(void)b, (void)c; \
		QN_FOR_ISA(qn_reals).of(1, a, &value); \
		spread(n, out, value); \
	} \
	static void name##_1(size_t n, void *out, const void *a, const void *b, const void *c) \
	{ \
		(void)b, (void)c; \
		QN_FOR_ISA(qn_reals).of(n, a, out); \
	}
POWER(1, 1, 0) POWER(2, 0, 1) POWER(3, 1, 1)
FUNCTION(logarithm, log)
FUNCTION(exponential, exp)

static void power_0(size_t n, void *out, const void *a, const void *b, const void *c)
{
	double value;
	(void)c;
	QN_FOR_ISA(qn_reals).pow(1, a, b, &value);
	spread(n, out, value);
}

/* What takes nothing away is the common case, and looks at half as much. */
static void strike(size_t n, double *values, double factor, double add)
{
	if (add >= 0)
		for (size_t i = 0; i < n; i++)
			values[i] = qn_settle(values[i] * factor + add);
	else
		for (size_t i = 0; i < n; i++)
			values[i] = qn_struck(values[i], factor, add);
}

#define ROW1(name) { name##_0, name##_1, name##_0, name##_1, name##_0, name##_1, name##_0, name##_1 }
#define ROW2(name) { name##_0, name##_1, name##_2, name##_3, name##_0, name##_1, name##_2, name##_3 }
#define ROW3(name) { name##_0, name##_1, name##_2, name##_3, name##_4, name##_5, name##_6, name##_7 }

const qn_kernels QN_FOR_ISA(qn_kernels) = {
	.of_numbers = {
		[QN_ADD] = ROW2(add), [QN_SUB] = ROW2(sub), [QN_MUL] = ROW2(mul), [QN_DIV] = ROW2(div), [QN_POW] = ROW2(power),
		[QN_MIN] = ROW2(least), [QN_MAX] = ROW2(greatest), [QN_NEG] = ROW1(negative), [QN_ABS] = ROW1(absolute),
		[QN_SQRT] = ROW1(root), [QN_LOG] = ROW1(logarithm), [QN_EXP] = ROW1(exponential), [QN_FLOOR] = ROW1(round_down),
		[QN_CEIL] = ROW1(round_up), [QN_LT] = ROW2(lt), [QN_LE] = ROW2(le), [QN_GT] = ROW2(gt), [QN_GE] = ROW2(ge),
		[QN_EQ] = ROW2(eq), [QN_NE] = ROW2(ne), [QN_PRESENT] = ROW1(present_number), [QN_WHERE] = ROW3(where_number),
		[QN_FILL] = ROW2(fill_number), [QN_BARE] = ROW2(mul),
	},
	.of_masks = {
		[QN_AND] = ROW2(both), [QN_OR] = ROW2(either), [QN_NOT] = ROW1(negation), [QN_PRESENT] = ROW1(present_mask),
		[QN_AS_NUMBER] = ROW1(as_number), [QN_WHERE] = ROW3(where_mask), [QN_FILL] = ROW2(fill_mask),
	},
	.fused = { [QN_ADD_ADD] = ROW3(add_add), [QN_ADD_MUL] = ROW3(add_mul), [QN_MUL_ADD] = ROW3(mul_add), [QN_MUL_MUL] = ROW3(mul_mul) },
	.copy_numbers = ROW1(copy_number),
	.copy_masks = ROW1(copy_mask),
	.to_masks = ROW1(as_mask),
	.strike = strike,
};
