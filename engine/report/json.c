/* SPDX-License-Identifier: Apache-2.0 */
/* json.c - one object: title, synthetic, tables by id as arrays of objects, notes. */
#include "base/real.h"
#include "report/json_dump.h"
#include "report/model.h"

/* Fifteen digits of the largest numbers would be rounded to more than a reader can hold. */
static double readable(double number)
{
	const double most = 1.79769313486231e308;
	return number > most ? most : number < -most ? -most : number;
}

static json_t *cell_value(const table_cell *cell)
{
	if (!cell->is_number)
		return json_string(cell->text ? cell->text : "");
	return qn_is_missing(cell->number) ? json_null() : json_real(readable(cell->number));
}

/* A name takes the value over; -1 if either could not be made. */
static int put(json_t *object, const char *name, json_t *value)
{
	return value ? json_object_set_new(object, name, value) : -1;
}

static json_t *row_object(const qn_row *row, bool synthetic)
{
	json_t *object = json_object();
	int rc = object ? 0 : -1;
	for (size_t i = 0; rc == 0 && i < row->cells; i++)
		if (qn_column_shown(&row->table->column[i], true))
			rc = put(object, row->table->column[i].id, cell_value(&row->cell[i]));
	if (rc == 0 && synthetic)
		rc = put(object, "data", json_string(row->real ? QN_REAL_MARK : QN_SYNTHETIC_MARK));
	if (rc == 0)
		return object;
	json_decref(object);
	return NULL;
}

static json_t *table_array(const qn_table *table)
{
	json_t *array = json_array();
	for (const qn_row *row = table->first; array && row; row = row->next) {
		json_t *object = row_object(row, table->report->synthetic);
		if (!object || json_array_append_new(array, object) != 0) {
			json_decref(array);
			return NULL;
		}
	}
	return array;
}

static json_t *note_array(const qn_report *report)
{
	json_t *array = json_array();
	for (const struct note *note = report->note; array && note; note = note->next) {
		json_t *text = json_string(note->text);
		if (!text || json_array_append_new(array, text) != 0) {
			json_decref(array);
			return NULL;
		}
	}
	return array;
}

int qn_write_json(const qn_report *report, qn_buffer *out, qn_error *err)
{
	json_t *root = json_object(), *tables = json_object();
	int rc = root && tables ? put(root, "title", json_string(report->title)) : -1;
	if (rc == 0)
		rc = put(root, "synthetic", json_boolean(report->synthetic));
	for (const qn_table *table = report->first; rc == 0 && table; table = table->next)
		rc = put(tables, table->id, table_array(table));
	if (rc == 0)
		rc = json_object_set(root, "tables", tables);
	if (rc == 0)
		rc = put(root, "notes", note_array(report));
	rc = qn_json_dump(rc == 0 ? root : NULL, out, err);
	json_decref(tables);
	json_decref(root);
	return rc;
}
