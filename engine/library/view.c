/* SPDX-License-Identifier: Apache-2.0 */
/* view.c - stores, views, lists and series. */
#include "library/view.h"
#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include "base/text.h"
#include "library/rules.h"
#include "plan/spoken.h"
#include "store/series.h"

static_assert((int)QUNCE_EINTERNAL == (int)QN_EINTERNAL && (int)QUNCE_EUSAGE == (int)QN_EUSAGE, "statuses are those of the engine");

const char *qunce_version(void) { return QUNCE_VERSION; }

/* What an error quotes may come from a stranger. Cut where it grows too long, before a character. */
static void clean(char *out, size_t size, const char *text)
{
	char room[QN_MOST_CLEANED * sizeof ((qn_error *)NULL)->text + 1];
	qn_buffer all = { .data = room, .capacity = sizeof room };
	room[0] = 0;
	qn_text_clean(&all, text, strlen(text));
	size_t length = strlen(room) < size ? strlen(room) : size - 1;
	while (length > 0 && (room[length] & 0xC0) == 0x80)
		length--;
	memcpy(out, room, length);
	out[length] = 0;
}

int qunce_tell(qunce_error *err, int rc, const qn_error *from)
{
	if (!err)
		return rc;
	err->status = rc < 0 ? (qunce_status)rc : QUNCE_OK;
	static_assert(sizeof err->text == sizeof from->text, "words have room");
	err->text[0] = 0;
	if (rc < 0)
		clean(err->text, sizeof err->text, from->text);
	return rc;
}

int qunce_open(const char *path, qunce_store **out, qunce_error *err)
{
	qn_error why = { 0 };
	qunce_store *store = *out = calloc(1, sizeof *store);
	int rc = store ? qunce_opened_add(path, &store->opened, &why) : qn_no_memory(&why);
	if (rc == QN_OK)
		rc = qn_store_open(path, false, &store->store, &why);
	if (rc < 0)
		qunce_close(store), *out = NULL;
	return qunce_tell(err, rc, &why);
}

void qunce_close(qunce_store *store)
{
	if (!store)
		return;
	qn_store_close(store->store);
	qunce_opened_drop(store->opened);
	free(store);
}

static int turn_back(qn_snapshot *snapshot, const char *as_of, qn_error *err)
{
	qn_frozen frozen = { .at = QN_NOW, .rules_on = QN_NO_DATE };
	int rc = qn_date_read(as_of, strlen(as_of), &frozen.at.day) ? 1 : qn_frozen_find(snapshot, as_of, &frozen, err);
	if (rc == 0)
		return qn_fail(err, QN_EUSAGE, "there is no vintage \"%s\": write a day, as in 2026-03-30, or the name of a frozen one", as_of);
	return rc < 0 ? rc : qn_snapshot_as_of(snapshot, &frozen, err);
}

static int fill_view(qunce_view *view, qunce_store *store, const char *as_of, qn_error *err)
{
	int rc = qn_snapshot_open(store->store, &view->snapshot, err);
	if (rc == QN_OK && as_of)
		rc = turn_back(view->snapshot, as_of, err);
	if (rc == QN_OK)
		rc = qn_snapshot_catalogue(view->snapshot, &view->catalogue, err);
	if (rc == QN_OK)
		rc = qn_rules_own(view->snapshot, view->catalogue, NULL, &view->program, err);
	return rc == QN_OK ? qn_entity_order(view->snapshot, view->catalogue->subject, &view->order, &view->entities, err) : rc;
}

int qunce_view_open(qunce_store *store, const char *as_of, qunce_view **out, qunce_error *err)
{
	qn_error why = { 0 };
	qunce_view *view = *out = calloc(1, sizeof *view);
	int rc = view ? fill_view(view, store, as_of, &why) : qn_no_memory(&why);
	if (rc < 0)
		qunce_view_close(view), *out = NULL;
	return qunce_tell(err, rc, &why);
}

void qunce_view_close(qunce_view *view)
{
	if (!view)
		return;
	qn_program_free(view->program);
	qn_catalogue_free(view->catalogue);
	qn_snapshot_close(view->snapshot);
	free(view);
}

int qunce_is_synthetic(const qunce_view *view) { return qn_import_any(view->snapshot, true); }

/* Lists. */

uint32_t qunce_entity_number(const qunce_view *view, size_t index) { return view->order ? view->order[index] : (uint32_t)index; }

long qunce_count(const qunce_view *view, qunce_list list)
{
	switch (list) {
	case QUNCE_ENTITIES: return view->entities;
	case QUNCE_INDICATORS: return view->catalogue->indicators;
	case QUNCE_CRITERIA: return view->program->criteria;
	case QUNCE_TARGETS: return view->program->targets;
	}
	return 0;
}

static qunce_item item_of(const char *id, qn_label title, const char *unit, const char *clause)
{
	return (qunce_item){ id, title.zh, title.en, unit ? unit : "", clause ? clause : "" };
}

static int entity_at(qunce_view *view, size_t index, qunce_item *out, qn_error *err)
{
	const qn_entity *who = qn_entity_borrow(view->snapshot, view->catalogue->subject, qunce_entity_number(view, index), err);
	if (who)
		*out = item_of(who->id, who->title, NULL, NULL);
	return who ? QN_OK : (int)err->status;
}

int qunce_item_at(qunce_view *view, qunce_list list, size_t index, qunce_item *out, qunce_error *err)
{
	qn_error why = { 0 };
	int rc = QN_OK;
	if (index >= (size_t)qunce_count(view, list))
		return qunce_tell(err, qn_fail(&why, QN_EUSAGE, "the list has %ld items, and number %zu was asked for", qunce_count(view, list), index), &why);
	if (list == QUNCE_INDICATORS) {
		const qn_indicator *about = &view->catalogue->indicator[index];
		*out = item_of(about->id, about->title, view->catalogue->units.unit[about->unit].id, NULL);
	} else if (list == QUNCE_CRITERIA) {
		*out = item_of(view->program->criterion[index].id, view->program->criterion[index].title, NULL, view->program->criterion[index].clause);
	} else if (list == QUNCE_TARGETS) {
		const qn_target *about = &view->program->target[index];
		uint32_t unit = qn_node_unit(view->program, view->catalogue, about->value);
		*out = item_of(about->id, about->title, unit == QN_NONE ? NULL : view->catalogue->units.unit[unit].id, about->clause);
	} else {
		rc = entity_at(view, index, out, &why);
	}
	return qunce_tell(err, rc, &why);
}

static long find_entity(qunce_view *view, const char *name, qn_error *err)
{
	qn_entity found;
	int rc = qn_entity_find(view->snapshot, view->catalogue->subject, name, &found, err);
	for (uint32_t i = 0; rc == QN_OK && i < view->entities; i++)
		if (qunce_entity_number(view, i) == found.number)
			return i;
	return rc < 0 ? rc : qn_fail(err, QN_ENOTFOUND, "there is nothing called \"%s\"", name);
}

static bool is_called(const qunce_item *item, const char *name)
{
	return !strcmp(item->id, name) || (item->name_zh && !strcmp(item->name_zh, name)) || (item->name_en && !strcmp(item->name_en, name));
}

long qunce_find(qunce_view *view, qunce_list list, const char *name, qunce_error *err)
{
	qn_error why = { 0 };
	long rc = list == QUNCE_ENTITIES ? find_entity(view, name, &why) : -1;
	if (list == QUNCE_ENTITIES)
		return qunce_tell(err, (int)rc, &why);
	for (long i = 0; i < qunce_count(view, list); i++) {
		qunce_item item;
		if (qunce_item_at(view, list, (size_t)i, &item, err) == 0 && is_called(&item, name))
			return i;
	}
	return qunce_tell(err, qn_fail(&why, QN_ENOTFOUND, "there is nothing called \"%s\"", name), &why);
}

/* Series. */

int qunce_read_period(const char *text, qn_period *out, qn_error *err)
{
	*out = QN_NO_PERIOD;
	if (text && !qn_period_read(text, strlen(text), out))
		return qn_fail(err, QN_EUSAGE, "\"%s\" is no period: write 2025, 2025-Q1 or 2025-01", text);
	return QN_OK;
}

int qunce_find_indicator(const qunce_view *view, const char *name, uint32_t *out, qn_error *err)
{
	long found = qn_catalogue_indicator(view->catalogue, name);
	const char *near = found < 0 ? qn_catalogue_nearest(view->catalogue, name) : NULL;
	if (found < 0)
		return qn_fail(err, QN_ENOTFOUND, "no indicator is called \"%s\"%s%s", name, near ? ": did you mean " : "", near ? near : "");
	*out = (uint32_t)found;
	return QN_OK;
}

static int read_series(qunce_view *view, const char *entity, const char *indicator, const char *first, size_t count, double *out, qn_error *err)
{
	qn_entity who;
	uint32_t index;
	qn_period from;
	int rc = qn_entity_find(view->snapshot, view->catalogue->subject, entity, &who, err);
	if (rc == QN_OK)
		rc = qunce_find_indicator(view, indicator, &index, err);
	if (rc == QN_OK)
		rc = qunce_read_period(first, &from, err);
	if (rc == QN_OK && (from == QN_NO_PERIOD || count > 8192 || (count > 0 && qn_period_add(from, (int)count - 1) == QN_NO_PERIOD)))
		rc = qn_fail(err, QN_EUSAGE, "%zu periods from \"%s\" on reach beyond what can be told", count, first ? first : "");
	if (rc < 0 || count == 0)
		return rc;
	return qn_series_read(view->snapshot, view->catalogue->subject, from, (uint32_t)count, &(qn_series_id){ index, who.number }, 1, out, err);
}

int qunce_series(qunce_view *view, const char *entity, const char *indicator, const char *first, size_t count, double *out, qunce_error *err)
{
	qn_error why = { 0 };
	return qunce_tell(err, read_series(view, entity, indicator, first, count, out, &why), &why);
}

int qunce_extent(qunce_view *view, char first[24], char last[24], qunce_error *err)
{
	qn_error why = { 0 };
	qn_panel *panel = NULL;
	int rc = qn_panel_open(view->snapshot, view->catalogue, view->program, QN_NO_PERIOD, QN_NO_PERIOD, &panel, &why);
	if (rc == QN_OK) {
		qn_period_text(panel->first, first);
		qn_period_text(qn_panel_period(panel, panel->base), last);
	}
	qn_panel_free(panel);
	return qunce_tell(err, rc, &why);
}

int qunce_read_column(qunce_view *view, uint32_t indicator, qn_period period, double *out, qn_error *err)
{
	double *raw = malloc(((size_t)view->entities + 1) * sizeof *raw);
	int rc = raw ? qn_column_read(view->snapshot, indicator, view->catalogue->subject, period, raw, view->entities, err) : qn_no_memory(err);
	for (uint32_t i = 0; rc >= 0 && i < view->entities; i++)
		out[i] = raw[qunce_entity_number(view, i)];
	free(raw);
	return rc < 0 ? rc : QN_OK;
}
