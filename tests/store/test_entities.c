/* SPDX-License-Identifier: Apache-2.0 */
/* test_entities.c - who is called what, who belongs where and when; the catalogue, records and packs come back. */
#include "fixture.h"
#include "store/vintages.h"
#include "plan/node.h"

static void fill(fixture *f)
{
	qn_catalogue catalogue = small_catalogue();
	begin(f);
	OK(f, qn_change_put_catalogue(f->change, &catalogue, &f->err));
	add_entity(f, CLUSTER, "changfeng-nev", "长丰县新能源汽车整车集群", "Changfeng vehicles", "C01");
	add_entity(f, CLUSTER, "wuhu-robots", "芜湖市智能机器人集群", NULL, NULL);
	add_entity(f, CLUSTER, "wuhu-solar", "芜湖市先进光伏集群", NULL, NULL);
	add_entity(f, COUNTY, "340121", "长丰县", "Changfeng", "340121");
	add_entity(f, CITY, "hefei", "合肥市", "Hefei", NULL);
	add_entity(f, CITY, "wuhu", "芜湖市", "Wuhu", NULL);
	OK(f, qn_change_add_alias(f->change, CLUSTER, 1, "Robot Valley", &f->err));
	commit(f);
	look(f);
}

static void assert_found(fixture *f, uint32_t kind, const char *name, uint32_t found_kind, uint32_t number)
{
	qn_entity entity = { 0 };
	OK(f, qn_entity_find(f->snapshot, kind, name, &entity, &f->err));
	assert_int_equal(entity.kind, found_kind);
	assert_int_equal(entity.number, number);
}

static uint32_t group_of(qn_snapshot *snapshot, uint32_t kind, uint32_t number, uint32_t group_kind, qn_date day)
{
	uint32_t group;
	qn_error err;
	assert_int_equal(qn_entity_group(snapshot, kind, number, group_kind, day, &group, &err), QN_OK);
	return group;
}

/* The number of who is called exactly so; UINT32_MAX: nobody, or several. */
static uint32_t numbered(qn_snapshot *snapshot, uint32_t kind, const char *name, size_t length)
{
	uint32_t number = 0;
	qn_error err = { 0 };
	int rc = qn_entity_exact(snapshot, kind, name, length, &number, &err);
	assert_true(rc >= 0);
	return rc == 1 ? number : UINT32_MAX;
}

static void test_an_entity_is_found_by_each_of_its_names_in_any_case(void **state)
{
	fixture *f = *state;
	fill(f);
	assert_found(f, CLUSTER, "Changfeng-NEV", CLUSTER, 0);
	assert_found(f, CLUSTER, "c01", CLUSTER, 0);
	assert_found(f, CLUSTER, "长丰县新能源汽车整车集群", CLUSTER, 0);
	assert_found(f, CLUSTER, "CHANGFENG vehicles", CLUSTER, 0);
	assert_found(f, CLUSTER, "robot valley", CLUSTER, 1);
	assert_found(f, QN_NONE, "合肥市", CITY, 0);
	assert_int_equal(numbered(f->snapshot, CITY, "WUHU and more", 4), 1);
}

static void test_a_part_of_a_name_is_enough_when_it_is_unique_but_not_in_imports(void **state)
{
	fixture *f = *state;
	qn_entity entity;
	fill(f);
	assert_found(f, CLUSTER, "机器人", CLUSTER, 1);
	assert_int_equal(numbered(f->snapshot, CLUSTER, "机器人", strlen("机器人")), UINT32_MAX);
	assert_int_equal(qn_entity_find(f->snapshot, CLUSTER, "芜湖", &entity, &f->err), QN_EUSAGE);
	assert_non_null(strstr(f->err.text, "wuhu-robots (芜湖市智能机器人集群), wuhu-solar (芜湖市先进光伏集群)"));
}

static void test_the_nearest_name_is_offered(void **state)
{
	fixture *f = *state;
	qn_entity entity;
	fill(f);
	assert_int_equal(qn_entity_find(f->snapshot, CLUSTER, "changfeng-nve", &entity, &f->err), QN_ENOTFOUND);
	assert_string_equal(f->err.text, "no cluster is called \"changfeng-nve\": did you mean changfeng-nev (Changfeng vehicles)?");
	assert_int_equal(qn_entity_find(f->snapshot, CLUSTER, "qqqqqqqqqqqq", &entity, &f->err), QN_ENOTFOUND);
	assert_int_equal(qn_entity_find(f->snapshot, CLUSTER, "", &entity, &f->err), QN_ENOTFOUND);
}

static void test_a_name_of_two_entities_is_nobodys_exact_name(void **state)
{
	fixture *f = *state;
	qn_entity entity;
	fill(f);
	begin(f);
	OK(f, qn_change_add_alias(f->change, CLUSTER, 1, "twin", &f->err));
	OK(f, qn_change_add_alias(f->change, CLUSTER, 2, "Twin", &f->err));
	qn_snapshot *view = qn_change_snapshot(f->change);
	assert_int_equal(numbered(view, CLUSTER, "twin", 4), UINT32_MAX);
	assert_int_equal(qn_entity_find(view, CLUSTER, "twin", &entity, &f->err), QN_EUSAGE);
}

static void test_an_id_is_given_once_in_a_kind(void **state)
{
	fixture *f = *state;
	qn_entity again = { .kind = CITY, .id = "Hefei", .title = { "合肥", NULL } };
	fill(f);
	begin(f);
	assert_int_equal(qn_change_add_entity(f->change, &again, &f->err), QN_EINPUT);
	again.kind = INDUSTRY;
	OK(f, qn_change_add_entity(f->change, &again, &f->err));
	assert_int_equal(again.number, 0);
}

static void test_names_longer_than_a_key_are_told_apart(void **state)
{
	fixture *f = *state;
	char first[700], second[700];
	memset(first, 'x', sizeof first), first[699] = 0;
	memset(second, 'x', sizeof second), second[699] = 0, second[698] = 'y';
	fill(f);
	begin(f);
	uint32_t a = add_entity(f, INDUSTRY, first, NULL, NULL, NULL), b = add_entity(f, INDUSTRY, second, NULL, NULL, NULL);
	assert_int_equal(numbered(qn_change_snapshot(f->change), INDUSTRY, first, 699), a);
	assert_int_equal(numbered(qn_change_snapshot(f->change), INDUSTRY, second, 699), b);
}

static void test_control_characters_do_not_come_in(void **state)
{
	fixture *f = *state;
	qn_entity entity = { .kind = CITY, .id = "evil\x1b[2J", .title = { "市", NULL } };
	begin(f);
	assert_int_equal(qn_change_add_entity(f->change, &entity, &f->err), QN_EINPUT);
}

static void join_group(fixture *f, uint32_t kind, uint32_t number, uint32_t group_kind, uint32_t group, qn_date from, qn_date until)
{
	OK(f, qn_change_add_membership(f->change, &(qn_membership){ kind, number, group_kind, group, from, until }, &f->err));
}

static void test_groups_are_reached_over_several_steps_on_a_day(void **state)
{
	fixture *f = *state;
	fill(f);
	begin(f);
	join_group(f, CLUSTER, 0, COUNTY, 0, QN_NO_DATE, QN_END_OF_TIME);
	join_group(f, COUNTY, 0, CITY, 0, QN_NO_DATE, 100);
	join_group(f, COUNTY, 0, CITY, 1, 100, QN_END_OF_TIME);
	join_group(f, CITY, 0, CITY, 1, 0, QN_END_OF_TIME); /* rings do no harm */
	join_group(f, CITY, 1, CITY, 0, 0, QN_END_OF_TIME);
	qn_membership empty = { CITY, 0, INDUSTRY, 0, 5, 5 };
	assert_int_equal(qn_change_add_membership(f->change, &empty, &f->err), QN_EINPUT);
	commit(f);
	look(f);
	assert_int_equal(group_of(f->snapshot, CLUSTER, 0, COUNTY, 50), 0);
	assert_int_equal(group_of(f->snapshot, CLUSTER, 0, CITY, 99), 0);
	assert_int_equal(group_of(f->snapshot, CLUSTER, 0, CITY, 100), 1);
	assert_int_equal(group_of(f->snapshot, CLUSTER, 0, INDUSTRY, 100), UINT32_MAX);
	assert_int_equal(group_of(f->snapshot, CLUSTER, 1, CITY, 100), UINT32_MAX);
}

static void test_many_ways_to_a_group_are_no_more_work_than_its_members(void **state)
{
	enum { MANY = 60 };
	fixture *f = *state;
	fill(f);
	begin(f);
	join_group(f, CLUSTER, 0, CITY, 0, QN_NO_DATE, QN_END_OF_TIME);
	for (uint32_t i = 0; i < MANY; i++)
		for (uint32_t j = i + 1; j < MANY; j++)
			join_group(f, CITY, i, CITY, j, QN_NO_DATE, QN_END_OF_TIME);
	join_group(f, CITY, MANY - 1, INDUSTRY, 7, 100, QN_END_OF_TIME);
	join_group(f, CITY, 5, INDUSTRY, 9, 100, QN_END_OF_TIME);
	join_group(f, CITY, MANY - 1, COUNTY, 3, 100, QN_END_OF_TIME);
	join_group(f, COUNTY, 3, INDUSTRY, 1, 100, QN_END_OF_TIME); /* a step farther */
	commit(f);
	look(f);
	for (int i = 0; i < 1000; i++) /* 56 million ways of six steps */
		assert_int_equal(group_of(f->snapshot, CLUSTER, 0, INDUSTRY, 99), UINT32_MAX);
	assert_int_equal(group_of(f->snapshot, CLUSTER, 0, INDUSTRY, 100), 7);
	assert_int_equal(group_of(f->snapshot, CITY, 5, INDUSTRY, 100), 9);
}

static void test_a_change_sees_its_own_memberships(void **state)
{
	fixture *f = *state;
	fill(f);
	begin(f);
	assert_int_equal(group_of(qn_change_snapshot(f->change), CLUSTER, 0, COUNTY, 0), UINT32_MAX);
	join_group(f, CLUSTER, 0, COUNTY, 0, 0, QN_END_OF_TIME);
	assert_int_equal(group_of(qn_change_snapshot(f->change), CLUSTER, 0, COUNTY, 0), 0);
	assert_int_equal(group_of(qn_change_snapshot(f->change), CLUSTER, 0, COUNTY, -1), UINT32_MAX);
}

static void test_the_catalogue_comes_with_the_members_of_all_kinds_but_the_subject(void **state)
{
	fixture *f = *state;
	qn_catalogue *back;
	fill(f);
	reopen(f, false);
	OK(f, qn_snapshot_catalogue(look(f), &back, &f->err));
	assert_string_equal(back->indicator[STAFF].id, "staff");
	assert_int_equal(back->member[CLUSTER].count, 0);
	assert_int_equal(back->member[CITY].count, 2);
	assert_string_equal(back->member[CITY].id[1], "wuhu");
	assert_string_equal(back->member[CITY].title[1].zh, "芜湖市");
	qn_catalogue_free(back);
}

static void test_a_later_catalogue_may_add_but_not_move(void **state)
{
	fixture *f = *state;
	qn_catalogue catalogue = small_catalogue();
	qn_indicator moved[3] = { catalogue.indicator[1], catalogue.indicator[0] };
	fill(f);
	begin(f);
	catalogue.indicator = moved;
	assert_int_equal(qn_change_put_catalogue(f->change, &catalogue, &f->err), QN_EINPUT);
	moved[2] = moved[0], moved[0] = moved[1], moved[1] = moved[2];
	moved[2].id = "new";
	catalogue.indicators = 3;
	OK(f, qn_change_put_catalogue(f->change, &catalogue, &f->err));
}

typedef struct { uint32_t subject[8]; double number[8]; int count; } seen;

static int see(void *context, const qn_record *record)
{
	seen *all = context;
	const qn_field *amount = qn_record_field(record, "amount"), *on = qn_record_field(record, "on"), *by = qn_record_field(record, "by");
	assert_string_equal(record->register_id, "titles");
	assert_true(on->type == QN_FIELD_DATE && on->date == -3);
	assert_string_equal(by->text, "a line\nand another");
	assert_null(qn_record_field(record, "none"));
	assert_int_equal(record->origin.line, 9);
	all->subject[all->count] = record->subject;
	all->number[all->count++] = amount->number;
	return all->count == 3 ? 77 : 0;
}

static void add_record(fixture *f, const char *name, uint32_t subject, double amount, uint32_t import)
{
	qn_field field[] = { { .name = "amount", .type = QN_FIELD_NUMBER, .number = amount }, { .name = "on", .type = QN_FIELD_DATE, .date = -3 },
		{ .name = "by", .type = QN_FIELD_TEXT, .text = "a line\nand another" } };
	OK(f, qn_change_add_record(f->change, &(qn_record){ name, CLUSTER, subject, { import, 9 }, field, 3 }, &f->err));
}

static void test_records_come_by_subject_and_arrival(void **state)
{
	fixture *f = *state;
	seen all = { .count = 0 };
	fill(f);
	begin(f);
	qn_import import = add_import(f, QN_SOURCE_OFFICIAL, 1, true);
	add_record(f, "titles", 2, 1, import.number);
	add_record(f, "titles", 0, 2, import.number);
	add_record(f, "titles", 2, 3, import.number);
	add_record(f, "title", 0, 4, import.number);
	commit(f);
	assert_int_equal(qn_record_each(look(f), "titles", see, &all, &f->err), 77);
	assert_int_equal(all.count, 3);
	assert_true(all.subject[0] == 0 && all.subject[1] == 2 && all.subject[2] == 2);
	assert_true(all.number[0] == 2 && all.number[1] == 1 && all.number[2] == 3);
	all.count = 0;
	OK(f, qn_record_each_of(f->snapshot, "titles", CLUSTER, 2, see, &all, &f->err));
	OK(f, qn_record_each_of(f->snapshot, "titles", CLUSTER, 1, see, &all, &f->err));
	assert_true(all.count == 2 && all.subject[0] == 2 && all.subject[1] == 2 && all.number[0] == 1 && all.number[1] == 3);
	assert_int_equal(qn_import_any(f->snapshot, true), 1);
	assert_int_equal(qn_record_each(f->snapshot, "waivers", see, &all, &f->err), 0);
}

static void test_a_registers_name_longer_than_a_key_is_refused_whoever_asks(void **state)
{
	fixture *f = *state;
	char name[601];
	seen all = { .count = 0 };
	memset(name, 'z', sizeof name);
	name[600] = 0;
	begin(f);
	assert_int_equal(qn_change_add_record(f->change, &(qn_record){ .register_id = name }, &f->err), QN_EINPUT);
	commit(f);
	assert_int_equal(qn_record_each(look(f), name, see, &all, &f->err), QN_EINPUT);
	assert_string_equal(f->err.text, "a register's name of 600 bytes: give it 1 to 400");
}

static void test_the_pack_of_a_day_is_the_newest_known_then(void **state)
{
	fixture *f = *state;
	qn_pack_file file[] = { { "pack.lua", "one", 3 }, { "data/a.csv", "x\0y", 3 } }, *back;
	const char *id;
	const qn_source *source;
	size_t files;
	qn_arena arena = { 0 };
	assert_int_equal(qn_snapshot_pack(look(f), &arena, &id, &back, &files, &f->err), QN_ENOTFOUND);
	assert_int_equal(qn_snapshot_pack_sources(f->snapshot, &source, &files, &f->err), QN_ENOTFOUND);
	begin(f);
	OK(f, qn_change_put_pack(f->change, "invented", file, 2, 100, &f->err));
	file[0].bytes = "two";
	OK(f, qn_change_put_pack(f->change, "invented", file, 2, 200, &f->err));
	commit(f);
	OK(f, qn_snapshot_pack(look(f), &arena, &id, &back, &files, &f->err));
	assert_string_equal(id, "invented");
	assert_int_equal(files, 2);
	assert_string_equal(back[0].bytes, "two");
	assert_memory_equal(back[1].bytes, "x\0y", 3);
	OK(f, qn_snapshot_pack_sources(f->snapshot, &source, &files, &f->err));
	assert_int_equal(files, 2);
	assert_string_equal(source[1].path, "data/a.csv");
	assert_memory_equal(source[0].content.byte, qn_sha256_of("two", 3).byte, sizeof source->content);
	for (qn_date day = 99; day <= 200; day += day == 99 ? 100 : 1) { /* before any: the first one */
		OK(f, qn_snapshot_as_of(look(f), &(qn_frozen){ .at = { day, UINT32_MAX }, .rules_on = QN_NO_DATE }, &f->err));
		OK(f, qn_snapshot_pack(f->snapshot, &arena, &id, &back, &files, &f->err));
		assert_string_equal(back[0].bytes, day < 200 ? "one" : "two");
	}
	qn_arena_free(&arena);
}

/* What was seen in a change that was given up is not remembered of the store. */
static void test_the_order_of_ids_is_that_of_what_is_there(void **state)
{
	fixture *f = *state;
	const uint32_t *order;
	uint32_t count;
	begin(f);
	add_entity(f, CLUSTER, "b", NULL, "b", NULL);
	commit(f);
	begin(f);
	add_entity(f, CLUSTER, "c", NULL, "c", NULL);
	OK(f, qn_entity_order(qn_change_snapshot(f->change), CLUSTER, &order, &count, &f->err));
	assert_true(count == 2 && !order);
	qn_change_abort(f->change), f->change = NULL;
	begin(f);
	add_entity(f, CLUSTER, "a", NULL, "a", NULL);
	commit(f);
	OK(f, qn_entity_order(look(f), CLUSTER, &order, &count, &f->err));
	assert_int_equal(count, 2);
	assert_true(order[0] == 1 && order[1] == 0);
	OK(f, qn_entity_order(f->snapshot, COUNTY, &order, &count, &f->err));
	assert_true(count == 0 && !order);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_open, fixture_close)
	const struct CMUnitTest tests[] = {
		TEST(test_an_entity_is_found_by_each_of_its_names_in_any_case),
		TEST(test_a_part_of_a_name_is_enough_when_it_is_unique_but_not_in_imports),
		TEST(test_the_nearest_name_is_offered),
		TEST(test_a_name_of_two_entities_is_nobodys_exact_name),
		TEST(test_an_id_is_given_once_in_a_kind),
		TEST(test_names_longer_than_a_key_are_told_apart),
		TEST(test_control_characters_do_not_come_in),
		TEST(test_groups_are_reached_over_several_steps_on_a_day),
		TEST(test_many_ways_to_a_group_are_no_more_work_than_its_members),
		TEST(test_a_change_sees_its_own_memberships),
		TEST(test_the_catalogue_comes_with_the_members_of_all_kinds_but_the_subject),
		TEST(test_a_later_catalogue_may_add_but_not_move),
		TEST(test_records_come_by_subject_and_arrival),
		TEST(test_a_registers_name_longer_than_a_key_is_refused_whoever_asks),
		TEST(test_the_pack_of_a_day_is_the_newest_known_then),
		TEST(test_the_order_of_ids_is_that_of_what_is_there),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
