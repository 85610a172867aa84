/* SPDX-License-Identifier: Apache-2.0 */
/* sources.c - voices: one for each source, rank, day and submitter that a file names. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/scratch.h"
#include "base/text.h"
#include "ingest/at_odds.h"
#include "ingest/dates.h"
#include "ingest/fold.h"
#include "ingest/operators.h"
#include "ingest/sources.h"
#include "plan/program.h"

struct qn_few { double value; uint32_t indicator, kind, entity, line; qn_period period; };

void qn_voices_free(qn_voices *voices)
{
	for (uint32_t i = voices->voices; i-- > 0;) { /* the first lends the others its room */
		qn_cells_free(voices->voice[i].cells);
		free(voices->voice[i].few);
	}
	qn_sorter_free(voices->sayings);
	qn_memo_free(&voices->memo);
	qn_buffer_free(&voices->text);
	qn_arena_free(&voices->arena);
	voices->voice = NULL, voices->voices = 0, voices->sayings = NULL;
}

static const qn_both too_many = { "是本文件的第 65537 个来源:请分成几个文件", "is the 65537th source of the file: split it" };
static const qn_both no_rank = { "不是来源等级:请写 官方、核实、公开报道 或 估计", "is no rank of a source: write official, checked, published or estimate (官方、核实、公开报道、估计)" };
static const qn_both no_name = { "是电子表格的错误,不是来源的名称:请更正", "is a spreadsheet's error, and no name of a source: correct it" };

/* Two names that look alike are one: blanks at the ends are none of it. */
static const char *keep_trimmed(qn_voices *voices, const char *name)
{
	size_t length;
	const char *begin = qn_trim(name, &length);
	return qn_arena_printf(&voices->arena, "%.*s", (int)length, begin);
}

static uint32_t add_voice(qn_voices *voices, const qn_import *as, const qn_both **why)
{
	*why = NULL;
	if (voices->voices == QN_MOST_VOICES)
		return *why = &too_many, QN_NO_VOICE;
	if (!qn_grow(&voices->arena, (void **)&voices->voice, voices->voices, sizeof *voices->voice))
		return QN_NO_VOICE;
	qn_voice *voice = &voices->voice[voices->voices];
	*voice = (qn_voice){ .import = *as };
	voice->import.rows = 0;
	voice->import.source = keep_trimmed(voices, as->source);
	voice->import.submitter = keep_trimmed(voices, as->submitter);
	if (voices->voices < QN_DENSE_VOICES)
		voice->cells = voices->voices ? qn_cells_beside(voices->voice[0].cells) : qn_cells_new(voices->indicators, voices->kinds, voices->most_told, QN_CELLS_BOUND);
	if (!voice->import.source || !voice->import.submitter || (voices->voices < QN_DENSE_VOICES && !voice->cells)) {
		qn_cells_free(voice->cells);
		return QN_NO_VOICE;
	}
	return voices->voices++;
}

/* As one text that no other voice has. */
static bool name_voice(qn_voices *voices, const qn_import *as)
{
	size_t submitted, named;
	const char *submitter = qn_trim(as->submitter, &submitted), *source = qn_trim(as->source, &named);
	voices->text.length = 0;
	qn_buffer_printf(&voices->text, "%d %d %d %zu ", (int)as->rank, as->known_on, as->synthetic, submitted);
	qn_buffer_add(&voices->text, submitter, submitted);
	qn_buffer_add(&voices->text, source, named);
	return !voices->text.failed;
}

bool qn_source_is_fault(const char *source)
{
	return *source == '#' && !source[strcspn(source, " ")] && (!strcmp(source, "#N/A") || strpbrk(source, "!?"));
}

uint32_t qn_voices_find(qn_voices *voices, const qn_import *usual, const qn_row_source *row, bool synthetic, const qn_both **why)
{
	qn_import as = *usual;
	*why = NULL;
	as.synthetic = synthetic;
	if (*row->source)
		as.source = row->source;
	if (*row->submitter)
		as.submitter = row->submitter;
	if (*row->rank && !qn_rank_read(row->rank, &as.rank))
		return *why = &no_rank, QN_NO_VOICE;
	if (*row->known_on && (*why = qn_day_known_in_column(row->known_on, &as.known_on)))
		return QN_NO_VOICE;
	if (!name_voice(voices, &as))
		return QN_NO_VOICE;
	const qn_memory *known = qn_memo_find(&voices->memo, voices->text.data, voices->text.length);
	if (known)
		return (uint32_t)known->meaning;
	if (qn_source_is_fault(row->source))
		return *why = &no_name, QN_NO_VOICE;
	uint32_t voice = add_voice(voices, &as, why);
	if (voice != QN_NO_VOICE && !qn_memo_add(&voices->memo, voices->text.data, voices->text.length, voice))
		return QN_NO_VOICE; /* for want of memory: the import ends here */
	return voice;
}

/* They all count the same periods, so that a place is the same in all, and one that the first knows all of them do. */
uint32_t qn_voices_place(qn_voices *voices, qn_period period)
{
	if (voices->voices == 0)
		return QN_NO_PLACE;
	uint32_t known = voices->voice[0].cells->periods, place = qn_cells_place(voices->voice[0].cells, period);
	for (uint32_t i = 1; place == known && i < voices->voices && i < QN_DENSE_VOICES; i++)
		if (qn_cells_place(voices->voice[i].cells, period) == QN_NO_PLACE)
			return QN_NO_PLACE;
	return place;
}

static int note(qn_voices *voices, const qn_saying *saying, qn_error *err)
{
	if (!voices->sayings && !(voices->sayings = qn_sorter_new(QN_SORTER_BOUND)))
		return qn_no_memory(err);
	return qn_sayings_add(voices->sayings, saying, err);
}

static bool enlist(qn_voice *voice, const qn_saying *saying)
{
	const qn_spot *at = &saying->place;
	if ((voice->listed & (voice->listed - 1)) == 0) {
		struct qn_few *more = realloc(voice->few, (voice->listed ? 2 * (size_t)voice->listed : 1) * sizeof *more);
		if (!more)
			return false;
		voice->few = more;
	}
	voice->few[voice->listed++] = (struct qn_few){ saying->remark.value, at->indicator, at->kind, at->entity, saying->line, at->period };
	return true;
}

static bool fill(qn_voices *voices, const qn_voice *voice, const qn_saying *saying)
{
	const qn_spot *at = &saying->place;
	uint32_t place = qn_voices_place(voices, at->period);
	return place != QN_NO_PLACE && qn_cells_add(voice->cells, at->indicator, at->kind, place, at->entity, saying->line, saying->remark.value);
}

int qn_voices_take(qn_voices *voices, const qn_saying *saying, qn_error *err)
{
	qn_voice *voice = &voices->voice[saying->voice];
	int rc = qn_remark_says(&saying->remark) ? note(voices, saying, err) : QN_OK;
	if (rc < 0 || !qn_remark_is_exact(&saying->remark))
		return rc;
	return (voice->cells ? fill(voices, voice, saying) : enlist(voice, saying)) ? QN_OK : qn_scratch_failed(err);
}

static qn_cells *gather(const qn_voices *voices, const qn_voice *voice)
{
	qn_cells *cells = qn_cells_new(voices->indicators, voices->kinds, voices->most_told, QN_CELLS_BOUND);
	for (uint32_t i = 0; cells && i < voice->listed; i++) {
		const struct qn_few *f = &voice->few[i];
		uint32_t place = qn_cells_place(cells, f->period);
		if (place == QN_NO_PLACE || !qn_cells_add(cells, f->indicator, f->kind, place, f->entity, f->line, f->value)) {
			qn_cells_free(cells);
			return NULL;
		}
	}
	return cells;
}

int qn_voices_each(qn_voices *voices, int (*each)(void *, qn_voice *, qn_cells *, qn_error *), void *context, qn_error *err)
{
	int rc = QN_OK;
	for (uint32_t i = 0; i < voices->voices && rc == QN_OK; i++) {
		qn_voice *voice = &voices->voice[i];
		qn_cells *made = voice->cells ? NULL : gather(voices, voice), *cells = voice->cells ? voice->cells : made;
		rc = cells ? each(context, voice, cells, err) : qn_scratch_failed(err);
		qn_cells_free(made);
	}
	return rc;
}

typedef struct { qn_change_set *change; qn_put_count *count; bool heard; } putting; /* heard: some voice has rows */

static int put_voice(void *context, qn_voice *voice, qn_cells *cells, qn_error *err)
{
	const putting *to = context;
	if (to->heard && voice->import.rows == 0) /* the options' own, where every row said something else */
		return QN_OK;
	int rc = qn_change_add_import(to->change, &voice->import, err);
	return rc ? rc : qn_cells_put(cells, to->change, &voice->import, to->count, err);
}

/* Unless the file came in before, and it stands already. */
static int put_saying(qn_change_set *change, qn_voice *voice, const qn_saying *saying, qn_error *err)
{
	qn_snapshot *view = qn_change_snapshot(change);
	qn_remark before;
	int rc = voice->told_first ? QN_OK : qn_import_first_told(view, &voice->import, &voice->told_first, err);
	if (rc == QN_OK && voice->told_first < voice->import.number)
		rc = qn_remark_get(view, &saying->place, (qn_origin){ voice->told_first, saying->line }, &before, err);
	return rc ? rc : qn_change_put_remark(change, &voice->import, saying->line, &saying->place, &saying->remark, err);
}

static int ask(const qn_voices *voices, qn_change_set *change, const qn_group *group, qn_error *err)
{
	unsigned line[2];
	int rc = qn_group_at_odds(group, qn_change_snapshot(change), voices->voice[group->voice].import.number, line, err);
	if (rc > 0 && voices->odds)
		voices->odds(voices->context, &group->place, line);
	return rc < 0 ? rc : QN_OK;
}

static int put_sayings(const qn_voices *voices, qn_change_set *change, uint64_t *beside, qn_error *err)
{
	qn_saying saying;
	qn_group group = { .sayings = 0 }, ended;
	int rc = QN_OK;
	while (rc >= 0 && voices->sayings && (rc = qn_sayings_next(voices->sayings, &saying, err)) > 0) {
		*beside += !qn_remark_is_exact(&saying.remark);
		rc = qn_group_next(&group, &saying, &ended) ? ask(voices, change, &ended, err) : QN_OK;
		if (rc >= 0)
			rc = put_saying(change, &voices->voice[saying.voice], &saying, err);
	}
	return rc == QN_OK && group.beside ? ask(voices, change, &group, err) : rc;
}

void qn_voices_sign(qn_voices *voices, qn_sha256 content)
{
	for (uint32_t i = 0; i < voices->voices; i++)
		voices->voice[i].import.content = content;
}

int qn_voices_put(qn_voices *voices, qn_change_set *change, qn_put_count *count, uint64_t *beside, qn_error *err)
{
	putting to = { .change = change, .count = count };
	for (uint32_t i = 0; i < voices->voices; i++)
		to.heard = to.heard || voices->voice[i].import.rows;
	int rc = qn_voices_each(voices, put_voice, &to, err);
	return rc ? rc : put_sayings(voices, change, beside, err);
}
