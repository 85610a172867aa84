/* SPDX-License-Identifier: Apache-2.0 */
/* new_pack.c - a programme to begin with: small, invented and whole, so that every line in it can be tried before it is changed. */
#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "base/text.h"
#include "cli/pack/new.h"
#include "cli/session.h"

static const char rules_zh[] =
	"-- SPDX-License-Identifier: CC0-1.0\n"
	"-- 一份文件的规则。数都是虚构的:请换成文件里的数,并写明条款(clause)和原文(quote = \"…\")。\n"
	"-- 每个词和例子: qunce help words --lang zh。可疑之处: qunce lint 文件夹。答得对不对: qunce test 文件夹。\n"
	"\n"
	"parameter \"entry_revenue\" {\n"
	"  title = { zh = \"营业收入标准\", en = \"Revenue wanted\" }, unit = \"亿元\", value = 50, clause = \"第一条\", note = \"虚构\",\n"
	"}\n"
	"parameter \"entry_rd\" {\n"
	"  title = { zh = \"研发投入强度标准\", en = \"R&D intensity wanted\" }, unit = \"%\", value = 2, clause = \"第二条\", note = \"虚构\",\n"
	"}\n"
	"parameter \"goal_2030\" {\n"
	"  title = { zh = \"2030年目标\", en = \"Goal of 2030\" }, unit = \"count\", value = 3, clause = \"第三条\", note = \"虚构\",\n"
	"}\n"
	"\n"
	"-- 未来谁也不知道的数是假设:一个数,或一个分布。\n"
	"assumption \"growth\" {\n"
	"  title = { zh = \"营业收入增速\", en = \"Growth of revenue\" }, unit = \"%\", usual = normal(pct(6), pct(3)), by = \"year\",\n"
	"  source = \"虚构\",\n"
	"}\n"
	"\n"
	"-- 没有上报强度时,由上报的两个数推算。\n"
	"derive \"rd_intensity\" { value = function(c) return c.rd_expenditure / c.revenue end }\n"
	"\n"
	"criterion \"revenue\" {\n"
	"  title = { zh = \"营业收入\", en = \"Revenue\" }, clause = \"第一条\", note = \"虚构\",\n"
	"  needs = function(c, p) return c.revenue >= p.entry_revenue end,\n"
	"}\n"
	"criterion \"rd_intensity\" {\n"
	"  title = { zh = \"研发投入强度\", en = \"R&D intensity\" }, clause = \"第二条\", note = \"虚构\",\n"
	"  needs = function(c, p) return c.rd_intensity >= p.entry_rd end,\n"
	"}\n"
	"\n"
	"-- 每个文件入库前先校验:error 拒收,warning 提示。\n"
	"check \"rd.within\" {\n"
	"  title = { zh = \"研发投入不超过营业收入\", en = \"R&D is not more than revenue\" }, severity = \"error\", note = \"算术关系\",\n"
	"  holds = function(c) return c.rd_expenditure <= c.revenue end,\n"
	"}\n"
	"\n"
	"-- 从一年到下一年;没有写到的,保持最后上报的数。\n"
	"model \"growth\" {\n"
	"  title = { zh = \"按同一增速增长\", en = \"All grow alike\" },\n"
	"  step = function(c, a)\n"
	"    return { revenue = c.revenue * (1 + a.growth), rd_expenditure = c.rd_expenditure * (1 + a.growth) }\n"
	"  end,\n"
	"}\n"
	"\n"
	"target \"large_clusters\" {\n"
	"  title = { zh = \"达到营业收入标准的集群数\", en = \"Clusters with the revenue wanted\" }, clause = \"第三条\", note = \"虚构\",\n"
	"  value = function(c, p) return count(c.revenue >= p.entry_revenue) end,\n"
	"  goals = { [\"2030\"] = function(v, p) return v >= p.goal_2030 end },\n"
	"}\n"
	"\n"
	"-- 接着可写:称号与复核(qunce help recognition)、综合评分(qunce help ranking)、年度认定(qunce help rounds)、\n"
	"-- 赋能措施(qunce help measure)、条文的歧义读法(qunce help option)。\n";
static const char rules_en[] =
	"-- SPDX-License-Identifier: CC0-1.0\n"
	"-- The rules of a programme. Every number is invented: put in those of your document, each with its clause and its words (quote = \"…\").\n"
	"-- Every word, with an example: qunce help words. What is doubtful: qunce lint FOLDER. Does it answer as it should: qunce test FOLDER.\n"
	"\n"
	"parameter \"entry_revenue\" {\n"
	"  title = { zh = \"营业收入标准\", en = \"Revenue wanted\" }, unit = \"亿元\", value = 50, clause = \"Article 1\", note = \"invented\",\n"
	"}\n"
	"parameter \"entry_rd\" {\n"
	"  title = { zh = \"研发投入强度标准\", en = \"R&D intensity wanted\" }, unit = \"%\", value = 2, clause = \"Article 2\", note = \"invented\",\n"
	"}\n"
	"parameter \"goal_2030\" {\n"
	"  title = { zh = \"2030年目标\", en = \"Goal of 2030\" }, unit = \"count\", value = 3, clause = \"Article 3\", note = \"invented\",\n"
	"}\n"
	"\n"
	"-- What nobody knows about the future is an assumption: a number or a distribution.\n"
	"assumption \"growth\" {\n"
	"  title = { zh = \"营业收入增速\", en = \"Growth of revenue\" }, unit = \"%\", usual = normal(pct(6), pct(3)), by = \"year\",\n"
	"  source = \"invented\",\n"
	"}\n"
	"\n"
	"-- Where the intensity was not reported, it follows from two figures that were.\n"
	"derive \"rd_intensity\" { value = function(c) return c.rd_expenditure / c.revenue end }\n"
	"\n"
	"criterion \"revenue\" {\n"
	"  title = { zh = \"营业收入\", en = \"Revenue\" }, clause = \"Article 1\", note = \"invented\",\n"
	"  needs = function(c, p) return c.revenue >= p.entry_revenue end,\n"
	"}\n"
	"criterion \"rd_intensity\" {\n"
	"  title = { zh = \"研发投入强度\", en = \"R&D intensity\" }, clause = \"Article 2\", note = \"invented\",\n"
	"  needs = function(c, p) return c.rd_intensity >= p.entry_rd end,\n"
	"}\n"
	"\n"
	"-- Asked of every file before it counts: an error refuses the file, a warning is told.\n"
	"check \"rd.within\" {\n"
	"  title = { zh = \"研发投入不超过营业收入\", en = \"R&D is not more than revenue\" }, severity = \"error\", note = \"arithmetic\",\n"
	"  holds = function(c) return c.rd_expenditure <= c.revenue end,\n"
	"}\n"
	"\n"
	"-- From one year to the next; what it does not move stays as it was last reported.\n"
	"model \"growth\" {\n"
	"  title = { zh = \"按同一增速增长\", en = \"All grow alike\" },\n"
	"  step = function(c, a)\n"
	"    return { revenue = c.revenue * (1 + a.growth), rd_expenditure = c.rd_expenditure * (1 + a.growth) }\n"
	"  end,\n"
	"}\n"
	"\n"
	"target \"large_clusters\" {\n"
	"  title = { zh = \"达到营业收入标准的集群数\", en = \"Clusters with the revenue wanted\" }, clause = \"Article 3\", note = \"invented\",\n"
	"  value = function(c, p) return count(c.revenue >= p.entry_revenue) end,\n"
	"  goals = { [\"2030\"] = function(v, p) return v >= p.goal_2030 end },\n"
	"}\n"
	"\n"
	"-- Next: who holds a title and when it is reviewed (qunce help recognition), a score (qunce help ranking), rounds (qunce help rounds),\n"
	"-- measures (qunce help measure), readings that the text leaves open (qunce help option).\n";
static const char tests_zh[] =
	"-- SPDX-License-Identifier: CC0-1.0\n"
	"-- 规则必须这样答,尤其在边界上。\n"
	"test \"50 亿元即可\" { given = { revenue = yi(50) }, expect = { revenue = \"met\" } }\n"
	"test \"49.99 亿元不够\" { given = { revenue = yi(49.99) }, expect = { revenue = \"unmet\" } }\n"
	"test \"没有数不算达到\" { given = { revenue = yi(60) }, expect = { rd_intensity = \"unknown\" } }\n"
	"test \"强度由两个数推算\" {\n"
	"  given = { revenue = yi(60), rd_expenditure = yi(1.2) }, expect = { rd_intensity = \"met\" },\n"
	"}\n"
	"test \"研发投入不会超过营业收入\" {\n"
	"  given = { revenue = yi(60), rd_expenditure = yi(61) }, expect = { [\"rd.within\"] = \"broken\" },\n"
	"}\n"
	"test \"三个集群即达到目标\" {\n"
	"  clusters = many(3, { revenue = yi(50) }), expect = { large_clusters = { now = 3, reached = { [\"2030\"] = true } } },\n"
	"}\n";
static const char tests_en[] =
	"-- SPDX-License-Identifier: CC0-1.0\n"
	"-- What the rules must answer, at their borders above all.\n"
	"test \"50 is enough\" { given = { revenue = yi(50) }, expect = { revenue = \"met\" } }\n"
	"test \"49.99 is not\" { given = { revenue = yi(49.99) }, expect = { revenue = \"unmet\" } }\n"
	"test \"no figure is no pass\" { given = { revenue = yi(60) }, expect = { rd_intensity = \"unknown\" } }\n"
	"test \"the intensity follows from two figures\" {\n"
	"  given = { revenue = yi(60), rd_expenditure = yi(1.2) }, expect = { rd_intensity = \"met\" },\n"
	"}\n"
	"test \"research cannot cost more than is earned\" {\n"
	"  given = { revenue = yi(60), rd_expenditure = yi(61) }, expect = { [\"rd.within\"] = \"broken\" },\n"
	"}\n"
	"test \"three clusters are the goal\" {\n"
	"  clusters = many(3, { revenue = yi(50) }), expect = { large_clusters = { now = 3, reached = { [\"2030\"] = true } } },\n"
	"}\n";
static const char units[] =
	"id,symbol,maker,kind,dimension,multiply,divide,decimals,name_zh,name_en\n"
	"亿元,亿元,yi,amount,money,1,1,2,亿元,100 million yuan\n"
	"万元,万元,wan,amount,money,1,10000,0,万元,10 thousand yuan\n"
	"%,%,pct,ratio,,1,100,2,百分比,per cent\n"
	"count,,,count,,1,1,0,个数,count\n";
static const char kinds[] =
	"id,name_zh,name_en\n"
	"city,市,City\n"
	"industry,产业,Industry\n"
	"cluster,集群,Cluster\n";
static const char indicators[] =
	"id,name_zh,name_en,unit,counts,kind,frequency,better,aliases\n"
	"revenue,营业收入,Revenue,亿元,,flow,A,higher,营收\n"
	"rd_expenditure,研发投入,R&D expenditure,亿元,,flow,A,higher,研发经费\n"
	"rd_intensity,研发投入强度,R&D intensity,%,,ratio,A,higher,研发强度\n";
static const char entities[] =
	"kind,id,name_zh,name_en,code,member_of\n"
	"city,north,北市,North City,,\n"
	"city,south,南市,South City,,\n"
	"industry,machines,装备制造,Machinery,,\n"
	"industry,food,绿色食品,Food,,\n"
	"cluster,north-machines,北市装备集群,North Machinery Cluster,,city/north; industry/machines\n"
	"cluster,north-food,北市食品集群,North Food Cluster,,city/north; industry/food\n"
	"cluster,south-machines,南市装备集群,South Machinery Cluster,,city/south; industry/machines\n"
	"cluster,south-food,南市食品集群,South Food Cluster,,city/south; industry/food\n";
static const char reports[] =
	"entity,indicator,period,value,source\n"
	"north-machines,revenue,2023,61,synthetic\n"
	"north-machines,rd_expenditure,2023,1.5,synthetic\n"
	"north-machines,revenue,2024,65,synthetic\n"
	"north-machines,rd_expenditure,2024,1.7,synthetic\n"
	"north-machines,revenue,2025,70,synthetic\n"
	"north-machines,rd_expenditure,2025,1.8,synthetic\n"
	"north-food,revenue,2023,38,synthetic\n"
	"north-food,rd_expenditure,2023,0.5,synthetic\n"
	"north-food,revenue,2024,41,synthetic\n"
	"north-food,rd_expenditure,2024,0.6,synthetic\n"
	"north-food,revenue,2025,44,synthetic\n"
	"north-food,rd_expenditure,2025,0.6,synthetic\n"
	"south-machines,revenue,2023,47,synthetic\n"
	"south-machines,rd_expenditure,2023,1.1,synthetic\n"
	"south-machines,revenue,2024,48.5,synthetic\n"
	"south-machines,rd_expenditure,2024,1.1,synthetic\n"
	"south-machines,revenue,2025,51,synthetic\n"
	"south-machines,rd_expenditure,2025,1.2,synthetic\n"
	"south-food,revenue,2023,22,synthetic\n"
	"south-food,rd_expenditure,2023,0.3,synthetic\n"
	"south-food,revenue,2024,23,synthetic\n"
	"south-food,rd_expenditure,2024,0.3,synthetic\n"
	"south-food,revenue,2025,25,synthetic\n";

/* In the order in which they are read. The manifest, which bears the pack's name, comes first. */
static const struct { const char *path, *text[2]; } files[] = {
	{ "pack.csv", { NULL, NULL } }, { "data/units.csv", { units, units } }, { "data/kinds.csv", { kinds, kinds } },
	{ "data/indicators.csv", { indicators, indicators } }, { "data/entities.csv", { entities, entities } },
	{ "pack.lua", { rules_zh, rules_en } }, { "pack_test.lua", { tests_zh, tests_en } }, { "reports.csv", { reports, reports } },
};
enum { FILES = sizeof files / sizeof *files };

static void write_manifest(qn_buffer *out, const char *name)
{
	qn_buffer_printf(out, "key,value\nid,%s\ntitle_zh,%s\ntitle_en,%s\n", name, name, name);
	qn_buffer_text(out, "subject,cluster\nfrequency,A\nmain,pack.lua\ndata,data\npeers,industry\nsize,revenue\nplaces,city\n");
}

static int write_file(const char *folder, size_t i, const char *name, cli_language language, qn_arena *arena, qn_error *err)
{
	const char *path = qn_arena_printf(arena, "%s/%s", folder, files[i].path);
	qn_buffer text = { 0 };
	if (files[i].text[language])
		qn_buffer_text(&text, files[i].text[language]);
	else
		write_manifest(&text, name);
	int rc = !path || text.failed ? qn_no_memory(err) : new_file(path, &text, err);
	qn_buffer_free(&text);
	return rc;
}

/* The first so many files, and the folders: where one could not be written, none is left. */
static void take_back(const char *folder, const char *data, size_t count, qn_arena *arena)
{
	for (size_t i = 0; i < count; i++) {
		const char *path = qn_arena_printf(arena, "%s/%s", folder, files[i].path);
		if (path)
			unlink(path);
	}
	rmdir(data);
	rmdir(folder);
}

static int make_folder(const char *path, qn_error *err)
{
	if (mkdir(path, 0777) == 0)
		return QN_OK;
	if (errno == EEXIST)
		return qn_fail_both(err, QN_EUSAGE, "%s:已有此文件夹,未改动:请换个名称", "%s: it is there already, and is left alone: choose another name", path);
	return qn_fail(err, qn_refused(errno), "%s: %s", path, strerror(errno));
}

static int write_all(const char *folder, const char *name, cli_language language, qn_arena *arena, qn_error *err)
{
	const char *data = qn_arena_printf(arena, "%s/data", folder);
	size_t written = 0;
	int rc = data ? make_folder(folder, err) : qn_no_memory(err);
	if (rc < 0)
		return rc;
	rc = make_folder(data, err);
	while (rc == QN_OK && written < FILES && (rc = write_file(folder, written, name, language, arena, err)) == QN_OK)
		written++;
	if (rc < 0)
		take_back(folder, data, written, arena);
	return rc;
}

int new_pack(const cli_options *options, qn_error *err)
{
	const char *folder = options->operand[1], *slash = strrchr(folder, '/'), *name = slash ? slash + 1 : folder;
	qn_arena arena = { 0 };
	if (options->operands > 2)
		return qn_fail_both(err, QN_EUSAGE, "规则包不用库:qunce new pack 名称", "a pack needs no store: qunce new pack NAME");
	if (!*name || *name == '.' || strpbrk(name, "\"\\,\n\r") || qn_text_wants_guard(name))
		return qn_fail_both(err, QN_EUSAGE, "%s:规则包的名称要简单,如 henan", "%s: a pack has a plain name, as in henan", folder);
	int rc = write_all(folder, name, options->language, &arena, err);
	if (rc == QN_OK) {
		bool chinese = options->language == CHINESE;
		print_line(chinese ? "%s:已写好 %d 个文件,数都是虚构的,可直接运行:" : "%s: %d files written, with invented figures, and they run as they are:", folder, (int)FILES);
		print_line("  qunce init %s.qn --pack %s && qunce import %s.qn %s/reports.csv && qunce status %s.qn", name, folder, name, folder, name);
		print_line("  qunce test %s && qunce lint %s", folder, folder);
	}
	qn_arena_free(&arena);
	return rc;
}
