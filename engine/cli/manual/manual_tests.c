/* SPDX-License-Identifier: Apache-2.0 */
/* manual_tests.c - what files of tests declare. The functions are scripts/lib/testing.lua. */
#include "cli/manual/manual.h"

#define KEYS(...) (const manual_argument[]){ __VA_ARGS__, { .name = NULL } }

const manual_word manual_tests[] = {
	{ "test", WORD_DECLARATION, KEYS(
		{ "given?", "{ [string]: any }", { "一个集群的数:{ revenue = yi(100) };多年的写 { [\"2024\"] = yi(90), … }", "figures of one cluster: { revenue = yi(100) }, of several years { [\"2024\"] = yi(90), … }" } },
		{ "clusters?", "table[]", { "代替 given:多个集群,各为一个表;expect 里的结论和数是第一个的", "instead of given: several clusters, a table each; verdicts and values that are expected are of the first" } },
		{ "cluster?", "string", { "given 是谁的数;不写就是登记的第一个", "whose figures given are, by id or title; the first of the registry if left out" } },
		{ "period?", "string", { "评估哪一年;不写就是 given 里最后一年,都没写年份就是 2025", "the year judged; if left out the last that given names, else 2025" } },
		{ "set?", "{ [string]: any }", { "参数、选项和假设,写法同 --set 或情景", "parameters, options and assumptions, as --set or a scenario has them" } },
		{ "waived?", "string[]", { "已决定放宽的准则", "criteria that a reviewer has relaxed" } },
		{ "scenario?", "string", { "在哪个情景之下:脚本的路径,从本文件所在处起", "a scenario under which all this holds, by its path from this file" } },
		{ "after?", "string", { "模型走到哪一年,取中位路径;只用于指标的值", "the year until which the model goes, on the central path; of values of indicators alone" } },
		{ "paths?", "integer", { "实现概率按多少条路径数;一次运行的测试合计最多 400000 条", "how many futures a chance is counted over; the tests of a run have 400000 in all" } },
		{ "golden?", "string", { "留存全部答案的名字:golden/NAME.tsv", "a name under which all answers are kept: golden/NAME.tsv" } },
		{ "expect?", "{ [string]: any }", { "应有的结论、校验(holds、broken、unknown)、数值、目标或 error", "the verdicts, checks (holds, broken, unknown), values and targets that must follow, or the error" } }), NULL,
		{ "规则应有的答案;在名为 …_test.lua 的文件里,由 qunce test 运行", "what the rules must answer; in a file called …_test.lua, run by qunce test" },
		"test \"99.99 is not 100\" { given = { revenue = yi(99.99) }, expect = { revenue = \"unmet\" } }" },
	{ "many", WORD_TESTING, KEYS({ "times", "integer", { "重复几次", "how often" } }, { "first", "table", { "被重复的", "what is repeated" } },
		{ "...", "table", { "其后各一次的", "what follows once each" } }), "table[]",
		{ "许多一样的,后面再加几个", "many alike, and some others behind them" }, "clusters = many(59, { revenue = yi(100) }, { revenue = yi(99.99) })" },
	{ "near", WORD_TESTING, KEYS({ "value", "number", { "期望的数", "the number expected" } }, { "within", "number", { "允许差多少", "how far off it may be" } }), "table",
		{ "差不多等于", "a number with a tolerance" }, "expect = { revenue = near(yi(108), yi(0.5)) }" },
	{ .name = NULL },
};
