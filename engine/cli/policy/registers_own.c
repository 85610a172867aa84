/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/policy/registers_own.h"
#include <string.h>
#include "base/names.h"
#include "base/text.h"
#include "cli/rows.h"
#include "cli/session.h"
#include "cli/show.h"
#include "cli/store/list.h"
#include "cli/titles.h"
#include "ingest/invented.h"

typedef struct { cli_session *se; const qn_register *of; qn_names *names; qn_table *table; qn_error *err; } listing;

static int gather(void *context, const qn_record *record)
{
	listing *l = context;
	for (size_t f = 0; f < record->fields; f++)
		if (strcmp(record->field[f].name, "source") != 0 && qn_names_add(l->names, record->field[f].name, strlen(record->field[f].name)) == QN_NO_NAME)
			return qn_no_memory(l->err);
	return QN_OK;
}

static void columns(const listing *l)
{
	cli_session *se = l->se;
	qn_table_column(l->table, "register", "", QN_MACHINE);
	qn_table_column(l->table, "entity", title_of(se, se->catalogue->kind[se->catalogue->subject].title), QN_LEFT);
	for (uint32_t n = 0; n < qn_names_count(l->names); n++) {
		const char *name = qn_arena_text(&se->arena, qn_names_text(l->names, n));
		qn_table_column(l->table, name, name, QN_LEFT);
	}
	qn_table_column(l->table, "source", "", QN_MACHINE);
	qn_table_column(l->table, "known_on", "", QN_MACHINE);
	qn_table_column(l->table, "origin", say(se, "From", "来自"), QN_LEFT);
}

static const char *words_of(cli_session *se, const qn_field *field)
{
	char number[QN_NUMBER_SIZE];
	if (!field)
		return "";
	if (field->type == QN_FIELD_DATE)
		return date_text(se, field->date);
	return qn_arena_text(&se->arena, field->type == QN_FIELD_NUMBER ? qn_number_text(number, field->number) : field->text);
}

static int list_record(void *context, const qn_record *record)
{
	listing *l = context;
	cli_session *se = l->se;
	qn_import import;
	bool passes;
	int rc = entity_passes(se, record->kind, record->subject, &passes, l->err);
	if (rc < 0 || !passes)
		return rc;
	const qn_entity *who = qn_entity_borrow(se->snapshot, record->kind, record->subject, l->err);
	if ((rc = who ? qn_import_get(se->snapshot, record->origin.import, &import, l->err) : qn_failed(l->err)) < 0)
		return rc;
	const qn_field *source = qn_record_field(record, "source");
	qn_row *row = qn_table_row(l->table);
	qn_row_text(row, l->of->id);
	qn_row_text(row, who->id);
	for (uint32_t n = 0; n < qn_names_count(l->names); n++)
		qn_row_kept(row, words_of(se, qn_record_field(record, qn_names_text(l->names, n))));
	qn_row_kept(row, qn_source_words(&se->arena, source ? words_of(se, source) : import.source ? import.source : "", import.synthetic));
	qn_row_text(row, date_text(se, import.known_on));
	qn_row_text(row, qn_arena_printf(&se->arena, "%s:%u", import.file, record->origin.line));
	return QN_OK;
}

int registers_own(cli_session *session, const qn_register *of, qn_error *err)
{
	listing l = { .se = session, .of = of, .names = qn_names_new(), .err = err };
	qn_report *report = session_report(session, qn_arena_printf(&session->arena, say(session, "%s: records", "%s:登记"), title_of(session, of->title)));
	int rc = l.names ? qn_record_each(session->snapshot, of->id, gather, &l, err) : qn_no_memory(err);
	l.table = qn_report_table(report, "records", "");
	if (rc == QN_OK) {
		columns(&l);
		rc = qn_record_each(session->snapshot, of->id, list_record, &l, err);
	}
	keep_rows(session, report, l.table, NULL);
	qn_names_free(l.names);
	return session_finish(session, report, rc, err);
}
