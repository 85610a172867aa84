/* SPDX-License-Identifier: Apache-2.0 */
/* frequencies.c - figures of a frequency that nobody asked for: of single months where the catalogue has years, of years where it
 * has months. They are kept, and no rule may ever read them: that is said. */
#include "ingest/observing.h"

typedef struct { const qn_catalogue *catalogue; uint32_t odd, indicator; qn_period period; } odd_ones; /* how many · the first of them */

static bool is_odd(const odd_ones *o, uint32_t indicator, qn_period period)
{
	qn_frequency is = qn_period_frequency(period);
	return is != o->catalogue->frequency && is != o->catalogue->indicator[indicator].frequency;
}

static void see(void *context, uint32_t indicator, uint32_t kind, qn_period period, uint32_t entity, unsigned line)
{
	odd_ones *o = context;
	(void)kind, (void)entity, (void)line;
	if (is_odd(o, indicator, period) && !o->odd++)
		o->indicator = indicator, o->period = period;
}

/* Cell by cell only where a period is of another frequency than the pack. */
static int see_voice(void *context, qn_voice *voice, qn_cells *cells, qn_error *err)
{
	const odd_ones *o = context;
	bool any = false;
	(void)voice, (void)err;
	for (uint32_t p = 0; p < cells->periods; p++)
		any = any || qn_period_frequency(cells->period[p]) != o->catalogue->frequency;
	if (any)
		qn_cells_each(cells, see, context);
	return QN_OK;
}

int qn_observing_frequencies(qn_observing *o, qn_error *err)
{
	odd_ones seen = { .catalogue = o->i->catalogue };
	qn_buffer *notes = o->i->report->notes;
	char text[24];
	int rc = qn_voices_each(&o->voices, see_voice, &seen, err);
	if (rc < 0 || !seen.odd)
		return rc;
	const qn_indicator *about = &seen.catalogue->indicator[seen.indicator];
	char own = qn_frequency_letter(about->frequency), pack = qn_frequency_letter(seen.catalogue->frequency);
	qn_period_text(seen.period, text);
	qn_buffer_printf(&notes[0], "%s: figures of another frequency than the catalogue's: %u, such as %s of %s, which has %c there; rules read periods of the pack's own (%c), "
		"and shorter ones only where they make up a whole one\n", o->i->name, seen.odd, about->id, text, own, pack);
	qn_buffer_printf(&notes[1], "%s:频率与指标目录不符的数值 %u 个,如 %s 的 %s,目录里是 %c;规则只读规则包自己的时期(%c),更短的要凑满一整期才算\n", o->i->name, seen.odd,
		about->title.zh ? about->title.zh : about->id, text, own, pack);
	return notes[0].failed || notes[1].failed ? qn_no_memory(err) : QN_OK;
}
