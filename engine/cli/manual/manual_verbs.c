/* SPDX-License-Identifier: Apache-2.0 */
/* manual_verbs.c - what a scenario can say of indicators: growth, events, what goes together. The functions themselves are
 * scripts/lib/verbs.lua. */
#include "cli/manual/manual.h"

#define TAKES(...) (const manual_argument[]){ __VA_ARGS__, { .name = NULL } }
#define WHAT { "what", "string", { "指标", "an indicator, by id or title" } }
#define WHO { "who", "string", { "一个集群、\"industry:汽车产业\" 这样的一组,或 \"all\"", "one cluster, a group such as \"industry:汽车产业\", or \"all\"" } }
#define WHEN { "when", "string", { "\"2027\" 起,或 \"2027..2029\"", "from \"2027\" on, or \"2027..2029\"" } }

const manual_word manual_verbs[] = {
	{ "extra_growth", WORD_VERB, TAKES(WHAT, WHO, { "rate", "number", { "每期多增多少", "how much more each period" } }, WHEN), "change",
		{ "在模型的增长之上每期多增", "extra growth each period on top of the model's" }, "extra_growth(\"revenue\", \"industry:汽车产业\", pct(2), \"2027..2030\")" },
	{ "grow", WORD_VERB, TAKES(WHAT, WHO, { "rate", "number", { "增速", "the rate of growth" } }, WHEN), "change",
		{ "按一个增速增长,不管模型怎么说", "growth at one rate, whatever the model says" }, "grow(\"revenue\", \"CLUSTER\", pct(12), \"2027\")" },
	{ "halt", WORD_VERB, TAKES(WHAT, WHO, WHEN), "change", { "停止增长", "no growth at all" }, "halt(\"revenue\", \"city:NAME\", \"2027..2028\")" },
	{ "business_as_usual", WORD_VERB, TAKES(WHAT, WHO, WHEN), "change", { "各按自己观测期的复合增速增长", "growth as it was: each at its own compound rate over the observed years" },
		"business_as_usual(\"revenue\", \"all\", \"2027\")" },
	{ "best_peer", WORD_VERB, TAKES(WHAT, WHO, { "peers", "string", { "与谁比:一类对象,如 \"industry\"", "a kind to compare within, as in \"industry\"" } }, WHEN), "change",
		{ "按同类中最快者的增速增长", "growth as the fastest of its peers had it" }, "best_peer(\"revenue\", \"all\", \"industry\", \"2027\")" },
	{ "forecast", WORD_VERB, TAKES(WHAT, WHO, { "method", "string", { "naive、seasonal_naive、drift、ses、holt、damped 或 theta", "naive, seasonal_naive, drift, ses, holt, damped or theta" } },
		WHEN), "change",
		{ "按一种预测方法由自身历史外推;序列太短的留给模型", "where a method of forecasting sees each one by its own observed values; too short a series stays with the model" },
		"forecast(\"revenue\", \"all\", \"theta\", \"2027\")" },
	{ "reach", WORD_VERB, TAKES(WHAT, WHO, { "value", "number", { "到多少", "what to reach" } },
		{ "when", "string", { "到哪年:\"2030\";\"2028..2030\" 从 2028 年起", "by when: \"2030\"; \"2028..2030\" begins in 2028" } }), "change",
		{ "以均匀的额外增长在某期达到某值;本来就达到的不动", "a path to a value by even extra growth; whoever gets there anyway is left alone" },
			"reach(\"revenue\", \"CLUSTER\", yi(120), \"2028\")" },
	{ "recover", WORD_VERB, TAKES(WHAT, WHO, { "when", "string", { "\"2028..2030\":从何时到何时", "\"2028..2030\": from when, and back by when" } }), "change",
		{ "到某期回到没有冲击时的水平", "back to where it would have been without shocks" }, "recover(\"revenue\", \"CLUSTER\", \"2028..2030\")" },
	{ "shock", WORD_VERB, TAKES(WHAT, WHO, { "size", "number", { "涨跌多少", "a fall or rise" } }, WHEN), "change",
		{ "一次涨跌;给出范围则每期一次", "a fall or rise, once; of a range in each of its periods" }, "shock(\"revenue\", \"industry:汽车产业\", pct(-20), \"2027\")" },
	{ "lost_leader", WORD_VERB, TAKES(WHO, WHEN, { "losses", "table", { "{ 指标 = 负数 }", "{ INDICATOR = a negative number }" } }), "change[]",
		{ "龙头企业离开,带走它的产出", "the leading enterprise goes, and with it what it made" },
			"lost_leader(\"CLUSTER\", \"2027\", { revenue = pct(-30), leading_enterprises = -1 })" },
	{ "new_firm", WORD_VERB, TAKES(WHO, WHEN, { "gains", "table", { "{ 指标 = 正数 }", "{ INDICATOR = a positive number }" } }), "change[]",
		{ "来了一家新企业,并留下", "a new firm comes, and stays" }, "new_firm(\"CLUSTER\", \"2027\", { revenue = yi(5), quality_enterprises = 1 })" },
	{ "measure", WORD_VERB, TAKES({ "name", "integer|string", { "包里的哪项措施", "one of the pack's measures" } }, WHO, WHEN), "change[]",
		{ "对这些集群从那时起采取一项措施;幅度是包的假设,可用 set 改", "one of the pack's measures, taken for these from then on; its sizes are assumptions, open to set" },
			"measure(5, \"city:NAME\", \"2027\")" },
	{ "correlate", WORD_VERB, TAKES({ "a", "string", { "一个假设", "an assumption" } }, { "b", "string", { "另一个", "another" } },
		{ "r", "number", { "从 -1 到 1", "between -1 and 1" } }), "change",
		{ "两个假设一起好、一起坏", "two assumptions that go together" }, "correlate(\"drift\", \"elasticity\", 0.5)" },

	{ "move", WORD_MADE_OF, TAKES({ "t", "table", { "{ 种类, verb =, what =, who =, size =, when = }", "{ kind, verb =, what =, who =, size =, when = }" } }), "change",
		{ "动词的原料:scale、raise、event、reach、pace、usual、peer、return", "what verbs are made of: scale, raise, event, reach, pace, usual, peer, return" },
			"move { \"scale\", verb = \"shock\", what = \"revenue\", who = \"all\", size = pct(-5), when = \"2027\" }" },
	{ "effects_of", WORD_MADE_OF, TAKES({ "name", "integer|string", { "包里的一项措施", "one of the pack's measures" } }), "table[]",
		{ "一项措施带动什么:{ what, kind, size }", "what a measure moves: { what, kind, size }" }, "for _, effect in ipairs(effects_of(5)) do print(effect.what) end" },
	{ .name = NULL },
};
