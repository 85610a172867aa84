/* SPDX-License-Identifier: Apache-2.0 */
/* test_answers.c - sentences of a document find what they serve by name; a name that the rules do not have is told by file and line. */
#include "fixture.h"
#include "ingest/answers.h"

/* The tiny pack's catalogue, and a program of two criteria, a target and a measure. */
typedef struct { qn_pack *pack; qn_program program; qn_arena arena; qn_answers answers; qn_error err; } made;

static qn_criterion criterion[] = { { .id = "size" }, { .id = "research" } };
static qn_target target[] = { { .id = "many" } };
static qn_measure measure[] = { { .id = "5" }, { .id = "27" } };

static int open_tiny(void **state)
{
	made *m = calloc(1, sizeof *m);
	if (qn_pack_read(TINY, &m->pack, &m->err) < 0)
		fail_msg("%s", m->err.text);
	m->program = (qn_program){ .criterion = criterion, .criteria = 2, .target = target, .targets = 1, .measure = measure, .measures = 2 };
	*state = m;
	return 0;
}

static int close_tiny(void **state)
{
	made *m = *state;
	qn_arena_free(&m->arena);
	qn_pack_free(m->pack);
	free(m);
	return 0;
}

static int read_rows(made *m, const char *rows)
{
	char text[2048];
	snprintf(text, sizeof text, "id,clause,quote,owners,title_en,criteria,targets,indicators,measures\n%s", rows);
	qn_pack_file file = { "data/answers.csv", text, strlen(text) };
	return qn_answers_read(&file, 1, &m->program, m->pack->catalogue, &m->arena, &m->answers, &m->err);
}

static void test_a_sentence_serves_what_it_names(void **state)
{
	made *m = *state;
	assert_int_equal(read_rows(m, "M1,three,技术改造,省厅;市局,Renovate,research; size,many,revenue,27;5\nM2,three,联盟,省厅,,,,,\n"), QN_OK);
	assert_int_equal(m->answers.replies, 2);
	const qn_reply *first = &m->answers.reply[0], *second = &m->answers.reply[1];
	assert_string_equal(first->owners, "省厅; 市局");
	assert_string_equal(first->title.zh, "技术改造");
	assert_string_equal(first->title.en, "Renovate");
	assert_int_equal(first->criteria.count, 2);
	assert_int_equal(first->criteria.index[0], 1); /* as written */
	assert_int_equal(first->criteria.index[1], 0);
	assert_true(qn_serves(&first->measures, 0) && qn_serves(&first->measures, 1));
	assert_true(qn_serves(&first->indicators, (uint32_t)qn_catalogue_indicator(m->pack->catalogue, "revenue")));
	assert_string_equal(second->title.en, "联盟");
	assert_int_equal(second->measures.count, 0);
	assert_false(qn_serves(&second->criteria, 0));
}

static void test_without_the_table_there_are_no_sentences(void **state)
{
	made *m = *state;
	assert_int_equal(qn_answers_read(NULL, 0, &m->program, m->pack->catalogue, &m->arena, &m->answers, &m->err), QN_OK);
	assert_int_equal(m->answers.replies, 0);
}

static void assert_refused(made *m, const char *rows, const char *words)
{
	assert_int_equal(read_rows(m, rows), QN_EINPUT);
	assert_string_equal(m->err.text, words);
}

static void test_names_that_are_not_there_are_told(void **state)
{
	made *m = *state;
	assert_refused(m, "M1,x,词,厅,,reserch,,,\n", "data/answers.csv:2: criteria: there is no criterion \"reserch\", did you mean research");
	assert_refused(m, "M1,x,词,厅,,,,,\nM2,x,词,厅,,,,,6\n", "data/answers.csv:3: measures: there is no measure \"6\"");
	assert_refused(m, "M1,x,词,厅,,,many;many,,\n", "data/answers.csv:2: targets: many is there twice");
	assert_refused(m, "M1,x,词,厅,,,,,\nM1,x,词,厅,,,,,\n", "data/answers.csv:3: M1 is there twice, first in line 2");
	assert_refused(m, "M1,x,,厅,,,,,\n", "data/answers.csv:2: an answer wants an id and the words of the text, in the column quote");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_a_sentence_serves_what_it_names, open_tiny, close_tiny),
		cmocka_unit_test_setup_teardown(test_without_the_table_there_are_no_sentences, open_tiny, close_tiny),
		cmocka_unit_test_setup_teardown(test_names_that_are_not_there_are_told, open_tiny, close_tiny),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
