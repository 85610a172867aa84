/* SPDX-License-Identifier: Apache-2.0 */
#include "assess/holdings.h"
#include <stdlib.h>
#include <string.h>
#include "base/real.h"
#include "base/text.h"

typedef struct { qn_holdings *h; qn_shelf *shelf; qn_names *apart; uint32_t *latest; uint32_t marks; qn_error *err; } reading;

static const qn_field *field_of(const qn_record *record, const qn_register_field *about)
{
	return qn_record_field(record, about->id);
}

/* What a record says in a field, as a number. */
static double number_of(const qn_units *units, const qn_register_field *about, const qn_field *field)
{
	uint32_t choice;
	if (!field)
		return QN_MISSING;
	switch (about->holds) {
	case QN_HOLDS_DATE:
	case QN_HOLDS_SINCE:
	case QN_HOLDS_UNTIL: return field->type == QN_FIELD_DATE ? field->date : QN_MISSING;
	case QN_HOLDS_YEAR: return field->type == QN_FIELD_NUMBER ? field->number : QN_MISSING;
	case QN_HOLDS_NUMBER: return field->type == QN_FIELD_NUMBER ? qn_unit_to_reference(&units->unit[about->unit], field->number) : QN_MISSING;
	case QN_HOLDS_CHOICE:
		choice = field->type == QN_FIELD_TEXT ? qn_register_choice_find(about, field->text) : QN_NO_FIELD;
		return choice == QN_NO_FIELD ? QN_MISSING : choice;
	default: return QN_MISSING;
	}
}

/* What tells a record from others of its subject; "" if nothing does. */
static void name_record(const qn_register *of, const qn_record *record, qn_buffer *out)
{
	char text[QN_NUMBER_SIZE];
	for (uint32_t f = 0; f < of->fields; f++) {
		const qn_field *field = of->field[f].tells ? field_of(record, &of->field[f]) : NULL;
		if (!field)
			continue;
		qn_buffer_printf(out, "%s%u/%u %u ", out->length ? "\n" : "", record->kind, record->subject, f);
		if (field->type == QN_FIELD_TEXT)
			qn_buffer_text(out, field->text);
		else
			qn_buffer_text(out, qn_number_text(text, field->type == QN_FIELD_DATE ? field->date : field->number));
	}
}

/* Of two that say they are the same the one known later stays; of one day, that which came later. */
static int replace_earlier(reading *r, const qn_record *record, uint32_t number)
{
	qn_shelf *shelf = r->shelf;
	qn_buffer name = { 0 };
	name_record(shelf->of, record, &name);
	bool named = name.length > 0;
	uint32_t mark = named && !name.failed ? qn_names_add(r->apart, name.data, name.length) : QN_NO_NAME;
	qn_buffer_free(&name);
	if (!named)
		return QN_OK;
	if (mark == QN_NO_NAME || (mark == r->marks && !qn_grow(&r->h->arena, (void **)&r->latest, r->marks, sizeof *r->latest)))
		return qn_no_memory(r->err);
	if (mark == r->marks) {
		r->latest[r->marks++] = number;
		return QN_OK;
	}
	qn_holding *before = &shelf->holding[r->latest[mark]], *now = &shelf->holding[number];
	bool later = now->known_on >= before->known_on;
	(later ? before : now)->replaced = true;
	r->latest[mark] = later ? number : r->latest[mark];
	return QN_OK;
}

static int find_key(reading *r, const qn_record *record, uint32_t *out)
{
	uint32_t at = qn_register_key(r->shelf->of);
	const qn_field *field = at == QN_NO_FIELD ? NULL : field_of(record, &r->shelf->of->field[at]);
	*out = QN_NO_NAME;
	if (!field || field->type != QN_FIELD_TEXT)
		return QN_OK;
	*out = qn_names_add(r->h->keys, field->text, strlen(field->text));
	return *out == QN_NO_NAME ? qn_no_memory(r->err) : QN_OK;
}

static int take_record(void *context, const qn_record *record)
{
	reading *r = context;
	qn_shelf *shelf = r->shelf;
	qn_import import = { 0 };
	double *value = qn_arena_array(&r->h->arena, (size_t)shelf->of->fields + 1, sizeof *value);
	if (!value || !qn_grow(&r->h->arena, (void **)&shelf->holding, shelf->count, sizeof *shelf->holding))
		return qn_no_memory(r->err);
	for (uint32_t f = 0; f < shelf->of->fields; f++)
		value[f] = number_of(&r->h->catalogue->units, &shelf->of->field[f], field_of(record, &shelf->of->field[f]));
	int rc = record->origin.import ? qn_import_get(r->h->snapshot, record->origin.import, &import, r->err) : QN_OK;
	qn_holding made = { .kind = record->kind, .subject = record->subject, .value = value, .origin = record->origin, .known_on = import.known_on, .next = QN_NONE };
	if (rc == QN_OK)
		rc = find_key(r, record, &made.key);
	if (rc < 0)
		return rc;
	shelf->holding[shelf->count++] = made;
	return replace_earlier(r, record, shelf->count - 1);
}

/* A list of which nobody ever was on it may not have come at all. */
static int note_choices(qn_holdings *h, qn_shelf *shelf, qn_error *err)
{
	if (!(shelf->told = qn_arena_array(&h->arena, (size_t)shelf->of->fields + 1, sizeof *shelf->told)))
		return qn_no_memory(err);
	for (uint32_t f = 0; f < shelf->of->fields; f++) {
		if (!(shelf->told[f] = qn_arena_array(&h->arena, (size_t)shelf->of->field[f].choices + 1, sizeof **shelf->told)))
			return qn_no_memory(err);
		for (uint32_t i = 0; shelf->of->field[f].choices && i < shelf->count; i++)
			if (!qn_is_missing(shelf->holding[i].value[f]))
				shelf->told[f][(uint32_t)shelf->holding[i].value[f]] = true;
	}
	return QN_OK;
}

/* Records of one key in a row, in order of arrival. */
static int index_keys(qn_holdings *h, qn_shelf *shelf, qn_error *err)
{
	shelf->keys = qn_names_count(h->keys);
	shelf->first = qn_arena_array(&h->arena, (size_t)shelf->keys + 1, sizeof *shelf->first);
	if (!shelf->first)
		return qn_no_memory(err);
	memset(shelf->first, 0xff, ((size_t)shelf->keys + 1) * sizeof *shelf->first);
	for (uint32_t i = shelf->count; i-- > 0;) {
		qn_holding *one = &shelf->holding[i];
		if (one->key == QN_NO_NAME || one->replaced)
			continue;
		one->next = shelf->first[one->key];
		shelf->first[one->key] = i;
	}
	return QN_OK;
}

static int read_shelf(qn_holdings *h, uint32_t of, qn_error *err)
{
	qn_shelf *shelf = qn_arena_alloc(&h->arena, sizeof *shelf);
	reading r = { .h = h, .shelf = shelf, .apart = qn_names_new(), .err = err };
	int rc = shelf && r.apart ? QN_OK : qn_no_memory(err);
	if (rc == QN_OK) {
		shelf->of = &h->catalogue->registered[of];
		rc = qn_record_each(h->snapshot, shelf->of->id, take_record, &r, err);
	}
	if (rc == QN_OK)
		rc = index_keys(h, shelf, err);
	if (rc == QN_OK)
		rc = note_choices(h, shelf, err);
	if (rc == QN_OK)
		h->shelf[of] = shelf;
	qn_names_free(r.apart);
	return rc;
}

int qn_holdings_shelf(qn_holdings *h, uint32_t of, const qn_shelf **out, qn_error *err)
{
	const qn_register *about = &h->catalogue->registered[of];
	int rc = h->shelf[of] ? QN_OK : read_shelf(h, of, err);
	for (uint32_t f = 0; rc == QN_OK && f < about->fields; f++)
		if (qn_holds_elsewhere(about->field[f].holds) && !h->shelf[about->field[f].other])
			rc = read_shelf(h, about->field[f].other, err);
	*out = h->shelf[of];
	return rc;
}

int qn_holdings_open(qn_snapshot *snapshot, const qn_catalogue *catalogue, qn_holdings **out, qn_error *err)
{
	qn_holdings *h = *out = calloc(1, sizeof *h);
	if (!h)
		return qn_no_memory(err);
	h->snapshot = snapshot, h->catalogue = catalogue, h->keys = qn_names_new();
	h->shelf = qn_arena_array(&h->arena, (size_t)catalogue->registers + 1, sizeof *h->shelf);
	if (h->keys && h->shelf)
		return QN_OK;
	qn_holdings_free(h);
	*out = NULL;
	return qn_no_memory(err);
}

void qn_holdings_free(qn_holdings *holdings)
{
	if (!holdings)
		return;
	qn_names_free(holdings->keys);
	qn_arena_free(&holdings->arena);
	free(holdings);
}

/* When a record holds. */

static int year_of(qn_date day)
{
	int year, month, date;
	qn_date_parts(day, &year, &month, &date);
	return year;
}

static bool begun(const qn_register *of, const qn_holding *one, qn_date day)
{
	uint32_t since = qn_register_first(of, QN_HOLDS_SINCE);
	return since == QN_NO_FIELD || qn_is_missing(one->value[since]) || one->value[since] <= day;
}

bool qn_holding_holds(const qn_register *of, const qn_holding *one, qn_date day)
{
	uint32_t until = qn_register_first(of, QN_HOLDS_UNTIL), year = qn_register_first(of, QN_HOLDS_YEAR);
	return !one->replaced && begun(of, one, day) && (until == QN_NO_FIELD || qn_is_missing(one->value[until]) || one->value[until] >= day)
		&& (year == QN_NO_FIELD || one->value[year] == year_of(day));
}

/* What stands elsewhere. */

static uint32_t first_of(const qn_shelf *shelf, uint32_t key) { return key < shelf->keys ? shelf->first[key] : QN_NONE; }

static double find_flag(const qn_shelf *shelf, const qn_register_field *field, uint32_t key, qn_date day, bool ever)
{
	bool any = false, unsaid = false, yearly = qn_register_first(shelf->of, QN_HOLDS_YEAR) != QN_NO_FIELD;
	for (uint32_t i = first_of(shelf, key); i != QN_NONE; i = shelf->holding[i].next) {
		const qn_holding *one = &shelf->holding[i];
		if (!(ever ? begun(shelf->of, one, day) : qn_holding_holds(shelf->of, one, day)))
			continue;
		double choice = one->value[field->other_field];
		if (choice == field->other_choice)
			return 1;
		any = true;
		unsaid = unsaid || qn_is_missing(choice);
	}
	return unsaid || (yearly && !any) || !shelf->told[field->other_field][field->other_choice] ? QN_MISSING : 0;
}

/* Of several subjects that tell it the one known last. */
const qn_holding *qn_holding_counted(const qn_shelf *shelf, uint32_t key, uint32_t field, qn_date day)
{
	const qn_holding *found = NULL;
	for (uint32_t i = first_of(shelf, key); i != QN_NONE; i = shelf->holding[i].next) {
		const qn_holding *one = &shelf->holding[i];
		if (qn_holding_holds(shelf->of, one, day) && !qn_is_missing(one->value[field]) && (!found || one->known_on >= found->known_on))
			found = one;
	}
	return found;
}

static double find_figure(const qn_shelf *shelf, const qn_register_field *field, uint32_t key, qn_date day)
{
	const qn_holding *counted = qn_holding_counted(shelf, key, field->other_field, day);
	return counted ? counted->value[field->other_field] : QN_MISSING;
}

double qn_holding_value(const qn_holdings *h, const qn_register *of, const qn_holding *one, uint32_t f, qn_date day, bool ever)
{
	const qn_register_field *field = &of->field[f];
	if (!qn_holds_elsewhere(field->holds))
		return one->value[f];
	const qn_shelf *shelf = h->shelf[field->other];
	return field->holds == QN_HOLDS_FLAG ? find_flag(shelf, field, one->key, day, ever) : find_figure(shelf, field, one->key, day);
}
