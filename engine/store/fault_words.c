/* SPDX-License-Identifier: Apache-2.0 */
/* fault_words.c - what is wrong is noted in English where it is found; here stands its Chinese, phrase by phrase. */
#include "store/fault_words.h"
#include <stdio.h>
#include <string.h>
#include "base/text.h"
#include "store/chunk.h"
#include "store/things.h"

static const qn_both phrases[] = {
	{ "指向不存在的页", "leads to a page that is not there" },
	{ "使用了已在别处使用的页", "uses a page that is used elsewhere" },
	{ "使用了标为空闲的页", "uses a page that is marked as free" },
	{ "此处的页并非应在此处的那一页", "a page is not the one that should stand there" },
	{ "页的类别不对", "a page is of another kind than it should be" },
	{ "页的边界不对", "a page's bounds are off" },
	{ "有条目在其页之外", "an entry lies outside of its page" },
	{ "有键比其页还长", "a key is longer than its page" },
	{ "文件在其值之前就结束了", "the file ends before its value" },
	{ "其值所在的页并非应在此处的那些页", "its value's pages are not the ones that should stand there" },
	{ "其值比所在的页还长", "its value is longer than its page" },
	{ "有键不在它应在的位置", "a key stands where it does not belong" },
	{ "文件在其某一页之前就结束了", "the file ends before a page of it" },
	{ "磁盘读不出其中一页", "its disk does not give a page of it" },
	{ "其条目不见了", "its entries are gone" },
	{ "其层数不对", "its depth is off" },
	{ "其内容少于或多于表头所记", "it does not hold as much as its head says" },
	{ "空闲页的清单不对", "a list of free pages is off" },
	{ "空闲页的清单里有并不空闲的页", "a list of free pages names one that is not free" },
	{ "表头不对", "the head of a table is off" },
	{ "有一个不属于库的表", "there is a table that is none of a store's" },
	{ "条目的类别不对", "an entry is of another kind than it should be" },
	{ "校验和不符", "its checksum does not fit" },
	{ "表不存在", "the table is not there" },
	{ "其后还有多余的内容", "something follows its end" },
	{ "其键不对", "its key is off" },
	{ "其种类不在目录中", "its kind is not in the catalogue" },
	{ "它前面的对象不存在", "the entity before it is not there" },
	{ "按它的某个名称找不到它", "it cannot be found by one of its names" },
	{ "指向的对象不存在", "it leads to nobody" },
	{ "所属的对象不存在", "it is of an entity that is not there" },
	{ "它前面的导入不存在", "the import before it is not there" },
	{ "其以往各值读不出", "its past cannot be read" },
	{ "有数值并非修订记录和各方主张所应采用的那个", "a value is not the one that journal and claims make count" },
	{ "无法读出", "it cannot be read" },
	{ "没有它可对应的数值", "there are no values that it could be of" },
	{ "有数值没有来源", "a value comes from nowhere" },
	{ "有来源而数值缺失", "a value is missing where one came from somewhere" },
	{ "有数值所来自的导入不存在", "a value comes from an import that is not there" },
	{ "有数值所属的对象不存在", "a value is of an entity that is not there" },
	{ "没有记明其数值的来源", "nothing says where its values came from" },
	{ "所属的导入不存在", "it is of an import that is not there" },
	{ "其日期与所属导入的不同", "its day is not the one of its import" },
	{ "所来自的导入不存在", "it comes from an import that is not there" },
	{ "其登记簿缺少一条记录", "a record of its register is not there" },
	{ "其中一个文件不存在", "a file of it is not there" },
	{ "其中一个文件用了引擎自带脚本的名称", "a file of it is called as the engine's own are" },
	{ "内容与其名称(摘要)不符", "it is not what its name says" },
	{ "不存在,或无法读出", "it is not there, or cannot be read" },
	{ "裁定所属的导入不存在", "the import that makes the ruling is not there" },
	{ "提前结束", "it ends too early" },
	{ "有无穷大的数", "a number is infinite" },
	{ "有索引不知所指", "an index leads nowhere" },
	{ "真假值既非 0 也非 1", "a truth value is neither 0 nor 1" },
	{ "文字不是 UTF-8", "a text is not UTF-8" },
	{ "文字含有控制字符", "a text holds control characters" },
	{ "名称为空", "a name is empty" },
	{ "没有名称", "it has no title" },
	{ "其来源没有级别", "its source has no rank" },
	/* lines of a dump */
	{ "出现两次", "it is there twice" },
	{ "过长", "it is too long" },
	{ "一行没有写完就结束了", "it ends in the middle of a line" },
	{ "库不记这个名称", "a store notes nothing of this name" },
	{ "类别太多", "there are too many kinds" },
	{ "有数超出可记录的范围", "a number is out of its range" },
	{ "应为数", "a number is wanted" },
	{ "应为字节,每个两位", "bytes are wanted, two digits each" },
	{ "应为引号", "a quote is wanted" },
	{ "引号没有结束", "a quote is not closed" },
	{ "反斜杠后面的字符不认识", "a backslash with nothing known behind it" },
	{ "键太长", "a key is too long" },
	{ "应为时期", "a period is wanted" },
	{ "指标或类别不在目录中", "an indicator or a kind is not in the catalogue" },
	{ "第一个词不认识", "its first word is not known" },
	{ "排在应在其后的行后面", "it comes after lines that belong behind it" },
	{ "缺少若干行", "lines are not there" },
	{ "缺少最后一行", "its last line is not there" },
	/* a catalogue */
	{ "格式不同", "it is of another format" },
	{ "有内容没有名称", "something has no title" },
	{ "有单位的换算系数不大于零", "a unit's factor is not positive" },
	{ "有单位的量纲不存在", "a unit is of a dimension that does not exist" },
	{ "有比率、位次或是非值带量纲", "a ratio, rank or flag has a dimension" },
	{ "有指标的单位不存在", "an indicator's unit does not exist" },
	{ "有指标的量纲与其单位的不同", "an indicator's dimension is not its unit's" },
	{ "有指标不知以何为好", "an indicator is better in no known direction" },
	{ "成员的编号与名称数目不等", "ids and titles of members do not pair" },
	{ "所评的类别不存在", "the kind that is judged does not exist" },
	{ "所评的类别有可据以分组的成员", "the kind that is judged has members to group by" },
	{ "登记没有解开", "its registers are not unpacked" },
	{ "有登记写了两次", "a register is there twice" },
	{ "有登记的名称太长", "a register's name is too long" },
	{ "有登记的字段太多", "a register has too many fields" },
	{ "有登记用两个字段记同一种时间", "a register has two fields of when its records hold" },
	{ "有字段写了两次", "a field is there twice" },
	{ "有字段的单位不存在", "a field's unit does not exist" },
	{ "有字段不该有选项而有,或该有而没有", "a field has choices and should not, or has none" },
	{ "有选项写了两次", "a choice is there twice" },
	{ "有字段取自不存在的登记", "a field is found in a register that does not exist" },
	{ "有字段取自没有键的登记", "a field is found in a register without a key" },
	{ "有取自别处的字段没有键", "a field that is found elsewhere has no key" },
	/* parts of a store */
	{ "表头", "its header" },
	{ "指标目录", "its catalogue" },
	{ "规则包", "its pack" },
	{ "规则包的一个条目", "an entry of its packs" },
	{ "登记的一个条目", "an entry of its records" },
	{ "对象的清单", "the register of its entities" },
	{ "一个条目", "an entry" },
	{ "一个对象", "an entity" },
	{ "一次导入", "an import" },
	{ "一条附注", "a remark" },
	{ "一项隶属关系", "a membership" },
	{ "一个数据列", "a column" },
	{ "数据列", "the column" },
	{ "数据列来源", "the origins of" },
	{ "数据列以往各值", "the past of" },
	{ "一个数据列的以往各值", "the past of a column" },
	{ "登记的条数", "a count of records" },
	{ "一项来源级别的裁定", "a ruling of a source's rank" },
	/* what is done to a store */
	{ "打开", "opening it" },
	{ "读取", "reading it" },
	{ "写入", "writing to it" },
	{ "为写入而锁定", "locking it for writing" },
	{ "建立锁文件", "making its lock file" },
	{ "建立目录", "making its directory" },
	{ "写目录", "writing its directory" },
	{ "共享文件夹", "a shared folder" },
};

const char *qn_fault_chinese(const char *english)
{
	for (size_t i = 0; i < sizeof phrases / sizeof *phrases; i++)
		if (!strcmp(phrases[i].english, english))
			return phrases[i].chinese;
	return english;
}

void qn_fault_line_free(qn_fault_line *line)
{
	qn_buffer_free(&line->chinese);
	qn_buffer_free(&line->english);
}

static void add_both(qn_fault_line *out, const char *chinese, const char *english)
{
	qn_buffer_text(&out->chinese, chinese);
	qn_buffer_text(&out->english, english);
}

static void add_number(qn_fault_line *out, const char *chinese, const char *english, unsigned long long number)
{
	char digits[24];
	snprintf(digits, sizeof digits, "%llu", number);
	add_both(out, chinese, english);
	add_both(out, digits, digits);
}

static void add_bytes(qn_fault_line *out, const char *bytes, size_t length)
{
	add_both(out, " ", " ");
	qn_text_clean(&out->chinese, bytes, length);
	qn_text_clean(&out->english, bytes, length);
}

/* A column: indicator 2, kind 2, period 2, chunk 2. */
static void add_column(const qn_catalogue *words, const unsigned char *at, qn_fault_line *out)
{
	uint32_t indicator = qn_key_read_u16(at), kind = qn_key_read_u16(at + 2), chunk = qn_key_read_u16(at + 6);
	char period[24];
	qn_period_text((qn_period)qn_key_read_u16(at + 4), period);
	if (words && indicator < words->indicators && kind < words->kinds) {
		qn_buffer_printf(&out->chinese, " %s %s(%s)", words->indicator[indicator].id, period, words->kind[kind].id);
		qn_buffer_printf(&out->english, " %s of %s (%s)", words->indicator[indicator].id, period, words->kind[kind].id);
	} else {
		qn_buffer_printf(&out->chinese, " 第 %u 项指标、第 %u 类、%s", indicator, kind, period);
		qn_buffer_printf(&out->english, " of indicator %u, kind %u, %s", indicator, kind, period);
	}
	if (chunk)
		add_number(out, ",起自对象 ", ", from entity ", chunk * QN_CHUNK), add_both(out, "", " on");
}

static void add_entity(const qn_catalogue *words, const unsigned char *at, size_t length, qn_fault_line *out)
{
	uint32_t kind = qn_key_read_u16(at);
	const char *id = words && kind < words->kinds ? words->kind[kind].id : NULL;
	if (length < 6)
		return;
	if (id)
		add_both(out, " ", " "), add_both(out, id, id);
	add_number(out, " ", " ", qn_key_read_u32(at + 2));
	if (!id)
		add_number(out, "(第 ", " of kind ", kind), add_both(out, " 类)", "");
}

static void add_entry(qn_snapshot *snapshot, qn_db db, const void *key, size_t length, qn_fault_line *out)
{
	static const qn_both what[DATABASES] = { [DB_META] = { "表 meta", "the table meta" }, [DB_CATALOGUE] = { "指标目录", "the catalogue" },
		[DB_ENTITIES] = { "对象", "the entity" }, [DB_NAMES] = { "名称", "a name" }, [DB_MEMBERS] = { "隶属关系", "a membership of" },
		[DB_COLUMNS] = { "数据列", "the column" }, [DB_ORIGINS] = { "数据列来源", "the origins of the column" }, [DB_CLAIMS] = { "数据列主张", "claims on the column" },
		[DB_JOURNAL] = { "数据列修订记录", "the journal of the column" }, [DB_IMPORTS] = { "导入", "the import" }, [DB_RECORDS] = { "登记簿", "the register" },
		[DB_PACKS] = { "规则包的一个版本", "a version of the pack" }, [DB_CONTENTS] = { "规则包的一个文件", "a file of a pack" } };
	const qn_catalogue *words = snapshot ? qn_snapshot_words(snapshot) : NULL;
	const unsigned char *at = key;
	if (db == DB_CLAIMS && length == 20 && qn_key_read_u16(at) == QN_REMARKS_BEHIND) {
		add_both(out, "附注", "a remark on");
		add_column(words, (unsigned char[]){ at[2], at[3], at[4], at[5], at[6], at[7], 0, 0 }, out);
		return;
	}
	if (db == DB_META && length == 11 && memcmp(at, "ruling ", 7) == 0) {
		add_number(out, "来源级别的裁定,导入 ", "the ruling of a source's rank, import ", qn_key_read_u32(at + 7));
		return;
	}
	if (db == DB_CATALOGUE && qn_catalogue_is_twin(&(MDB_val){ length, (void *)key })) {
		add_both(out, "指标目录的副本", "the second copy of the catalogue");
		return;
	}
	add_both(out, what[db].chinese, what[db].english);
	if ((db == DB_COLUMNS || db == DB_ORIGINS || db == DB_CLAIMS || db == DB_JOURNAL) && length >= 8)
		add_column(words, at, out);
	if (length >= 16 && (db == DB_CLAIMS || db == DB_JOURNAL))
		add_number(out, ",导入 ", ", import ", qn_key_read_u32(at + 12));
	if ((db == DB_ENTITIES || db == DB_MEMBERS) && length >= 2)
		add_entity(words, at, length, out);
	if (db == DB_IMPORTS && length == 4)
		add_number(out, " ", " ", qn_key_read_u32(at));
	if ((db == DB_RECORDS || db == DB_META) && length)
		add_bytes(out, key, strnlen(key, length));
	if (db == DB_NAMES && length > 2)
		add_bytes(out, (const char *)key + 2, length - 2);
}

static void add_reason(qn_fault_line *out, const char *what)
{
	add_both(out, ":", ": ");
	add_both(out, qn_fault_chinese(what), what);
}

void qn_fault_of_entry(qn_snapshot *snapshot, qn_db db, const void *key, size_t length, const char *what, qn_fault_line *out)
{
	add_entry(snapshot, db, key, length, out);
	add_reason(out, what);
}

/* "the origins of the column …, and all up to …" */
static void add_range(const qn_page_fault *fault, qn_fault_line *out)
{
	if (fault->from.mv_size)
		add_entry(NULL, (qn_db)fault->db, fault->from.mv_data, fault->from.mv_size, out);
	else
		add_both(out, "表 ", "the table "), add_both(out, qn_db_name((qn_db)fault->db), qn_db_name((qn_db)fault->db));
	if (fault->single || (!fault->from.mv_size && !fault->until.mv_size))
		return;
	add_both(out, fault->from.mv_size ? "及其后,直到" : ",直到", fault->from.mv_size ? ", and all up to " : ", all up to ");
	if (fault->until.mv_size)
		add_entry(NULL, (qn_db)fault->db, fault->until.mv_data, fault->until.mv_size, out);
	else
		add_both(out, "表末", "its end");
}

void qn_fault_of_page(const qn_page_fault *fault, qn_fault_line *out)
{
	if (fault->db == QN_NO_DB)
		add_both(out, "库自身的清单", "the store's own lists");
	else
		add_range(fault, out);
	if (fault->page != UINT64_MAX)
		add_number(out, "(第 ", " (page ", fault->page), add_both(out, " 页)", ")");
	add_reason(out, fault->what);
}

int qn_fault_tell(qn_fault_line *line, int (*told)(void *context, const qn_both *words), void *context, qn_error *err)
{
	const qn_both words = { line->chinese.data, line->english.data };
	int rc = line->chinese.failed || line->english.failed ? qn_no_memory(err) : told ? told(context, &words) : QN_OK;
	qn_fault_line_free(line);
	return rc;
}
