/* SPDX-License-Identifier: Apache-2.0 */
/* understood.c - what an import has understood, for people: which indicators in which units, which periods, how many entities. */
#include <stdlib.h>
#include <string.h>
#include "ingest/observing.h"

enum { MOST_NAMED = 8 };

typedef struct {
	const qn_catalogue *catalogue;
	uint32_t *cells;           /* by indicator */
	qn_period *period;
	uint32_t periods;
	bool *told;                /* by period: it is there */
	unsigned char **entity;    /* by kind: a bit for each */
	uint32_t *room, *entities; /* of bytes · of them seen */
	bool failed;
} seeing;

static bool seen(seeing *s, uint32_t kind, uint32_t entity)
{
	uint32_t byte = entity / 8;
	if (byte >= s->room[kind]) {
		unsigned char *more = realloc(s->entity[kind], 2 * (size_t)byte + 64);
		if (!more)
			return s->failed = true;
		memset(more + s->room[kind], 0, 2 * byte + 64 - s->room[kind]);
		s->entity[kind] = more, s->room[kind] = 2 * byte + 64;
	}
	bool was = s->entity[kind][byte] >> entity % 8 & 1;
	s->entity[kind][byte] |= (unsigned char)(1 << entity % 8);
	return was;
}

static void see(void *context, uint32_t indicator, uint32_t kind, qn_period period, uint32_t entity, unsigned line)
{
	seeing *s = context;
	(void)line;
	s->cells[indicator]++;
	if (!s->told[period]) {
		qn_period *more = realloc(s->period, (s->periods + 1) * sizeof *more);
		if (!more) {
			s->failed = true;
			return;
		}
		s->period = more;
		s->period[s->periods++] = period;
		s->told[period] = true;
	}
	s->entities[kind] += !seen(s, kind, entity);
}

static int see_voice(void *context, qn_voice *voice, qn_cells *cells, qn_error *err)
{
	(void)voice, (void)err;
	qn_cells_each(cells, see, context);
	return QN_OK;
}

static int by_time(const void *x, const void *y)
{
	const qn_period *a = x, *b = y;
	return (*a > *b) - (*a < *b);
}

static void tell_indicators(const seeing *s, bool chinese, qn_buffer *out)
{
	uint32_t named = 0, more = 0;
	for (uint32_t i = 0; i < s->catalogue->indicators; i++) {
		const qn_indicator *about = &s->catalogue->indicator[i];
		if (!s->cells[i])
			continue;
		if (named == MOST_NAMED) {
			more++;
			continue;
		}
		qn_buffer_printf(out, "%s%s (%s) %u", named++ ? ", " : "", chinese && about->title.zh ? about->title.zh : about->id, s->catalogue->units.unit[about->unit].id, s->cells[i]);
	}
	if (more)
		qn_buffer_printf(out, chinese ? ",另有 %u 个指标" : " and %u more", more);
}

static void tell_rest(const seeing *s, bool chinese, qn_buffer *out)
{
	char text[24];
	qn_buffer_text(out, chinese ? ";时期 " : "; periods ");
	for (uint32_t p = 0; p < s->periods && p < MOST_NAMED; p++) {
		qn_period_text(s->period[p], text);
		qn_buffer_printf(out, "%s%s", p ? ", " : "", text);
	}
	if (s->periods > MOST_NAMED) {
		qn_period_text(s->period[s->periods - 1], text);
		qn_buffer_printf(out, " … %s", text);
	}
	for (uint32_t k = 0; k < s->catalogue->kinds; k++)
		if (s->entities[k])
			qn_buffer_printf(out, "; %s %u", chinese && s->catalogue->kind[k].title.zh ? s->catalogue->kind[k].title.zh : s->catalogue->kind[k].id, s->entities[k]);
}

int qn_observing_understood(qn_observing *o, qn_error *err)
{
	const qn_catalogue *c = o->i->catalogue;
	seeing s = { .catalogue = c, .cells = calloc(c->indicators + 1, sizeof *s.cells), .entity = calloc(c->kinds + 1, sizeof *s.entity),
		.room = calloc(c->kinds + 1, sizeof *s.room), .entities = calloc(c->kinds + 1, sizeof *s.entities), .told = calloc(QN_NO_PERIOD + 1, sizeof *s.told) };
	int rc = s.cells && s.entity && s.room && s.entities && s.told ? qn_voices_each(&o->voices, see_voice, &s, err) : qn_no_memory(err);
	if (rc == QN_OK && s.periods) {
		qsort(s.period, s.periods, sizeof *s.period, by_time);
		tell_indicators(&s, o->i->options->chinese, &o->i->report->understood);
		tell_rest(&s, o->i->options->chinese, &o->i->report->understood);
	}
	for (uint32_t k = 0; s.entity && k < c->kinds; k++)
		free(s.entity[k]);
	free(s.cells), free(s.entity), free(s.room), free(s.entities), free(s.period), free(s.told);
	return rc == QN_OK && (s.failed || o->i->report->understood.failed) ? qn_no_memory(err) : rc;
}
