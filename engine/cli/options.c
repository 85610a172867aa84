/* SPDX-License-Identifier: Apache-2.0 */
/* options.c - one table of options: read by getopt_long, shown by help, and checked against what a command accepts. */
#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/text.h"
#include "cli/command.h"
#include "cli/places.h"

/* What becomes of the value: where in cli_options it is kept, of a list also how many there are, of a number from what to what. */
typedef enum { A_TEXT, A_FLAG, A_LIST, A_NUMBER, SEED, NO_EMPTY, LIMIT, LANGUAGE } option_kind;
typedef struct { option_kind kind; size_t at, count; unsigned long long least, most; } option_target;
#define TEXT(field) { A_TEXT, offsetof(cli_options, field), 0, 0, 0 }
#define FLAG(field) { A_FLAG, offsetof(cli_options, field), 0, 0, 0 }
#define LIST(field, counted) { A_LIST, offsetof(cli_options, field), offsetof(cli_options, counted), 0, 0 }
#define WHOLE(field, least, most) { A_NUMBER, offsetof(cli_options, field), 0, least, most }
#define OTHER(kind) { kind, 0, 0, 0, 0 }

typedef struct { const char *name, *argument; option_target to; const char *help[2]; } option_row;

static const option_row rows[] = {
	{ "year", "PERIOD", TEXT(year), { "以哪一期数据为准(默认最新)", "the period judged; the latest reported if left out" } },
	{ "until", "PERIOD", TEXT(until), { "预测到哪一期", "project until then" } },
	{ "set", "NAME=VALUE[@PERIOD]", LIST(set, sets), { "改变参数、选项或假设;@2027 自那期起,@2027:2028 有起有止;可重复",
		"change a parameter, option or assumption; @2027 from then on, @2027:2028 bounded; may be repeated" } },
	{ "shock", "INDICATOR:WHO:PERIOD=SIZE", LIST(shock, shocks), { "冲击一个集群、一组(industry:汽车产业)或全部(all),可重复", "strike the projected figure of a cluster, a group (industry:汽车产业) or all; may be repeated" } },
	{ "base", "SCENARIO.lua", LIST(base, bases), { "以情景脚本为底,再加 --set 和 --shock,可重复", "stack a scenario script under --set and --shock; may be repeated" } },
	{ "vary", "NAME=FROM..TO[/STEPS]", LIST(vary, varies), { "让一个参数或假设在区间内取值(步数只用于 sweep,默认 5);solve 和 portfolio 里 NAME 也可以是 指标[:对象],即额外增速;可重复",
		"a setting over a range (STEPS of sweep alone, 5 if left out); of solve and portfolio NAME may be INDICATOR[:WHO], extra growth; may be repeated" } },
	{ "goal", "TARGET[ >= N][@PERIOD]", TEXT(goal), { "只看这个目标(规则包某年的目标值),或另定一个数;sweep 只写目标", "only this target, in a year its own goal or another number; of sweep the target alone" } },
	{ "quota", "KIND=NUMBER", LIST(quota, quotas), { "每个市或产业等至多几个,可用两次", "at most so many of each city, industry …; may be given twice" } },
	{ "chance", "SHARE", TEXT(chance), { "要求的实现概率(solve 默认 50%)", "how likely it must be; of solve 50% if left out" } },
	{ "at", "CLUSTER@PERIOD", TEXT(at), { "只算一个集群一期,逐行显示", "one cluster in one period on the central path, every line's value" } },
	{ "central", NULL, FLAG(central), { "只算中位路径:每个随机数取中位数,没有随机数", "one future without random numbers, every draw its median, instead of many" } },
	{ "paths", "N", WHOLE(paths, 1, 10 * MILLION), { "未来路径数(默认 10000)", "how many futures; 10000 if left out" } },
	{ "seed", "N", OTHER(SEED), { "随机种子(默认 1)", "seed of the random numbers; 1 if left out" } },
	{ "threads", "N", WHOLE(threads, 1, MILLION), { "线程数(默认 QUNCE_THREADS,否则全部核心)", "threads; QUNCE_THREADS, else all cores, if left out" } },
	{ "model", "NAME", TEXT(model), { "增长模型(默认规则包的第一个)", "the model of growth; the pack's first if left out" } },
	{ "series", "FILE", TEXT(series), { "不用库,取一个文件里的序列:series,period,value,或竞赛的宽表", "series of a file and no store: series,period,value, or a competition's wide form" } },
	{ "horizon", "N", WHOLE(horizon, 1, 1000), { "提前几期预测(库默认 3;文件默认其 NF,否则 6)", "how many periods ahead; 3 of a store, a file's own NF or else 6 if left out" } },
	{ "origins", "N", WHOLE(origins, 1, 1000), { "从最后几个起点预测(库默认已有 3 期起的全部;文件默认 1)", "from how many origins, the last ones; a store's with 3 periods or more, a file's last if left out" } },
	{ "top", "N", WHOLE(top, 0, MILLION), { "只列前 N 行(不写:CSV、JSON 等列出全部,供人读的另有多少会注明)", "only the first N rows; if left out, CSV, JSON and the like have all, and where people read less it is said" } },
	{ "funds", NULL, FLAG(funds), { "专项资金:按年度、用途和地方", "special funds by year, purpose and place instead" } },
	{ "all", NULL, FLAG(all), { "列出全部准则", "every criterion, met ones too" } },
	{ "to-pass", NULL, FLAG(to_pass), { "改变什么才能达标:每项未达准则的最小变化", "what would have to change: the smallest change to meet each criterion that is not" } },
	{ "fail-on", "LEVEL", TEXT(fail_on), { "有达到该等级的则退出码为 1:assess 写风险等级,validate 和 lint 写 error、warning 或 note,test 写 uncovered",
		"exit with 1 if anything is at this level or above: of assess a level of risk; of validate and lint error, warning or note; of test uncovered" } },
	{ "severity", "LEVEL", TEXT(severity), { "只列 error、warning 或 note 及以上的", "only those of error, warning or note and above" } },
	{ "of", "INDICATOR", TEXT(of), { "统计哪个指标(默认规则包里衡量规模的)", "of which indicator; the pack's measure of size if left out" } },
	{ "by", "KIND", TEXT(by), { "按哪一类地区:city(默认)、county、cluster 等", "by which kind of region: city if left out, county, cluster …" } },
	{ "places", "N", WHOLE(places, 1, MILLION), { "名单取几个(默认用规则包的名额和容差)", "how many places the list has; the pack's, with its tolerance, if left out" } },
	{ "treat", "HOW", TEXT(treat), { "异常值怎样处理:none、outliers(默认用规则包的)", "outliers: none or outliers; the pack's if left out" } },
	{ "normalise", "HOW", TEXT(normalise), { "归一化:minmax、zscore、rank、target、vector(默认用规则包的)", "minmax, zscore, rank, target or vector; the pack's if left out" } },
	{ "weigh", "HOW", TEXT(weigh), { "赋权:given、equal、entropy、critic、ahp(默认用规则包的)", "given, equal, entropy, critic or ahp; the pack's if left out" } },
	{ "aggregate", "HOW", TEXT(aggregate), { "汇总:arithmetic、geometric、topsis(默认用规则包的)", "arithmetic, geometric or topsis; the pack's if left out" } },
	{ "junit", "FILE", TEXT(junit), { "另把结果写成 JUnit 的 XML 文件;每次运行都重写", "write the results as JUnit's XML too; every run replaces the file" } },
	{ "trace", "FILE.json", TEXT(trace), { "把答案的来历写成文件:每个节点、参数、导入和用时", "write what the answer rests on: every node, parameter, import, and the time it took" } },
	{ "tap", NULL, FLAG(tap), { "以 TAP 第 14 版输出", "print TAP, version 14" } },
	{ "coverage", NULL, FLAG(coverage), { "列出没有测试的准则、参数和条文", "list what no test is about: criteria, parameters, rows of the document" } },
	{ "diff", NULL, FLAG(diff), { "显示与留存答案的不同之处", "show where answers differ from those kept" } },
	{ "reset", NULL, FLAG(reset), { "把现在的答案留存下来", "keep the answers of now" } },
	{ "allow-empty", NULL, FLAG(allow_empty), { "没有测试也算成功", "no test at all is a success" } },
	{ "fail-on-empty", NULL, OTHER(NO_EMPTY), { "没有测试就算失败(默认如此)", "no test at all is a failure, as it is anyway" } },
	{ "output", "FILE", TEXT(output), { "写到文件(也可写作 -o)", "write there instead of standard output; -o for short" } },
	{ "format", "FORMAT", TEXT(format), { "table、json、csv、tsv、md,或写到文件的 xlsx;不写则看文件名", "table, json, csv, tsv or md; xlsx into a file; if left out, what the file is called" } },
	{ "force", NULL, FLAG(force), { "允许覆盖已有的文件", "replace a file that is there" } },
	{ "for", "excel", TEXT(reader), { "写给表格软件:带 BOM,行尾 CRLF", "for a spreadsheet to open: a byte order mark, CRLF" } },
	{ "long", NULL, FLAG(shape_long), { "长表:一行一个数值(默认)", "a row for each value, as it is anyway" } },
	{ "wide", NULL, FLAG(wide), { "宽表:一列一个指标,一行一个主体一期(来源、级别、获知日期或真实与合成不同的分行)", "a column for each indicator, a row for each entity and period, or more where source, rank, day or synthetic differ" } },
	{ "lang", "zh|en", OTHER(LANGUAGE), { "语言(默认 QUNCE_LANG,否则按系统区域)", "language; QUNCE_LANG or the locale's if left out" } },
	{ "color", NULL, FLAG(color), { "彩色输出", "colour" } },
	{ "pack", "DIR", TEXT(pack), { "规则包所在文件夹(库内自带一份)", "the pack's folder; a store carries a copy of its own" } },
	{ "tolerance", "SHARE", TEXT(tolerance), { "相差不超过这一比例的不算矛盾(默认一点不让)", "figures that differ by no more than this share do not contradict each other; none if left out" } },
	{ "as-of", "DATE|NAME", TEXT(as_of), { "按那一天所知的数据回答;也可用冻结版本的名称", "answer with what was known on that day, or by a frozen vintage" } },
	{ "from", "DATE|NAME", TEXT(from), { "从哪一天起;diff 也可用冻结版本的名称", "the earlier day; of diff a frozen vintage too" } },
	{ "to", "DATE|NAME", TEXT(to), { "到哪一天;diff 不写则为现今所知", "the later one; of diff everything known now if left out" } },
	{ "kind", "KIND", TEXT(kind), { "只列这一类的条文:QUANT、PROC 等", "only rows of the document of this kind: QUANT, PROC …" } },
	{ "status", "STATUS", TEXT(status), { "只列 computed、tested、recorded 或 not_done 的条文", "only rows that are computed, tested, recorded or not_done" } },
	{ "known-on", "DATE", TEXT(known_on), { "数据何时为人所知(默认今天)", "the day it was known; today if left out" } },
	{ "today", "DATE", TEXT(today), { "以哪天为今天(默认 --as-of 那天,否则时钟的今天)", "the day it is; that of --as-of, else the clock's, if left out" } },
	{ "source", "TEXT", TEXT(source), { "数据来源", "who says so" } },
	{ "sheet", "NAME", TEXT(sheet), { "读工作簿(.xlsx)里的哪个工作表(默认第一个未隐藏的)", "which sheet of a workbook (.xlsx); the first that is not hidden if left out" } },
	{ "submitter", "TEXT", TEXT(submitter), { "报送人", "who handed it in" } },
	{ "rank", "RANK", TEXT(rank), { "official、checked、published 或 estimate", "official, checked, published or estimate" } },
	{ "accept", "CHECK[,CHECK]", TEXT(accept), { "这些校验的错误也予导入,并记下由谁认可(--submitter)", "let errors of these checks in, and record who did (--submitter)" } },
	{ "map", "FILE", TEXT(map), { "映射文件:别处的表格怎样对应本库的列、名称和单位", "a mapping file: how a table from elsewhere corresponds to this store's columns, names, units" } },
	{ "rejects", "FILE", TEXT(rejects), { "被拒的行另写成 CSV(分隔同原文件),末列是原因,改好即可导入",
		"write the rows that are refused to a CSV, parted as the file is, with a last column that says why: put right, it can be imported" } },
	{ "dry-run", NULL, FLAG(dry_run), { "只报告会怎样,什么都不入库", "report what would happen and put nothing" } },
	{ "period", "PERIOD", TEXT(period), { "宽表没有写明时期时,以此为准", "the period of a wide table that does not say" } },
	{ "synthetic", NULL, FLAG(synthetic), { "按合成数据入库", "mark everything in the files as synthetic" } },
	{ "mix", NULL, FLAG(mix), { "允许真实与合成数据同库", "allow real and synthetic values in one store" } },
	{ "reference", NULL, FLAG(reference), { "脚本里的每个词,写成 Markdown 手册", "every word of scripts as a manual in Markdown" } },
	{ "annotations", NULL, FLAG(annotations), { "每个词的注解,供编辑器补全(LuaLS)", "every word as annotations for editors (LuaLS)" } },
	{ "script-time", "SECONDS", OTHER(LIMIT), { "脚本最多运行多久(默认 4 秒)", "how long scripts may run; 4 s if left out" } },
	{ "script-memory", "MB", OTHER(LIMIT), { "脚本最多用多少内存(默认 256 MB)", "how much memory scripts may use; 256 MB if left out" } },
	{ "script-instructions", "N", OTHER(LIMIT), { "脚本最多执行多少条指令,各机器相同(默认只按时间限制)", "how many instructions scripts may run, the same on every machine; if left out, as many as the time allows" } },
	{ "help", NULL, FLAG(help), { "帮助", "help" } },
};
enum { ROWS = sizeof rows / sizeof *rows };
enum { OPERAND = 1, LONG = 256 }; /* what getopt_long answers: a word that is no option; a row of the table */

bool command_accepts(const cli_command *command, const char *name)
{
	size_t length = strlen(name);
	for (const char *at = command->accepts; (at = strstr(at, name)); at += length)
		if ((at == command->accepts || at[-1] == ' ') && (at[length] == ' ' || at[length] == 0))
			return true;
	return !strcmp(name, "help");
}

void show_command(const cli_command *command, cli_language language)
{
	char operands[USAGE_SIZE];
	printf("qunce %s %s\n  %s\n", command->name, operands_text(operands, command, language), command->summary[language]);
	puts(language == CHINESE ? "\n例子:" : "\nExamples:");
	for (const char *line = examples_of(command->name); *line;) {
		size_t length = strcspn(line, "\n");
		printf("  %.*s\n", (int)length, line);
		line += length + (line[length] == '\n');
	}
	puts(language == CHINESE ? "\n选项:" : "\nOptions:");
	for (int i = 0; i < ROWS; i++) {
		char left[64];
		if (!command_accepts(command, rows[i].name))
			continue;
		snprintf(left, sizeof left, "--%s %s", rows[i].name, rows[i].argument ? rows[i].argument : "");
		printf("  %-38s %s\n", left, rows[i].help[language]);
	}
	if (command_accepts(command, "suite"))
		puts(language == CHINESE ? "  其余选项都交给所选的套件;退出码是它的退出码(bench/README.md)"
			: "  all others are the suite's own, and so is the exit code (bench/README.md)");
	if (command_accepts(command, "filters"))
		puts(language == CHINESE ? "  --city 名称、--industry 名称、--cluster 名称:只列其中的集群(规则包里的任何类别都可以;每类一次,几类并用时须都符合)"
			: "  --city NAME, --industry NAME, --cluster NAME: only these (any kind of the pack, each once; of several kinds, who is in all)");
}

cli_language default_language(void)
{
	static const char *const names[] = { "QUNCE_LANG", "LC_ALL", "LC_MESSAGES", "LANG" };
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		const char *value = getenv(names[i]);
		if (value && *value)
			return !strncmp(value, "zh", 2) ? CHINESE : ENGLISH;
	}
	return ENGLISH;
}

cli_language asked_language(int argc, char **argv)
{
	cli_language language = default_language();
	for (int i = 0; i < argc && strcmp(argv[i], "--"); i++) { /* in a wrong place or with one dash, too: its refusal is to be read */
		bool before = i + 1 < argc && (!strcmp(argv[i], "--lang") || !strcmp(argv[i], "-lang"));
		const char *value = !strncmp(argv[i], "--lang=", 7) ? argv[i] + 7 : before ? argv[i + 1] : "";
		if (!strcmp(value, "zh") || !strcmp(value, "en"))
			language = *value == 'z' ? CHINESE : ENGLISH;
	}
	return language;
}

int read_whole(const char *of, const char *text, unsigned long long least, unsigned long long most, unsigned long long *out, qn_error *err)
{
	char *end;
	errno = 0;
	*out = strtoull(text, &end, 10);
	if (*text < '0' || *text > '9' || *end || errno == ERANGE || *out < least || *out > most)
		return qn_fail_both(err, QN_EUSAGE, "%s%s:要写 %llu 到 %llu 的整数", "%s%s: a whole number from %llu to %llu is wanted", of, text, least, most);
	return QN_OK;
}

static int read_language(const char *text, cli_options *out, qn_error *err)
{
	if (strcmp(text, "zh") && strcmp(text, "en"))
		return qn_fail_both(err, QN_EUSAGE, "--lang %s:请写 zh 或 en", "--lang %s: zh or en is wanted", text);
	out->language = text[0] == 'z' ? CHINESE : ENGLISH;
	return QN_OK;
}

static int take_limit(const char *name, const char *value, cli_options *out, qn_error *err)
{
	bool time = !strcmp(name, "script-time"), memory = !strcmp(name, "script-memory");
	double number, least = time ? 0.1 : memory ? 16 : 1000, most = time ? 3600 : memory ? 65536 : 1e12;
	if (!qn_number_read(value, strlen(value), &number) || !(number >= least && number <= most))
		return qn_fail_both(err, QN_EUSAGE, "--%s %s:要写 %g 到 %g 的数", "--%s %s: a number from %g to %g is wanted", name, value, least, most);
	if (time)
		out->script_seconds = number;
	else if (memory)
		out->script_megabytes = (uint32_t)number;
	else
		out->script_instructions = (uint64_t)number;
	return QN_OK;
}

static int add_listed(const char *name, const char **list, int *count, const char *value, qn_error *err)
{
	if (*count == MOST_LISTED)
		return qn_fail_both(err, QN_EUSAGE, "--%s 最多写 %d 次", "--%s can be given %d times at the most", name, MOST_LISTED);
	list[(*count)++] = value;
	return QN_OK;
}

static int take_number(const option_row *row, const char *value, cli_options *out, qn_error *err)
{
	const option_target *to = &row->to;
	unsigned long long number = 0;
	char of[40];
	snprintf(of, sizeof of, "--%s ", row->name);
	int rc = to->kind == SEED ? read_whole(of, value, 0, UINT64_MAX, &number, err) : read_whole(of, value, to->least, to->most, &number, err);
	if (rc < 0)
		return rc;
	if (to->kind == SEED)
		out->seed = number;
	else
		*(uint32_t *)((char *)out + to->at) = (uint32_t)number; /* or an int, for which it is small enough */
	out->random = out->random || to->kind == SEED || to->at == offsetof(cli_options, paths);
	return QN_OK;
}

static int take_option(const option_row *row, const char *value, cli_options *out, qn_error *err)
{
	void *to = (char *)out + row->to.at;
	switch (row->to.kind) {
	case A_TEXT: return *(const char **)to = value, QN_OK;
	case A_FLAG: return *(bool *)to = true, QN_OK;
	case NO_EMPTY: return out->allow_empty = false, QN_OK;
	case A_LIST: return add_listed(row->name, to, (int *)((char *)out + row->to.count), value, err);
	case LIMIT: return take_limit(row->name, value, out, err);
	case LANGUAGE: return read_language(value, out, err);
	default: return take_number(row, value, out, err);
	}
}

const char *option_name(size_t i) { return i < ROWS ? rows[i].name : NULL; }

static const char *row_name(const void *context, size_t i)
{
	(void)context;
	return rows[i].name;
}

/* What no value is: the name of an option, whole or cut short, that stands where the value was forgotten. */
static bool names_option(const char *word)
{
	size_t stem = strncmp(word, "--", 2) ? 0 : strcspn(word + 2, "=");
	for (int i = 0; stem && i < ROWS; i++)
		if (!strncmp(rows[i].name, word + 2, stem))
			return true;
	return !strcmp(word, "-o") || !strcmp(word, "-h");
}

static int check_value(const char *option, const char *value, qn_error *err)
{
	const char *name = strcmp(option, "-o") ? option : "--output";
	if (!names_option(value))
		return QN_OK;
	return qn_fail_both(err, QN_EUSAGE, "%s 后面要写值,而 %s 是选项(确是值的写成 %s=%s)", "%s wants a value, and %s is an option (if it is the value, write %s=%s)", option, value, name, value);
}

static int fail_twice(const char *name, qn_error *err)
{
	return qn_fail_both(err, QN_EUSAGE, "--%s 写了两次:只能写一次", "--%s is given twice: once is wanted", name);
}

/* An option the table does not know is a kind of the pack: --city NAME. Whether it is one is known with the store. */
static int take_filter(const cli_command *command, int argc, char **argv, char *word, cli_options *out, qn_error *err)
{
	if (strncmp(word, "--", 2) || !command_accepts(command, "filters")) {
		long near = qn_text_nearest(word + strspn(word, "-"), row_name, NULL, ROWS);
		return near < 0 ? qn_fail_both(err, QN_EUSAGE, "qunce %s 没有选项 %s:qunce help %s 列出选项", "qunce %s has no option %s: qunce help %s lists them", command->name, word, command->name)
			: qn_fail_both(err, QN_EUSAGE, "qunce %s 没有选项 %s,是不是 --%s:qunce help %s 列出选项", "qunce %s has no option %s, did you mean --%s: qunce help %s lists them",
				command->name, word, rows[near].name, command->name);
	}
	char *equals = strchr(word, '=');
	if (out->filters == MOST_LISTED || (!equals && optind >= argc))
		return qn_fail_both(err, QN_EUSAGE, "%s 后面要写名称", "%s wants a name", word);
	const char *name = equals ? equals + 1 : argv[optind++];
	if (!equals && names_option(name))
		return check_value(word, name, err);
	if (equals)
		*equals = 0;
	for (int i = 0; i < out->filters; i++)
		if (!strcmp(out->filter[i].kind, word + 2))
			return fail_twice(word + 2, err);
	out->filter[out->filters].kind = word + 2;
	out->filter[out->filters++].name = name;
	return QN_OK;
}

typedef struct { const cli_command *command; char **argv; bool given[ROWS]; } reading;

/* Of two values the one that is dropped would be dropped unsaid. */
static bool is_again(const option_row *row, bool *given)
{
	bool again = *given && row->argument && row->to.kind != A_LIST;
	*given = true;
	return again;
}

static int take_named(reading *r, int row, const char *value, cli_options *out, qn_error *err)
{
	const cli_command *command = r->command;
	const char *name = rows[row].name;
	int rc = value && value == r->argv[optind - 1] ? check_value(r->argv[optind - 2], value, err) : QN_OK;
	if (rc < 0)
		return rc;
	if (command_accepts(command, name) && is_again(&rows[row], &r->given[row]))
		return fail_twice(name, err);
	if (!command_accepts(command, name))
		return qn_fail_both(err, QN_EUSAGE, "qunce %s 不用 --%s:qunce help %s 列出它的选项", "qunce %s does not take --%s: qunce help %s lists its options", command->name, name, command->name);
	return take_option(&rows[row], value, out, err);
}

static void set_defaults(int argc, char **argv, cli_options *out)
{
	*out = (cli_options){ .seed = 1, .paths = 10000, .top = -1, .language = asked_language(argc, argv) };
}

/* QUNCE_THREADS where --threads might stand and does not. */
static int settle_threads(const cli_command *command, cli_options *out, qn_error *err)
{
	enum { MOST = 256 };
	const char *text = getenv("QUNCE_THREADS");
	unsigned long long number = (unsigned long long)out->threads;
	int rc = QN_OK;
	if (number == 0 && !out->help && text && *text && command_accepts(command, "threads"))
		rc = read_whole("QUNCE_THREADS=", text, 1, MILLION, &number, err);
	out->threads = number > MOST ? MOST : (int)number;
	return rc;
}

/* Words for another program are not ours to read, but for a cry for help before the first. */
static int pass_words(int argc, char **argv, cli_options *out, qn_error *err)
{
	if (argc > MOST_LISTED)
		return qn_fail_both(err, QN_EUSAGE, "写得太多:最多 %d 个", "too many operands: %d at the most", MOST_LISTED);
	out->help = argc > 1 && (!strcmp(argv[1], "--help") || !strcmp(argv[1], "-h"));
	for (int i = 1; i < argc; i++)
		out->operand[out->operands++] = argv[i];
	return QN_OK;
}

static int take_operand(const char *word, cli_options *out, qn_error *err)
{
	if (out->operands == MOST_LISTED)
		return qn_fail_both(err, QN_EUSAGE, "写得太多:最多 %d 个", "too many operands: %d at the most", MOST_LISTED);
	out->operand[out->operands++] = word;
	return QN_OK;
}

/* What the name of a file says of its format; NULL: nothing. */
static const char *format_of(const char *path)
{
	static const char *const ending[] = { ".csv", ".tsv", ".json", ".md", ".xlsx", ".ics" };
	for (size_t i = 0; i < sizeof ending / sizeof *ending; i++)
		if (is_called(path, ending[i]))
			return ending[i] + 1;
	return NULL;
}

static bool is_any(const char *path, const char *const *ending)
{
	while (*ending && !is_called(path, *ending))
		ending++;
	return *ending != NULL;
}

/* A file that is called what it is not opens nowhere. */
static int check_ending(const cli_options *out, qn_error *err)
{
	static const struct { const char *ending, *format; } told[] = { { ".xlsx", "xlsx" }, { ".sqlite", "sqlite" }, { ".sqlite3", "sqlite" }, { ".db", "sqlite" }, { ".parquet", "parquet" },
		{ ".dta", "dta" }, { ".sav", "sav" } };
	for (size_t i = 0; i < sizeof told / sizeof *told; i++)
		if (is_called(out->output, told[i].ending) && strcmp(out->format, told[i].format))
			return qn_fail_both(err, QN_EUSAGE, "%s:文件名和 --format %s 说的不是同一种格式:去掉 --format,或给文件换个名称", "%s: its name and --format %s tell two formats: leave --format out, or call the file otherwise",
				out->output, out->format);
	return QN_OK;
}

static int settle_format(const cli_command *command, cli_options *out, qn_error *err)
{
	const char *path = out->output;
	static const char *const nowhere[] = { ".xls", ".xlsm", ".xlsb", ".ods", ".et", ".doc", ".docx", ".wps", ".pdf", ".htm", ".html", NULL };
	static const char *const exported[] = { ".ndjson", ".jsonl", ".sqlite", ".sqlite3", ".db", ".parquet", ".dta", ".sav", NULL };
	static const char *const reports[] = { ".json", ".md", ".ics", NULL };
	bool form = !strcmp(command->name, "template"), exports = !strcmp(command->name, "export");
	if (!form && !command_accepts(command, "format"))
		return QN_OK;
	if (out->format)
		return check_ending(out, err);
	if (!form)
		out->format = format_of(path);
	if (!is_any(path, nowhere) && (exports || !is_any(path, exported)) && !(form && is_any(path, reports)))
		return QN_OK;
	return qn_fail_both(err, QN_EUSAGE, "%s:这个命令写不出这种文件:名称请用 .xlsx 或 .csv 结尾", "%s: the command writes no such file: end its name in .xlsx or .csv", path);
}

int read_options(const cli_command *command, int argc, char **argv, cli_options *out, qn_error *err)
{
	struct option known[ROWS + 1] = { { 0 } };
	reading r = { .command = command, .argv = argv };
	int code, output = 0, at = 1; /* at: the word that is looked at, of which getopt may have more to say */
	set_defaults(argc, argv, out);
	out->by_year = command_accepts(command, "year");
	if (command_accepts(command, "suite"))
		return pass_words(argc, argv, out, err);
	for (int i = 0; i < ROWS; i++) {
		output = rows[i].to.at == offsetof(cli_options, output) ? i : output;
		known[i] = (struct option){ rows[i].name, rows[i].argument ? required_argument : no_argument, NULL, LONG + i }; /* each its own: alike, one that is cut short would be the first */
	}
	opterr = 0;
	optind = 0; /* anew, whatever was read before */
	for (; (code = getopt_long(argc, argv, "-:ho:", known, NULL)) != -1; at = optind) {
		int rc = QN_OK;
		if (code == OPERAND)
			rc = take_operand(optarg, out, err);
		else if (code == 'h')
			out->help = true;
		else if (code == 'o' && command_accepts(command, "output"))
			rc = take_named(&r, output, optarg, out, err);
		else if (code == ':')
			rc = qn_fail_both(err, QN_EUSAGE, "%s 后面要写值", "%s wants a value", argv[optind - 1]);
		else if (code == 'o')
			rc = qn_fail_both(err, QN_EUSAGE, "qunce %s 没有选项 -o:qunce help %s 列出选项", "qunce %s does not take -o: qunce help %s lists its options", command->name, command->name);
		else if (code == '?')
			rc = take_filter(command, argc, argv, argv[at], out, err);
		else
			rc = take_named(&r, code - LONG, optarg, out, err);
		if (rc < 0)
			return rc;
	}
	for (; optind < argc; optind++) { /* behind "--" nothing is an option */
		int rc = take_operand(argv[optind], out, err);
		if (rc < 0)
			return rc;
	}
	int rc = settle_threads(command, out, err);
	if (rc == QN_OK && out->output)
		rc = settle_format(command, out, err);
	if (rc < 0)
		return rc;
	if (out->central && out->random)
		return qn_fail_both(err, QN_EUSAGE, "--central 只走一条路径、不用随机数:请去掉 --paths 和 --seed", "--central is one path without random numbers: leave out --paths and --seed");
	return QN_OK;
}
