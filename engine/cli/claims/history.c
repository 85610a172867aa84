/* SPDX-License-Identifier: Apache-2.0 */
/* history.c - everything that was ever said of one figure: by whom, in which file and line, known when; what was adopted then and
 * is now, and why. */
#include <stdlib.h>
#include <string.h>
#include "assess/value.h"
#include "cli/session.h"
#include "cli/show.h"
#include "ingest/operators.h"
#include "ingest/when.h"
#include "store/claims.h"
#include "store/vintages.h"

typedef struct {
	cli_session *session;
	qn_table *table;
	qn_spot place;       /* its period is the one that is told */
	qn_period *period;    /* those that anything was said of, ascending within their frequency */
	uint32_t periods;
	size_t rows;
	qn_error *err;
} history;

/* Which periods. */

static int add_period(history *h, qn_period period)
{
	for (uint32_t i = 0; i < h->periods; i++)
		if (h->period[i] == period)
			return QN_OK;
	if (!qn_grow(&h->session->arena, (void **)&h->period, h->periods, sizeof *h->period))
		return qn_no_memory(h->err);
	h->period[h->periods++] = period;
	return QN_OK;
}

static int add_remarked(void *context, const qn_remarked *remarked)
{
	history *h = context;
	bool its = remarked->place.kind == h->place.kind && remarked->place.entity == h->place.entity;
	return its ? add_period(h, remarked->place.period) : QN_OK;
}

static int by_period(const void *a, const void *b)
{
	qn_period x = *(const qn_period *)a, y = *(const qn_period *)b;
	return (x > y) - (x < y);
}

static int find_periods(history *h)
{
	static const qn_frequency known[] = { QN_ANNUAL, QN_HALF, QN_QUARTER, QN_MONTH, QN_YEAR_TO_DATE };
	enum { MOST = 512 };
	cli_session *se = h->session;
	qn_period period[MOST];
	int rc = QN_OK;
	for (size_t f = 0; rc == QN_OK && f < sizeof known / sizeof *known; f++) {
		int count = qn_column_periods(se->snapshot, h->place.indicator, h->place.kind, known[f], period, MOST, h->err);
		rc = count < 0 ? count : QN_OK;
		for (int i = 0; rc == QN_OK && i < count; i++)
			rc = add_period(h, period[i]);
	}
	if (rc == QN_OK)
		rc = qn_remark_each_of(se->snapshot, h->place.indicator, add_remarked, h, h->err);
	if (rc == QN_OK && h->periods)
		qsort(h->period, h->periods, sizeof *h->period, by_period);
	return rc;
}

static int choose_periods(history *h)
{
	const char *asked = h->session->options->year;
	qn_period period;
	if (!asked)
		return find_periods(h);
	if (qn_when_read(asked, &period))
		return qn_fail_both(h->err, QN_EUSAGE, "--year %s:要写时期,如 2025 或 2025-Q1", "--year %s: a period is wanted, as in 2025 or 2025-Q1", asked);
	return add_period(h, period);
}

/* What became of a claim. */

/* before: whose place it would take when it is told; next: who takes its own, NULL where nobody does. */
typedef struct { const qn_claim *claim, *before, *next; bool held; } turn;

/* One after another takes the place of the one that holds it, or does not. */
static void take_turns(turn *all, size_t count)
{
	turn *holder = NULL;
	for (size_t i = 0; i < count; i++) {
		all[i].before = holder ? holder->claim : NULL;
		all[i].held = !holder || qn_claim_beats(all[i].claim, holder->claim);
		if (!all[i].held)
			continue;
		if (holder)
			holder->next = all[i].claim;
		holder = &all[i];
	}
}

static const char *why(const cli_session *se, const qn_claim *better, const qn_claim *worse)
{
	if (better->rank != worse->rank)
		return say(se, "a better source", "来源级别更高");
	return better->known_on != worse->known_on ? say(se, "known later", "得知更晚") : say(se, "imported later", "导入更晚");
}

static const char *fate(cli_session *se, const turn *of)
{
	const qn_claim *claim = of->claim, *before = of->before, *next = of->next;
	bool again = of->held && before && before->value == claim->value;
	const char *told = again ? say(se, ", told again unchanged", ",重报,数值不变") : "";
	char day[16] = "";
	if (!of->held)
		return qn_arena_printf(&se->arena, say(se, "not adopted: import %u goes before it (%s)", "未采用:第 %u 号导入优先(%s)"), before->origin.import, why(se, before, claim));
	if (!next)
		return qn_arena_printf(&se->arena, before ? say(se, "adopted (%s)%s", "采用(%s)%s") : say(se, "adopted", "采用"), before ? why(se, claim, before) : "", told);
	qn_date_text(next->known_on, day);
	return qn_arena_printf(&se->arena, say(se, "replaced on %s by import %u (%s)%s", "%s 由第 %u 号导入取代(%s)%s"), day, next->origin.import, why(se, next, claim), told);
}

/* Rows. */

static void columns(cli_session *se, qn_table *table)
{
	qn_table_column(table, "period", say(se, "Period", "时期"), QN_LEFT);
	qn_table_column(table, "op", "", QN_MACHINE);
	qn_table_column(table, "value", say(se, "Value", "数值"), QN_RIGHT);
	qn_table_column(table, "unit", "", QN_MACHINE);
	qn_table_column(table, "status", say(se, "What became of it", "采用情况"), QN_LEFT | QN_WRAP);
	qn_table_column(table, "import", say(se, "Import", "导入"), QN_RIGHT);
	qn_table_column(table, "where", say(se, "File and line", "文件与行"), QN_LEFT);
	qn_table_column(table, "source", say(se, "Source", "来源"), QN_LEFT | QN_WRAP);
	qn_table_column(table, "rank", say(se, "Rank", "级别"), QN_LEFT);
	qn_table_column(table, "submitter", say(se, "Submitter", "报送人"), QN_LEFT);
	qn_table_column(table, "known_on", say(se, "Known on", "知悉日期"), QN_LEFT);
	qn_table_column(table, "recorded", say(se, "Recorded", "入库时间"), QN_LEFT);
	qn_table_column(table, "note", say(se, "As written, note", "原文与备注"), QN_LEFT | QN_WRAP);
}

static const char *or_empty(const char *text) { return text ? text : ""; }

/* "about 1.2 bn; above-scale firms only" */
static const char *note_of(cli_session *se, const qn_remark *remark)
{
	const char *part[] = { or_empty(remark->words), or_empty(remark->scope), or_empty(remark->note) };
	qn_buffer all = { 0 };
	for (size_t i = 0; i < sizeof part / sizeof *part; i++)
		if (*part[i])
			qn_buffer_printf(&all, "%s%s", all.length ? "; " : "", part[i]);
	return qn_buffer_keep(&all, &se->arena);
}

static int add_row(history *h, qn_origin origin, qn_source_rank rank, double value, const char *sign, const char *status, const qn_remark *remark)
{
	cli_session *se = h->session;
	uint32_t unit = se->catalogue->indicator[h->place.indicator].unit;
	qn_import import;
	char day[16];
	int rc = qn_import_get(se->snapshot, origin.import, &import, h->err);
	if (rc < 0)
		return rc;
	qn_row *row = qn_table_row(h->table);
	h->rows++;
	qn_date_text(import.known_on, day);
	qn_row_text(row, period_text(se, h->place.period));
	qn_row_text(row, sign);
	quantity_cell(se, row, sign, qn_unit_to_reference(&se->catalogue->units.unit[unit], value), unit);
	qn_row_text(row, unit_text(se, unit));
	qn_row_text(row, status);
	qn_row_number(row, origin.import, 0);
	qn_row_text(row, qn_arena_printf(&se->arena, "%s:%u", import.file, origin.line));
	qn_row_text(row, or_empty(import.source));
	qn_row_text(row, qn_rank_word(rank, se->options->language == CHINESE));
	qn_row_text(row, or_empty(import.submitter));
	qn_row_text(row, day);
	qn_row_text(row, or_empty(import.recorded));
	qn_row_text(row, note_of(se, remark));
	if (!import.synthetic)
		qn_row_real(row);
	return QN_OK;
}

/* By the day known; the order of imports within a day is kept. */
static int by_day(const void *a, const void *b)
{
	const qn_claim *x = ((const turn *)a)->claim, *y = ((const turn *)b)->claim;
	if (x->known_on != y->known_on)
		return x->known_on < y->known_on ? -1 : 1;
	return (x->origin.import > y->origin.import) - (x->origin.import < y->origin.import);
}

static int add_claims(history *h, const qn_claim *claim, size_t count)
{
	cli_session *se = h->session;
	turn *all = qn_arena_array(&se->arena, count + 1, sizeof *all);
	int rc = all ? QN_OK : qn_no_memory(h->err);
	size_t known = 0;
	for (size_t i = 0; all && i < count; i++)
		if (claim[i].known)
			all[known++].claim = &claim[i];
	if (known)
		qsort(all, known, sizeof *all, by_day);
	take_turns(all, known);
	for (size_t i = 0; rc == QN_OK && i < known; i++) {
		const qn_claim *one = all[i].claim;
		qn_remark remark;
		rc = qn_remark_get(se->snapshot, &h->place, one->origin, &remark, h->err);
		if (rc >= 0)
			rc = add_row(h, one->origin, one->rank, one->value, "", fate(se, &all[i]), &remark);
	}
	return rc;
}

/* Bounds, figures roughly told or of another scope: they are no claim to adopt. */
static int add_beside(void *context, const qn_remarked *remarked)
{
	history *h = context;
	cli_session *se = h->session;
	const qn_remark *remark = &remarked->remark;
	qn_source_rank rank;
	if (qn_remark_is_exact(remark) || !qn_snapshot_knows(se->snapshot, remarked->origin.import))
		return QN_OK;
	int rc = qn_import_rank(se->snapshot, remarked->origin.import, qn_snapshot_vintage(se->snapshot), &rank, h->err);
	const char *status = remark->op == QN_EXACTLY ? say(se, "never a value: of another scope", "不作为数值:其他口径")
		: say(se, "never a value: a bound, or roughly told", "不作为数值:界限或约数");
	return rc < 0 ? rc : add_row(h, remarked->origin, rank, remark->value, remark->op == QN_EXACTLY ? "" : qn_claim_sign(remark->op), status, remark);
}

static int add_cell(history *h)
{
	cli_session *se = h->session;
	qn_claims *claims = malloc(sizeof *claims);
	if (!claims)
		return qn_no_memory(h->err);
	int rc = qn_claims_read(se->snapshot, h->place.indicator, h->place.kind, h->place.period, h->place.entity / QN_CHUNK,
		qn_snapshot_vintage(se->snapshot), claims, h->err);
	uint32_t at = h->place.entity % QN_CHUNK;
	if (rc == QN_OK)
		rc = add_claims(h, claims->claim + claims->first[at], claims->first[at + 1] - claims->first[at]);
	if (rc == QN_OK)
		rc = qn_remark_each(se->snapshot, &h->place, add_beside, h, h->err);
	qn_claims_free(claims);
	free(claims);
	return rc;
}

static int tell(history *h, const qn_entity *entity)
{
	cli_session *se = h->session;
	qn_report *report = session_report(se, qn_arena_printf(&se->arena, say(se, "Every value of %s: %s (%s)", "历次数值:%s,%s(%s)"),
		title_of(se, se->catalogue->indicator[h->place.indicator].title), title_of(se, entity->title), entity->id));
	int rc = QN_OK;
	h->table = qn_report_table(report, "history", "");
	columns(se, h->table);
	for (uint32_t i = 0; rc == QN_OK && i < h->periods; i++) {
		h->place.period = h->period[i];
		rc = add_cell(h);
	}
	if (!h->rows)
		qn_report_note(report, se->options->year ? say(se, "nothing was told of it in that period", "该时期无人报过") : say(se, "nothing was ever told of it", "从未有人报过"));
	qn_report_note(report, say(se, "adopted is the claim of the best source, then the one known last, then the one imported last",
		"采用级别最高的来源;同级取得知最晚的,再取导入最晚的"));
	return session_finish(se, report, rc, h->err);
}

static int find_indicator(const cli_session *se, const char *name, uint32_t *out, qn_error *err)
{
	long found = qn_catalogue_indicator(se->catalogue, name);
	*out = (uint32_t)found;
	return found >= 0 ? QN_OK : qn_no_indicator(se->catalogue, name, err);
}

int run_history(const cli_options *options, qn_error *err)
{
	cli_session session;
	history h = { .session = &session, .err = err };
	qn_entity entity = { .number = 0 };
	int rc = session_open(&session, options, err);
	h.place.kind = rc == QN_OK ? session.catalogue->subject : QN_NONE;
	if (rc == QN_OK)
		rc = qn_entity_find(session.snapshot, h.place.kind, options->operand[1], &entity, err);
	if (rc == QN_OK)
		rc = find_indicator(&session, options->operand[2], &h.place.indicator, err);
	h.place.entity = entity.number;
	if (rc == QN_OK)
		rc = choose_periods(&h);
	if (rc == QN_OK)
		rc = tell(&h, &entity);
	session_close(&session);
	return rc < 0 ? rc : EXIT_DONE;
}
