/* SPDX-License-Identifier: Apache-2.0 */
/* test_catalogue.c - names find what they name; a catalogue comes back as it went; tampered bytes are no fault. */
#include "fixture.h"

static void test_an_indicator_is_found_by_id_and_by_either_title(void **state)
{
	qn_catalogue catalogue = fixture_catalogue();
	(void)state;
	assert_int_equal(qn_catalogue_indicator(&catalogue, "profit_rate"), PROFIT_RATE);
	assert_int_equal(qn_catalogue_indicator(&catalogue, "营业收入"), REVENUE);
	assert_int_equal(qn_catalogue_indicator(&catalogue, "Profit rate"), PROFIT_RATE);
	assert_int_equal(qn_catalogue_indicator(&catalogue, "profit"), -1);
	assert_string_equal(qn_catalogue_nearest(&catalogue, "revenu"), "revenue");
	assert_null(qn_catalogue_nearest(&catalogue, "zzz"));
	assert_int_equal(qn_catalogue_kind(&catalogue, "city"), CITY);
	assert_int_equal(qn_catalogue_kind(&catalogue, "village"), -1);
	assert_int_equal(qn_catalogue_member(&catalogue, CITY, "wuhu"), 1);
	assert_int_equal(qn_catalogue_member(&catalogue, CITY, "合肥市"), 0);
	assert_int_equal(qn_catalogue_member(&catalogue, CITY, "vehicles"), -1);
}

static void test_a_catalogue_comes_back_as_it_went(void **state)
{
	qn_catalogue catalogue = fixture_catalogue(), *back;
	qn_buffer first = { 0 }, second = { 0 };
	qn_error err;
	(void)state;
	qn_catalogue_write(&catalogue, &first);
	assert_int_equal(qn_catalogue_read(first.data, first.length, &back, &err), QN_OK);
	qn_catalogue_write(back, &second);
	assert_int_equal(first.length, second.length);
	assert_memory_equal(first.data, second.data, first.length);
	assert_string_equal(back->pack, "invented");
	assert_string_equal(back->units.unit[WAN].maker, "wan");
	assert_null(back->units.unit[PIECES].maker);
	assert_true(back->units.unit[WAN].divide == 10000);
	assert_true(back->units.counted[ENTERPRISE] && !back->units.counted[MONEY]);
	assert_string_equal(back->units.dimension[PLATFORM], "platform");
	assert_int_equal(back->indicator[STANDING].better, -1);
	assert_string_equal(back->indicator[REVENUE].theme, "scale");
	assert_string_equal(back->indicator[REVENUE].note, "of the whole\nchain");
	assert_int_equal(back->indicator[LEADERS].dimension, 0x10);
	assert_string_equal(back->member[CITY].title[1].zh, "芜湖市");
	assert_int_equal(back->subject, CLUSTER);
	qn_buffer_free(&first);
	qn_buffer_free(&second);
	qn_catalogue_free(back);
}

static void test_catalogues_that_contradict_themselves_are_refused(void **state)
{
	qn_indicator indicators[2] = { fixture_indicators[REVENUE], fixture_indicators[REVENUE] };
	qn_catalogue catalogue = fixture_catalogue(), *back;
	qn_buffer bytes = { 0 };
	qn_error err;
	(void)state;
	catalogue.indicator = indicators;
	catalogue.indicators = 2;
	qn_catalogue_write(&catalogue, &bytes);
	assert_int_equal(qn_catalogue_read(bytes.data, bytes.length, &back, &err), QN_EINPUT);
	assert_string_equal(err.text, "the catalogue cannot be used: an id is there twice");
	indicators[1].id = "other";
	indicators[1].dimension = 0x10;
	bytes.length = 0;
	qn_catalogue_write(&catalogue, &bytes);
	assert_int_equal(qn_catalogue_read(bytes.data, bytes.length, &back, &err), QN_EINPUT);
	assert_string_equal(err.text, "the catalogue cannot be used: an indicator's dimension is not its unit's");
	qn_buffer_free(&bytes);
}

static void test_every_beginning_and_every_changed_byte_is_survived(void **state)
{
	static const unsigned char bytes_to_try[] = { 0, 1, 0x7F, 0x80, 0xFF };
	qn_catalogue catalogue = fixture_catalogue(), *back;
	qn_buffer good = { 0 };
	qn_error err;
	(void)state;
	qn_catalogue_write(&catalogue, &good);
	for (size_t i = 0; i < good.length; i++) {
		unsigned char *cut = malloc(i + 1);
		assert_non_null(cut);
		memcpy(cut, good.data, i);
		assert_int_equal(qn_catalogue_read(cut, i, &back, &err), QN_EINPUT);
		free(cut);
		for (size_t j = 0; j < sizeof bytes_to_try; j++) {
			char was = good.data[i];
			good.data[i] = (char)bytes_to_try[j];
			if (qn_catalogue_read(good.data, good.length, &back, &err) == QN_OK)
				qn_catalogue_free(back);
			good.data[i] = was;
		}
	}
	qn_buffer_free(&good);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_an_indicator_is_found_by_id_and_by_either_title),
		cmocka_unit_test(test_a_catalogue_comes_back_as_it_went),
		cmocka_unit_test(test_catalogues_that_contradict_themselves_are_refused),
		cmocka_unit_test(test_every_beginning_and_every_changed_byte_is_survived),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
