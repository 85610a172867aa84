/* SPDX-License-Identifier: Apache-2.0 */
#include "assess/decisions.h"
#include "store/records.h"

typedef struct { const qn_panel *panel; const int *index; qn_arena *arena; qn_decision *decision; } reading;

static int take_decision(void *context, const qn_record *record)
{
	reading *r = context;
	const qn_field *criterion = qn_record_field(record, "criterion"), *on = qn_record_field(record, "decided_on"), *by = qn_record_field(record, "by");
	long entity = record->kind == r->panel->catalogue->subject ? qn_panel_entity(r->panel, record->subject) : -1;
	long number = criterion && criterion->text ? qn_program_criterion(r->panel->program, criterion->text) : -1;
	if (entity < 0 || number < 0 || !on || on->type != QN_FIELD_DATE || r->index[entity] < 0)
		return 0;
	if (on->date > qn_date_add_years(qn_period_end(qn_panel_period(r->panel, r->index[entity])), 1))
		return 0;
	r->decision[(size_t)number * r->panel->entities + (size_t)entity] = (qn_decision){ on->date,
		by && by->text ? qn_arena_text(r->arena, by->text) : "" };
	return 0;
}

int qn_decisions_read(const qn_panel *panel, const int *index, qn_arena *arena, qn_decision **out, qn_error *err)
{
	const qn_recognition *recognition = panel->program->recognition;
	size_t count = (size_t)panel->program->criteria * panel->entities;
	*out = NULL;
	if (!recognition || !recognition->waiver_register)
		return QN_OK;
	if (!(*out = qn_arena_array(arena, count + 1, sizeof **out)))
		return qn_no_memory(err);
	for (size_t i = 0; i < count; i++)
		(*out)[i].on = QN_NO_DATE;
	int rc = qn_record_each(panel->snapshot, recognition->waiver_register, take_decision, &(reading){ panel, index, arena, *out }, err);
	return rc == QN_OK && arena->failed ? qn_no_memory(err) : rc;
}
