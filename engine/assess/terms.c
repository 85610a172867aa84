/* SPDX-License-Identifier: Apache-2.0 */
/* terms.c - reads the register of titles and works out the term of each. */
#include "assess/terms.h"
#include "store/records.h"

int qn_reviewed_year(qn_date ends, int month, int day)
{
	int year, end_month, end_day;
	qn_date_parts(ends, &year, &end_month, &end_day);
	return qn_date_of(year, month, day) < ends ? year - 1 : year - 2;
}

typedef struct { qn_panel *panel; const qn_recognition *rules; qn_term *term; double years; qn_error *err; } reading;

static int is_synthetic(reading *r, const qn_record *record, bool *out)
{
	qn_import import;
	int rc = record->origin.import ? qn_import_get(r->panel->snapshot, record->origin.import, &import, r->err) : QN_OK;
	*out = rc >= 0 && record->origin.import && import.synthetic;
	return rc < 0 ? rc : QN_OK;
}

static int take_record(void *context, const qn_record *record)
{
	reading *r = context;
	const qn_field *on = qn_record_field(record, "recognised_on"), *until = qn_record_field(record, "valid_until");
	long entity = record->kind == r->panel->catalogue->subject ? qn_panel_entity(r->panel, record->subject) : -1;
	if (entity < 0 || !on || on->type != QN_FIELD_DATE)
		return 0;
	qn_term *term = &r->term[entity];
	if (term->titled && on->date < term->recognised)
		return 0;
	term->titled = true;
	term->recognised = on->date;
	term->ends = until && until->type == QN_FIELD_DATE ? until->date : qn_date_add_years(on->date, (int)r->years);
	term->reviewed = qn_period_of(QN_ANNUAL, qn_reviewed_year(term->ends, r->rules->report_month, r->rules->report_day), 1);
	return is_synthetic(r, record, &term->synthetic);
}

int qn_terms(qn_panel *panel, const qn_changes *changes, qn_arena *arena, qn_term **out, qn_error *err)
{
	const qn_recognition *rules = panel->program->recognition;
	reading r = { .panel = panel, .rules = rules, .err = err };
	r.term = qn_arena_array(arena, panel->entities + 1, sizeof *r.term);
	if (!r.term)
		return qn_no_memory(err);
	*out = r.term;
	if (!rules)
		return QN_OK;
	r.years = qn_changes_parameter(changes, panel, rules->term_years, panel->base).a;
	return qn_record_each(panel->snapshot, rules->title_register, take_record, &r, err);
}
