/* SPDX-License-Identifier: Apache-2.0 */
/* test_sound.c - numbers that no sound store has: what is damaged so is told, and costs neither memory nor time. */
#include "fixture.h"
#include "store/care.h"
#include "store/things.h"

/* One import and one entity with a value. */
static void fill(fixture *f)
{
	qn_catalogue catalogue = small_catalogue();
	begin(f);
	OK(f, qn_change_put_catalogue(f->change, &catalogue, &f->err));
	add_entity(f, CLUSTER, "a", NULL, "a", NULL);
	qn_import import = add_import(f, QN_SOURCE_OFFICIAL, 20000, false);
	put(f, &import, year(2024), &(qn_cell){ 0, 0, 7 }, 1);
	commit(f);
}

static void forge_import(fixture *f, uint32_t number)
{
	qn_import import = { .file = "r.csv", .source = "city", .submitter = "", .rank = QN_SOURCE_OFFICIAL, .known_on = 20000, .recorded = "" };
	qn_key key = { .length = 0 };
	qn_key_u32(&key, number);
	OK(f, qn_env_put_thing(f->change, DB_IMPORTS, &key, qn_import_walk, &import, "an import", &f->err));
}

static void forge_entity(fixture *f, uint32_t number, const char *id)
{
	qn_entity entity = { .kind = CLUSTER, .number = number, .id = id, .code = "", .title = { NULL, id } };
	qn_key key = { .length = 0 };
	qn_key_u16(&key, CLUSTER);
	qn_key_u32(&key, number);
	OK(f, qn_env_put_thing(f->change, DB_ENTITIES, &key, qn_entity_walk, &entity, id, &f->err));
	OK(f, qn_entity_add_names(f->change, &entity, &f->err));
}

static void forge_record(fixture *f, uint32_t import)
{
	qn_kept_record record = { .origin = { import, 1 } };
	qn_key key = { .length = 0 };
	qn_key_bytes(&key, "titles", 7);
	qn_key_u16(&key, CLUSTER);
	qn_key_u32(&key, 0);
	qn_key_u32(&key, 0);
	OK(f, qn_env_put_thing(f->change, DB_RECORDS, &key, qn_record_walk, &record, "titles", &f->err));
}

static int hear(void *context, const qn_both *words)
{
	(void)context;
	assert_true(*words->english && *words->chinese);
	return QN_OK;
}

/* It is told, and a repair leaves a sound store with the value. */
static void assert_mended(fixture *f)
{
	char to[128];
	qn_health health;
	snprintf(to, sizeof to, "%s/r.qn", f->folder);
	OK(f, qn_store_verify(f->path, hear, NULL, &health, &f->err));
	assert_true(health.findings > 0);
	OK(f, qn_store_repair(f->path, to, hear, NULL, &health, &f->err));
	OK(f, qn_store_verify(to, hear, NULL, &health, &f->err));
	assert_int_equal(health.findings, 0);
	assert_int_equal(health.values, 1);
	assert_true(health.entries < 100000);
}

static void test_imports_behind_a_gap_are_told_and_mended(void **state)
{
	fixture *f = *state;
	fill(f);
	begin(f);
	forge_import(f, 1000);
	forge_import(f, 1001);
	commit(f);
	qn_store_close(f->store), f->store = NULL;
	assert_mended(f);
}

static void test_an_import_of_a_number_that_none_can_have_goes_out(void **state)
{
	fixture *f = *state;
	uint32_t count;
	qn_import import;
	fill(f);
	begin(f);
	forge_import(f, 0x80000001);
	forge_import(f, UINT32_MAX);
	commit(f);
	assert_int_equal(qn_imports_counted(look(f), &count, &f->err), QN_ESTORE);
	assert_int_equal(qn_import_get(f->snapshot, 0x80000001, &import, &f->err), QN_ESTORE);
	assert_non_null(strstr(f->err.text, "an entry of its imports is damaged"));
	qn_snapshot_close(f->snapshot), f->snapshot = NULL;
	qn_store_close(f->store), f->store = NULL;
	assert_mended(f);
}

static void test_an_entity_of_a_number_that_none_can_have_goes_out(void **state)
{
	fixture *f = *state;
	uint32_t count;
	qn_entity entity;
	fill(f);
	begin(f);
	forge_entity(f, 0x80000001, "one");
	forge_entity(f, UINT32_MAX, "two");
	commit(f);
	assert_int_equal(qn_entity_count(look(f), CLUSTER, &count, &f->err), QN_ESTORE);
	assert_int_equal(qn_entity_get(f->snapshot, CLUSTER, 0x80000001, &entity, &f->err), QN_ESTORE);
	qn_snapshot_close(f->snapshot), f->snapshot = NULL;
	qn_store_close(f->store), f->store = NULL;
	assert_mended(f);
}

static void test_a_record_of_an_import_that_cannot_be_goes_out(void **state)
{
	fixture *f = *state;
	fill(f);
	begin(f);
	forge_record(f, UINT32_MAX);
	commit(f);
	qn_store_close(f->store), f->store = NULL;
	assert_mended(f);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_open, fixture_close)
	const struct CMUnitTest tests[] = {
		TEST(test_imports_behind_a_gap_are_told_and_mended),
		TEST(test_an_import_of_a_number_that_none_can_have_goes_out),
		TEST(test_an_entity_of_a_number_that_none_can_have_goes_out),
		TEST(test_a_record_of_an_import_that_cannot_be_goes_out),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
