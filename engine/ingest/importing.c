/* SPDX-License-Identifier: Apache-2.0 */
/* importing.c - what every shape of import needs: the list of what is wrong, who an entity is, synthetic or real. */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include "base/text.h"
#include "ingest/importing.h"
#include "plan/program.h"

size_t qn_import_most_told(const qn_importing *i) { return i->options->most_errors ? i->options->most_errors : 20; }
bool qn_import_told_enough(const qn_importing *i) { return i->report->error_count >= qn_import_most_told(i); }

int qn_import_bad(qn_importing *i, unsigned line, int column, const char *format, ...)
{
	char words[1024];
	va_list args;
	bool enough = qn_import_told_enough(i);
	i->report->error_count++;
	if (enough)
		return QN_OK;
	va_start(args, format);
	vsnprintf(words, sizeof words, format, args);
	va_end(args);
	qn_text_clean(&i->report->errors, i->name, strlen(i->name));
	qn_buffer_printf(&i->report->errors, ":%u:%d: ", line, column);
	qn_text_clean(&i->report->errors, words, strlen(words));
	qn_buffer_text(&i->report->errors, "\n");
	return QN_OK;
}

bool qn_import_fits(qn_importing *i, const qn_csv_row *row, size_t columns)
{
	size_t fields = row->fields;
	while (fields > columns && row->field[fields - 1].length == 0)
		fields--;
	if (fields > columns)
		qn_import_bad(i, row->line, (int)columns + 1,
			"the row has %zu fields and the header %zu: put quotes around a field that holds a comma, and write numbers plainly, as in 1234.5",
			fields, columns);
	return fields <= columns;
}

bool qn_import_is_synthetic(const qn_importing *i, const char *source)
{
	return i->options->synthetic || strstr(source, "synthetic") || strstr(source, "合成");
}

void qn_import_source(qn_importing *i, unsigned line, const char *source)
{
	unsigned *first = qn_import_is_synthetic(i, source) ? &i->first_synthetic : &i->first_real;
	if (!*first)
		*first = line;
}

bool qn_import_entity(qn_importing *i, const char *name, uint32_t *kind, uint32_t *number)
{
	*kind = i->catalogue->subject;
	*number = qn_entity_exact(i->snapshot, *kind, name, strlen(name));
	for (uint32_t k = 0; *number == UINT32_MAX && k < i->catalogue->kinds; k++)
		if (k != i->catalogue->subject)
			*kind = k, *number = qn_entity_exact(i->snapshot, k, name, strlen(name));
	return *number != UINT32_MAX;
}

void qn_import_no_entity(qn_importing *i, unsigned line, int column, const char *name)
{
	qn_entity unused;
	qn_error why = { 0 };
	if (qn_import_told_enough(i))
		qn_import_bad(i, line, column, "%s", name);
	else if (qn_entity_find(i->snapshot, i->catalogue->subject, name, &unused, &why) == QN_OK)
		qn_import_bad(i, line, column, "nothing is called \"%s\" exactly: did you mean %s (%s)?", name, unused.id, unused.title.zh ? unused.title.zh : unused.title.en);
	else
		qn_import_bad(i, line, column, "%s (an import never makes a new entity)", why.text);
}

static int admit_mixture(qn_importing *i, qn_error *err)
{
	if (i->first_synthetic && i->first_real)
		return qn_fail(err, QN_EINPUT, "%s: line %u is marked synthetic and line %u is not: split the file", i->name, i->first_synthetic, i->first_real);
	i->import.synthetic = i->first_synthetic != 0;
	int other = qn_import_any(i->snapshot, !i->import.synthetic);
	if (other < 0)
		return other;
	if (other && !i->options->mix)
		return qn_fail(err, QN_EINPUT, "%s: the store holds %s values and this file %s ones: use another store, or --mix, and every verdict that rests on both is marked",
			i->name, i->import.synthetic ? "real" : "synthetic", i->import.synthetic ? "synthetic" : "real");
	return QN_OK;
}

int qn_import_check(qn_importing *i, qn_error *err)
{
	if (i->report->errors.failed)
		return qn_no_memory(err);
	if (i->report->error_count)
		return qn_fail(err, QN_EINPUT, "%s: %llu bad value%s: nothing was imported", i->name, (unsigned long long)i->report->error_count,
			i->report->error_count == 1 ? "" : "s");
	int rc = admit_mixture(i, err);
	if (rc < 0)
		return rc;
	i->report->synthetic = i->import.synthetic;
	return QN_OK;
}

int qn_import_admit(qn_importing *i, qn_error *err)
{
	int rc = qn_import_check(i, err);
	if (rc < 0)
		return rc;
	i->import.rows = i->report->rows;
	rc = qn_change_add_import(i->change, &i->import, err);
	i->report->import = i->import.number;
	i->report->imports = 1;
	return rc;
}
