/* SPDX-License-Identifier: Apache-2.0 */
/* course.c - one life: its events against the stages, its terms and its reports. */
#include "assess/course.h"
#include <stdarg.h>
#include <stdio.h>
#include "plan/recognition.h"

int qn_course_length(double value) { return value >= 1 && value <= QN_LASTS_MOST ? (int)value : 0; }

/* One way to ask what a parameter is: on a day, or under changes. */
typedef double (*asking)(const void *context, uint32_t parameter);

static void settle(qn_course *course, asking ask, const void *context)
{
	const qn_recognition *rules = course->rules;
	if (!rules)
		return;
	course->years = qn_course_length(ask(context, rules->term_years));
	course->renewal = rules->renewal_years == QN_NONE ? course->years : qn_course_length(ask(context, rules->renewal_years));
	for (uint32_t i = 0; i < rules->stages; i++)
		course->lasts[i] = rules->stage[i].lasts == QN_NONE ? 0 : qn_course_length(ask(context, rules->stage[i].lasts));
	for (int i = 0; i < QN_WHENS; i++)
		course->when[i] = rules->when[i].option != QN_NONE && ask(context, rules->when[i].option) == rules->when[i].reading;
}

typedef struct { const qn_program *program; const qn_changes *changes; qn_date day; } on_a_day;

static bool holds_on(const qn_override *set, qn_date day)
{
	return (set->from == QN_NO_PERIOD || qn_period_begin(set->from) <= day) && (set->until == QN_NO_PERIOD || day <= qn_period_end(set->until));
}

static double ask_day(const void *context, uint32_t parameter)
{
	const on_a_day *at = context;
	for (uint32_t i = at->changes->overrides; i-- > 0;) {
		const qn_override *set = &at->changes->override[i];
		if (!set->assumed && set->index == parameter && holds_on(set, at->day))
			return set->value.a;
	}
	return qn_parameter_at(&at->program->parameter[parameter], at->day);
}

int qn_course_heard(const qn_program *program, const qn_changes *changes, qn_date day, qn_error *err)
{
	char date[16];
	qn_date_text(day, date);
	for (uint32_t i = 0; i < changes->overrides; i++) {
		const qn_override *set = &changes->override[i];
		if (!holds_on(set, day))
			return qn_fail_both(err, QN_EUSAGE, "--set:%s 在 %s 不起作用,而这里只看这一天:什么都不会变", "--set: %s does not hold on %s, the day that is looked at here: nothing would change",
				set->assumed ? program->assumption[set->index].id : program->parameter[set->index].id, date);
	}
	return QN_OK;
}

void qn_course_on(const qn_program *program, const qn_changes *changes, const qn_calendar *calendar, qn_date day, qn_course *out)
{
	on_a_day at = { .program = program, .changes = changes, .day = day };
	*out = (qn_course){ .program = program, .rules = program->recognition, .calendar = calendar };
	settle(out, ask_day, &at);
}

typedef struct { const qn_changes *changes; const qn_panel *panel; } under_changes;

static double ask_changes(const void *context, uint32_t parameter)
{
	const under_changes *at = context;
	return qn_changes_parameter(at->changes, at->panel, parameter, at->panel->base).a;
}

void qn_course_under(const qn_changes *changes, const qn_panel *panel, qn_course *out)
{
	*out = (qn_course){ .program = panel->program, .rules = panel->program->recognition };
	settle(out, ask_changes, &(under_changes){ changes, panel });
}

const char *qn_stage_id(const qn_course *course, uint32_t stage)
{
	return stage == QN_START ? "start" : course->rules->stage[stage].id;
}

/* Terms. */

static qn_date term_end(const qn_course *course, qn_date from, int years)
{
	int year, month, day;
	if (!years)
		return QN_END_OF_TIME;
	if (!course->when[QN_CALENDAR_YEARS])
		return qn_date_add_years(from, years);
	qn_date_parts(from, &year, &month, &day);
	return qn_date_of(year + years - 1, 12, 31);
}

static qn_date renewed_end(const qn_course *course, const qn_life *life, qn_date decided)
{
	if (course->when[QN_RENEWED_FROM_DECISION])
		return term_end(course, decided, course->renewal);
	return !course->renewal || life->ends == QN_END_OF_TIME ? QN_END_OF_TIME : qn_date_add_years(life->ends, course->renewal);
}

static uint32_t expiry(const qn_course *course)
{
	uint32_t i = 0;
	while (i < course->rules->stages && !course->rules->stage[i].expires)
		i++;
	return i < course->rules->stages ? i : QN_START;
}

/* A term may end between two events. */
static void pass_time(const qn_course *course, qn_life *life, qn_date day)
{
	uint32_t stage = life->stage;
	bool running = life->titled && stage != QN_START && course->rules->stage[stage].grants;
	if (!running || day <= life->ends || day == QN_END_OF_TIME)
		return;
	life->stage = expiry(course);
	life->since = life->ends + 1;
	life->runs_to = QN_NO_DATE;
}

/* What the rules say against an event, before it happens, in both languages: zh NULL means nothing. */

static const char *written(qn_arena *arena, const char *format, va_list list)
{
	char text[1024];
	vsnprintf(text, sizeof text, format, list);
	return qn_arena_text(arena, text);
}

__attribute__((format(printf, 2, 4), format(printf, 3, 4))) static qn_label words(qn_arena *arena, const char *chinese, const char *english, ...)
{
	qn_label said;
	va_list list;
	va_start(list, english);
	said.zh = written(arena, chinese, list);
	va_end(list);
	va_start(list, english);
	said.en = written(arena, english, list);
	va_end(list);
	return said.zh && said.en ? said : (qn_label){ "规则不许(内存不足,说不出原因)", "the rules forbid it, and there is no memory to say why" };
}

static const qn_label nothing = { NULL, NULL };

static const char *clause_of(const qn_stage *stage, qn_arena *arena)
{
	if (!stage->clause)
		return "";
	const char *text = qn_arena_printf(arena, " (%s%s%s)", stage->clause, stage->quote ? ": " : "", stage->quote ? stage->quote : "");
	return text ? text : "";
}

/* "refused / lapsed" */
static const char *followed(const qn_course *course, const qn_stage *stage, qn_arena *arena)
{
	const char *list = "";
	for (uint32_t i = 0; list && i < stage->afters; i++)
		list = qn_arena_printf(arena, "%s%s%s", list, i ? " / " : "", qn_stage_id(course, stage->after[i]));
	return list ? list : "";
}

static bool may_follow(const qn_stage *stage, uint32_t now)
{
	for (uint32_t i = 0; i < stage->afters; i++)
		if (stage->after[i] == now)
			return true;
	return false;
}

static qn_label wrong_order(const qn_course *course, const qn_life *life, const qn_stage *stage, qn_arena *arena)
{
	const char *clause = clause_of(stage, arena), *before = followed(course, stage, arena);
	char since[16];
	if (stage->expires)
		return words(arena, "%s 只随期满而来,不由记录进入%s", "%s comes with the end of a term alone: no event brings it%s", stage->id, clause);
	if (life->stage == QN_START)
		return words(arena, "此前没有任何记录,而 %s 须接在 %s 之后%s", "nothing is recorded before it, and %s comes after %s%s", stage->id, before, clause);
	qn_date_text(life->since, since);
	return words(arena, "它处于 %s(自 %s),而 %s 须接在 %s 之后%s", "it stands at %s since %s, and %s comes after %s%s", qn_stage_id(course, life->stage), since,
		stage->id, before, clause);
}

static qn_label wrong_time(const qn_life *life, const qn_course *course, const qn_stage *stage, qn_date on, qn_arena *arena)
{
	char end[16];
	if (!course->calendar || life->runs_to == QN_NO_DATE)
		return nothing;
	const char *now = qn_stage_id(course, life->stage), *clause = clause_of(stage, arena);
	int days = course->lasts[life->stage];
	qn_date_text(life->runs_to, end);
	if (stage->waits && on <= life->runs_to)
		return words(arena, "%s 为 %d 个工作日,至 %s 止,%s 只能在其后%s", "%s runs %d working days, to %s, and %s comes only after that%s", now, days, end, stage->id, clause);
	if (stage->within && on > life->runs_to)
		return words(arena, "%s 为 %d 个工作日,已于 %s 止,%s 只能在其间%s", "%s ran %d working days, to %s, and %s comes only within them%s", now, days, end, stage->id, clause);
	return nothing;
}

/* Who is renewed must have reported, under the reading that says so. */
static qn_label lacks_report(const qn_course *course, const qn_life *life, const qn_event *event, qn_arena *arena)
{
	qn_yearly_report *report = NULL;
	uint32_t count = 0;
	if (!course->when[QN_REPORTS_NEEDED] || !life->titled || qn_life_reports(course, life, event->on, arena, &report, &count, NULL) < 0)
		return nothing;
	for (uint32_t i = 0; i < count; i++)
		if (report[i].on == QN_NO_DATE || report[i].on > event->on)
			return words(arena, "缺 %d 年的年度报告,缺报告者不予延长", "the yearly report of %d is missing, and who lacks one is not renewed", report[i].year);
	return nothing;
}

static qn_label objection(const qn_course *course, const qn_life *life, const qn_event *event, qn_arena *arena)
{
	const qn_stage *stage = &course->rules->stage[event->stage];
	if (event->granted)
		return nothing;
	if (!may_follow(stage, life->stage))
		return wrong_order(course, life, stage, arena);
	qn_label why = wrong_time(life, course, stage, event->on, arena);
	return why.zh || !stage->grants ? why : lacks_report(course, life, event, arena);
}

/* It happens. */

static void run_time(const qn_course *course, qn_life *life, uint32_t stage, qn_date on)
{
	life->runs_to = QN_NO_DATE;
	if (course->calendar && course->lasts[stage])
		life->runs_to = qn_calendar_after(course->calendar, on, course->lasts[stage], course->when[QN_FIRST_DAY_COUNTS], &life->provisional);
}

static void grant(const qn_course *course, qn_life *life, const qn_event *event)
{
	bool renewed = life->titled && !event->granted && event->on > life->recognised;
	life->ends = renewed ? renewed_end(course, life, event->on) : event->until != QN_NO_DATE ? event->until : term_end(course, event->on, course->years);
	life->first = life->titled ? life->first : event->on;
	life->recognised = event->on;
	life->titled = true;
}

static void happen(const qn_course *course, qn_life *life, const qn_event *event)
{
	const qn_stage *stage = &course->rules->stage[event->stage];
	if (stage->stays)
		return;
	if (stage->grants)
		grant(course, life, event);
	life->titled = life->titled && !stage->ends;
	if (stage->back == QN_NONE) { /* else what went on before goes on, from where it began */
		life->stage = event->stage, life->since = event->on;
		run_time(course, life, event->stage, event->on);
		return;
	}
	life->stage = stage->back;
	for (uint32_t i = 0; &life->event[i] < event; i++)
		if (life->event[i].stage == stage->back) {
			life->since = life->event[i].on;
			run_time(course, life, stage->back, life->since);
		}
}

qn_label qn_life_replay(const qn_course *course, qn_life *life, qn_date day, qn_arena *arena, uint32_t *forbidden)
{
	life->stage = QN_START, life->titled = false, life->runs_to = QN_NO_DATE, life->provisional = false;
	life->first = life->recognised = life->ends = life->since = QN_NO_DATE;
	for (uint32_t i = 0; i < life->events && life->event[i].on <= day; i++) {
		pass_time(course, life, life->event[i].on);
		qn_label why = objection(course, life, &life->event[i], arena);
		if (why.zh) {
			*forbidden = i;
			return why;
		}
		happen(course, life, &life->event[i]);
	}
	pass_time(course, life, day);
	return nothing;
}

bool qn_life_valid(const qn_course *course, const qn_life *life)
{
	if (!life->titled || life->stage == QN_START)
		return false;
	bool running = course->rules->stage[life->stage].grants;
	return running || course->when[QN_VALID_UNTIL_DECIDED];
}

/* Reports. */

static qn_date due_day(const qn_course *course, int year)
{
	qn_date due = qn_date_of(year + 1, course->rules->report_month, course->rules->report_day);
	return due - course->when[QN_REPORT_BEFORE];
}

static qn_date reported_on(const qn_course *course, const qn_life *life, int year)
{
	for (uint32_t i = 0; i < life->events; i++)
		if (course->rules->stage[life->event[i].stage].reports && life->event[i].year == year)
			return life->event[i].on;
	return QN_NO_DATE;
}

int qn_life_reports(const qn_course *course, const qn_life *life, qn_date day, qn_arena *arena, qn_yearly_report **out, uint32_t *count, qn_error *err)
{
	int year, last, month, of_month;
	qn_date until = day < life->ends ? day : life->ends;
	*out = NULL, *count = 0;
	if (life->first == QN_NO_DATE)
		return QN_OK;
	qn_date_parts(life->first, &year, &month, &of_month);
	qn_date_parts(until, &last, &month, &of_month);
	for (; year < last; year++) {
		if (due_day(course, year) > until)
			break;
		if (!qn_grow(arena, (void **)out, *count, sizeof **out))
			return qn_no_memory(err);
		qn_yearly_report *report = &(*out)[(*count)++];
		*report = (qn_yearly_report){ .year = year, .due = due_day(course, year), .on = reported_on(course, life, year) };
		report->late = report->on == QN_NO_DATE ? report->due < day : report->on > report->due;
	}
	return QN_OK;
}
