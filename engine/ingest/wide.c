/* SPDX-License-Identifier: Apache-2.0 */
/* wide.c - a row is an entity, a column an indicator of a period. */
#include "ingest/wide.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include "base/real.h"
#include "base/text.h"
#include "ingest/amount.h"
#include "ingest/fold.h"

enum { FEW = 256 };

typedef struct {
	qn_wide_head head;   /* indicator -1: passed over */
	bool nameless;
	bool by_title;       /* its unit is a title's */
	double sum;          /* of what the rows tell exactly */
	uint32_t told, missing, beside; /* beside: told with an operator */
} column;

typedef struct { unsigned line; uint32_t column; double value, half; } total; /* half: of the last digit it was written with */

struct qn_wide {
	qn_observing *o;
	qn_importing *i;
	const qn_callings *callings;
	column *column;
	size_t columns;
	int second;            /* another column that names the entity; -1: none */
	uint32_t past;         /* columns for the reader alone, and the first of them; its name lives while the header is taken */
	size_t first_past;
	const char *past_name;
	qn_period period;      /* of the title or the options */
	bool several;          /* the titles name several periods */
	bool begun;            /* a row of an entity has come */
	unsigned turned;       /* the first line below the header that names another period; 0: none */
	total *total;
	uint32_t totals;
	qn_arena arena;
};

/* The header. */

static const char *text_at(const qn_csv_row *row, size_t k) { return row && k < row->fields ? row->field[k].text : ""; }
static const char *name_at(const qn_csv_row *row, int k) { return k < 0 ? "" : qn_text_unguarded(text_at(row, (size_t)k)); }

/* The field of the upper row that reaches over a column: its own, or the last before it where only merged cells lie between. */
static const char *over(const qn_wide_top *top, size_t k)
{
	if (!top->group)
		return "";
	for (size_t g = k + 1; g-- > 0;)
		if (*text_at(top->group, g))
			return g < k && qn_head_find(text_at(top->group, g)) >= 0 ? "" : text_at(top->group, g);
	return "";
}

static int take_role(qn_wide *w, int role, const char *name, size_t k, unsigned line, qn_error *err)
{
	qn_observing *o = w->o;
	if (role == QN_OF_NOTHING)
		return QN_OK;
	if (role == QN_OF_ENTITY && o->at[role] >= 0 && w->second < 0)
		w->second = (int)k;
	else if (o->at[role] >= 0)
		return qn_fail_both(err, QN_EINPUT, "%s:%u:%zu:表头两次出现 %s", "%s:%u:%zu: the header names %s a second time", w->i->name, line, k + 1, name);
	else
		o->at[role] = (int)k;
	return QN_OK;
}

static void tell_unknown(qn_wide *w, unsigned line, size_t k, const char *name, const qn_wide_head *head)
{
	const qn_catalogue *c = w->i->catalogue;
	const char *near = head->wrong_unit || qn_import_told_enough(w->i) ? NULL : qn_catalogue_nearest(c, name);
	if (head->wrong_unit)
		qn_import_bad(w->i, line, (int)k + 1, "“%s”的单位与 %s 的单位(%s)不是同一类", "\"%s\" has a unit of another kind than %s, which is in %s", name,
			c->indicator[head->indicator].id, c->units.unit[c->indicator[head->indicator].unit].id);
	else if (near)
		qn_import_bad(w->i, line, (int)k + 1, "没有叫“%s”的列:是不是 %s?不要这一列就用映射文件略过", "no column is called \"%s\": did you mean %s? A column that is not wanted is passed over by a mapping file",
			name, near);
	else
		qn_import_bad(w->i, line, (int)k + 1, "没有叫“%s”的列:用 qunce list 查看指标名称;不要这一列就用映射文件略过",
			"no column is called \"%s\": 'qunce list' shows the indicators; a column that is not wanted is passed over by a mapping file", name);
}

static int take_column(qn_wide *w, const qn_wide_top *top, size_t k, qn_error *err)
{
	column *c = &w->column[k];
	const char *name = text_at(top->header, k), *group = over(top, k);
	const char *shown = *name ? name : group;
	unsigned line = top->header->line;
	int role = qn_head_find(*name ? name : text_at(top->group, k));
	c->head = (qn_wide_head){ .indicator = -1, .period = QN_NO_PERIOD };
	c->nameless = !*shown;
	if (c->nameless)
		return QN_OK;
	if (role >= 0 && role != QN_OF_UNIT && role != QN_OF_VALUE && role != QN_OF_INDICATOR)
		return take_role(w, role, shown, k, line, err);
	if (qn_wide_head_is_past(shown) || qn_wide_head_is_past(group)) {
		if (w->past++ == 0)
			w->first_past = k, w->past_name = shown;
		return QN_OK;
	}
	qn_wide_head head = qn_wide_head_read_two(w->callings, group, name);
	if (head.indicator < 0 || head.wrong_unit)
		tell_unknown(w, line, k, shown, &head);
	else
		c->head = head;
	return QN_OK;
}

/* A form shows last year's value beside each that it asks for: one line for all of them. */
static void tell_past(qn_wide *w, unsigned line)
{
	int at = (int)w->first_past + 1;
	if (w->past == 1)
		qn_import_note(w->i, line, at, "“%s”只供对照,略过", "\"%s\" is for its reader alone and passed over", w->past_name);
	else if (w->past)
		qn_import_note(w->i, line, at, "“%s”等 %u 列只供对照,略过", "\"%s\" and others, %u columns in all, are for their reader alone and passed over", w->past_name, w->past);
}

/* One indicator of one period has one column. */
static int check_twice(qn_wide *w, unsigned line, qn_error *err)
{
	for (size_t k = 0; k < w->columns && k < FEW; k++)
		for (size_t j = 0; j < k && w->column[k].head.indicator >= 0; j++)
			if (w->column[j].head.indicator == w->column[k].head.indicator && w->column[j].head.period == w->column[k].head.period)
				return qn_fail_both(err, QN_EINPUT, "%s:%u:%zu:与第 %zu 列是同一指标、同一时期", "%s:%u:%zu: the same indicator and period as column %zu", w->i->name, line, k + 1, j + 1);
	return QN_OK;
}

/* Titles: a period, and "单位:亿元、家". */

typedef struct { qn_wide *w; unsigned line; int column; } at_title;

/* False where another title has told another. */
static bool give_unit(qn_wide *w, const char *word)
{
	const qn_units *units = &w->i->catalogue->units;
	bool agrees = true;
	for (size_t k = 0; k < w->columns; k++) {
		column *c = &w->column[k];
		qn_unit unit;
		if (c->head.indicator < 0 || (c->head.has_unit && !c->by_title)
		    || !qn_amount_unit(word, units, &units->unit[w->i->catalogue->indicator[c->head.indicator].unit], &unit))
			continue;
		agrees = agrees && (!c->by_title || unit.multiply * c->head.unit.divide == unit.divide * c->head.unit.multiply);
		c->head.has_unit = c->by_title = true;
		c->head.unit = unit;
	}
	return agrees;
}

static void take_unit(void *context, const char *word, bool known)
{
	const at_title *at = context;
	if (known && !give_unit(at->w, word))
		qn_import_bad(at->w->i, at->line, at->column, "“%s”与前面标题里的单位不同", "\"%s\" is another unit than the titles have told before", word);
	else if (!known)
		qn_import_bad(at->w->i, at->line, at->column, "“%s”是不认识的单位", "\"%s\" is a unit that is not known", word);
}

static void take_title(qn_wide *w, const qn_csv_row *title)
{
	for (size_t k = 0; k < title->fields; k++) {
		qn_period here;
		int found = qn_wide_title_period(title->field[k].text, &here);
		w->several = w->several || found == 2 || (found == 1 && w->period != QN_NO_PERIOD && w->period != here);
		w->period = found == 1 ? here : w->period;
		qn_wide_title_units(title->field[k].text, &w->i->catalogue->units, take_unit, &(at_title){ w, title->line, (int)k + 1 });
	}
	qn_import_note(w->i, title->line, 1, "当作标题略过", "passed over as a title");
}

/* Is there a figure whose period neither its column nor its row says? */
static bool needs_period(const qn_wide *w)
{
	bool needed = false;
	for (size_t k = 0; k < w->columns; k++)
		needed = needed || (w->column[k].head.indicator >= 0 && w->column[k].head.period == QN_NO_PERIOD);
	return needed && w->o->at[QN_OF_PERIOD] < 0;
}

static int settle_period(qn_wide *w, unsigned line, qn_error *err)
{
	qn_period asked = w->i->options->period ? *w->i->options->period : QN_NO_PERIOD;
	qn_period title = w->several ? QN_NO_PERIOD : w->period;
	w->period = asked != QN_NO_PERIOD ? asked : title;
	if (!needs_period(w))
		return QN_OK;
	if (asked != QN_NO_PERIOD && title != QN_NO_PERIOD && asked != title)
		return qn_fail_both(err, QN_EINPUT, "%s:标题里的时期与 --period 不同", "%s: its title names another period than --period", w->i->name);
	if (w->period != QN_NO_PERIOD)
		return QN_OK;
	return qn_fail_both(err, QN_EINPUT, "%s:%u:不知道是哪一期:在标题里写 2025年度,或加一列 年份,或用 --period 2025",
		"%s:%u: no word of the period: write 2025年度 in the title, add a column year, or give --period 2025", w->i->name, line);
}

int qn_wide_open(qn_observing *o, const qn_callings *callings, qn_wide_top top, qn_wide **out, qn_error *err)
{
	qn_wide *w = *out = calloc(1, sizeof *w);
	int rc = QN_OK;
	if (!w)
		return qn_no_memory(err);
	o->i->report->wide = true;
	qn_import_header(o->i, top.header->line);
	w->o = o, w->i = o->i, w->callings = callings, w->second = -1, w->period = QN_NO_PERIOD;
	w->columns = top.group && top.group->fields > top.header->fields ? top.group->fields : top.header->fields;
	if (!(w->column = calloc(w->columns, sizeof *w->column)))
		return qn_no_memory(err);
	for (int c = 0; c < QN_OBSERVING_COLUMNS; c++)
		o->at[c] = -1;
	o->heads = w->columns;
	for (size_t k = 0; k < w->columns && rc == QN_OK; k++)
		rc = take_column(w, &top, k, err);
	tell_past(w, top.header->line);
	for (size_t t = 0; t < top.titles && rc == QN_OK; t++)
		take_title(w, &top.title[t]);
	if (rc == QN_OK)
		rc = check_twice(w, top.header->line, err);
	if (rc == QN_OK)
		rc = settle_period(w, top.header->line, err);
	return rc == QN_OK && o->at[QN_OF_SOURCE] < 0 && !qn_observing_speak(o) ? qn_no_memory(err) : rc;
}

void qn_wide_free(qn_wide *w)
{
	if (!w)
		return;
	qn_arena_free(&w->arena);
	free(w->column);
	free(w);
}

/* Rows that are no entity's. */

static size_t filled(const qn_csv_row *row)
{
	size_t fields = 0;
	for (size_t k = 0; k < row->fields; k++)
		fields += row->field[k].length > 0;
	return fields;
}

static size_t first_filled(const qn_csv_row *row)
{
	size_t k = 0;
	while (k + 1 < row->fields && row->field[k].length == 0)
		k++;
	return k;
}

static bool begins_with_one_of(const char *text, const char *const *words)
{
	char tight[256];
	if (!qn_fold_tight(text, tight, sizeof tight)) {
		memcpy(tight, text, sizeof tight - 1);
		tight[sizeof tight - 1] = 0;
	}
	for (; *words; words++)
		if (!strncasecmp(tight, *words, strlen(*words)))
			return true;
	return false;
}

enum { NO_TOTAL, A_PART, THE_WHOLE };

/* By a column that is no indicator's. */
static int is_total(const qn_wide *w, const qn_csv_row *row)
{
	static const char *const wholes[] = { "合计", "总计", "共计", "total", "grand total", "sum", NULL }, *const parts[] = { "小计", "subtotal", "其中", NULL };
	for (size_t k = 0; k < row->fields && k < w->columns; k++) {
		if (w->column[k].head.indicator >= 0)
			continue;
		if (begins_with_one_of(row->field[k].text, parts))
			return A_PART;
		if (begins_with_one_of(row->field[k].text, wholes))
			return THE_WHOLE;
	}
	return NO_TOTAL;
}

enum { LONGEST_UNIT = 64 };

/* A word that may be a unit: without blanks, and without brackets of its own. */
static const char *bare(const char *text, char out[LONGEST_UNIT])
{
	size_t length = qn_fold_tight(text, out, LONGEST_UNIT) ? strlen(out) : 0;
	if (length > 2 && strchr("([", *out) && strchr(")]", out[length - 1])) {
		out[length - 1] = 0;
		return out + 1;
	}
	return out;
}

/* A number or a unit below an indicator's name is meant for somebody. */
static bool is_meant(const qn_wide *w, size_t k, const char *text)
{
	char word[LONGEST_UNIT];
	return k < w->columns && w->column[k].head.indicator >= 0 && (text[strcspn(text, "0123456789")] || qn_amount_is_unit(bare(text, word), &w->i->catalogue->units));
}

static bool is_note(qn_wide *w, const qn_csv_row *row)
{
	static const char *const words[] = { "注:", "注1", "注释", "备注:", "说明:", "填表", "填报", "制表", "审核", "负责人", "单位负责人", "联系", "数据来源", "资料来源", "note", "source:", NULL };
	size_t at = first_filled(row);
	const char *first = row->field[at].text;
	uint32_t kind, number;
	if (begins_with_one_of(first, words))
		return true;
	return filled(row) == 1 && !is_meant(w, at, first) && !qn_import_entity(w->i, first, &kind, &number);
}

/* Half of the last digit that a number is written with, as people write it. */
static double half_digit(const char *text)
{
	const char *point = strchr(text, '.');
	size_t digits = point ? strspn(point + 1, "0123456789") : 0;
	return 0.5 * pow(10, -(double)digits);
}

static const qn_unit *unit_of(const qn_wide *w, const column *c)
{
	return c->head.has_unit ? &c->head.unit : &w->i->catalogue->units.unit[w->i->catalogue->indicator[c->head.indicator].unit];
}

static bool adds(const qn_wide *w, const column *c)
{
	const qn_indicator *about = &w->i->catalogue->indicator[c->head.indicator];
	return (about->kind == QN_STOCK || about->kind == QN_FLOW) && unit_of(w, c)->kind != QN_UNIT_FLAG && unit_of(w, c)->kind != QN_UNIT_RANK;
}

static bool take_total(qn_wide *w, const qn_csv_row *row)
{
	const qn_units *units = &w->i->catalogue->units;
	for (size_t k = 0; k < row->fields && k < w->columns; k++) {
		column *c = &w->column[k];
		qn_amount amount;
		if (c->head.indicator < 0 || !adds(w, c))
			continue;
		const qn_unit *own = &units->unit[w->i->catalogue->indicator[c->head.indicator].unit];
		if (qn_amount_read(row->field[k].text, units, own, unit_of(w, c), &amount) || qn_is_missing(amount.value) || amount.op != QN_EXACTLY)
			continue;
		if (!qn_grow(&w->arena, (void **)&w->total, w->totals, sizeof *w->total))
			return false;
		double scale = unit_of(w, c)->multiply * own->divide / (unit_of(w, c)->divide * own->multiply);
		w->total[w->totals++] = (total){ row->line, (uint32_t)k, amount.value, half_digit(row->field[k].text) * scale };
	}
	return true;
}

static bool unit_below(const qn_wide *w, const qn_csv_row *row, size_t k, qn_unit *out)
{
	const qn_catalogue *c = w->i->catalogue;
	char word[LONGEST_UNIT];
	return k < w->columns && w->column[k].head.indicator >= 0
		&& qn_amount_unit(bare(row->field[k].text, word), &c->units, &c->units.unit[c->indicator[w->column[k].head.indicator].unit], out);
}

/* A row of units below the header: 亿元,(家),%. */
static bool take_units(qn_wide *w, const qn_csv_row *row)
{
	qn_unit unit;
	if (w->begun)
		return false;
	for (size_t k = 0; k < row->fields; k++)
		if (row->field[k].length && !unit_below(w, row, k, &unit))
			return false;
	for (size_t k = 0; k < row->fields; k++)
		if (row->field[k].length)
			w->column[k].head.has_unit = unit_below(w, row, k, &w->column[k].head.unit);
	return true;
}

/* Notes that would have the figures read otherwise. */

/* Were no figures read in the unit that could be, or some only because nothing was said of theirs? */
static bool is_another_unit(const qn_wide *w, const char *word)
{
	const qn_units *units = &w->i->catalogue->units;
	bool same = false, other = false, unsaid = false;
	for (size_t k = 0; k < w->columns; k++) {
		const column *c = &w->column[k];
		qn_unit unit;
		if (c->head.indicator < 0 || !qn_amount_unit(word, units, &units->unit[w->i->catalogue->indicator[c->head.indicator].unit], &unit))
			continue;
		bool equal = unit.multiply * unit_of(w, c)->divide == unit.divide * unit_of(w, c)->multiply;
		same = same || equal, other = other || !equal, unsaid = unsaid || (!equal && !c->head.has_unit);
	}
	return unsaid || (other && !same);
}

static void heed_unit(void *context, const char *word, bool known)
{
	const at_title *at = context;
	if (known && is_another_unit(at->w, word))
		qn_import_bad(at->w->i, at->line, at->column, "表头以下才说单位是“%s”,数字已按别的单位读:把单位写在表的上方或列名后面",
			"the unit \"%s\" is told below the header, and figures were read in another: write it above the table, or behind the names of its columns", word);
}

static void heed_note(qn_wide *w, const qn_csv_row *row)
{
	for (size_t k = 0; k < row->fields; k++) {
		qn_period here;
		int found = qn_wide_title_period(row->field[k].text, &here);
		qn_wide_title_units(row->field[k].text, &w->i->catalogue->units, heed_unit, &(at_title){ w, row->line, (int)k + 1 });
		if (!w->turned && (found == 2 || (found == 1 && here != w->period)) && needs_period(w))
			w->turned = row->line;
	}
}

/* An entity comes after a line that names another period: is it of that, or of the title's? */
static void check_turn(qn_wide *w)
{
	if (w->turned)
		qn_import_bad(w->i, w->turned, 1, "提到另一时期,下面还有数据:数据是哪一期的?把那部分放进另一个文件", "names another period, and rows follow it: of which period are they? Put them into a file of their own");
	w->turned = 0;
}

/* Rows of entities. */

static bool read_entity(qn_wide *w, const qn_csv_row *row, qn_spot *out)
{
	uint32_t kind, number;
	const char *second = name_at(row, w->second);
	if (!*qn_observing_field(w->o, row, QN_OF_ENTITY) && *second) { /* the first of the two may be left empty */
		if (qn_import_entity(w->i, second, &out->kind, &out->entity))
			return true;
		qn_import_no_entity(w->i, row->line, w->second + 1, second);
		return false;
	}
	if (!qn_observing_entity(w->o, row, out))
		return false;
	if (!*second || (qn_import_entity(w->i, second, &kind, &number) && kind == out->kind && number == out->entity))
		return true;
	qn_import_bad(w->i, row->line, w->second + 1, "“%s”与第 %d 列不是同一个", "\"%s\" is another than in column %d", second, w->o->at[QN_OF_ENTITY] + 1);
	return false;
}

typedef struct { qn_spot place; qn_period period; uint32_t voice; bool good; } found;

static int take_cell(qn_wide *w, const qn_csv_row *row, size_t k, const found *f, qn_error *err)
{
	column *c = &w->column[k];
	qn_saying now = { .voice = f->voice, .line = row->line, .place = f->place };
	const qn_indicator *about = &w->i->catalogue->indicator[c->head.indicator];
	int told = qn_observing_value(w->i, (qn_spot_of_file){ row->line, (int)k + 1 }, about, c->head.has_unit ? &c->head.unit : NULL, text_at(row, k), &now.remark);
	w->i->report->missing += told == 0;
	c->missing += told == 0;
	if (told != 1 || !f->good)
		return QN_OK;
	now.place.indicator = (uint32_t)c->head.indicator;
	now.place.period = c->head.period == QN_NO_PERIOD ? f->period : c->head.period;
	if (!qn_observing_remark(w->o, row, &now.place, &now.remark))
		return QN_OK;
	if (now.remark.op == QN_EXACTLY)
		c->sum += now.remark.value, c->told++;
	else
		c->beside++;
	return qn_voices_take(&w->o->voices, &now, err);
}

static int take_cells(qn_wide *w, const qn_csv_row *row, const found *f, qn_error *err)
{
	int rc = QN_OK;
	for (size_t k = 0; k < w->columns && rc == QN_OK; k++) {
		if (w->column[k].head.indicator >= 0)
			rc = take_cell(w, row, k, f, err);
		else if (w->column[k].nameless && *text_at(row, k))
			qn_import_bad(w->i, row->line, (int)k + 1, "“%s”所在的列没有名称", "\"%s\" stands in a column without a name", text_at(row, k));
	}
	return rc;
}

static int pass_over(qn_wide *w, const qn_csv_row *row, int sum)
{
	if (sum)
		qn_import_note(w->i, row->line, (int)first_filled(row) + 1, "合计行,不入库", "a total, not put");
	else
		qn_import_note(w->i, row->line, (int)first_filled(row) + 1, "当作表注略过", "passed over as a note");
	return QN_OK;
}

int qn_wide_row(qn_wide *w, const qn_csv_row *row, qn_error *err)
{
	found f = { .period = w->period };
	int rc = QN_OK, sum;
	if (take_units(w, row))
		return QN_OK;
	if ((sum = is_total(w, row))) {
		pass_over(w, row, sum);
		return sum == A_PART || take_total(w, row) ? QN_OK : qn_no_memory(err);
	}
	if (is_note(w, row)) {
		heed_note(w, row);
		return pass_over(w, row, NO_TOTAL);
	}
	check_turn(w);
	w->begun = true;
	w->i->report->rows++;
	bool said = true, synthetic = qn_observing_synthetic(w->o, row, &said);
	qn_import_mark(w->i, row->line, synthetic);
	if (!said || !qn_import_fits(w->i, row, w->columns))
		return QN_OK;
	f.good = read_entity(w, row, &f.place);
	if (w->o->at[QN_OF_PERIOD] >= 0)
		f.good = qn_observing_period(w->o, row, &f.period) && f.good;
	f.voice = qn_observing_voice(w->o, row, synthetic, &rc, err);
	if (f.voice == QN_NO_VOICE)
		return rc;
	w->o->voices.voice[f.voice].import.rows++;
	return take_cells(w, row, &f, err);
}

/* A total may be off by half of its own last digit and by what the rows were rounded by, as many as they are; what is told
 * roughly makes no sum. */
void qn_wide_end(qn_wide *w)
{
	for (uint32_t t = 0; t < w->totals && w->o->at[QN_OF_PERIOD] < 0 && !w->i->report->error_count; t++) {
		const total *whole = &w->total[t];
		const column *c = &w->column[whole->column];
		char told[QN_NUMBER_SIZE], sum[QN_NUMBER_SIZE];
		if (c->beside || fabs(whole->value - c->sum) <= whole->half * (c->told + 1.0) * (1 + 1e-9))
			continue;
		qn_import_note(w->i, whole->line, (int)whole->column + 1, "%s:合计为 %s,各行之和为 %s(其中 %u 个缺失)", "%s: the total is %s, the rows add up to %s (%u of them missing)",
			w->i->catalogue->indicator[c->head.indicator].id, qn_number_text(told, whole->value), qn_number_text(sum, c->sum), c->missing);
	}
}
