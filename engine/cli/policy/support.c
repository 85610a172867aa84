/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/policy/support.h"
#include <string.h>
#include "base/text.h"
#include "cli/show.h"

static const char register_id[] = "support";
static const char *const stages[SUPPORT_STAGES] = { "eligible", "applied", "granted", "used" };

const char *support_stage_id(support_stage stage) { return stages[stage]; }

const char *support_words(const cli_session *se, support_stage stage)
{
	static const char *const chinese[SUPPORT_STAGES] = { "符合条件", "申请", "批准", "使用" };
	return say(se, stages[stage], chinese[stage]);
}

typedef struct { cli_session *session; support *out; qn_error *err; } reading;

static int fail_at(const reading *r, const qn_record *record, const char *what, const char *word)
{
	qn_import import;
	if (qn_import_get(r->session->snapshot, record->origin.import, &import, r->err) < 0)
		return r->err->status;
	return qn_fail_both(r->err, QN_EINPUT, "%s:%u:规则包没有名为“%s”的%s", "%s:%u: \"%s\" is no %s of the pack", import.file, record->origin.line, word, what);
}

static const char *text_of(const qn_record *record, const char *name)
{
	const qn_field *field = qn_record_field(record, name);
	return field && field->type == QN_FIELD_TEXT ? field->text : "";
}

/* A number in an undeclared register may be what is a name here. */
static const char *name_of(const reading *r, const qn_record *record, const char *name)
{
	const qn_field *field = qn_record_field(record, name);
	return field && field->type == QN_FIELD_NUMBER ? qn_arena_printf(&r->session->arena, "%.0f", field->number) : text_of(record, name);
}

static int find_stage(const char *name)
{
	for (int i = 0; i < SUPPORT_STAGES; i++)
		if (!strcmp(stages[i], name))
			return i;
	return -1;
}

static support_case *find_case(support *all, uint32_t number, const char *key)
{
	for (uint32_t i = all->cases; i-- > 0 && all->of[i].number == number;)
		if (!strcmp(all->of[i].key, key))
			return &all->of[i];
	return NULL;
}

static int new_case(reading *r, const qn_record *record, const char *key, support_case **out)
{
	support *all = r->out;
	if (!qn_grow(&r->session->arena, (void **)&all->of, all->cases, sizeof *all->of))
		return qn_no_memory(r->err);
	*out = &all->of[all->cases++];
	**out = (support_case){ .number = record->subject, .key = qn_arena_text(&r->session->arena, key), .purpose = "", .agency = "", .effect = "" };
	for (int i = 0; i < SUPPORT_STAGES; i++)
		(*out)->stage[i].on = QN_NO_DATE, (*out)->stage[i].amount = QN_MISSING;
	return (*out)->key ? QN_OK : qn_no_memory(r->err);
}

/* What is said last counts; silence takes nothing back. */
static void take_words(cli_session *se, const char **kept, const char *said)
{
	if (*said)
		*kept = qn_arena_text(&se->arena, said);
}

static int take_record(void *context, const qn_record *record)
{
	reading *r = context;
	cli_session *se = r->session;
	const char *key = name_of(r, record, "key"), *name = name_of(r, record, "measure");
	const qn_field *on = qn_record_field(record, "on"), *amount = qn_record_field(record, "amount");
	long measure = name ? qn_program_measure(se->program, name) : -1;
	int stage = find_stage(text_of(record, "stage"));
	bool synthetic;
	if (record->kind != se->catalogue->subject)
		return QN_OK;
	if (measure < 0)
		return fail_at(r, record, say(se, "measure", "措施"), name ? name : "");
	if (stage < 0 || !on || on->type != QN_FIELD_DATE)
		return fail_at(r, record, say(se, "stage with a day", "阶段(须有日期)"), text_of(record, "stage"));
	support_case *one = find_case(r->out, record->subject, key);
	int rc = one ? QN_OK : new_case(r, record, key, &one);
	if (rc == QN_OK)
		rc = qn_origin_synthetic(se->snapshot, record->origin, &synthetic, r->err);
	if (rc < 0)
		return rc;
	one->measure = (uint32_t)measure;
	one->synthetic = one->synthetic || synthetic;
	one->stage[stage].on = on->date, one->stage[stage].origin = record->origin;
	one->stage[stage].amount = amount && amount->type == QN_FIELD_NUMBER ? amount->number : QN_MISSING;
	take_words(se, &one->purpose, text_of(record, "purpose"));
	take_words(se, &one->agency, text_of(record, "agency"));
	take_words(se, &one->effect, text_of(record, "effect"));
	return se->arena.failed ? qn_no_memory(r->err) : QN_OK;
}

static const qn_register_field *declared(const cli_session *se, const char *field)
{
	long at = qn_catalogue_register(se->catalogue, register_id);
	const qn_register *of = at < 0 ? NULL : &se->catalogue->registered[at];
	uint32_t found = of && of->fields ? qn_register_find(of, field) : QN_NO_FIELD;
	return found == QN_NO_FIELD ? NULL : &of->field[found];
}

int support_read(cli_session *se, support *out, qn_error *err)
{
	reading r = { se, out, err };
	*out = (support){ .unit = QN_NONE };
	int rc = qn_catalogue_registers(se->catalogue, err);
	if (rc < 0)
		return rc;
	const qn_register_field *amount = declared(se, "amount");
	if (amount && amount->holds == QN_HOLDS_NUMBER)
		out->unit = amount->unit;
	return qn_record_each(se->snapshot, register_id, take_record, &r, err);
}

int support_year(const support_case *one, support_stage stage)
{
	int year = 0, month, day;
	if (one->stage[stage].on != QN_NO_DATE)
		qn_date_parts(one->stage[stage].on, &year, &month, &day);
	return year;
}

int support_reached(const support_case *one, int year)
{
	for (int i = SUPPORT_STAGES - 1; i >= 0; i--)
		if (one->stage[i].on != QN_NO_DATE && (year == 0 || support_year(one, (support_stage)i) == year))
			return i;
	return -1;
}

void support_add(double *sum, double amount)
{
	if (!qn_is_missing(amount))
		*sum = qn_is_missing(*sum) ? amount : *sum + amount;
}

double support_total(double sum)
{
	char text[QN_NUMBER_SIZE];
	double total = sum;
	if (fabs(sum) < 1e9) /* else there are no six decimals to it */
		qn_number_fixed(text, sum, 6), qn_number_read(text, strlen(text), &total);
	return total;
}

void support_cell(cli_session *se, const support *all, qn_row *row, double amount)
{
	double reference = all->unit == QN_NONE ? amount : qn_unit_to_reference(&se->catalogue->units.unit[all->unit], amount);
	qn_row_quantity(row, quantity_text(se, reference, all->unit), amount);
}

const char *support_granted(cli_session *se, const support *all, uint32_t number)
{
	qn_buffer list = { 0 };
	for (uint32_t m = 0; m < se->program->measures; m++)
		for (uint32_t i = 0; i < all->cases; i++)
			if (all->of[i].number == number && all->of[i].measure == m && support_reached(&all->of[i], 0) >= SUPPORT_GRANTED) {
				qn_buffer_printf(&list, "%s%s", list.length ? say(se, ", ", "、") : "", se->program->measure[m].id);
				break;
			}
	return qn_buffer_keep(&list, &se->arena);
}

const char *support_text(cli_session *se, const support *all, uint32_t number, uint32_t measure)
{
	const support_case *best = NULL;
	char day[16];
	for (uint32_t i = 0; i < all->cases; i++)
		if (all->of[i].number == number && all->of[i].measure == measure && (!best || support_reached(&all->of[i], 0) > support_reached(best, 0)))
			best = &all->of[i];
	if (!best)
		return "";
	int reached = support_reached(best, 0);
	qn_date_text(best->stage[reached].on, day);
	return qn_arena_printf(&se->arena, "%s %s", support_words(se, (support_stage)reached), day);
}

const char *support_purpose(const cli_session *se, const char *purpose)
{
	const qn_register_field *about = declared(se, "purpose");
	uint32_t choice = about && *purpose ? qn_register_choice_find(about, purpose) : QN_NO_FIELD;
	const char *zh = choice == QN_NO_FIELD ? NULL : about->choice[choice].zh;
	return say(se, purpose, zh ? zh : purpose);
}
