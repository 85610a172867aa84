/* SPDX-License-Identifier: Apache-2.0 */
/* test_pack.c - a pack's tables become a catalogue and a store; every mistake in them is told by file and line. */
#include "fixture.h"
#include "ingest/holidays.h"

enum { MOST_FILES = 12 };
typedef struct { qn_pack *pack; qn_pack_file file[MOST_FILES]; size_t files; qn_error err; char text[4096]; } made;

static int open_tiny(void **state)
{
	made *m = calloc(1, sizeof *m);
	if (qn_pack_read(TINY, &m->pack, &m->err) < 0)
		fail_msg("%s", m->err.text);
	m->files = m->pack->files;
	assert_true(m->files <= MOST_FILES);
	memcpy(m->file, m->pack->file, m->files * sizeof *m->file);
	*state = m;
	return 0;
}

static int close_tiny(void **state)
{
	made *m = *state;
	qn_pack_free(m->pack);
	free(m);
	return 0;
}

static qn_pack_file *file_of(made *m, const char *path)
{
	for (size_t i = 0; i < m->files; i++)
		if (!strcmp(m->file[i].path, path))
			return &m->file[i];
	fail_msg("the pack has no %s", path);
	return NULL;
}

/* The tiny pack with a row more at the end of a table is refused with these words. */
static void assert_row_refused(made *m, const char *path, const char *row, const char *words)
{
	qn_pack *pack = NULL;
	qn_pack_file *file = file_of(m, path), before = *file;
	snprintf(m->text, sizeof m->text, "%s%s\n", before.bytes, row);
	*file = (qn_pack_file){ path, m->text, strlen(m->text) };
	assert_int_equal(qn_pack_from_files(m->file, m->files, &pack, &m->err), QN_EINPUT);
	assert_string_equal(m->err.text, words);
	*file = before;
}

static void test_what_nobody_sees_is_told_with_its_line(void **state)
{
	made *m = *state;
	static const char why[] = ": what is shown with a backslash cannot be seen there, or is a line end: take it out";
	char words[256];
	snprintf(words, sizeof words, "data/entities.csv:7: name_zh \"丙\\x01县\"%s", why);
	assert_row_refused(m, "data/entities.csv", "county,340103,丙\x01县,Bing,340103,,,,", words);
	snprintf(words, sizeof words, "data/entities.csv:7: id \"34\\u{202E}0103\"%s", why);
	assert_row_refused(m, "data/entities.csv", "county,34\xE2\x80\xAE" "0103,丙县,Bing,340103,,,,", words);
	snprintf(words, sizeof words, "data/entities.csv:7: name_en \"Bing\\x0ACounty\"%s", why);
	assert_row_refused(m, "data/entities.csv", "county,340103,丙县,\"Bing\nCounty\",340103,,,,", words);
	snprintf(words, sizeof words, "data/kinds.csv:4: name_en \"C\\x7Fity\"%s", why);
	assert_row_refused(m, "data/kinds.csv", "city,市,C\x7Fity", words);
	qn_pack *pack = NULL;
	qn_pack_file *file = file_of(m, "data/entities.csv"), before = *file;
	snprintf(m->text, sizeof m->text, "%s%s\n", before.bytes, "county,340103,丙县,Bing,340103,,,,\"one line\nand another\"");
	*file = (qn_pack_file){ "data/entities.csv", m->text, strlen(m->text) };
	assert_int_equal(qn_pack_from_files(m->file, m->files, &pack, &m->err), QN_OK);
	qn_pack_free(pack);
	*file = before;
}

static uint32_t group_of(qn_snapshot *snapshot, uint32_t kind, uint32_t number, uint32_t group_kind, qn_date day)
{
	uint32_t group;
	qn_error err;
	assert_int_equal(qn_entity_group(snapshot, kind, number, group_kind, day, &group, &err), QN_OK);
	return group;
}

static void test_registers_are_told_apart_from_what_they_hold(void **state)
{
	static const char file[] = "data/registers.csv";
	made *m = *state;
	const qn_catalogue *c = m->pack->catalogue;
	assert_int_equal(c->registers, 4);
	const qn_register *firms = &c->registered[qn_catalogue_register(c, "企业库")];
	assert_int_equal(firms->months, 12);
	assert_true(firms->needed);
	assert_string_equal(firms->field[qn_register_key(firms)].id, "code");
	const qn_register_field *honoured = &firms->field[qn_register_find(firms, "金奖")], *sales = &firms->field[qn_register_find(firms, "sales")];
	assert_string_equal(c->registered[honoured->other].id, "honours");
	assert_string_equal(c->registered[honoured->other].field[honoured->other_field].choice[honoured->other_choice].id, "gold");
	assert_string_equal(c->units.unit[sales->unit].id, "万元");
	assert_row_refused(m, file, "firms,x,numbr,亿元,,,,,", "data/registers.csv:22: type \"numbr\" is not known: code, key, text, date, since, until, year, number, choice, flag or figure is wanted");
	assert_row_refused(m, file, "frms,x,text,,,,,,", "data/registers.csv:22: no register is called \"frms\", did you mean firms: a row without a field names it first");
	assert_row_refused(m, file, "firms,name,text,,,,,,", "data/registers.csv:22: firms has name already");
	assert_row_refused(m, file, "firms,,register,,,,,,", "data/registers.csv:22: the register firms is given twice");
	assert_row_refused(m, file, "x,,table,,,,,,", "data/registers.csv:22: x: a row without a field names a register: its type is register, not \"table\"");
	assert_row_refused(m, file, "x,,register,year,2,,,,", "data/registers.csv:22: x: how old it may get is told in whole months: unit month, of 12");
	assert_row_refused(m, file, "firms,x,number,,,,,,", "data/registers.csv:22: no unit is called \"\": units.csv lists them");
	assert_row_refused(m, file, "firms,x,choice,,,,,,", "data/registers.csv:22: x: a choice wants its words in of, as in a;b");
	assert_row_refused(m, file, "firms,x,choice,,a;b;a,,,,", "data/registers.csv:22: of \"a;b;a\": each choice once, as in a;b or a=甲;b=乙");
	assert_row_refused(m, file, "firms,x,since,,,,,,", "data/registers.csv:22: firms has a field of type since already");
	assert_row_refused(m, file, "firms,x,flag,,honours.honour=bronze,,,,", "data/registers.csv:22: x: of \"honours.honour=bronze\" is no choice of a register with a key: "
		"REGISTER.FIELD=CHOICE, as in titles.title=high_tech");
	assert_row_refused(m, file, "firms,x,figure,,honours.honour,,,,", "data/registers.csv:22: x: of \"honours.honour\" is no number of a register with a key and a year: "
		"REGISTER.FIELD, as in enterprise_years.revenue");
	assert_row_refused(m, file, "open,x,figure,,firm_years.sales,,,,", "data/registers.csv:22: x: open has no key to find it by: one field is needed as key");
	static char name[401 + sizeof ",,register,,,,,,"];
	memset(name, 'x', 401);
	strcpy(name + 401, ",,register,,,,,,");
	assert_row_refused(m, file, name, "data/registers.csv:22: a register's name of 401 bytes: 400 at the most");
	assert_row_refused(m, file, "x,,register,month,12,maybe,,,", "data/registers.csv:22: x: needed is yes or empty, not \"maybe\"");
	assert_row_refused(m, file, ",,register,,,,,,", "data/registers.csv:22: a register wants an id");
	assert_row_refused(m, file, "firms,x,text,亿元,,,,,", "data/registers.csv:22: x: a number alone has a unit");
	assert_row_refused(m, file, "firms,x,flag,,honours.honour=gold,yes,,,", "data/registers.csv:22: x: what is found elsewhere cannot be needed here");
	assert_row_refused(m, file, "firms,x,choice,,a=;b,,,,", "data/registers.csv:22: of \"a=;b\": each choice once, as in a;b or a=甲;b=乙");
	assert_row_refused(m, file, "firms,x,flag,,honours.,,,,", "data/registers.csv:22: x: of \"honours.\" is no choice of a register with a key: "
		"REGISTER.FIELD=CHOICE, as in titles.title=high_tech");
	assert_row_refused(m, file, "firms,x,figure,,nothing.sales,,,,", "data/registers.csv:22: x: of \"nothing.sales\" is no number of a register with a key and a year: "
		"REGISTER.FIELD, as in enterprise_years.revenue");
	assert_row_refused(m, file, "firms,x,text,,,maybe,,,", "data/registers.csv:22: x: needed is yes, key or empty, not \"maybe\"");
}

static void test_tables_become_a_catalogue(void **state)
{
	made *m = *state;
	const qn_catalogue *c = m->pack->catalogue;
	double yuan = qn_unit_to_reference(&c->units.unit[1], 5000);
	assert_string_equal(m->pack->id, "tiny");
	assert_string_equal(m->pack->main, "pack.lua");
	assert_string_equal(c->title.en, "Invented programme");
	assert_int_equal(c->subject, CLUSTER);
	assert_int_equal(c->units.units, 7);
	assert_string_equal(c->units.unit[0].maker, "yi");
	assert_null(c->units.unit[3].maker);
	assert_true(yuan == 0.5);
	assert_true(qn_unit_to_reference(&c->units.unit[2], 2.2) == 2.2 / 100);
	assert_int_equal(c->indicators, 6);
	assert_string_equal(c->indicator[REVENUE].title.zh, "营业收入");
	assert_int_equal(c->indicator[REVENUE].better, 1);
	assert_int_equal(c->indicator[PLACE].better, -1);
	assert_int_equal(c->indicator[STAFF].better, 0);
	assert_string_equal(c->indicator[REVENUE].theme, "scale");
	assert_null(c->indicator[MARGIN].clause);
}

static void test_things_counted_are_dimensions_of_their_own(void **state)
{
	made *m = *state;
	const qn_catalogue *c = m->pack->catalogue;
	assert_true(c->indicator[LEADERS].dimension != 0);
	assert_true(c->indicator[LEADERS].dimension != c->indicator[STAFF].dimension);
	assert_true(qn_dimension_is_count(&c->units, c->indicator[LEADERS].dimension));
	assert_true(qn_dimension_is_count(&c->units, c->indicator[STAFF].dimension));
	assert_false(qn_dimension_is_count(&c->units, c->indicator[REVENUE].dimension));
	assert_true(c->indicator[MARGIN].dimension == 0);
}

static void test_members_are_those_of_every_kind_but_the_one_judged(void **state)
{
	made *m = *state;
	const qn_catalogue *c = m->pack->catalogue;
	assert_int_equal(c->member[CLUSTER].count, 0);
	assert_int_equal(c->member[COUNTY].count, 2);
	assert_string_equal(c->member[COUNTY].id[1], "340102");
	assert_string_equal(c->member[COUNTY].title[1].en, "Yi County");
}

static void test_scripts_and_tables_are_gathered_by_their_path(void **state)
{
	made *m = *state;
	static const char *const paths[] = { "pack.csv", "data/kinds.csv", "data/units.csv", "data/indicators.csv", "data/entities.csv",
		"data/aliases.csv", "data/registers.csv", "pack.lua", "rules/first.lua" };
	assert_int_equal(m->files, 9);
	for (size_t i = 0; i < m->files; i++)
		assert_string_equal(m->file[i].path, paths[i]);
	assert_string_equal(file_of(m, "pack.lua")->bytes, "require \"rules.first\"\n");
}

static void test_files_kept_elsewhere_make_the_same_pack(void **state)
{
	made *m = *state;
	qn_pack *again = NULL;
	qn_buffer one = { 0 }, other = { 0 };
	assert_int_equal(qn_pack_from_files(m->file, m->files, &again, &m->err), QN_OK);
	qn_catalogue_write(m->pack->catalogue, &one);
	qn_catalogue_write(again->catalogue, &other);
	assert_int_equal(one.length, other.length);
	assert_memory_equal(one.data, other.data, one.length);
	assert_int_equal(again->entities, m->pack->entities);
	qn_buffer_free(&one), qn_buffer_free(&other);
	qn_pack_free(again);
}

static void test_a_bad_unit_is_told(void **state)
{
	made *m = *state;
	static const char file[] = "data/units.csv";
	assert_row_refused(m, file, ",x,,amount,money,1,1,0", "data/units.csv:9: a unit wants an id");
	assert_row_refused(m, file, "%,%,,ratio,,1,100,2", "data/units.csv:9: the unit % is given twice");
	assert_row_refused(m, file, "t,t,,rank,money,1,1,0", "data/units.csv:9: dimension money: a rank has none: leave it empty");
	assert_row_refused(m, file, "t,t,,amonut,mass,1,1,0", "data/units.csv:9: kind \"amonut\" is not known: amount, count, ratio, rank, flag or score is wanted");
	assert_row_refused(m, file, "t,t,,amount,mass,0,1,0", "data/units.csv:9: multiply 0: a number above zero is wanted");
	assert_row_refused(m, file, "t,t,,amount,mass,1,x,0", "data/units.csv:9: divide x: a number above zero is wanted");
	assert_row_refused(m, file, "t,t,,amount,mass,1,1,10", "data/units.csv:9: decimals 10: a whole number from 0 to 9 is wanted");
	assert_row_refused(m, file, "t,t,,amount,mass,1,1,1.5", "data/units.csv:9: decimals 1.5: a whole number from 0 to 9 is wanted");
	assert_row_refused(m, file, "t,t,yi,amount,mass,1,1,0", "data/units.csv:9: the maker yi is that of 亿元 already");
	assert_row_refused(m, file, "t,t,2t,amount,mass,1,1,0", "data/units.csv:9: maker 2t: letters, digits and _ make a name, as in yi");
	assert_row_refused(m, file, "t,t,吨,amount,mass,1,1,0", "data/units.csv:9: maker 吨: letters, digits and _ make a name, as in yi");
	assert_row_refused(m, file, "t,t,if,amount,mass,1,1,0", "data/units.csv:9: maker if: that is a word of Lua itself: choose another");
	assert_row_refused(m, file, "pair,pair,,count,money,1,1,0",
		"data/units.csv:9: money is counted in one place and measured in another: give one of the two another name");
}

static void test_a_bad_indicator_is_told(void **state)
{
	made *m = *state;
	static const char file[] = "data/indicators.csv";
	assert_row_refused(m, file, ",x,,%,,ratio,A", "data/indicators.csv:8: an indicator wants an id");
	assert_row_refused(m, file, "revenue,x,,%,,ratio,A", "data/indicators.csv:8: the indicator revenue is given twice");
	assert_row_refused(m, file, "Revenue,x,,%,,ratio,A", "data/indicators.csv:8: \"Revenue\" is a name of revenue already, and a column called so would be guessed at: choose another");
	assert_row_refused(m, file, "x, Ｒevenue ,,%,,ratio,A", "data/indicators.csv:8: \"Ｒevenue\" is a name of revenue already, and a column called so would be guessed at: choose another");
	assert_row_refused(m, file, "x,x,,%,,ratio,A,,,,a, b", "data/indicators.csv:8:12: the row has 12 cells and the header 11: put quotes around a cell that holds a comma");
	assert_row_refused(m, file, "x,x,,persn,,stock,A", "data/indicators.csv:8: no unit is called \"persn\", did you mean person: units.csv lists them");
	assert_row_refused(m, file, "x,x,,%,,rato,A", "data/indicators.csv:8: kind \"rato\" is not known: stock, flow, ratio, rank or flag is wanted");
	assert_row_refused(m, file, "x,x,,%,,ratio,Z", "data/indicators.csv:8: frequency Z: A, S, Q, M or Y is wanted");
	assert_row_refused(m, file, "x,x,,%,,ratio,Annual", "data/indicators.csv:8: frequency Annual: A, S, Q, M or Y is wanted");
	assert_row_refused(m, file, "x,x,,%,,ratio,A,more", "data/indicators.csv:8: better \"more\" is not known: lower, nothing or higher is wanted");
	assert_row_refused(m, file, "x,x,,count,money,stock,A",
		"data/indicators.csv:8: money is counted in one place and measured in another: give one of the two another name");
}

static void test_the_seventeenth_dimension_is_refused(void **state)
{
	made *m = *state;
	char rows[1024] = "";
	for (int i = 0; i < 14; i++) /* money, person and enterprise are there */
		snprintf(rows + strlen(rows), sizeof rows - strlen(rows), "%sx%d,,,count,thing%d,stock,A", i ? "\n" : "", i, i);
	assert_row_refused(m, "data/indicators.csv", rows, "data/indicators.csv:21: thing13 would be the seventeenth dimension; a pack has sixteen at the most");
}

static void test_a_bad_entity_is_told(void **state)
{
	made *m = *state;
	static const char file[] = "data/entities.csv";
	assert_row_refused(m, file, "clustr,x,x", "data/entities.csv:7: no kind is called \"clustr\", did you mean cluster: kinds.csv lists them");
	assert_row_refused(m, file, "cluster,,x", "data/entities.csv:7: an entity wants an id");
	assert_row_refused(m, file, "cluster,Yi-Robots,x", "data/entities.csv:7: the cluster Yi-Robots is given twice, first in line 5");
	assert_row_refused(m, file, "cluster,x,,,,340101", "data/entities.csv:7: member_of 340101: write KIND/ID, as in industry/textiles");
	assert_row_refused(m, file, "cluster,x,,,,county/340102;county/34019",
		"data/entities.csv:7: member_of county/34019: there is no such entity, did you mean county/340101");
	assert_row_refused(m, file, "cluster,x,,,,contry/340101",
		"data/entities.csv:7: member_of contry/340101: there is no such entity, did you mean county/340101");
	assert_row_refused(m, file, "cluster,x,,,,county/340102;county/340101",
		"data/entities.csv:7: member_of county/340101: it is of 340102 already, and of one kind it can be of one");
	assert_row_refused(m, file, "cluster,x,,,,cluster/X", "data/entities.csv:7: member_of cluster/X: nobody is a member of itself");
	assert_row_refused(m, file, "cluster,x,,,,cluster/z\ncounty,y,,,,cluster/x\ncluster,z,,,,county/y",
		"data/entities.csv:8: member_of cluster/x: it goes in a circle, for that is a member of y");
	assert_row_refused(m, file, "cluster,x,,,,,2025", "data/entities.csv:7: from 2025: a day is wanted, as in 2025-07-01");
	assert_row_refused(m, file, "cluster,x,,,,,,2025-02-30", "data/entities.csv:7: until 2025-02-30: a day is wanted, as in 2025-07-01");
	assert_row_refused(m, file, "cluster,x,,,,,2025-01-01,2025-01-01", "data/entities.csv:7: until 2025-01-01 is not after from 2025-01-01");
	assert_row_refused(m, "data/kinds.csv", "county,,", "data/kinds.csv:4: the kind county is given twice");
}

static void test_a_bad_alias_is_told(void **state)
{
	made *m = *state;
	static const char file[] = "data/aliases.csv";
	assert_row_refused(m, file, "clustr,yi-robots,x", "data/aliases.csv:3: no kind is called \"clustr\", did you mean cluster: kinds.csv lists them");
	assert_row_refused(m, file, "cluster,yi-robot,x", "data/aliases.csv:3: the alias of cluster/yi-robot: there is no such entity, did you mean cluster/yi-robots");
	assert_row_refused(m, file, "cluster,yi-robots,", "data/aliases.csv:3: a further name is wanted in the column alias");
}

static void assert_manifest_refused(made *m, const char *rows, const char *words)
{
	qn_pack *pack = NULL;
	snprintf(m->text, sizeof m->text, "key,value\n%s", rows);
	*file_of(m, "pack.csv") = (qn_pack_file){ "pack.csv", m->text, strlen(m->text) };
	assert_int_equal(qn_pack_from_files(m->file, m->files, &pack, &m->err), QN_EINPUT);
	assert_string_equal(m->err.text, words);
}

static void test_a_bad_manifest_is_told(void **state)
{
	made *m = *state;
	assert_row_refused(m, "pack.csv", "titel,x", "pack.csv:9: titel is not known here: id, title_zh, title_en, subject, frequency, main, data, peers, size and places are");
	assert_row_refused(m, "pack.csv", "id,x", "pack.csv:9: id is given twice");
	assert_manifest_refused(m, "id,t\n", "pack.csv: id, main, subject and data are all wanted");
	assert_manifest_refused(m, "id,t\nmain,no.lua\nsubject,cluster\ndata,.\n", "pack.csv: main no.lua: the pack has no such script");
	assert_manifest_refused(m, "id,t\nmain,pack_test.lua\nsubject,cluster\ndata,.\n",
		"pack.csv: main pack_test.lua: what ends in _test.lua holds tests: name the script of the rules");
	assert_manifest_refused(m, "id,t\nmain,pack.lua\nsubject,cluser\ndata,.\n", "pack.csv: the subject cluser is no kind of kinds.csv");
	assert_manifest_refused(m, "id,t\nmain,pack.lua\nsubject,cluster\nfrequency,weekly\ndata,.\n", "pack.csv: frequency weekly: A, S, Q or M is wanted");
	assert_manifest_refused(m, "id,t\nmain,pack.lua\nsubject,cluster\ndata,.\npeers,citi\n", "pack.csv: peers citi: no kind of kinds.csv is called so");
	assert_manifest_refused(m, "id,t\nmain,pack.lua\nsubject,cluster\ndata,.\nsize,revenu\n", "pack.csv: size revenu: no indicator of indicators.csv is called so");
	assert_manifest_refused(m, "id,t\nmain,pack.lua\nsubject,cluster\ndata,.\nplaces,county; countty\n", "pack.csv: places countty: no kind of kinds.csv is called so, did you mean county");
	assert_manifest_refused(m, "id,t\nmain,pack.lua\nsubject,cluster\ndata,.\nplaces,cluster\n",
		"pack.csv: places cluster: those are who is judged: kinds that they belong to are wanted");
}

static void assert_holidays_refused(const char *rows, const char *words)
{
	char text[256];
	qn_arena arena = { 0 };
	qn_calendar calendar;
	qn_error err;
	snprintf(text, sizeof text, "date,kind,name\n%s", rows);
	const qn_pack_file file = { "data/holidays.csv", text, strlen(text) };
	assert_int_equal(qn_holidays_read(&file, 1, &arena, &calendar, &err), QN_EINPUT);
	assert_string_equal(err.text, words);
	qn_arena_free(&arena);
}

static void test_a_bad_holiday_is_told(void **state)
{
	(void)state;
	assert_holidays_refused("2025-10-01,holiday,国庆\n2025-10-32,holiday,\n", "data/holidays.csv:3: date 2025-10-32: a day is wanted, as in 2025-10-01");
	assert_holidays_refused("2025-10-01,feast,国庆\n", "data/holidays.csv:2: kind feast: holiday or workday is wanted");
	assert_holidays_refused("2025-10-01,holiday,国庆\n2025-10-11,workday,\n2025-10-01,workday,\n", "data/holidays.csv: 2025-10-01 is there twice");
	assert_holidays_refused("2025-10-01\n", "data/holidays.csv:2: kind : holiday or workday is wanted");
}

static void test_a_table_without_a_needed_column_is_told(void **state)
{
	made *m = *state;
	qn_pack *pack = NULL;
	*file_of(m, "data/units.csv") = (qn_pack_file){ "data/units.csv", "\nid,symbol\n%,%\n", 15 };
	assert_int_equal(qn_pack_from_files(m->file, m->files, &pack, &m->err), QN_EINPUT);
	assert_string_equal(m->err.text, "data/units.csv:2: the header has no column kind");
	*file_of(m, "data/units.csv") = (qn_pack_file){ "data/units.csv", "id,kind,owner,symbl\n%,ratio,x,%\n", 32 };
	assert_int_equal(qn_pack_from_files(m->file, m->files, &pack, &m->err), QN_EINPUT);
	assert_string_equal(m->err.text, "data/units.csv:1:4: no column is called \"symbl\": did you mean symbol? One for the reader alone wants another name");
	file_of(m, "data/units.csv")->path = "data/other.csv";
	assert_int_equal(qn_pack_from_files(m->file, m->files, &pack, &m->err), QN_ENOTFOUND);
	assert_string_equal(m->err.text, "the pack has no data/units.csv: one that qunce new pack writes has it");
}

static void test_a_folder_that_is_no_pack_is_told(void **state)
{
	made *m = *state;
	qn_pack *pack = NULL;
	assert_int_equal(qn_pack_read(SOURCE_DIR "/tests/ingest/data", &pack, &m->err), QN_ENOTFOUND);
	assert_string_equal(m->err.text, SOURCE_DIR "/tests/ingest/data: no pack here: a pack is a folder with a pack.csv, and qunce new pack makes one");
}

static void test_an_installed_pack_has_its_entities_names_and_memberships(void **state)
{
	fixture *f = *state;
	qn_entity entity;
	uint32_t count, number;
	qn_snapshot *s = look(f);
	OK(f, qn_entity_count(s, CLUSTER, &count, &f->err));
	assert_int_equal(count, 3);
	assert_int_equal(qn_entity_exact(s, CLUSTER, "机器人谷", strlen("机器人谷"), &number, &f->err), 1);
	assert_int_equal(number, YI_ROBOTS);
	OK(f, qn_entity_get(s, CLUSTER, YI_ROBOTS, &entity, &f->err));
	assert_string_equal(entity.title.en, "Yi Robots");
	assert_string_equal(entity.code, "C02");
	assert_string_equal(entity.note, "spans two counties");
	assert_int_equal(group_of(s, CLUSTER, YI_CABLES, COUNTY, qn_date_of(2026, 1, 1)), 1);
	assert_int_equal(group_of(s, CLUSTER, JIA_VEHICLES, COUNTY, qn_date_of(2020, 1, 1)), 0);
	assert_int_equal(group_of(s, CLUSTER, JIA_VEHICLES, COUNTY, qn_date_of(2019, 12, 31)), UINT32_MAX);
	assert_int_equal(group_of(s, CLUSTER, YI_ROBOTS, COUNTY, qn_date_of(2029, 12, 31)), 1);
	assert_int_equal(group_of(s, CLUSTER, YI_ROBOTS, COUNTY, qn_date_of(2030, 1, 1)), UINT32_MAX);
}

static void test_a_store_gives_back_the_files_that_made_it(void **state)
{
	fixture *f = *state;
	qn_arena arena = { 0 };
	qn_pack_file *file;
	qn_pack *pack = NULL, *first = NULL;
	const char *id;
	size_t files;
	OK(f, qn_snapshot_pack(look(f), &arena, &id, &file, &files, &f->err));
	OK(f, qn_pack_from_files(file, files, &pack, &f->err));
	OK(f, qn_pack_read(TINY, &first, &f->err));
	assert_string_equal(id, "tiny");
	assert_int_equal(files, first->files);
	assert_int_equal(pack->entities, first->entities);
	qn_pack_free(pack);
	OK(f, qn_pack_scripts(file, files, &pack, &f->err)); /* without reading the tables */
	assert_string_equal(pack->main, first->main);
	assert_int_equal(pack->files, first->files);
	assert_int_equal(pack->entities, 0);
	assert_int_equal(pack->catalogue->indicators, 0);
	qn_pack_free(pack);
	qn_pack_free(first);
	qn_arena_free(&arena);
}

/* A fixed stream, so that a failure can be seen again. */
static uint32_t next(uint32_t *seed) { return (*seed = *seed * 1664525u + 1013904223u) >> 8; }

static void test_damaged_tables_are_refused_or_read_and_never_a_fault(void **state)
{
	static const char odd[] = { '"', ',', '\n', '\r', 0, '\xFF', '/', ';' };
	made *m = *state;
	uint32_t seed = 11;
	for (int round = 0; round < 6000; round++) {
		qn_pack *pack = NULL;
		qn_pack_file *file = &m->file[next(&seed) % 6], before = *file;
		memcpy(m->text, before.bytes, before.length);
		for (uint32_t changes = 1 + next(&seed) % 4; changes > 0; changes--)
			m->text[next(&seed) % before.length] = next(&seed) % 2 ? odd[next(&seed) % sizeof odd] : (char)next(&seed);
		*file = (qn_pack_file){ before.path, m->text, next(&seed) % 4 ? before.length : next(&seed) % before.length };
		m->err = (qn_error){ 0 };
		int rc = qn_pack_from_files(m->file, m->files, &pack, &m->err);
		assert_true(rc == QN_OK || rc == QN_EINPUT);
		assert_int_equal(rc, m->err.status);
		qn_pack_free(pack);
		*file = before;
	}
}

#define WITH_PACK(test) cmocka_unit_test_setup_teardown(test, open_tiny, close_tiny)
#define WITH_STORE(test) cmocka_unit_test_setup_teardown(test, fixture_open, fixture_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_PACK(test_what_nobody_sees_is_told_with_its_line),
		WITH_PACK(test_tables_become_a_catalogue),
		WITH_PACK(test_registers_are_told_apart_from_what_they_hold),
		WITH_PACK(test_things_counted_are_dimensions_of_their_own),
		WITH_PACK(test_members_are_those_of_every_kind_but_the_one_judged),
		WITH_PACK(test_scripts_and_tables_are_gathered_by_their_path),
		WITH_PACK(test_files_kept_elsewhere_make_the_same_pack),
		WITH_PACK(test_a_bad_unit_is_told),
		WITH_PACK(test_a_bad_indicator_is_told),
		WITH_PACK(test_the_seventeenth_dimension_is_refused),
		WITH_PACK(test_a_bad_entity_is_told),
		WITH_PACK(test_a_bad_alias_is_told),
		WITH_PACK(test_a_bad_manifest_is_told),
		cmocka_unit_test(test_a_bad_holiday_is_told),
		WITH_PACK(test_a_table_without_a_needed_column_is_told),
		WITH_PACK(test_a_folder_that_is_no_pack_is_told),
		WITH_STORE(test_an_installed_pack_has_its_entities_names_and_memberships),
		WITH_STORE(test_a_store_gives_back_the_files_that_made_it),
		WITH_PACK(test_damaged_tables_are_refused_or_read_and_never_a_fault),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
