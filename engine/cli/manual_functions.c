/* SPDX-License-Identifier: Apache-2.0 */
/* manual_functions.c - the functions of rules, units, distributions, and what scripts have of Lua's own. */
#include "cli/manual.h"

#define TAKES(...) (const manual_argument[]){ __VA_ARGS__, { .name = NULL } }
#define X { "x", "number", { "规则里的一个值", "a value of a rule" } }
#define MASK { "mask", "boolean", { "一个条件", "a condition" } }
#define MASKS { "...", "boolean", { "几个条件,或一个列表", "conditions, or one list of them" } }
#define GROUP { "group?", "category", { "c 的一个类别,如 c.industry;不写就是全体", "a kind of c, as in c.industry; all together if left out" } }
#define NUMBERS { "...", "number", { "一个或几个值", "one or more values" } }

const manual_word manual_functions[] = {
	{ "where", WORD_CHOICE, TAKES(MASK, { "a", "any", { "条件成立时", "where it is true" } }, { "b", "any", { "不成立时", "where it is false" } }), "any",
		{ "两者取一;条件未知而两者不等时为缺失", "one or the other; missing where the condition is unknown and they differ" },
		"where(c.revenue >= yi(100), 1, 0)" },
	{ "only", WORD_CHOICE, TAKES(MASK, X), "number", { "条件成立时取其值,否则缺失", "the value where the condition is true, else missing" },
		"mean(only(c.industry == \"汽车产业\", c.rd_intensity))" },
	{ "present", WORD_CHOICE, TAKES({ "x", "any", { "规则里的一个值", "a value of a rule" } }), "boolean", { "有没有数据", "is there a value at all?" }, "count(present(c.revenue))" },
	{ "shown", WORD_CHOICE, TAKES(MASK), "boolean", { "已知成立才为真;不成立或未知都为假", "true where it is known to be true; false where it is false or unknown" }, "count(not shown(c.rd_intensity >= p.entry_rd))" },
	{ "any", WORD_CHOICE, TAKES(MASKS), "boolean", { "有一个成立就成立", "true where any is true; unknown where none is and one is unknown" }, "any(c.single_champions > 0, c.little_giants > 0)" },
	{ "all", WORD_CHOICE, TAKES(MASKS), "boolean", { "全部成立才成立", "true where all are true; unknown where none is false and one is unknown" }, "all(c.revenue >= yi(100), c.rd_intensity >= pct(2.2))" },
	{ "how_many", WORD_CHOICE, TAKES(MASKS), "number", { "有几个成立;有未知的就缺失", "how many are true; missing where one is unknown" }, "how_many(c.revenue >= yi(100), c.rd_intensity >= pct(2.2)) >= 1" },
	{ "as_number", WORD_CHOICE, TAKES(MASK), "number", { "成立为 1,不成立为 0,未知为缺失", "1 where true, 0 where false, missing where unknown" }, "as_number(c.revenue >= yi(100))" },
	{ "number_in", WORD_CHOICE, TAKES(X, { "unit", "string", { "以什么单位计", "in which unit" } }), "number", { "去掉单位,成为纯数", "the plain number of an amount, told in a unit" }, "log(number_in(c.revenue, \"亿元\"))" },

	{ "min", WORD_ARITHMETIC, TAKES(NUMBERS), "number", { "最小的", "the smallest" }, "min(c.revenue, yi(100))" },
	{ "max", WORD_ARITHMETIC, TAKES(NUMBERS), "number", { "最大的", "the greatest" }, "max(yi(100) - c.revenue, 0)" },
	{ "abs", WORD_ARITHMETIC, TAKES(X), "number", { "绝对值", "without its sign" }, "abs(c.revenue - lag(c.revenue, 1))" },
	{ "sqrt", WORD_ARITHMETIC, TAKES(X), "number", { "平方根;负数缺失", "square root; missing of a negative number" }, "sqrt(c.rd_intensity)" },
	{ "log", WORD_ARITHMETIC, TAKES(X), "number", { "自然对数;零和负数缺失", "natural logarithm; missing of what is not positive" }, "log(c.revenue / lag(c.revenue, 1))" },
	{ "exp", WORD_ARITHMETIC, TAKES(X), "number", { "e 的幂", "e to the power of it" }, "exp(c.rd_intensity)" },
	{ "floor", WORD_ARITHMETIC, TAKES(X), "number", { "向下取整", "to the whole number below" }, "floor(c.quality_enterprises / 10)" },
	{ "ceil", WORD_ARITHMETIC, TAKES(X), "number", { "向上取整", "to the whole number above" }, "ceil(c.quality_enterprises / 10)" },

	{ "lag", WORD_TIME, TAKES({ "x", "any", { "规则里的一个值", "a value of a rule" } }, { "periods", "integer", { "几期以前", "how many periods back" } }), "any", { "几期以前的值", "what it was some periods before" }, "c.revenue / lag(c.revenue, 1) - 1" },
	{ "cagr", WORD_TIME, TAKES(X, { "years", "integer", { "从几年前算起", "since how many years ago" } }), "number", { "年均复合增速", "yearly compound growth" }, "cagr(c.revenue, 3) >= pct(6)" },
	{ "mean_growth", WORD_TIME, TAKES(X, { "years", "integer", { "最近几年", "of how many years" } }), "number", { "逐年增速的平均", "the mean of the last yearly growth rates" }, "mean_growth(c.revenue, 3)" },
	{ "growth_since", WORD_TIME, TAKES(X, { "year", "number", { "p.year", "p.year" } }, { "base", "integer", { "基年", "the base year" } }, { "most", "integer", { "最多几年以前", "how many years ago that can be" } }, { "by_mean", "boolean", { "真为逐年平均,假为复合", "true for the mean of the rates, false for compound" } }), "number", { "自基年以来的年均增速;基年及以前缺失", "average yearly growth since a base year; missing up to the base itself" },
		"growth_since(c.manufacturing_investment, p.year, 2024, 6, p[\"growth.avg\"] == \"mean\")" },

	{ "total", WORD_ACROSS, TAKES(X, GROUP), "number", { "合计有数据的", "the sum of what is present" }, "total(c.revenue, c.city)" },
	{ "mean", WORD_ACROSS, TAKES(X, GROUP), "number", { "平均有数据的", "the mean of what is present" }, "mean(c.rd_intensity, c.industry)" },
	{ "count", WORD_ACROSS, TAKES(MASK, GROUP), "number", { "多少个成立", "how many are true" }, "count(c.revenue >= yi(100))" },
	{ "rank", WORD_ACROSS, TAKES(X, GROUP), "rank", { "名次,1 最大;并列为 1, 2, 2, 4", "its place, 1 is the greatest; equals as 1, 2, 2, 4" }, "rank(c.revenue, c.industry)" },
	{ "share", WORD_ACROSS, TAKES(X, GROUP), "number", { "占合计的份额", "its share of the total" }, "share(c.revenue, c.industry)" },
	{ "quantile", WORD_ACROSS, TAKES(X, { "q", "number", { "从 0 到 1 的纯数", "a plain number from 0 to 1" } }, GROUP), "number", { "分位数(第 7 型)", "a quantile of what is present (type 7)" }, "quantile(c.rd_intensity, 0.5)" },

	{ "yi", WORD_UNIT, TAKES({ "n", "number", { "多少", "how many" } }), "number", { "亿元;每个包的 units.csv 给出自己的单位函数", "100 million yuan; each pack's units.csv names its own makers" }, "yi(100)" },
	{ "wan", WORD_UNIT, TAKES({ "n", "number", { "多少", "how many" } }), "number", { "万元", "10 thousand yuan" }, "wan(5000)" },
	{ "pct", WORD_UNIT, TAKES({ "n", "number", { "多少", "how many" } }), "number", { "百分之几:pct(6) 就是 0.06", "per cent: pct(6) is 0.06" }, "pct(6)" },

	{ "normal", WORD_SPREAD, TAKES({ "mean", "number", { "均值", "the mean" } }, { "sd", "number", { "标准差", "the standard deviation" } }), "distribution", { "正态分布", "the normal distribution" }, "normal(pct(4), pct(2))" },
	{ "lognormal", WORD_SPREAD, TAKES({ "mu", "number", { "对数的均值", "the mean of the logarithm" } }, { "sigma", "number", { "对数的标准差", "its standard deviation" } }), "distribution", { "对数正态分布", "the lognormal distribution" }, "lognormal(-0.7, 0.2)" },
	{ "uniform", WORD_SPREAD, TAKES({ "low", "number", { "下限", "from" } }, { "high", "number", { "上限", "to" } }), "distribution", { "均匀分布", "anything between two numbers, alike" }, "uniform(pct(2), pct(8))" },
	{ "triangular", WORD_SPREAD, TAKES({ "low", "number", { "最低", "the lowest" } }, { "mode", "number", { "最可能", "the likeliest" } }, { "high", "number", { "最高", "the highest" } }), "distribution", { "三角分布", "lowest, likeliest, highest" }, "triangular(pct(30), pct(50), pct(80))" },

	{ "print", WORD_LUA, TAKES({ "...", "any", { "任何值", "anything" } }), NULL, { "显示在标准错误上;规则里的值显示为算式和单位", "shows values on standard error; a rule's value as its formula and unit" }, "print(c.revenue / lag(c.revenue, 1))" },
	{ "require", WORD_LUA, TAKES({ "name", "string", { "同一文件夹里的脚本", "a script of the same folder" } }), "any", { "另一个脚本返回的东西", "what another script returns" }, "local readings = require \"readings\"" },
	{ "pairs", WORD_LUA, TAKES({ "t", "table", { "一个表", "a table" } }), "any", { "按键的顺序走过一个表", "goes through a table, in the order of its keys" }, "for id, size in pairs(sizes) do print(id, size) end" },
	{ "ipairs", WORD_LUA, TAKES({ "t", "table", { "一个列表", "a list" } }), "any", { "走过一个列表", "goes through a list" }, "for i, id in ipairs { \"a\", \"b\" } do print(i, id) end" },
	{ "select", WORD_LUA, TAKES({ "n", "integer|string", { "第几个起,或 \"#\"", "from which on, or \"#\"" } }, { "...", "any", { "任何值", "anything" } }), "any", { "后面的参数,或参数个数", "the arguments from one on, or how many there are" }, "select(\"#\", ...)" },
	{ "unpack", WORD_LUA, TAKES({ "t", "table", { "一个列表", "a list" } }), "any", { "列表里的各个值", "the values of a list" }, "max(unpack(values))" },
	{ "tonumber", WORD_LUA, TAKES({ "x", "any", { "任何值", "anything" } }), "number?", { "读作数字", "reads a number" }, "tonumber(\"6\")" },
	{ "tostring", WORD_LUA, TAKES({ "x", "any", { "任何值", "anything" } }), "string", { "写成文字", "as a text" }, "tostring(yi(100))" },
	{ "type", WORD_LUA, TAKES({ "x", "any", { "任何值", "anything" } }), "string", { "是哪种值", "what kind of value it is" }, "type(x) == \"table\"" },
	{ "error", WORD_LUA, TAKES({ "message", "string", { "说什么", "what to say" } }), NULL, { "以一句话停下", "stops with a message" }, "error(\"no such year\")" },
	{ "assert", WORD_LUA, TAKES({ "x", "any", { "必须为真", "what must be true" } }, { "message?", "string", { "说什么", "what to say" } }), "any", { "不真就停下", "stops unless it is true" }, "assert(#list > 0, \"an empty list\")" },
	{ "pcall", WORD_LUA, TAKES({ "f", "function", { "一个函数", "a function" } }, { "...", "any", { "它的参数", "its arguments" } }), "any", { "调用而不因错误停下", "calls without stopping at an error" }, "local ok, result = pcall(f)" },
	{ "xpcall", WORD_LUA, TAKES({ "f", "function", { "一个函数", "a function" } }, { "handler", "function", { "出错时", "what to do at an error" } }, { "...", "any", { "它的参数", "its arguments" } }), "any", { "同 pcall,另有处理函数", "like pcall, with a handler" }, "xpcall(f, print)" },
	{ "math", WORD_LUA, NULL, NULL, { "Lua 的数学库,没有随机数", "Lua's library of mathematics, without chance" }, "math.pi" },
	{ "string", WORD_LUA, NULL, NULL, { "Lua 的文字库", "Lua's library of texts" }, "(\"%d clusters\"):format(101)" },
	{ "table", WORD_LUA, NULL, NULL, { "Lua 的表库", "Lua's library of tables" }, "table.concat({ \"a\", \"b\" }, \", \")" },
	{ "utf8", WORD_LUA, NULL, NULL, { "Lua 的 UTF-8 库", "Lua's library of UTF-8" }, "utf8.len(\"集群\")" },
	{ .name = NULL },
};
