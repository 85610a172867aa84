/* SPDX-License-Identifier: Apache-2.0 */
#include "assess/terms.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

/* A term to November 2028 sees the data of 2027, reported by 30 March 2028. */
static void test_a_review_sees_the_last_year_reported_before_the_term_ends(void **state)
{
	(void)state;
	assert_int_equal(qn_reviewed_year(qn_date_of(2028, 11, 14), 3, 30), 2027);
	assert_int_equal(qn_reviewed_year(qn_date_of(2028, 3, 31), 3, 30), 2027);
}

static void test_a_report_due_on_the_last_day_comes_too_late(void **state)
{
	(void)state;
	assert_int_equal(qn_reviewed_year(qn_date_of(2028, 3, 30), 3, 30), 2026);
	assert_int_equal(qn_reviewed_year(qn_date_of(2028, 1, 1), 3, 30), 2026);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_a_review_sees_the_last_year_reported_before_the_term_ends),
		cmocka_unit_test(test_a_report_due_on_the_last_day_comes_too_late),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
