/* SPDX-License-Identifier: Apache-2.0 */
/* told.c - the first import of each: by source, rank, submitter, day, kind of data and file, as far as the imports were looked
 * through. A file of many sources asks once for each of them, so none is looked through twice. */
#include <stdlib.h>
#include <string.h>
#include "base/names.h"
#include "store/env.h"

struct qn_told {
	qn_names *alike;   /* what is the same of imports that told the same */
	uint32_t *first;   /* by name in alike: the number of the first */
	uint32_t room;
	uint32_t seen;     /* imports up to this number are in it */
	qn_buffer text;
};

void qn_told_free(struct qn_told *told)
{
	if (!told)
		return;
	qn_names_free(told->alike);
	qn_buffer_free(&told->text);
	free(told->first);
	free(told);
}

/* As one text that only those have who told the same. */
static bool name(struct qn_told *told, const qn_import *import)
{
	told->text.length = 0, told->text.failed = 0;
	qn_buffer_printf(&told->text, "%d %d %d %zu ", (int)import->rank, import->known_on, import->synthetic, strlen(import->submitter));
	qn_buffer_add(&told->text, import->content.byte, sizeof import->content.byte);
	qn_buffer_text(&told->text, import->submitter);
	qn_buffer_text(&told->text, import->source);
	return !told->text.failed;
}

static bool add(struct qn_told *told, const qn_import *import)
{
	uint32_t known = qn_names_count(told->alike);
	if (known == told->room) {
		uint32_t room = known ? 2 * known : 16, *more = realloc(told->first, room * sizeof *more);
		if (!more)
			return false;
		told->first = more, told->room = room;
	}
	uint32_t number = name(told, import) ? qn_names_add(told->alike, told->text.data, told->text.length) : QN_NO_NAME;
	if (number == known)
		told->first[number] = import->number;
	return number != QN_NO_NAME;
}

static struct qn_told *told_of(qn_snapshot *snapshot)
{
	if (!snapshot->told && (snapshot->told = calloc(1, sizeof *snapshot->told)) && !(snapshot->told->alike = qn_names_new())) {
		free(snapshot->told);
		snapshot->told = NULL;
	}
	return snapshot->told;
}

static int see_next(qn_snapshot *snapshot, struct qn_told *told, qn_error *err)
{
	qn_import import;
	int rc = qn_import_get(snapshot, told->seen + 1, &import, err);
	if (rc == QN_OK && !add(told, &import))
		rc = qn_no_memory(err);
	told->seen += rc == QN_OK;
	return rc;
}

int qn_import_first_told(qn_snapshot *snapshot, const qn_import *import, uint32_t *out, qn_error *err)
{
	struct qn_told *told = told_of(snapshot);
	int rc = told ? QN_OK : qn_no_memory(err);
	while (rc == QN_OK && told->seen < import->number)
		rc = see_next(snapshot, told, err);
	if (rc < 0)
		return rc;
	if (!name(told, import))
		return qn_no_memory(err);
	uint32_t number = qn_names_find(told->alike, told->text.data, told->text.length);
	*out = number == QN_NO_NAME || told->first[number] > import->number ? import->number : told->first[number];
	return QN_OK;
}
