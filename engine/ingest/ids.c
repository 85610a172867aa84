/* SPDX-License-Identifier: Apache-2.0 */
/* ids.c - what the rows of a table call themselves, while the next ones are read. */
#include <string.h>
#include "ingest/building.h"

static bool add_title(qn_ids *all, qn_arena *arena, const char *title, uint32_t number)
{
	if (!title)
		return true;
	uint32_t before = qn_names_count(all->titles), name = qn_names_add(all->titles, title, strlen(title));
	if (name == QN_NO_NAME || (name == before && !qn_grow(arena, (void **)&all->titled, name, sizeof *all->titled)))
		return false;
	if (name == before)
		all->titled[name] = number;
	return true;
}

bool qn_ids_add(qn_ids *all, qn_arena *arena, const char *id, qn_label title)
{
	all->ids = all->ids ? all->ids : qn_names_new();
	all->titles = all->titles ? all->titles : qn_names_new();
	if (!all->ids || !all->titles)
		return false;
	uint32_t number = qn_names_add(all->ids, id, strlen(id));
	return number != QN_NO_NAME && add_title(all, arena, title.zh, number) && add_title(all, arena, title.en, number);
}

long qn_ids_find(const qn_ids *all, const char *name)
{
	uint32_t number = all->ids ? qn_names_find(all->ids, name, strlen(name)) : QN_NO_NAME;
	if (number != QN_NO_NAME || !all->titles)
		return number == QN_NO_NAME ? -1 : (long)number;
	number = qn_names_find(all->titles, name, strlen(name));
	return number == QN_NO_NAME ? -1 : (long)all->titled[number];
}

void qn_ids_free(qn_ids *all)
{
	qn_names_free(all->ids);
	qn_names_free(all->titles);
}
