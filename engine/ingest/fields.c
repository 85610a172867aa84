/* SPDX-License-Identifier: Apache-2.0 */
/* fields.c - what a pack's registers hold: the rows of registers.csv into its catalogue. */
#include <math.h>
#include <stdio.h>
#include <string.h>
#include "base/text.h"
#include "ingest/building.h"
#include "plan/program.h"

const char *const qn_register_columns[] = { "register", "field", "type", "unit", "of", "needed", "zh", "en", "note", NULL };
enum { REGISTER, FIELD, TYPE, UNIT, OF, NEEDED, CHINESE, ENGLISH, NOTE };

static bool is_yes(const char *text) { return !strcmp(text, "yes"); }

/* A register's own row: type register, of a number of months. */
static int add_register(qn_building *b, qn_sheet *sheet)
{
	qn_catalogue *c = b->pack->catalogue;
	const char *id = qn_sheet_cell(sheet, REGISTER), *months = qn_sheet_cell(sheet, OF), *needed = qn_sheet_cell(sheet, NEEDED);
	double number = 0;
	if (!*id || qn_ids_find(&b->registers, id) >= 0)
		return qn_building_fail_id(sheet, (qn_both){ "登记", "register" }, id);
	if (strlen(id) > QN_REGISTER_BYTES)
		return qn_sheet_fail_both(sheet, "登记的名称有 %zu 字节:最多 %d 字节", "a register's name of %zu bytes: %d at the most", strlen(id), QN_REGISTER_BYTES);
	if (strcmp(qn_sheet_cell(sheet, TYPE), "register"))
		return qn_sheet_fail_both(sheet, "%s:不写 field 的行声明一种登记:type 应为 register,不是“%s”",
			"%s: a row without a field names a register: its type is register, not \"%s\"", id, qn_sheet_cell(sheet, TYPE));
	if (*months && (!qn_number_read(months, strlen(months), &number) || number < 1 || number > 1200 || number != floor(number) || strcmp(qn_sheet_cell(sheet, UNIT), "month")))
		return qn_sheet_fail_both(sheet, "%s:有效期按整月写:unit 写 month,of 写月数,如 12", "%s: how old it may get is told in whole months: unit month, of 12", id);
	if (*needed && !is_yes(needed))
		return qn_sheet_fail_both(sheet, "%s:needed 应为 yes 或留空,不是“%s”", "%s: needed is yes or empty, not \"%s\"", id, needed);
	if (!qn_grow(&c->arena, (void **)&c->registered, c->registers, sizeof *c->registered))
		return qn_no_memory(sheet->err);
	c->registered[c->registers] = (qn_register){ .id = qn_building_keep_own(b, id), .title = qn_building_label(b, qn_sheet_cell(sheet, CHINESE), qn_sheet_cell(sheet, ENGLISH), id),
		.note = qn_building_keep_any(b, qn_sheet_cell(sheet, NOTE)), .months = (uint32_t)number, .needed = is_yes(needed) };
	const qn_register *new = &c->registered[c->registers++];
	return new->id && qn_ids_add(&b->registers, &b->pack->arena, new->id, new->title) ? QN_OK : qn_no_memory(sheet->err);
}

/* "a;b=乙;c" */
static int read_choices(qn_building *b, const qn_sheet *sheet, qn_register_field *out)
{
	qn_catalogue *c = b->pack->catalogue;
	const char *at = qn_sheet_cell(sheet, OF);
	size_t length;
	for (const char *word; (word = qn_alias_next(&at, &length));) {
		size_t id = strcspn(word, "=;");
		qn_register_choice choice = { .id = qn_arena_copy(&c->arena, word, id), .zh = id < length ? qn_arena_copy(&c->arena, word + id + 1, length - id - 1) : NULL };
		if (!choice.id || (id < length && !choice.zh) || !qn_grow(&c->arena, (void **)&out->choice, out->choices, sizeof choice))
			return qn_no_memory(sheet->err);
		if (!id || qn_register_choice_find(out, choice.id) != QN_NO_FIELD || (choice.zh && (!*choice.zh || qn_register_choice_find(out, choice.zh) != QN_NO_FIELD)))
			return qn_sheet_fail_both(sheet, "of “%s”:每个选项写一次,如 a;b 或 a=甲;b=乙", "of \"%s\": each choice once, as in a;b or a=甲;b=乙", qn_sheet_cell(sheet, OF));
		out->choice[out->choices++] = choice;
	}
	return out->choices ? QN_OK : qn_sheet_fail_both(sheet, "%s:choice 要在 of 里写出选项,如 a;b", "%s: a choice wants its words in of, as in a;b", out->id);
}

static int note_reference(qn_building *b, const qn_sheet *sheet, uint32_t at, uint32_t field)
{
	if (!qn_grow(&b->pack->arena, (void **)&b->reference, b->references, sizeof *b->reference))
		return qn_no_memory(sheet->err);
	b->reference[b->references++] = (struct qn_reference){ at, field, qn_building_keep(b, qn_sheet_cell(sheet, OF)), sheet->row->line };
	return QN_OK;
}

static int read_needed(const qn_sheet *sheet, qn_register_field *out)
{
	const char *needed = qn_sheet_cell(sheet, NEEDED);
	if (*needed && !is_yes(needed) && strcmp(needed, "key"))
		return qn_sheet_fail_both(sheet, "%s:needed 应为 yes、key 或留空,不是“%s”", "%s: needed is yes, key or empty, not \"%s\"", out->id, needed);
	if (*needed && qn_holds_elsewhere(out->holds))
		return qn_sheet_fail_both(sheet, "%s:取自别处的内容不能在这里写 needed", "%s: what is found elsewhere cannot be needed here", out->id);
	out->tells = !strcmp(needed, "key");
	out->needed = *needed != 0;
	return QN_OK;
}

static int read_field(qn_building *b, const qn_sheet *sheet, const qn_register *of, qn_register_field *out)
{
	const char *id = qn_sheet_cell(sheet, FIELD), *unit = qn_sheet_cell(sheet, UNIT);
	int type, rc = qn_building_word(sheet, TYPE, qn_holds_names, &type);
	if (rc < 0)
		return rc;
	out->holds = (qn_holds)type;
	out->id = qn_building_keep_own(b, id);
	out->title = qn_building_label(b, qn_sheet_cell(sheet, CHINESE), qn_sheet_cell(sheet, ENGLISH), id);
	out->note = qn_building_keep_any(b, qn_sheet_cell(sheet, NOTE));
	if (!out->id)
		return qn_no_memory(sheet->err);
	if (qn_register_find(of, id) != QN_NO_FIELD)
		return qn_sheet_fail_both(sheet, "%s 已有字段 %s", "%s has %s already", of->id, id);
	if (of->fields == QN_MOST_FIELDS)
		return qn_sheet_fail_both(sheet, "%s:一种登记最多 %d 个字段", "%s: a register has %d fields at the most", of->id, QN_MOST_FIELDS);
	if (out->holds >= QN_HOLDS_SINCE && out->holds <= QN_HOLDS_YEAR && qn_register_first(of, out->holds) != QN_NO_FIELD)
		return qn_sheet_fail_both(sheet, "%s 已有类型为 %s 的字段", "%s has a field of type %s already", of->id, qn_holds_names[out->holds]);
	if (*unit && out->holds != QN_HOLDS_NUMBER)
		return qn_sheet_fail_both(sheet, "%s:只有 number 写单位", "%s: a number alone has a unit", id);
	rc = read_needed(sheet, out);
	if (rc == QN_OK && out->holds == QN_HOLDS_NUMBER)
		rc = qn_building_unit_of(b, sheet, unit, &out->unit);
	return rc == QN_OK && out->holds == QN_HOLDS_CHOICE ? read_choices(b, sheet, out) : rc;
}

static const char *register_name(const void *context, size_t i) { return ((const qn_register *)context)[i].id; }

int qn_building_register(void *building, qn_sheet *sheet)
{
	qn_building *b = building;
	qn_catalogue *c = b->pack->catalogue;
	const char *name = qn_sheet_cell(sheet, REGISTER);
	if (!*qn_sheet_cell(sheet, FIELD))
		return add_register(b, sheet);
	long at = qn_ids_find(&b->registers, name);
	if (at < 0)
		return qn_building_fail_unknown(sheet, (qn_both){ "登记", "register" }, name, qn_building_near(name, register_name, c->registered, c->registers),
			(qn_both){ "先用不写 field 的一行声明它", "a row without a field names it first" });
	qn_register *of = &c->registered[at];
	qn_register_field field = { 0 };
	int rc = read_field(b, sheet, of, &field);
	if (rc == QN_OK && !qn_grow(&c->arena, (void **)&of->field, of->fields, sizeof field))
		rc = qn_no_memory(sheet->err);
	if (rc < 0)
		return rc;
	if (qn_holds_elsewhere(field.holds))
		rc = note_reference(b, sheet, (uint32_t)at, of->fields);
	of->field[of->fields++] = field;
	return rc;
}

/* What is found elsewhere. */

static int fail_reference(const struct qn_reference *r, const qn_register_field *field, qn_error *err)
{
	static const qn_both choice = { "不是有键的登记里的选项:请写 登记.字段=选项,如 titles.title=high_tech",
		"is no choice of a register with a key: REGISTER.FIELD=CHOICE, as in titles.title=high_tech" };
	static const qn_both number = { "不是有键和年份的登记里的数:请写 登记.字段,如 enterprise_years.revenue",
		"is no number of a register with a key and a year: REGISTER.FIELD, as in enterprise_years.revenue" };
	const qn_both *why = field->holds == QN_HOLDS_FLAG ? &choice : &number;
	int rc = qn_fail(err, QN_EINPUT, "data/registers.csv:%u: %s: of \"%s\" %s", r->line, field->id, r->of, why->english);
	qn_fail_chinese(err, "data/registers.csv:%u:%s:of “%s”%s", r->line, field->id, r->of, why->chinese);
	return rc;
}

static int refer(qn_building *b, const struct qn_reference *r, qn_error *err)
{
	qn_catalogue *c = b->pack->catalogue;
	qn_register *of = &c->registered[r->at];
	qn_register_field *field = &of->field[r->field];
	char name[128], *choice;
	snprintf(name, sizeof name, "%s", r->of);
	char *dot = strchr(name, '.');
	if (!dot)
		return fail_reference(r, field, err);
	*dot++ = 0;
	if ((choice = strchr(dot, '=')))
		*choice++ = 0;
	long at = qn_ids_find(&b->registers, name);
	uint32_t there = at < 0 ? QN_NO_FIELD : qn_register_find(&c->registered[at], dot);
	if (there == QN_NO_FIELD || (choice != NULL) != (field->holds == QN_HOLDS_FLAG))
		return fail_reference(r, field, err);
	const qn_register_field *other = &c->registered[at].field[there];
	field->other = (uint32_t)at, field->other_field = there;
	field->other_choice = choice ? qn_register_choice_find(other, choice) : 0;
	field->unit = choice ? 0 : other->unit;
	if (qn_register_key(of) == QN_NO_FIELD)
		return qn_fail_both(err, QN_EINPUT, "data/registers.csv:%u:%s:%s 没有可据以查找的键:请把一个字段的 needed 写成 key",
			"data/registers.csv:%u: %s: %s has no key to find it by: one field is needed as key", r->line, field->id, of->id);
	bool fits = choice ? other->holds == QN_HOLDS_CHOICE && field->other_choice != QN_NO_FIELD
		: other->holds == QN_HOLDS_NUMBER && qn_register_first(&c->registered[at], QN_HOLDS_YEAR) != QN_NO_FIELD;
	return fits && qn_register_key(&c->registered[at]) != QN_NO_FIELD ? QN_OK : fail_reference(r, field, err);
}

int qn_building_refer(qn_building *b, qn_error *err)
{
	int rc = QN_OK;
	for (uint32_t i = 0; rc == QN_OK && i < b->references; i++)
		rc = b->reference[i].of ? refer(b, &b->reference[i], err) : qn_no_memory(err);
	return rc;
}
