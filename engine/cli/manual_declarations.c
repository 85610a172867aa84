/* SPDX-License-Identifier: Apache-2.0 */
/* manual_declarations.c - what packs and scenarios declare, and what their rules are given. */
#include "cli/manual.h"

#define KEYS(...) (const manual_argument[]){ __VA_ARGS__, { .name = NULL } }
#define TITLE { "title?", "{ zh: string, en: string }", { "名称", "its name in both languages" } }
#define CLAUSE { "clause?", "string", { "条款", "the clause it comes from" } }
#define QUOTE { "quote?", "string", { "原文,一字不差", "the text's own words, to the letter" } }
#define NOTE { "note?", "string", { "说明", "what a reader should know" } }
#define SOURCE { "source?", "string", { "依据", "what it rests on" } }
#define MODALITY { "modality?", "string", { "原文的语气:原则上、至少、力争", "how firmly the text says it: 原则上, 至少, 力争" } }

const manual_word manual_declarations[] = {
	{ "parameter", WORD_DECLARATION, KEYS(TITLE,
		{ "unit", "string", { "单位,见 units.csv", "a unit of units.csv" } },
		{ "value?", "number", { "一个值,始终有效", "one value, always in force" } },
		{ "values?", "{ [string]: number }", { "分日期的值:[\"2024-01-01\"] = …", "dated values: [\"2024-01-01\"] = …" } },
		CLAUSE, QUOTE, NOTE, SOURCE), NULL,
		{ "文件里的一个数字:规则用 p.NAME 读它,--set、情景或裁定可以改它", "a number of the text: rules read it as p.NAME, and --set, a scenario or a ruling can change it" },
		"parameter \"entry_rd\" {\n  title = { zh = \"研发投入强度\", en = \"R&D intensity wanted\" }, unit = \"%\", value = 2.2,\n  clause = \"附件4 第三条(四)\",\n}" },
	{ "option", WORD_DECLARATION, KEYS(TITLE,
		{ "readings", "table[]", { "各种读法:{ { \"id\", zh = …, en = … }, … }", "what can be meant: { { \"id\", zh = …, en = … }, … }" } },
		{ "default?", "string", { "默认的读法", "the reading in force unless somebody says otherwise" } },
		CLAUSE, QUOTE, NOTE), NULL,
		{ "文件没说清的地方:几种读法,取其一", "what the text leaves open: its readings, and the one in force" },
		"option \"firms.union\" {\n  title = { zh = \"多重称号的企业计几次\", en = \"Does an enterprise with several titles count once?\" },\n"
		"  readings = { { \"union\", zh = \"去重\", en = \"once\" }, { \"sum\", zh = \"相加\", en = \"for each title\" } }, default = \"union\",\n}" },
	{ "assumption", WORD_DECLARATION, KEYS(TITLE,
		{ "unit", "string", { "单位", "a unit of units.csv" } },
		{ "usual", "number|distribution", { "一个数或一个分布", "a number or a distribution" } },
		{ "by?", "string", { "一次抽取管多远:path(每条未来一个,默认)、year、entity,或一类对象如 industry", "how far one draw reaches: path (one a future, the default), year, entity, or a kind such as industry" } },
		SOURCE, NOTE), NULL,
		{ "关于将来的一个不确定的数:模型用 a.NAME 读它", "a number about the future that nobody knows: models read it as a.NAME" },
		"assumption \"drift\" {\n  title = { zh = \"自身增长\", en = \"Growth of its own\" }, unit = \"%\", usual = normal(pct(5), pct(1)), source = \"ours\",\n}" },
	{ "derive", WORD_DECLARATION, KEYS(
		{ "value", "fun(c: qunce.entity, p: qunce.parameters): number", { "怎样算出", "how it is computed" } }), NULL,
		{ "由其他指标推算的指标;有上报值时用上报值", "an indicator that follows from others; where it was reported, the report is used" },
		"derive \"rd_intensity\" { value = function(c) return c.rd_expenditure / c.revenue end }" },
	{ "criterion", WORD_DECLARATION, KEYS(TITLE,
		{ "needs?", "fun(c: qunce.entity, p: qunce.parameters): boolean", { "要求;不写就是文件没给数字", "what is wanted; left out where the text gives no number" } },
		{ "waivable?", "fun(c: qunce.entity, p: qunce.parameters): boolean", { "什么情况下可以放宽", "the facts that open a waiver" } },
		{ "hint?", "fun(c: qunce.entity, p: qunce.parameters): number", { "值得一看、但不起决定作用的数", "a number worth a look, which decides nothing" } },
		CLAUSE, QUOTE, MODALITY, NOTE,
		{ "waiver_note?", "string", { "关于放宽的说明", "what to say of the waiver" } },
		{ "hint_note?", "string", { "关于提示的说明", "what to say of the hint" } }), NULL,
		{ "对每个集群的一项检验;结论是六个词之一", "a test of each cluster; its verdict is one of six words" },
		"criterion \"revenue\" {\n  clause = \"附件4 第三条(一)\",\n  title = { zh = \"集群营业收入\", en = \"Cluster revenue\" },\n"
		"  needs = function(c, p) return c.revenue >= p.entry_revenue end,\n}" },
	{ "check", WORD_DECLARATION, KEYS(TITLE,
		{ "severity", "\"error\"|\"warning\"|\"note\"", { "不成立时怎么办:error 拒收整个文件", "what follows if it does not hold: of error the whole file is refused" } },
		{ "holds", "fun(c: qunce.entity, p: qunce.parameters): boolean", { "数据应满足什么;缺数据时不作声", "what figures must keep; where data is missing it says nothing" } },
		{ "about?", "string[]", { "不成立时先看哪些指标", "the indicators to look at first when it does not hold" } },
		CLAUSE, QUOTE, NOTE), NULL,
		{ "对上报数字的一项校验,导入时和 qunce validate 时进行", "a rule for reported figures, held when they are imported and by qunce validate" },
		"check \"rd_intensity.odd\" {\n  severity = \"warning\", title = { zh = \"研发强度不异常偏高\", en = \"R&D intensity is not oddly high\" },\n"
		"  holds = function(c) return c.rd_intensity <= pct(30) end, about = { \"rd_intensity\" },\n}" },
	{ "rollup", WORD_DECLARATION, KEYS(TITLE,
		{ "of", "string", { "哪个登记,见 registers.csv", "a register of registers.csv" } },
		{ "value", "fun(e: table, p: qunce.parameters): number", { "怎样汇总:e.字段 是一条登记的数、标志、日期(是否在当期)或选项,e.listed 恒成立,e.标志_ever 是曾否成立;汇总都在所汇总的对象之内",
			"how they come together: e.FIELD is a record's number, flag, day (does it lie in the period?) or choice, e.listed is true of each, "
			"e.FLAG_ever of those that once held it; totals, counts, ranks and shares are within what is rolled up to" } },
		{ "to?", "string", { "与哪个指标并列;不写时取同名指标", "the indicator it stands beside; that of its own name if left out" } },
		{ "unit?", "string", { "单位;不写时同该指标", "its unit; that indicator's if left out" } },
		{ "within?", "string", { "与上报数相差多少以内不提示:参数名", "how far it may be from what was reported before validate warns: a parameter, a share" } },
		CLAUSE, QUOTE, NOTE), NULL,
		{ "由登记合成的指标,与上报数并列,不取而代之;同一代码在一处只计一次", "what the records of a register come to, beside what was reported and never in its place; a key counts once" },
		"rollup \"quality_enterprises\" {\n  of = \"enterprises\",\n  value = function(e) return count(e.high_tech or e.specialised) end,\n}" },
	{ "model", WORD_DECLARATION, KEYS(TITLE, NOTE,
		{ "step", "fun(c: qunce.entity, a: qunce.assumptions, p: qunce.parameters): table", { "由上一期算出本期:{ 指标 = 值 }", "from the period before to this one: { INDICATOR = value }" } }),
			NULL,
		{ "集群怎样增长", "how clusters grow" },
		"model \"growth\" {\n  step = function(c, a, p)\n    return { revenue = c.revenue * (1 + a.drift + a.elasticity * p.investment_growth) }\n  end,\n}" },
	{ "target", WORD_DECLARATION, KEYS(TITLE,
		{ "value", "fun(c: qunce.entity, p: qunce.parameters): number", { "全体的一个数,如 count(…)", "one number over all, such as count(…)" } },
		{ "goals?", "{ [string]: fun(v: number, p: qunce.parameters): boolean }", { "各年是否达到:[\"2027\"] = function(v, p) … end", "whether it is reached, by year due: [\"2027\"] = function(v, p) … end" } },
		{ "compared?", "boolean", { "别的文件的目标,只作对照", "of another document, shown for comparison" } },
		{ "published?", "table[]", { "公布过的数字:{ { \"2023\", 23, of = …, source = … } }", "figures somebody published: { { \"2023\", 23, of = …, source = … } }" } },
		CLAUSE, QUOTE, MODALITY,
		{ "document?", "string", { "出自哪个文件", "the document it stands in" } }, NOTE), NULL,
		{ "全省要达到的目标", "what the whole province wants" },
		"target \"clusters_100\" {\n  title = { zh = \"百亿级集群\", en = \"Clusters of 10 bn yuan\" },\n"
		"  value = function(c, p) return count(c.revenue >= p.tier_100) end,\n  goals = { [\"2027\"] = function(v) return v >= 60 end },\n}" },
	{ "recognition", WORD_DECLARATION, KEYS(
		{ "titles", "string", { "认定登记簿", "the register of titles" } },
		{ "waivers?", "string", { "放宽决定登记簿", "the register of waivers" } },
		{ "term", "string", { "有效期(年)的参数名", "the parameter that holds the term in years" } },
		{ "renewal?", "string", { "复核通过后延长(年)的参数名;不写同有效期", "the parameter that holds the years of a renewal; as the term if left out" } },
		{ "report_due", "string", { "上一年数据的上报期限:\"03-30\"", "when a year's data is due: \"03-30\"" } },
		{ "risk?", "table[]", { "风险等级:{ { \"high\", at_least = 参数名, zh = …, en = … } }", "levels of risk: { { \"high\", at_least = PARAMETER, zh = …, en = … } }" } },
		{ "course?", "string", { "进程登记簿:每条记录是一个环节", "the register of events: each record enters a stage" } },
		{ "stages?", "table[]", { "环节:{ { \"listed\", after = \"reviewed\", by = …, clause = …, zh = …, en = … } };after 可为 \"start\";"
				"lasts = 工作日参数,waits、within、stays、back、grants、ends、reports、expires",
			"stages: { { \"listed\", after = \"reviewed\", by = …, clause = …, zh = …, en = … } }; after may be \"start\"; "
				"lasts = PARAMETER of working days, waits, within, stays, back, grants, ends, reports, expires" } },
		{ "readings?", "table", { "期限怎样数:{ first_day_counts = \"选项=读法\", … }", "how days are counted: { first_day_counts = \"OPTION=READING\", … }" } },
			NOTE), NULL,
		{ "谁持有称号、何时复核、风险分几级;一个包只有一处,不带名称", "who holds a title, when it is re-reviewed, and levels of risk; one a pack, without a name" },
		"recognition { titles = \"recognition\", waivers = \"waiver\", term = \"validity_years\", report_due = \"03-30\" }" },
	{ "measure", WORD_DECLARATION, KEYS(TITLE,
		{ "source", "string", { "依据", "what its sizes rest on" } },
		{ "moves", "{ [string]: number }", { "带动的指标和幅度;百分比是每年,带单位的量只加一次", "what it moves and by how much: a share is growth a year, an amount or a count comes once" } },
		CLAUSE, QUOTE, NOTE), NULL,
		{ "方案的一项措施,假定它带动什么;每个幅度都是一个假设,叫 measure.ID.指标", "a measure of the programme and what it is assumed to move; each size is an assumption, measure.ID.INDICATOR" },
		"measure \"5\" {\n  title = { zh = \"技术改造\", en = \"Technical upgrading\" }, source = \"ours\",\n  moves = { tech_upgrade_investment = pct(2) },\n}" },
	{ "scenario", WORD_DECLARATION, KEYS(
		{ "base?", "string|string[]", { "以哪个模型或哪些情景为底", "the model, or the scenarios beside this one, that it rests on" } },
		{ "set?", "{ [string]: any }", { "改变参数、选项、假设", "parameters, options and assumptions, changed" } },
		{ "from?", "{ [string]: table }", { "从某期起改变:[\"2028\"] = { … };[\"2027..2028\"] 有始有终", "changes from a period on: [\"2028\"] = { … }; [\"2027..2028\"] is bounded" } },
		{ "shock?", "{ [string]: number }", { "冲击:[\"指标:谁:时期\"] = pct(-30)", "blows: [\"INDICATOR:WHO:PERIOD\"] = pct(-30)" } },
		{ "ask?", "string[]", { "问什么:\"targets\"、\"at_risk\";不写就都问", "what to answer: \"targets\", \"at_risk\"; both if left out" } }), "qunce.scenario",
		{ "一个问题:只写与基准不同之处,列表里可放动词如 shock(…)", "a question: only what differs, and in its list verbs such as shock(…)" },
		"return scenario \"Investment slows to 4 %\" {\n  set = { investment_growth = normal(pct(4), pct(2)) },\n  from = { [\"2028\"] = { investment_growth = pct(6) } },\n"
		"  shock(\"revenue\", \"changfeng-nev\", pct(-30), \"2027\"),\n}" },
	{ "c", WORD_GIVEN, NULL, NULL,
		{ "规则里的一个集群:c.revenue 或 c[\"营业收入\"] 是指标,c.industry 是它所属的类别;step 里是上一期",
			"one cluster in a rule: c.revenue, or c[\"营业收入\"], is an indicator, c.industry what it belongs to; in step, of the period before" },
		"function(c, p) return c.revenue >= yi(100) and c.industry == \"汽车产业\" end" },
	{ "p", WORD_GIVEN, NULL, NULL,
		{ "被评那一期末生效的参数和选项:p.entry_rd;p.year 是那一年", "the parameters and options in force at the end of the period judged: p.entry_rd; p.year is its year" },
		"function(c, p) return c.rd_intensity >= p.entry_rd end" },
	{ "a", WORD_GIVEN, NULL, NULL,
		{ "假设在这条未来里的取值:a.drift,只在 step 里", "what the assumptions are in this future: a.drift, in step only" },
		"step = function(c, a, p) return { revenue = c.revenue * (1 + a.drift) } end" },
	{ .name = NULL },
};
