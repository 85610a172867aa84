/* SPDX-License-Identifier: Apache-2.0 */
/* test_regional.c - location quotients, shift-share and concentration against published examples. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include "base/real.h"
#include "methods/regional.h"

/* R package REAT, locq(1714, 79006, 879213, 15593224): the example of Farhauer and Kröll (2013). */
static void test_location_quotient_of_farhauer_and_kroell(void **state)
{
	(void)state;
	assert_float_equal(qn_location_quotient(1714, 79006, 879213, 15593224), 0.3847623, 1e-6);
	assert_true(qn_is_missing(qn_location_quotient(1, 0, 1, 1)) && qn_is_missing(qn_location_quotient(QN_MISSING, 1, 1, 1)));
}

/* G. Krumme (University of Washington), Economic Geography 350: employment of "Holukuluku" 1985 and 1995. Location quotients 5, 0.5,
 * 0.5, 0.667; national growth effect 290, differential effect 420, composition effect -80; total shift 340. */
static const double regional[4][2] = { { 500, 1000 }, { 100, 100 }, { 200, 250 }, { 200, 280 } }, national_share[4] = { 0.1, 0.2, 0.4, 0.3 },
	national_growth[4] = { 0.1, 0.2, 0.3, 0.4 };

static void test_shift_share_of_krumme(void **state)
{
	(void)state;
	const double quotient[] = { 5, 0.5, 0.5, 0.667 }, differential[] = { 450, -20, -10, 0 }, composition[] = { -95, -9, 2, 22 };
	qn_shift all = { 0 };
	for (int i = 0; i < 4; i++) {
		double before = 1e6 * national_share[i], after = before * (1 + national_growth[i]);
		qn_shift shift = qn_shift_share(regional[i][0], regional[i][1], before, after, 1e6, 1.29e6);
		assert_float_equal(qn_location_quotient(regional[i][0], 1000, before, 1e6), quotient[i], 0.0005);
		assert_float_equal(shift.own, differential[i], 1e-9);
		assert_float_equal(shift.mix, composition[i], 1e-9);
		assert_float_equal(shift.share + shift.mix + shift.own, regional[i][1] - regional[i][0], 1e-9);
		all = qn_shift_add(all, shift);
	}
	assert_float_equal(all.share, 290, 1e-9);
	assert_float_equal(all.own, 420, 1e-9);
	assert_float_equal(all.mix, -80, 1e-9);
	assert_float_equal(all.mix + all.own, 340, 1e-9);
}

/* An industry that begins at nothing everywhere is its region's own growth, and takes nothing from the sum. */
static void test_growth_from_nothing_is_its_own(void **state)
{
	(void)state;
	qn_shift shift = qn_shift_share(0, 5, 0, 5, 250, 305);
	assert_true(shift.share == 0 && shift.mix == 0 && shift.own == 5);
}

static void test_losses_have_no_shares(void **state)
{
	(void)state;
	assert_true(qn_is_missing(qn_shift_share(-3, -6, 7, 11, 13, 20).share) && qn_is_missing(qn_shift_share(-3, -6, 7, 11, 13, 20).own));
	assert_true(qn_is_missing(qn_shift_share(10, 12, -7, 11, 13, 20).mix) && qn_is_missing(qn_shift_share(10, 12, 7, 11, -13, 20).mix));
	assert_true(qn_is_missing(qn_location_quotient(2, -4, 2, 20)) && qn_is_missing(qn_location_quotient(2, 4, -2, 20)));
}

/* US Department of Justice, "Herfindahl-Hirschman Index": four firms of 30, 30, 20 and 20 per cent have 2600 points. */
static void test_herfindahl_of_the_department_of_justice(void **state)
{
	(void)state;
	double value[] = { 20, QN_MISSING, 30, 20, 30 };
	qn_concentration c = qn_concentration_of(value, 5);
	assert_int_equal(c.n, 4);
	assert_float_equal(c.hhi * 10000, 2600, 1e-9);
	assert_float_equal(c.normalised, (0.26 - 0.25) / 0.75, 1e-12);
	assert_float_equal(c.cr4, 1, 1e-12);
}

static void test_concentration_at_its_ends(void **state)
{
	(void)state;
	double alone[] = { 7 }, alike[] = { 1, 1, 1, 1, 1 }, negative[] = { 3, -1 }, nothing[] = { QN_MISSING, 0 };
	qn_concentration c = qn_concentration_of(alone, 1);
	assert_true(c.hhi == 1 && qn_is_missing(c.normalised));
	c = qn_concentration_of(alike, 5);
	assert_float_equal(c.hhi, 0.2, 1e-12);
	assert_float_equal(c.normalised, 0, 1e-12);
	assert_float_equal(c.cr4, 0.8, 1e-12);
	assert_true(qn_is_missing(qn_concentration_of(negative, 2).hhi) && qn_is_missing(qn_concentration_of(nothing, 2).hhi));
}

static void test_quadrants(void **state)
{
	(void)state;
	assert_int_equal(qn_quadrant_of(10, 0.1, 5, 0.05), QN_LARGE_FAST);
	assert_int_equal(qn_quadrant_of(5, 0.01, 5, 0.05), QN_LARGE_SLOW);
	assert_int_equal(qn_quadrant_of(1, 0.05, 5, 0.05), QN_SMALL_FAST);
	assert_int_equal(qn_quadrant_of(1, 0, 5, 0.05), QN_SMALL_SLOW);
	assert_int_equal(qn_quadrant_of(1, QN_MISSING, 5, 0.05), QN_QUADRANT_UNKNOWN);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_location_quotient_of_farhauer_and_kroell), cmocka_unit_test(test_shift_share_of_krumme),
		cmocka_unit_test(test_growth_from_nothing_is_its_own), cmocka_unit_test(test_losses_have_no_shares),
		cmocka_unit_test(test_herfindahl_of_the_department_of_justice), cmocka_unit_test(test_concentration_at_its_ends), cmocka_unit_test(test_quadrants) };
	return cmocka_run_group_tests(tests, NULL, NULL);
}
