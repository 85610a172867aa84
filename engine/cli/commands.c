/* SPDX-License-Identifier: Apache-2.0 */
/* commands.c - the table of sub-commands, and the help that is made from it. */
#include <stdio.h>
#include <string.h>
#include "base/text.h"
#include "cli/command.h"
#include "cli/manual/manual.h"
#include "cli/places.h"

#define LIMITS "script-time script-memory script-instructions"
#define READING "lang format output force color pack threads as-of " LIMITS
#define FUTURE "seed paths central until set shock model"

const cli_command commands[] = {
	{ "init", "STORE", { "建库:登记集群、指标目录和规则包", "make a store with a pack's registry, catalogue and rules" },
		"pack known-on lang " LIMITS, 1, 1, run_init },
	{ "import", "STORE FILE...", { "导入 CSV 和工作簿(.xlsx):每个文件要么全部入库,要么全不入库", "bring in CSV files and workbooks (.xlsx), each all or nothing" },
		"known-on source submitter rank period sheet map dry-run rejects force synthetic mix accept lang " LIMITS, 2, MOST_LISTED, run_import },
	{ "validate", "STORE", { "用规则包的校验检查库内全部数据", "the pack's checks against everything that was reported" },
		READING " severity year top fail-on filters", 1, 1, run_validate },
	{ "status", "STORE", { "目标进度:现状、增速、预测和实现概率", "targets against where we stand, and the chance of meeting each" },
		READING " seed paths until set model year", 1, 1, run_status },
	{ "targets", "STORE [TARGET...]", { "目标逐年分布,以及同年到期目标全部实现的概率", "every target year by year, and the chance of all of a year's goals at once" },
		READING " seed paths until set shock model year", 1, MOST_LISTED, run_targets },
	{ "assess", "STORE", { "逐项评估集群,复核风险高的在前", "criteria by cluster, those at risk first" },
		READING " seed paths until set model year top all fail-on filters", 1, 1, run_assess },
	{ "explain", "STORE CLUSTER [CRITERION]", { "解释一个结论背后的每个数字,直到文件和行号", "every number behind a verdict, down to file and line" },
		READING " set year to-pass trace", 2, 3, run_explain },
	{ "whatif", "STORE", { "假设分析:同一组随机数下,基准与改变后的对比", "baseline beside the changed future, with the same random numbers" },
		READING " " FUTURE " base year top filters", 1, 1, run_whatif },
	{ "run", "STORE FILE", { "运行情景脚本", "run a scenario script" },
		READING " " FUTURE " at year top trace filters", 2, 2, run_scenario },
	{ "compare", "STORE A B", { "并列比较两个未来:情景、设定、条文读法、数据版本或基准", "two futures side by side: scenarios, settings, readings of the text, vintages, or the baseline" },
		READING " " FUTURE " year top filters", 3, 3, run_compare },
	{ "sweep", "STORE", { "让一两个参数在区间内变动,看各目标如何变化", "one or two settings over a range: what becomes of the targets" },
		READING " seed paths until set shock base model year vary goal", 1, 1, run_sweep },
	{ "solve", "STORE", { "反推:调节项取何值,目标才能以所要求的概率实现", "what value of a lever meets a goal with a wanted chance; of several, the least effort" },
		READING " seed paths until set shock base model year vary goal chance", 1, 1, run_solve },
	{ "portfolio", "STORE", { "组合寻优:带动哪些对象、各需多少额外增长,以最小投入达到计数目标", "whom to lift, and by how much, to meet the goals that count them at the least effort" },
		READING " seed paths until set shock base model year vary goal chance quota top filters", 1, 1, run_portfolio },
	{ "sensitivity", "STORE", { "敏感性:一个目标取决于哪些假设(逐个高低变动、Sobol、Morris)", "which assumptions a target rests on: tornado, Sobol, Morris" },
		READING " seed paths until set shock base model year vary goal", 1, 1, run_sensitivity },
	{ "discover", "STORE", { "情景发现:假设落在哪些区间时目标未能实现(或得以实现)", "in which ranges of the assumptions a goal is missed, or met: PRIM" },
		READING " seed paths until set shock base model year vary goal", 1, 1, run_discover },
	{ "readings", "STORE [OPTION...]", { "逐项改换歧义读法:哪些结论、哪些目标随之而变", "which verdicts and targets depend on how the text is read" },
		READING " until set model year top filters", 1, MOST_LISTED, run_readings },
	{ "score", "STORE", { "综合评分:得分、位次及其区间、等级;一个集群的得分构成与强弱项", "a composite score: ranks and how firm they are; of one cluster what it is made of" },
		READING " seed paths set year top all treat normalise weigh aggregate filters", 1, 1, run_score },
	{ "round", "STORE", { "年度认定名单建议:候选、择优排序、位次区间、切线上下,和应核对之处", "the list a yearly round would propose: candidates by merit, how firm the cut is, what to look at" },
		READING " seed paths set year places treat normalise weigh aggregate", 1, 1, run_round },
	{ "replay", "STORE", { "重演历年评定和复核:改一个数、一种读法或脚本,谁入选、谁落选、谁的称号会失效", "past rounds and re-reviews under an edited number, reading or script: who enters, who leaves, whose title would lapse" },
		READING " seed paths set from to", 1, 1, run_replay },
	{ "statistics", "STORE", { "集群统计:区位商、偏离—份额分解、集中度、规模与增长象限", "location quotients, shift-share, concentration, and who is large and fast" },
		READING " set year from of by goal top all filters", 1, 1, run_statistics },
	{ "life", "STORE [CLUSTER]", { "认定进程:各集群到哪个环节、何时期满;或一个集群的全部经过", "the course of titles: where each stands, when terms end; or all that happened to one" },
		READING " today set filters", 1, 2, run_life },
	{ "calendar", "STORE", { "待办:公示期满、年报期限、有效期满、复核未决;--format ics 供日历软件", "what is due: ends of publicity and terms, yearly reports, re-reviews; --format ics for calendar programs" },
		READING " today from to set top filters", 1, 1, run_calendar },
	{ "diagnose", "STORE [CLUSTER]", { "一群一策:差在哪里、由文件哪一句回应、哪项措施、归谁、能改变多少、谁做得更好",
		"one policy for one: where it falls short, which sentence answers, which measures, whose task, what each would change, who does better" },
		READING " seed paths set model year all coverage top", 1, 2, run_diagnose },
	{ "measures", "STORE", { "赋能措施:谁有此短板,谁符合条件、申请、批准、使用;--funds 看专项资金", "the measures: who needs each, who was eligible, applied, was granted and used it; --funds: the money" },
		READING " year top all funds filters", 1, 1, run_measures },
	{ "annual-report", "STORE", { "年度评估报告:全省、分市、分县、逐个集群,变化与依据;同一版本逐字节相同",
		"the yearly report of assessment: province, cities, counties, clusters, what changed, what it rests on; the same bytes for the same vintage" },
		READING " seed paths model year from top", 1, 1, run_annual },
	{ "backtest", "STORE [INDICATOR...]", { "回测:隐去最近几年,比较模型与简单方法的预测", "the last years hidden and forecast: the model beside simple methods" },
		READING " seed paths set model year horizon origins series filters", 0, MOST_LISTED, run_backtest },
	{ "test", "[PATH]", { "运行规则包的测试(*_test.lua)", "run the tests of a pack, *_test.lua" },
		"pack lang format output force color all junit tap coverage diff reset allow-empty fail-on-empty fail-on " LIMITS, 0, 1, run_pack_tests },
	{ "coverage", "[STORE|FOLDER]", { "文件覆盖:每一条由随附数据算出、只在测试中算出、登记在册,还是未做;由什么、由哪个测试", "what each row of the document is met by: computed from shipped data, in a test only, recorded, or not done" },
		"pack lang format output force color as-of kind status " LIMITS, 0, 1, run_coverage },
	{ "registers", "STORE [REGISTER]", { "各登记的条数、谁没有、填报率、新旧和重复;指定登记则逐条列出,写成 CSV 可再导入",
		"each register: records, who lacks it, how full and fresh it is, what counts twice; of one its records, as CSV in a form that imports again" },
		"lang format output force color pack as-of today top all filters " LIMITS, 1, 2, run_registers },
	{ "rollup", "STORE [KIND]", { "登记汇总:企业、项目等登记合成的指标,与上报数并列,并说明为何不同",
		"what the registers come to, beside what was reported, and why the two differ; of a KIND such as province each code once" },
		READING " set year top all filters", 1, 2, run_rollup },
	{ "lint", "STORE|FOLDER", { "静态检查规则包:无人读取的参数、缺失的条款、交叉的门槛、无数据的准则", "what is doubtful in a pack's rules, before anything runs" },
		"pack lang format output force color fail-on " LIMITS, 1, 1, run_lint },
	{ "plan", "FILE", { "把规则包里脚本的规则写成算式", "each rule of a pack's script as arithmetic, with names and units" },
		"lang " LIMITS, 1, 1, run_plan },
	{ "list", "STORE [WHAT]", { "列出集群、指标、参数、歧义选项等", "clusters, indicators, parameters, options, assumptions, criteria, checks, measures, targets, imports, vintages" },
		"lang format output force color pack as-of top filters " LIMITS, 1, 2, run_list },
	{ "history", "STORE ENTITY INDICATOR", { "一个数的来龙去脉:历次数值、来源、文件与行,何时采用、为何采用", "every value a figure ever had: who told it, in which file and line, what was adopted when and why" },
		"lang format output force color pack as-of year", 3, 3, run_history },
	{ "conflicts", "STORE [INDICATOR...]", { "矛盾:哪些数值各来源说法不一,谁说的、采用哪个、为何", "figures of which sources contradict each other: every claim, who makes it, which is adopted and why" },
		"lang format output force color pack as-of year tolerance top filters", 1, MOST_LISTED, run_conflicts },
	{ "sources", "STORE", { "数据来源:级别、导入次数、采用多少;也可裁定来源级别", "who told what there is, of what rank, how much of it is adopted; and rulings of ranks" },
		"lang format output force color pack as-of set known-on submitter", 1, 1, run_sources },
	{ "diff", "STORE", { "两个日期之间:改了哪些数值,哪些结论和目标随之而变", "what changed between two days: values, and the verdicts and targets with them" },
		"lang format output force color pack threads from to seed paths until set model year top filters", 1, 1, run_diff },
	{ "freeze", "STORE NAME", { "冻结:给某一天所知的数据起名,以后的导入不再改变它", "a name for what is known, or was on a day: no later import changes it" },
		"as-of lang", 2, 2, run_freeze },
	{ "template", "STORE [INDICATOR...]", { "生成填报表(CSV 或 .xlsx),填好后可直接导入", "a form to fill in, as CSV or .xlsx, that imports when it is filled" },
		"lang as-of year output force filters", 1, MOST_LISTED, run_template },
	{ "export", "STORE [INDICATOR...]", { "导出观测值:CSV、JSON、xlsx、SQLite、Parquet、Stata、SPSS 等", "observations into CSV, JSON, xlsx, SQLite, Parquet, Stata, SPSS …; texts and xlsx import again" },
		"lang format as-of year long wide for output force filters", 1, MOST_LISTED, run_export },
	{ "verify", "STORE", { "核对:每一页、每个校验和,以及各表是否相符", "is it sound: every page, every checksum, and whether all of it fits together" },
		"lang", 1, 1, run_verify },
	{ "backup", "STORE NEW", { "备份:读写不停,得到一份完整、紧凑的副本", "a whole and compact copy, made while others read and write" },
		"lang", 2, 2, run_backup },
	{ "dump", "STORE", { "导出为文本:全部内容,一行一条", "everything a store holds as lines of text" },
		"lang output force", 1, 1, run_dump },
	{ "load", "NEW FILE", { "由 dump 的文本重建一个库", "a new store of what dump wrote" },
		"lang", 2, 2, run_load },
	{ "repair", "STORE NEW", { "从损坏的库里救出能救的,并说明失去了什么", "a new store of what can be saved of a damaged one, and what was lost" },
		"lang", 2, 2, run_repair },
	{ "shell", "STORE", { "交互:历史、补全、=算式,命令里不写库名;也可由管道或文件输入", "a prompt: history, completion, =EXPRESSION, every command without the store's name; or lines of a pipe or file" },
		"lang pack as-of " LIMITS, 1, 1, run_shell },
	{ "new", "scenario|pack NAME [STORE]", { "写一个带说明、可直接运行的情景文件,或一个小规则包;不覆盖已有的", "write a commented scenario file, or a small pack, that runs as it is; never over what is there" },
		"lang", 2, 3, run_new },
	{ "bench", "micro|work|peers|gate [OPTION]...", { "性能测试:单项核心、整体任务、与其他工具对比、回归门禁", "how fast it is: kernels, whole jobs, other tools, and the gate against getting slower" },
		"suite", 1, MOST_LISTED, run_bench },
	{ "help", "[COMMAND|WORD]", { "帮助:命令,和脚本里能用的每个词", "help: of a command, and of every word that a script may use" },
		"lang reference annotations", 0, 1, run_help },
};
const size_t command_count = sizeof commands / sizeof *commands;

const cli_command *find_command(const char *name)
{
	for (size_t i = 0; i < command_count; i++)
		if (!strcmp(commands[i].name, name))
			return &commands[i];
	return NULL;
}

void show_commands(cli_language language)
{
	puts(language == CHINESE ? "qunce 群策:县域产业集群评估与情景推演\n\n用法: qunce 命令 库 [选项]\n"
		: "qunce: county industry clusters assessed and projected\n\nusage: qunce COMMAND STORE [OPTION]...\n");
	for (size_t i = 0; i < command_count; i++)
		printf("  %-13s %s\n", commands[i].name, commands[i].summary[language]);
	puts(language == CHINESE ? "\n每个命令的说明和例子: qunce help 命令\n脚本里能用的词: qunce help words"
		: "\nOptions and examples of each: qunce help COMMAND\nThe words of scripts: qunce help words");
}

static int show_word(const cli_options *options, qn_error *err)
{
	const char *name = options->operand[0];
	const manual_word *word = manual_find(name, NULL);
	if (!word) {
		const char *near = manual_nearest(name);
		return near ? qn_fail_both(err, QN_EUSAGE, "没有命令也没有脚本里的词叫“%s”,是不是 %s:qunce help 列出命令,qunce help words 列出词",
				"there is no command and no word of scripts \"%s\", did you mean %s: qunce help lists commands, qunce help words the words", name, near)
			: qn_fail_both(err, QN_EUSAGE, "没有命令也没有脚本里的词叫“%s”:qunce help 列出命令,qunce help words 列出词",
				"there is no command and no word of scripts \"%s\": qunce help lists commands, qunce help words the words", name);
	}
	for (bool first = true; word; word = manual_find(name, word), first = false) {
		if (!first)
			putchar('\n');
		manual_show(word, options->language);
	}
	return EXIT_DONE;
}

int run_help(const cli_options *options, qn_error *err)
{
	const cli_command *wanted = options->operands ? find_command(options->operand[0]) : NULL;
	if (options->annotations)
		manual_annotations(options->language);
	else if (options->reference)
		manual_reference(options->language);
	else if (wanted)
		show_command(wanted, options->language);
	else if (options->operands == 0)
		show_commands(options->language);
	else if (!strcmp(options->operand[0], "words"))
		manual_list(options->language);
	else
		return show_word(options, err);
	return EXIT_DONE;
}

static const char *command_name(const void *context, size_t i)
{
	(void)context;
	return commands[i].name;
}

static int unknown_command(const char *name, qn_error *err)
{
	long near = qn_text_nearest(name, command_name, NULL, command_count);
	if (*name == '-')
		return qn_fail_both(err, QN_EUSAGE, "“%s”要写在命令后面:qunce 命令 … %s", "\"%s\" goes behind the command: qunce COMMAND … %s", name, name);
	return near < 0 ? qn_fail_both(err, QN_EUSAGE, "没有命令“%s”:qunce help 列出全部", "there is no command \"%s\": qunce help lists them", name)
		: qn_fail_both(err, QN_EUSAGE, "没有命令“%s”,是不是 %s:qunce help 列出全部", "there is no command \"%s\", did you mean %s: qunce help lists them", name, command_name(NULL, (size_t)near));
}

static int wrong_operands(const cli_command *command, const cli_options *options, qn_error *err)
{
	const char *extra = options->operands > command->most ? options->operand[command->most] : "";
	if (strchr(extra, '=') && command_accepts(command, "set"))
		return qn_fail_both(err, QN_EUSAGE, "“%s”要写在 --set 后面:qunce %s … --set '%s'", "\"%s\" goes with --set: qunce %s … --set '%s'", extra, command->name, extra);
	char operands[USAGE_SIZE];
	int rc = qn_fail(err, QN_EUSAGE, "usage: qunce %s %s; qunce help %s shows examples", command->name, operands_text(operands, command, ENGLISH), command->name);
	qn_fail_chinese(err, "用法:qunce %s %s;例子见 qunce help %s", command->name, operands_text(operands, command, CHINESE), command->name);
	return rc;
}

static int run_command(int argc, char **argv, cli_options *options, qn_error *err)
{
	const cli_command *wanted = find_command(argv[0]);
	if (!wanted)
		return unknown_command(argv[0], err);
	int rc = read_options(wanted, argc, argv, options, err);
	if (rc < 0)
		return rc;
	if (options->help) {
		show_command(wanted, options->language);
		return EXIT_DONE;
	}
	if (options->operands < wanted->fewest || options->operands > wanted->most)
		return wrong_operands(wanted, options, err);
	rc = check_places(options, !strcmp(wanted->operands, "STORE NEW"), err);
	return rc < 0 ? rc : wanted->run(options, err);
}

int run_words(int argc, char **argv, qn_error *err)
{
	cli_options options = { .language = asked_language(argc, argv) };
	int rc = run_command(argc, argv, &options, err);
	if (rc < 0)
		choose_words(&options, err);
	return rc;
}

void choose_words(const cli_options *options, qn_error *err)
{
	if (options->language == CHINESE && err->chinese[0])
		memcpy(err->text, err->chinese, sizeof err->text);
	err->chinese[0] = 0;
}

int exit_code_of(int status)
{
	static const struct { int status, code; } codes[] = { { QN_EUSAGE, EXIT_USAGE }, { QN_EINPUT, EXIT_INPUT },
		{ QN_ENOTFOUND, EXIT_NO_INPUT }, { QN_ESTORE, EXIT_STORE }, { QN_EIO, EXIT_IO }, { QN_ENOMEM, EXIT_NO_MEMORY },
		{ QN_EBUSY, EXIT_BUSY }, { QN_ESCRIPT, EXIT_SCRIPT }, { QN_ELIMIT, EXIT_LIMIT } };
	for (size_t i = 0; i < sizeof codes / sizeof *codes; i++)
		if (codes[i].status == status)
			return codes[i].code;
	return EXIT_INTERNAL;
}

/* What an error quotes may come from a stranger's file. */
void tell_error(const qn_error *err)
{
	char room[QN_MOST_CLEANED * sizeof err->text + 1]; /* as much as it can take: the words come when memory is out, too */
	qn_buffer clean = { .data = room, .capacity = sizeof room };
	room[0] = 0;
	qn_text_clean(&clean, err->text, strlen(err->text));
	fprintf(stderr, "qunce: %s\n", room);
}
