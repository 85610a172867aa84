/* SPDX-License-Identifier: Apache-2.0 */
/* chinese.c - the guest's words in Chinese, beside the English ones that scripts see and may catch: whole messages by their format,
 * whose arguments they take in the same order, and the words that are put into them. tests/script/chinese.py holds the two together. */
#include <stdio.h>
#include <string.h>
#include "guest.h"
#include "base/text.h"

static const qn_both messages[] = {
	{ "%s", "%s" }, /* what it is given must have Chinese of its own */
	{ "%s:%s", "%s: %s" },
	{ "给的比它要的多:请写 %s", "more is given than it takes: write %s" },
	{ "%s(…) 只取一个数,这里给了第二个", "%s(…) takes one number, and a second is given" },
	{ "units.csv:%2$s 的 maker %1$s 与脚本已有的词同名:请换一个", "units.csv: the maker %s of %s is a word that scripts have already: choose another" },
	/* what belongs to several kinds of declarations */
	{ "名称已被占用,见 %s", "the name is taken, by %s" },
	{ "重复声明,第一次在 %s", "it is declared twice, first by %s" },
	{ "已有同名的 %s:请换一个名称", "a %s has that name already: choose another" },
	{ "%s没有写名称:请写成 名称 = 值", "%s stands there without a name: write name = value" },
	{ "%s没有写名称:请写成 名称 = 值,或用 shock(…) 之类的动词", "%s stands there without a name: write name = value, or a verb such as shock(…)" },
	{ "这里不认识“%s”%s%s", "\"%s\" is not known here%s%s" },
	{ "%s 不能是 %s:那是 Lua 的库;文本请加引号,如 \"%s\",表请写 { … }", "%s is not to be %s, which is a library of Lua: put a text in quotes, as in \"%s\", or write { … }" },
	{ "%s 应是文本,这里却是%s", "%s must be a text, and is %s" },
	{ "%s 超过 %d 字节", "%s has more than %d bytes" },
	{ "%s 不是 UTF-8 文本", "%s is not UTF-8 text" },
	{ "%s 含有控制字符", "%s holds a control character" },
	{ "缺少 %s:请写 %s = \"…\"", "%s is not there: write %s = \"…\"" },
	{ "%s 应是 true 或 false,这里却是%s", "%s must be true or false, and is %s" },
	{ "%s 应是列表:请写 %s = { …, … },不写名称,中间不留空", "%s must be a list: write %s = { …, … }, without names or gaps" },
	{ "%s 里用%s作名称:请写 [\"…\"] = …", "%s has %s as a name: write [\"…\"] = …" },
	{ "%s:名称“%s”中间有换行:请写在一行里", "%s: the name \"%s\" holds a line break: write it in one line" },
	{ "%s 应是文本或 { zh = …, en = … }", "%s must be a text or { zh = …, en = … }" },
	{ "缺少 %s:请写 %s = function(…) return … end", "%s is not there: write %s = function(…) return … end" },
	{ "%s 应是函数,这里却是%s:请写 %s = function(…) return … end", "%s must be a function, and is %s: write %s = function(…) return … end" },
	{ "%s 要先写名称:请写 %s \"名称\" { … }", "%s begins with its name: write %s \"name\" { … }" },
	{ "%s:名称是一行 1 到 %d 字节的 UTF-8 文本,不含控制字符", "%s: a name is one line of 1 to %d bytes of UTF-8, without controls" },
	{ "%s:标识要写在命令行里,如 标识=值@时期:请不要用空格和 = @ : 这几个符号",
		"%s: an id is written on command lines, as in ID=VALUE@PERIOD: leave out blanks and the signs = @ :" },
	{ "%s:库里的文件返回的是名称的表,其中一个名称却是%s", "%s: a file of the library returns a table of names, and one of them is %s" },
	{ "%s 是空的:请写名称", "%s is empty: give it a name" },
	{ "读法“%s”要写在命令行里,如 选项=读法@时期:请不要用 @", "the reading \"%s\" is written on command lines, as in OPTION=READING@PERIOD: leave out the sign @" },
	{ "后面应是表 { … },这里却是%s", "what follows must be a table { … }, and is %s" },
	{ "%s 不能在规则里声明", "%s cannot be declared inside a rule" },
	{ "测试要写在单独的文件里,文件名以 _test.lua 结尾", "a test stands in a file of its own, called …_test.lua" },
	{ "%s:测试文件只能声明测试", "%s: a file of tests declares nothing but tests" },
	{ "scenario:名为 …_test.lua 的文件只写测试:情景文件请另取名称,其中不要写测试",
		"scenario: a file called …_test.lua holds tests and nothing else: give the scenario's file another name, and leave tests out of it" },
	{ "测试文件不能作规则包的主脚本:请在 pack.csv 里给 main 一个不以 _test.lua 结尾的名称",
		"a file of tests is no pack's main script: in pack.csv give main a name that does not end in _test.lua" },
	{ "%s:情景只改假设;规则属于规则包", "%s: a scenario changes assumptions; rules belong to the pack" },
	{ "情景要写成单独的文件,对规则包运行:请把它移出规则包的脚本", "a scenario is a file of its own, run against a pack: take it out of the pack's scripts" },
	{ "%s 没有表:请写 %s { … }", "%s has no table: write %s { … }" },
	{ "%s 应是表,这里却是%s", "%s must be a table, and is %s" },
	{ "没有叫“%s”的单位%s", "no unit is called \"%s\"%s" },
	{ "没有叫“%s”的指标%s", "no indicator is called \"%s\"%s" },
	{ "%s:没有叫“%s”的指标%s", "%s: no indicator is called \"%s\"%s" },
	{ "没有叫“%s”的假设%s", "no assumption is called \"%s\"%s" },
	{ "没有“%s”这种类别%s", "there is no kind of entity \"%s\"%s" },
	{ "没有叫“%2$s”的%1$s%3$s", "no %s is called \"%s\"%s" },
	{ "没有叫“%s”的准则%s", "no criterion is called \"%s\"%s" },
	{ "没有叫“%s”的目标%s", "no target is called \"%s\"%s" },
	/* parameters, options, assumptions */
	{ "p.year 是评估的年份:请换一个名称", "p.year is the year judged: choose another name" },
	{ "values 里用%s作日期:请写 [\"2024-01-01\"] = … 或 [\"2024\"] = …", "values has %s as a day: write [\"2024-01-01\"] = … or [\"2024\"] = …" },
	{ "values:“%s”不是日期:请写 [\"2024-01-01\"] = … 或 [\"2024\"] = …", "values: \"%s\" is no day: write [\"2024-01-01\"] = … or [\"2024\"] = …" },
	{ "value 和 values 只写一个", "give either value or values" },
	{ "values 应是从日期到数值的表,这里却是%s", "values must be a table from days to numbers, and is %s" },
	{ "values 两次写了同一天", "values names one day twice" },
	{ "参数不能是是非值:请声明有两种读法的 option", "a parameter cannot be a flag: declare an option with two readings" },
	{ "读法“%s”写了两次", "the reading \"%s\" is there twice" },
	{ "default:没有“%s”这种读法%s", "default: \"%s\" is none of its readings%s" },
	{ "by:“%s”不是 path、year、entity,也不是类别%s", "by: \"%s\" is neither path, year, entity nor a kind of entity%s" },
	{ "缺少 usual:请写 usual = normal(mean, sd) 或一个数", "usual is not there: write usual = normal(mean, sd) or one number" },
	{ "%s 的单位是%s,%s的单位却是%s", "%s is in %s, and %s is in %s" },
	{ "%s 的单位是 %s:请写 %s", "%s is in %s: write %s" },
	{ "%s 不是有限的数", "%s is not a finite number" },
	{ "%s:normal(mean, sd) 的标准差为负", "%s: the standard deviation of normal(mean, sd) is negative" },
	{ "%s:lognormal(mu, sigma) 的 sigma 为负", "%s: sigma of lognormal(mu, sigma) is negative" },
	{ "%s:uniform(low, high) 的上限低于下限", "%s: uniform(low, high) ends below where it begins" },
	{ "%s:triangular(low, mode, high) 须满足 low <= mode <= high", "%s: triangular(low, mode, high) needs low <= mode <= high" },
	{ "%s:lognormal(mu, sigma) 取对数的纯数", "%s: lognormal(mu, sigma) takes pure numbers, of the logarithm" },
	{ "%s 应是一个数,不能是分布", "%s must be one number, not a distribution" },
	{ "%s 应是数%s,这里却是%s", "%s must be a number%s, and is %s" },
	/* names and what scripts may do */
	{ "没有 next:请用 pairs,它按键的顺序走", "there is no next: go through a table with pairs, in the order of its keys" },
	{ "脚本不能用 %s:脚本只声明和计算,够不到外面", "there is no %s for scripts: they declare and compute, and reach nothing else" },
	{ "没有叫“%s”的名称%s", "nothing is called \"%s\"%s" },
	{ "%s 会成为全局名称,每个脚本都看得到、改得了:请写 local %s%s", "%s would be global, seen and changed by every script: write local %s%s" },
	{ "pairs:有一个键是%s,没有顺序:请用数或文本作键", "pairs: a key is %s, which has no order: use numbers or texts as keys" },
	{ "pairs 走的是表,这里却是%s", "pairs goes through a table, and this is %s" },
	{ "%s 是规则里的值,还没有数", "%s is a value of a rule: it has no number yet" },
	{ "断言不成立", "assertion failed" },
	{ "脚本不能用 %s.%s:请声明带分布的 assumption,由引擎抽取", "there is no %s.%s for scripts: declare an assumption with a distribution, and the engine draws it" },
	{ "脚本里没有 %s.%s%s", "there is no %s.%s for scripts%s" },
	{ "%s 由所有脚本共用,不能改:自己的东西请放在 local 名称里", "%s is shared by every script and cannot be changed: keep what is yours in a local name" },
	{ "名称“%s…”里有空字节(NUL):请重新写", "the name \"%s…\" holds a zero byte: write it anew" },
	{ "string.rep 的结果会超过 %d MiB", "string.rep would make more than %d MiB" },
	{ "string.format:脚本不能用 %%p(地址)", "string.format: %%p, an address, is not there for scripts" },
	{ "调用 error 时给的是%s:请给一句话", "error was called with %s: give it a text" },
	{ "调用 error 时给的是空文本:请说明哪里不对", "error was called with an empty text: say what is wrong" },
	/* modules */
	{ "%s:这不是脚本文本:请存成 UTF-8 纯文本", "%s: this is not the text of a script: save it as plain text in UTF-8" },
	{ "%s:无法编译", "%s: this does not compile" },
	{ "%s:脚本最大 %d MiB", "%s: a script has at most %d MiB" },
	{ "require 绕成了圈:%s", "require goes in a circle: %s" },
	{ "%s 只在规则里面 require,而规则要运行许多次:请在文件开头写 local x = require \"x\"", "%s is required inside a rule alone, and a rule runs many times: write local x = require \"x\" at the top of the file" },
	{ "require 超过 %d 层", "require goes more than %d files deep" },
	{ "require 要一个名称,如 require \"criteria\",这里却是%s", "require takes a name, as in require \"criteria\", and this is %s" },
	{ "require:名称最长 %d 字节", "require: a name has at most %d bytes" },
	{ "旁边没有脚本 %s%s", "there is no script %s beside this one%s" },
	{ "没有脚本 %s", "there is no script %s" },
	{ "%s:没有声明情景:请写 return scenario \"标题\" { set = { … } }", "%s: declares no scenario: write return scenario \"title\" { set = { … } }" },
	/* values of rules */
	{ "这要用于规则里的值:请写在 needs、value、step 之类的函数里", "this works on the values of a rule: use it in a function such as needs, value or step" },
	{ "这里要一个数,却是%s", "a number is needed, and this is %s" },
	{ "这里要一个条件,却是%s", "a mask is needed, and this is %s" },
	{ "%s 只取规则里的一个值", "%s takes one value of a rule" },
	{ "where 取一个条件和两个值:where(cond, a, b)", "where takes a condition and two values: where(cond, a, b)" },
	{ "only 取一个条件和一个值:only(cond, x)", "only takes a condition and a value: only(cond, x)" },
	{ "only:%s 是类别,有类别的都不缺:请先作比较", "only: %s is a category, and is missing for nobody who has one: compare it first" },
	{ "number_in 取一个值和单位的名称:number_in(c.NAME, \"UNIT\")", "number_in takes a value and the name of a unit: number_in(c.NAME, \"UNIT\")" },
	{ "%s 不能用 %s 表示", "%s cannot be told in %s" },
	{ "lag(x, n) 往前看 n 个整期,从 0 到 1000,n 却是 %s", "lag(x, n) looks n whole periods back, from 0 to 1000, and n is %s" },
	{ "%s:分组是%s,应是 c 的类别,如 c.%s", "%s: the group is %s, and must be a kind of c, as in c.%s" },
	{ "quantile(x, q) 的 q 是 0 到 1 的纯数,这里却是%s", "quantile(x, q) takes q as a plain number from 0 to 1, and this is %s" },
	{ "%s 与 nil(没有的值)比较:名称写错了吗?要问是否缺失请写 present(%s)",
		"%s is compared with nil, a value that is not there: is a name misspelt? To ask whether it is missing write present(%s)" },
	{ "%s 本身就是条件:请写 %s,或 not (%s)", "%s is a mask itself: write %s, or not (%s)" },
	{ "%s与%s不能比较", "cannot compare %s with %s" },
	{ "缺失的值被当作一个真假:请写 where(cond, a, b)", "a missing value is used as one truth: write where(cond, a, b)" },
	{ "%s 是%s,不是条件,不能放在 and 前面:请作比较、问 present(%s),或用 where(cond, a, b) 选",
		"%s is %s, not a mask, and cannot stand before and: compare it, ask present(%s), or choose with where(cond, a, b)" },
	{ "%s 是规则里的值,不能作表的键:请用 where(cond, a, b) 选", "%s is a value of a rule and no key of a table: choose with where(cond, a, b)" },
	{ "%s 是另一条规则做的:请在这条规则里重新做,可写成两边都调用的函数", "%s was made by another rule: make it again in this one, in a function that both call" },
	{ "规则超过 %d 步运算:是否有循环做得太多?", "the rules are larger than %d operations: is there a loop that builds too much?" },
	{ "%s 是规则的%s,不是一个真假:请写 where(cond, a, b)", "%s is a rule's %s, not one truth: write where(cond, a, b)" },
	{ "%s:不管数据如何都是%s:是不是与没有的值作了比较?", "%s is %s whatever the data: did you compare with a value that is not there?" },
	{ "这里的数是%s:是不是除以了零?", "a number here is %s: did something divide by zero?" },
	{ "规则里用了 nil(没有的值):名称写错了吗?", "nil, a value that is not there, is used in a rule: is a name misspelt?" },
	{ "文本“%s”被当作值:只有类别(如 c.KIND)能与文本比较", "the text \"%s\" is used as a value: only a category, such as that of c.KIND, compares with a text" },
	{ "%s不能用在规则里:要用数,或 c、a、p 的值", "%s cannot be used in a rule: a number or a value of c, a or p is needed" },
	{ "%s 是%s,不是条件:请与什么作比较", "%s is %s, not a mask: compare it with something" },
	{ "%s与%s不能%s:两边要用同类的单位", "%s and %s cannot be %s: give both a unit of one kind" },
	{ "%s 不能这样与 %s 合算", "%s cannot be combined so with %s" },
	{ "%s与%s不能一起计算", "cannot calculate with %s and %s" },
	{ "这没有值:是不是除以了零?", "this has no value: did something divide by zero?" },
	{ "%s(…) 给纯数加上单位 %s,这里却是%s", "%s(…) gives a plain number its unit, %s, and this is %s" },
	{ "%s(…):这个数不是有限的", "%s(…): the number is not finite" },
	{ "%s 取的是数,第 %d 个却是%s", "%s takes numbers, and argument %d is %s" },
	{ "%s:第 %d 个数不是有限的", "%s: argument %d is not finite" },
	{ "%s 取 %d 个数:%s(%s)", "%s takes %d numbers: %s(%s)" },
	{ "%s 是假设:请在 step 里写 a.%s", "%s is an assumption: write a.%s, in a step" },
	{ "%s 是参数:请写 p.%s", "%s is a parameter: write p.%s" },
	{ "没有叫“%2$s”的%1$s", "no %s is called \"%s\"" },
	{ "没有叫“%2$s”的%1$s:是不是 %3$s%4$s%5$s%6$s?", "no %s is called \"%s\": did you mean %s%s%s%s?" },
	{ "c 本身就是一个 %s:请写指标,或它所属的类别,如 c.%s", "c is one %s itself: ask for an indicator, or for a kind that groups it, as in c.%s" },
	{ "向 %c 要%s:它认的是名称,如 %c.name 或 %c[\"name\"]", "%c is asked for %s: it knows names, as in %c.name or %c[\"name\"]" },
	{ "这个 %c 属于另一条规则:请作为参数传,不要留着", "this %c belongs to another rule: pass it on as an argument, do not keep it" },
	{ "%c 不能改:请把值放在 local 名称里,或返回它", "%c cannot be changed: keep the value in a local name, or return it" },
	{ "%s 没有返回值:请以 return 开头", "%s returned nothing: begin the line with return" },
	{ "%s 返回了%s,不管数据如何都是%s:是不是与没有的值作了比较?", "%s returned %s, which is %s whatever the data: did you compare with a value that is not there?" },
	{ "%s 返回的是%s,不是规则里的值", "%s returned %s, not a value of a rule" },
	{ "%s 得出 %s(%s),不是条件:请与什么作比较", "%s gives %s (%s), not a mask: compare it with something" },
	{ "%s:%s 的单位是%s,给它的 %s 的单位却是%s", "%s: %s is in %s, and what is given for it, %s, is in %s" },
	{ "%s 返回表 { 指标 = 值, … },其中一个名称却是%s", "%s returns a table { indicator = value, … }, and one of its names is %s" },
	{ "%s 返回表 { 指标 = 值, … },这里却是%s", "%s returns a table { indicator = value, … }, and this is %s" },
	{ "%s 两次写了 %s", "%s gives %s twice" },
	{ "%s 什么都没有推动:请写 return { 指标 = 值, … }", "%s moves nothing: return { indicator = value, … }" },
	{ "%s 得出 %s(%s),不是数:count(…) 数有几个成立", "%s gives %s (%s), not a number: count(…) counts where it is true" },
	{ "%s:%s 是每一个集群各自的数,目标要的是全体:请写 total(…)、mean(…) 或 count(…)",
		"%s: %s is a number of each one, and a target is of all: write total(…), mean(…) or count(…)" },
	{ "%s:%s 是每条记录各自的值,汇总要的是全组:请写 total(…)、mean(…) 或 count(…)",
		"%s: %s is a value of each record, and a roll-up is of all of a group: write total(…), mean(…) or count(…)" },
	{ "结果 %s 没有用上:请返回它,或删去", "the result %s is not used: return it or leave it out" },
	{ "%s:在普通的数上得出%s,作为算式却得出%s:不管给什么,两者须一致;是否问了 type(x)、用 pcall 接住了错误,或在两次调用之间留下了什么?",
		"%s: on plain numbers it gives %s, and as a plan %s: it must come to the same whatever it is given; does it ask type(x), "
		"catch errors with pcall, or keep something from call to call?" },
	{ "%s:在普通的数上返回%s,而不是表", "%s: on plain numbers it returns %s, and no table" },
	{ "%s:在普通的数上推动的指标与作为算式时不同", "%s: on plain numbers it moves other indicators than as a plan" },
	{ "%s 作为算式可以,用普通的数却失败:%s", "%s works as a plan and fails on plain numbers: %s" },
	/* rules and targets */
	{ "severity 是 \"error\"、\"warning\" 或 \"note\",这里却是“%s”", "severity is \"error\", \"warning\" or \"note\", and this is \"%s\"" },
	{ "about 应是指标的列表,如 { \"revenue\" },这里却是%s", "about must be a list of indicators, as in { \"revenue\" }, and is %s" },
	{ "goals:“%s”不是时期:请写 [\"%s\"] = function(v, p) return … end", "goals: \"%s\" is no period: write [\"%s\"] = function(v, p) return … end" },
	{ "goals:“%s”与规则包的频率不符:请写 \"%s\"", "goals: \"%s\" is not of the pack's frequency: write \"%s\"" },
	{ "goals:%s不是时期:请写 [\"%s\"] = function(v, p) return … end", "goals: %s is no period: write [\"%s\"] = function(v, p) return … end" },
	{ "goals 应是从时期到函数的表,这里却是%s", "goals must be a table from periods to functions, and is %s" },
	{ "goals:每个目标应是 function(v, p),这里却是%s", "goals: a goal must be a function(v, p), and is %s" },
	{ "goals 两次写了 %s", "goals names %s twice" },
	{ "goals:时期请写成 [\"%s\"]", "goals: write the period as [\"%s\"]" },
	{ "published:请写 { \"2023\", 23, of = \"谁的数\", source = \"在哪里公布\" }",
		"published: write { \"2023\", 23, of = \"whose figure\", source = \"where it was published\" }" },
	{ "published 应是数的列表,这里却是%s", "published must be a list of figures, and is %s" },
	/* recognition, rankings, rounds, measures, roll-ups */
	{ "%s:没有叫“%s”的参数%s", "%s: no parameter is called \"%s\"%s" },
	{ "report_due:“%s”不是一年里的一天:请写 \"03-30\"", "report_due: \"%s\" is no day of a year: write \"03-30\"" },
	{ "%s:请写 \"OPTION=READING\"", "%s: write \"OPTION=READING\"" },
	{ "%s:%s 没有“%s”这种读法", "%s: %s has no reading \"%s\"" },
	{ "readings 应是表 { first_day_counts = \"OPTION=READING\", … }", "readings must be a table { first_day_counts = \"OPTION=READING\", … }" },
	{ "%s:没有叫“%s”的阶段%s", "%s: no stage is called \"%s\"%s" },
	{ "after 应是一个阶段的名称,或名称的列表", "after must be the name of a stage or a list of names" },
	{ "%s 应是列表 %s", "%s must be a list %s" },
	{ "缺少 %s:请写 %s = %s", "%s is not there: write %s = %s" },
	{ "%s:没有声明“%s”%s", "%s: \"%s\" is not declared%s" },
	{ "better 是 \"higher\" 或 \"lower\",这里却是“%s”", "better is \"higher\" or \"lower\", and this is \"%s\"" },
	{ "judgements 应是列表 %s", "judgements must be a list %s" },
	{ "%s:没有“%s”这种类别", "%s: there is no kind of entity \"%s\"" },
	{ "size:没有叫“%s”的指标%s", "size: no indicator is called \"%s\"%s" },
	{ "unit 要与 industry(一种类别)和 size(凭它领先的指标)一起写", "unit goes with industry, a kind, and size, the indicator by which one leads" },
	{ "moves:%s 写了两次,用了两个名称", "moves: %s is there twice, by two names" },
	{ "moves:份额要用单位 %%,而规则包里没有", "moves: a share needs the unit %%, and the pack has none" },
	{ "缺少 moves:请写 moves = { INDICATOR = pct(1) };不推动任何可数的东西则写 moves = {}",
		"moves is not there: write moves = { INDICATOR = pct(1) }, or moves = {} for a measure that moves nothing that is counted" },
	{ "moves 里用%s作名称:请写 INDICATOR = 大小", "moves has %s as a name: write INDICATOR = size" },
	{ "没有叫“%s”的登记%s", "no register is called \"%s\"%s" },
	{ "登记 %s 没有主键:记录无法区分", "the register %s has no key: its records cannot be told apart" },
	{ "to:没有叫“%s”的指标%s", "to: no indicator is called \"%s\"%s" },
	{ "within:“%s”不是在它上面声明的份额参数(如 unit = \"%%\")", "within: \"%s\" is no parameter declared above it that is a share, as in unit = \"%%\"" },
	{ "%s:它的单位是%s,%s 的单位却是%s", "%s: it is told in %s, and %s is in %s" },
	/* scenarios and their verbs */
	{ "%s 是 option:请写读法的名称,不要写%s", "%s is an option: give the name of a reading, not %s" },
	{ "%s:没有“%s”这种读法%s", "%s: \"%s\" is none of its readings%s" },
	{ "没有叫“%s”的参数、选项或假设%s", "no parameter, option or assumption is called \"%s\"%s" },
	{ "from:“%s”与规则包的频率不符:请写 \"%s\"", "from: \"%s\" is not of the pack's frequency: write \"%s\"" },
	{ "from:“%s”不是时期:请写 [\"%s\"] = { … } 或 [\"%s\"] = { … }", "from: \"%s\" is no period: write [\"%s\"] = { … } or [\"%s\"] = { … }" },
	{ "from:“%s”的结束早于开始:请写 [\"%s\"] = { … }", "from: \"%s\" ends before it begins: write [\"%s\"] = { … }" },
	{ "from:有两段都从 %s 起设定 %s,看不出哪一段是例外:请让它们起点不同", "from: two spans that begin in %s both set %s, and neither is the exception: let them begin apart" },
	{ "shock:看不懂“%s”:请写 [\"INDICATOR:ENTITY:PERIOD\"] = pct(-20)", "shock: \"%s\" is not understood: write [\"INDICATOR:ENTITY:PERIOD\"] = pct(-20)" },
	{ "ask:不能问“%s”:可以问 \"targets\" 和 \"at_risk\"", "ask: \"%s\" cannot be asked: \"targets\" and \"at_risk\" can" },
	{ "base 绕成了圈:%s%s;情景不能以自己为基础", "base goes in a circle: %s%s; a scenario cannot rest on itself" },
	{ "base:%s 用模型 %s,而已经选了 %s:请在这里先写模型的名称,放在 base 的第一个", "base: %s rests on the model %s, and %s is chosen already: name the model here, first in base" },
	{ "base:没有叫“%s”的模型,旁边也没有这个情景%s", "base: no model and no scenario beside this one is called \"%s\"%s" },
	{ "base:“%s”既是模型,旁边又有 %s:请写 \"model:%s\" 或 \"%s\"", "base: \"%s\" is a model, and %s lies beside this one: write \"model:%s\" or \"%s\"" },
	{ "base:%s 没有声明情景", "base: %s declares no scenario" },
	{ "base 两次写了 %s", "base names %s twice" },
	{ "require 取来的是辅助函数,不是情景:请写在 base 里", "require gives helpers, and not a scenario: name it in base" },
	{ "一个文件只问一个问题,而 %s 还声明了一个", "one file asks one question, and %s declares another" },
	{ "哪个指标?先写它的名称,如 \"%s\"", "which indicator? its name comes first, as in \"%s\"" },
	{ "%s 是%s:能推动的是金额、个数和比率", "%s is %s: amounts, counts and ratios can be moved" },
	{ "对谁?请写名称,一组写 \"KIND:NAME\",全体写 \"all\"", "whom does it concern? write a name, \"KIND:NAME\" for a group, or \"all\"" },
	{ "“%s”:没有“%s”这种类别%s", "\"%s\": there is no kind of entity \"%s\"%s" },
	{ "什么时候?“%s”的结束早于开始:请写 \"%s\"", "when? \"%s\" ends before it begins: write \"%s\"" },
	{ "什么时候?%s%s%s请写 \"%s\",有期限的写 \"%s\"", "when? %s%s%swrite \"%s\", or \"%s\" for a bounded time" },
	{ "“%s”与规则包的频率不符:请写 \"%s\"", "\"%s\" is not of the pack's frequency: write \"%s\"" },
	{ "大小应是百分比的变化,如 pct(-20),这里却是%s", "its size must be a change in per cent, as in pct(-20), and is %s" },
	{ "下降不能超过 100%%", "nothing can fall by more than 100%%" },
	{ "大小应是数,这里却是文本", "its size must be a number, and is a text" },
	{ "多少?没有写大小", "how much? its size is not there" },
	{ "%s:%s的要写成%s数", "%s: what is %s is written with a %s number" },
	{ "没有“%s”这种变动:有 scale、raise、event、reach、pace、usual、peer、return 和 forecast",
		"there is no kind of move \"%s\": scale, raise, event, reach, pace, usual, peer, return and forecast are" },
	{ "同谁比最好?请写一种类别,如 \"%s\"", "the best of which peers? name a kind of entity, as in \"%s\"" },
	{ "每一个自成一个 %s:请写有多个成员的类别", "everyone is their own %s: name a kind that has several members" },
	{ "从什么时候起,到什么时候恢复?请写 \"%s\"", "from when, and back by when? write \"%s\"" },
	{ "用哪种方法?请写一种,如 \"theta\"", "by which method? name one, as in \"theta\"" },
	{ "measure:哪一项?先写它的名称,这里却是%s", "measure: which one? its name comes first, and this is %s" },
	{ "measure:规则包没有声明措施“%s”%s", "measure: the pack declares no measure \"%s\"%s" },
	{ "第 %d 个应是假设的名称,这里却是%s", "argument %d must be the name of an assumption, and is %s" },
	{ "相关系数应是 -1 到 1 之间的数,如 correlate(\"%s\", \"%s\", 0.5),这里却是%s",
		"the correlation must be a number between -1 and 1, as in correlate(\"%s\", \"%s\", 0.5), and is %s" },
	{ "%s 是 option,只有抽取的才谈得上相关:请写假设的名称", "%s is an option, and only what is drawn is correlated: name an assumption" },
	{ "%s 与自己本来就一样:请写两个假设", "%s is itself already: name two assumptions" },
	{ "相关系数在 -1 与 1 之间,不含两端:完全同步的是一个假设,不是两个", "a correlation lies between -1 and 1, both excluded: what moves in step is one assumption, not two" },
	{ "大小是 0,什么也不改变:请去掉", "its size is 0, and it would change nothing: leave it out" },
	{ "sign 是 1 或 -1,这里却是%s", "sign is 1 or -1, and this is %s" },
	{ "%s 写在变动的列表里:名称要写在情景自己的表里", "%s stands in a list of changes: names belong into the scenario's own table" },
	{ "变动的列表中间有空,空后面的会被略过", "its list of changes has a gap, and what stands behind it would be passed over" },
	{ "%s:不在任何情景的表里,什么也不改变:请写进 scenario \"…\" { … },或去掉",
		"%s: it stands in no scenario's table, and would change nothing: write it into scenario \"…\" { … }, or leave it out" },
	{ "列表嵌套超过 %d 层", "its list is nested more than %d deep" },
	/* tests */
	{ "%s:“%s”不是时期:请写 [\"%s\"] = …", "%s: \"%s\" is no period: write [\"%s\"] = …" },
	{ "%s 给了两次:用了两个名称,或同一时期的两种写法", "%s is given twice: by two names, or for a period in two spellings" },
	{ "period 写了两次,而且不同:一项测试只评估一个时期", "period is said twice, and differently: a test judges one" },
	{ "%s 说明 given 是谁的数,而 %s 从登记的第一个起依次对应", "%s says whose figures given are: %s are the registry's, from the first on" },
	{ "error 是空的,什么错误都算:请写出其中的几个字", "error is empty, and any would do: write some of its words" },
	{ "有 error 就没有答案:旁边不要再期待别的", "error comes instead of answers: expect nothing beside it" },
	{ "given 和 %s 只写一个", "give either given or %s" },
	{ "set:%s 是%s:请照 --set 的写法写,如 %s = \"5%%\"", "set: %s is %s: write it as --set has it, as in %s = \"5%%\"" },
	{ "%s 应是数或 \"missing\",这里却是%s", "%s must be a number or \"missing\", and is %s" },
	{ "%s 是%s,给的数却是%s", "%s is %s, and the number given is %s" },
	{ "%s:near(value, within):两个都带单位,或都不带", "%s: near(value, within): give both a unit or none" },
	{ "%s:near(value, within):within 为负", "%s: near(value, within): within is negative" },
	{ "%s:reached 是 true、false 或 \"unknown\",这里却是%s", "%s: reached is true, false or \"unknown\", and this is %s" },
	{ "%s 是校验:请写 \"holds\"、\"broken\" 或 \"unknown\"", "%s is a check: write \"holds\", \"broken\" or \"unknown\"" },
	{ "%s 是目标:请写它现在的数,如 { now = 1 }", "%s is a target: write what it is now, as in { now = 1 }" },
	{ "%s 是条件:请写结论,如 \"met\"", "%s is a criterion: write its verdict, as in \"met\"" },
	{ "paths 是 1 到 %d 的整数", "paths is a whole number from 1 to %d" },
	{ "%s = {} 没有期望任何结果,因此不会失败:请写它是多少,如 { now = 1 },或去掉", "%s = {} expects nothing, and so cannot fail: write what it is, as in { now = 1 }, or leave it out" },
	{ "%s:%s = {} 没有期望任何结果,因此不会失败:请写 %s = { [\"%s\"] = … },或去掉", "%s: %s = {} expects nothing, and so cannot fail: write %s = { [\"%s\"] = … }, or leave it out" },
	{ "after 说的是模型在哪一年给出指标的数,而 %s 按所给数的那一年判定:请写在没有 after 的测试里", "after says when the model gives a figure, and %s is judged in the year of what is given: expect it in a test without after" },
	{ "after 说的是模型在哪一年给出指标的数,而 %s 是目标,看的是各目标值到期的年份:请写在没有 after 的测试里",
		"after says when the model gives a figure, and %s is a target, whose years are those in which its goals are due: expect it in a test without after" },
	{ "对象写一个名称或一个组,这里却是列表:请每个写一行", "who is one name or one group, and is a list: write a line for each" },
	{ "%s 写了两次,一次是文本,一次是数", "%s stands there twice, as a text and as a number" },
	{ "它什么都不期待,也就不会失败:请写 expect = { … }", "it expects nothing, and so cannot fail: write expect = { … }" },
};

static const qn_both words[] = {
	{ "nil", "nil" }, { "真", "true" }, { "假", "false" }, { "数", "a number" }, { "文本", "a text" }, { "表", "a table" }, { "Lua 的库", "a library of Lua" }, { "函数", "a function" },
	{ "规则里的值", "a value of a rule" }, { "带单位的数", "a number with a unit" }, { "分布", "a distribution" }, { "缺失的值", "a missing value" },
	{ "类别", "a category" }, { "c、a 或 p 本身", "c, a or p itself" }, { "一个值", "a value" }, { "位次", "a rank" }, { "条件", "a mask" },
	{ "年份", "a year" }, { "是非值", "a flag" }, { "纯数", "a pure number" }, { "纯数", "pure numbers" }, { "真假", "true or false" }, { "未知", "unknown" },
	{ "缺失", "missing" }, { "数", "number" }, { "位次", "rank" }, { "条件", "mask" }, { "类别", "category" }, { "年份", "year" }, { "相加", "added" },
	{ "相减", "subtracted" }, { "失去", "lost" }, { "得到", "gained" }, { "负", "negative" }, { "正", "positive" }, { "非数", "not a number" }, { "无穷", "infinite" },
	{ "或分布(如 normal(mean, sd))", " or a distribution such as normal(mean, sd)" }, { "所给的数", "the number given" }, { "列表", "the list" }, { "它的种类", "its kind" },
	{ "读法的名称", "a reading" }, { "风险等级的名称", "a level of risk" }, { "阶段的名称", "a stage's name" },
	{ ":请在这一行上面用 local 声明", ": declare it with local, above this line" }, { ":可以写 ", ": it may have " }, { "“", "\"" },
	{ "”不是时期:", "\" is no period: " }, { "指标或类别", "indicator or kind" }, { "参数或选项", "parameter or option" }, { "假设", "assumption" },
	{ "登记里的数、是非、日期或选择", "field of the register that is a number, a flag, a day or a choice" },
	/* how a declaration is written */
	{ "readings 应是列表 { { \"id\", zh = …, en = … }, … }", "readings must be a list { { \"id\", zh = …, en = … }, … }" },
	{ "risk 应是列表 { { \"high\", at_least = \"PARAMETER\", zh = …, en = … }, … }", "risk must be a list { { \"high\", at_least = \"PARAMETER\", zh = …, en = … }, … }" },
	{ "stages 应是列表 { { \"submitted\", after = \"start\", zh = …, en = … }, … }", "stages must be a list { { \"submitted\", after = \"start\", zh = …, en = … }, … }" },
	{ "base 应是名称或名称的列表,如 { \"slow_growth\", \"bad_year\" }",
		"base must be a name or a list of names, as in { \"slow_growth\", \"bad_year\" }" },
	/* what the library's own functions say */
	{ "any:没有给出条件:请写 any(c.x >= y, …)", "any: no condition is given: write any(c.x >= y, …)" },
	{ "all:没有给出条件:请写 all(c.x >= y, …)", "all: no condition is given: write all(c.x >= y, …)" },
	{ "how_many:没有给出条件:请写 how_many(c.x >= y, …)", "how_many: no condition is given: write how_many(c.x >= y, …)" },
	{ "all、any、how_many:有一个条件是 nil(没有的值):名称写错了吗?", "all, any, how_many: a condition is nil, a value that is not there: is a name misspelt?" },
	{ "all、any、how_many:列表里有名称或空位:请写 { c.x >= y, … }", "all, any, how_many: the list has a name or a gap: write { c.x >= y, … }" },
	{ "cagr、mean_growth、growth_since:年数是从 1 起的整数,直接写出,如 3", "cagr, mean_growth, growth_since: the years are a whole number from 1 on, written as it is: 3" },
	{ "growth_since:基年是整数的年份,如 2024", "growth_since: the base is a whole year, as in 2024" },
	{ "between(low, high):一个带单位,一个不带:请写成一样的,如 between(pct(2), pct(6))",
		"between(low, high): one has a unit and the other none: write both alike, as in between(pct(2), pct(6))" },
	{ "between(low, high):第一个数 p5 应较小", "between(low, high): the first number, p5, is the lower one" },
	{ "new_firm:来了什么、多少?最后请写 { revenue = pct(30) }", "new_firm: what comes, and how much? write { revenue = pct(30) } last" },
	{ "lost_leader:失去什么、多少?最后请写 { revenue = pct(-30) }", "lost_leader: what goes, and how much? write { revenue = pct(-30) } last" },
	{ "many(times, first, ...):times 是整数,其余的是表,中间不留空",
		"many(times, first, ...): times is a whole number, and the others are tables without a gap" },
	{ "near(value, within):请写一个数和允许的差", "near(value, within): give a number, and how far off it may be" },
	/* what a rule's value is asked in vain */
	{ "规则里的值没有字段", "a value of a rule has no fields" }, { "规则里的值不是函数", "a value of a rule is no function" },
	{ "规则里的值没有长度", "a value of a rule has no length" }, { "它还没有文本:print(value) 显示它的算式", "it has no text yet: print(value) shows its formula" },
	{ "规则里的值没有 %:请用 floor", "% is not there for values of rules: use floor" },
	{ "规则里的值没有 //:请用 floor(a / b)", "// is not there for values of rules: use floor(a / b)" },
	{ "条件没有 &:请写 and", "& is not there for masks: write and" }, { "条件没有 |:请写 or", "| is not there for masks: write or" },
	{ "条件没有 ~:请写 not", "~ is not there for masks: write not" }, { "条件没有 ~:值之间请写 ~=", "~ is not there for masks: write ~= between values" },
	{ "规则里的值没有 <<", "<< is not there for values of rules" }, { "规则里的值没有 >>", ">> is not there for values of rules" },
	{ "汇总只看一个时期:这里不能用 lag", "a roll-up looks at one period: lag has no place in it" },
	{ "汇总只依据登记的内容", "a roll-up rests on what is recorded alone" },
	{ "汇总的总和、个数、份额和位次都在组内:不带类别", "a roll-up's totals, counts, shares and ranks are within its group: they take no kind" },
};

static const char *find(const qn_both *in, size_t count, const char *english)
{
	for (size_t i = 0; i < count; i++)
		if (!strcmp(in[i].english, english))
			return in[i].chinese;
	return NULL;
}

/* Of what is put into a message: a word, what was paired with it, the message of an error that was caught. */
static const char *chinese_of(const guest *g, const char *english)
{
	if (english == g->pair.english)
		return g->pair.chinese;
	if (g->told.chinese[0] && !strcmp(english, g->told.english))
		return g->told.chinese;
	return find(words, sizeof words / sizeof *words, english);
}

const char *chinese_pair(guest *g, const char *english, const char *chinese)
{
	g->pair = (qn_both){ chinese && *chinese ? chinese : NULL, english };
	return english;
}

/* What a format takes, in the order of the English one: texts, numbers, letters. */
enum { MOST = 8 };
typedef struct { char kind; const char *text; int number; } argument;

static int gather(const char *format, va_list list, argument out[MOST])
{
	int count = 0;
	for (const char *at = format; (at = strchr(at, '%')) && count < MOST; at++) {
		at++;
		if (*at == 's')
			out[count++] = (argument){ 's', va_arg(list, const char *), 0 };
		else if (*at != '%')
			out[count++] = (argument){ *at, NULL, va_arg(list, int) };
	}
	return count;
}

/* What stands in quotes is a name of the script's own, whatever it means elsewhere. */
static bool in_quotes(const qn_buffer *out)
{
	static const char opening[] = "“";
	size_t length = sizeof opening - 1;
	return out->length >= length && !memcmp(out->data + out->length - length, opening, length);
}

/* False if it is all that is said, and there is no Chinese for it. */
static bool add_argument(const guest *g, qn_buffer *out, const argument *a, bool alone)
{
	const char *chinese = a->kind == 's' && !in_quotes(out) ? chinese_of(g, a->text) : NULL;
	if (a->kind == 'd')
		qn_buffer_printf(out, "%d", a->number);
	else if (a->kind == 'c')
		qn_buffer_printf(out, "%c", a->number);
	else
		qn_buffer_text(out, chinese ? chinese : a->text);
	return chinese || !alone;
}

bool chinese_print(const guest *g, qn_buffer *out, const char *format, va_list list)
{
	argument given[MOST];
	const char *chinese = find(messages, sizeof messages / sizeof *messages, format);
	int count = gather(format, list, given), next = 0;
	bool told = chinese != NULL;
	for (; chinese && *chinese; chinese++) {
		size_t plain = strcspn(chinese, "%");
		qn_buffer_add(out, chinese, plain);
		chinese += plain;
		if (!*chinese)
			break;
		int place = chinese[1] >= '1' && chinese[1] <= '9' && chinese[2] == '$' ? chinese[1] - '1' : -1;
		chinese += place < 0 ? 1 : 3;
		if (*chinese == '%')
			qn_buffer_text(out, "%");
		else if ((place < 0 ? next : place) < count)
			told = add_argument(g, out, &given[place < 0 ? next++ : place], !strcmp(format, "%s")) && told;
	}
	return told;
}
