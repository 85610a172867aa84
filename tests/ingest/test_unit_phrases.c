/* SPDX-License-Identifier: Apache-2.0 */
/* test_unit_phrases.c - what words beside a table tell as a unit, in English and in Chinese, and what they do not. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <string.h>
#include "ingest/unit_phrases.h"
#include "ingest/unit_words.h"

static qn_unit unit[] = { { .id = "亿元", .symbol = "亿元", .kind = QN_UNIT_AMOUNT, .dimension = 1, .multiply = 1, .divide = 1 },
	{ .id = "t", .symbol = "t", .kind = QN_UNIT_AMOUNT, .dimension = 16, .multiply = 1, .divide = 1 },
	{ .id = "cars", .kind = QN_UNIT_AMOUNT, .dimension = 256, .multiply = 1, .divide = 1 } };
static const qn_units units = { .unit = unit, .units = 3 };

static void note(void *context, const char *word, qn_unit_said said)
{
	static const char *const names[] = { [QN_UNIT_TOLD] = "told", [QN_UNIT_STRANGE] = "strange", [QN_UNIT_NONE] = "none", [QN_UNIT_IN_PASSING] = "passing", [QN_UNIT_FOREIGN] = "foreign" };
	char *heard = context;
	size_t length = strlen(heard);
	snprintf(heard + length, 256 - length, "%s%s: %s", length ? ", " : "", names[said], word);
}

static void test_where_a_phrase_stands_says_whether_it_is_a_unit(void **state)
{
	static const struct { const char *text, *heard; } cases[] = { { "Year 2025 (in t)", "told: t" }, { "figures in t", "told: t" }, { "Output t",
		"passing: t" }, { "sold 20 t", "" }, { "price per t", "" },
		{ "in tonnes", "strange: tonnes" }, { "(kg)", "strange: kg" }, { "Harvest kg", "strange: kg" }, { "loss (100 t)", "" }, { "(1000 t)", "strange: 1000 t" }, { "capacity of 800,000 t", "" },
		{ "capacity: 100,000 t", "" }, { "(mn)", "strange: mn" }, { "(wan yuan)", "foreign: wan yuan" }, { "('000)", "strange: '000" }, { "(m)", "strange: m" }, { "plan m", "" },
		{ "in thousands", "strange: thousands" },
		{ "in hundreds of villages", "" }, { "Year 2025, millions", "strange: millions" }, { "in 16 counties", "" }, { "Top 1000 enterprises", "" }, { "in ten towns", "" },
		{ "(10 000 yuan)", "told: 10 000 yuan" }, { "RMB 10,000", "told: RMB 10,000" }, { "figures in 100 million yuan", "told: 100 million yuan" }, { "($m)", "foreign: $m" },
		{ "(€ million)", "foreign: € million" }, { "RMB bn", "foreign: RMB bn" }, { "in millions of yuan, as reported", "foreign: millions of yuan" }, { "paid out in US$", "foreign: US$" },
		{ "over RMB 10 bn", "" }, { "clusters of 10 billion yuan", "" }, { "awarded 10,000 yuan", "" },
		{ "Compiled by Yuan Wei", "" }, { "Contact: Ms. Yuan", "" }, { "Mr Yuan", "" }, { "Euro Fruit Ltd", "" }, { "dollar spot", "" }, { "euro zone", "" }, { "Currency: RMB", "" },
		{ "Currency: USD", "foreign: USD" }, { "Exports USD", "foreign: USD" }, { "Exports yuan", "foreign: yuan" }, { "Unit: Yuan", "foreign: Yuan" }, { "(Yuan)", "foreign: Yuan" },
		{ "income, yuan per head", "foreign: yuan" },
		{ "All values USD unless stated", "foreign: USD" }, { "Rate of 7.1 RMB/USD", "" }, { "Plot T", "" }, { "Form T", "" }, { "Mt. Ham", "" }, { "Mt", "strange: Mt" }, { "new cars", "" },
		{ "figures in cars", "told: cars" }, { "Annex (m)", "" }, { "see (k)", "" }, { "see note (t)", "" }, { "Harvest (t)", "told: t" },
		{ "Table (t)", "told: t" }, { "Harvest by plot t", "passing: t" }, { "HARVEST T", "passing: T" },
		{ "Harvest tonnes", "strange: tonnes" }, { "Revenue in yuan", "foreign: yuan" }, { "sales, US$, audited", "foreign: US$" } };
	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		char heard[256] = "";
		qn_unit_phrases(cases[i].text, &units, note, heard);
		if (strcmp(heard, cases[i].heard) != 0)
			fail_msg("%s: %s", cases[i].text, heard);
	}
}

static void test_a_chinese_word_is_a_measure_or_an_office(void **state)
{
	static const char *const measures[] = { "元", "仟元", "千克", "千瓦时", "亿千瓦时", "万吨", "百万吨", "十亿元", "万元/户", "元每人", "万元人民币", "万人" },
		*const none[] = { "人", "户", "百强", "千企", "元旦", "万达集团", "三元区", "10万元", "规上企业" }, *const spoken[] = { "10万元", "“百元”", "5%", "人/年" },
		*const silent[] = { "长丰县经信局", "三元区经信局", "盖章", "公章", "元一集团公司", "见附表" };
	(void)state;
	for (size_t i = 0; i < sizeof measures / sizeof *measures; i++)
		if (!qn_unit_word_is_measure(measures[i], false))
			fail_msg("%s is a measure", measures[i]);
	for (size_t i = 0; i < sizeof none / sizeof *none; i++)
		if (qn_unit_word_is_measure(none[i], false))
			fail_msg("%s is none", none[i]);
	for (size_t i = 0; i < sizeof spoken / sizeof *spoken; i++)
		if (!qn_unit_word_speaks(spoken[i]))
			fail_msg("%s is about a unit", spoken[i]);
	for (size_t i = 0; i < sizeof silent / sizeof *silent; i++)
		if (qn_unit_word_speaks(silent[i]))
			fail_msg("%s is not about a unit", silent[i]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_where_a_phrase_stands_says_whether_it_is_a_unit),
		cmocka_unit_test(test_a_chinese_word_is_a_measure_or_an_office),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
