/* SPDX-License-Identifier: Apache-2.0 */
/* annual.c - annual-report: which vintage speaks, and which one before it is held against it. */
#include "cli/policy/annual.h"
#include "cli/session.h"
#include "cli/show.h"
#include "store/vintages.h"

/* The last vintage that was frozen before the one that speaks knew more: one that is frozen later counts at least as many imports as
 * there are by then, so that it never comes in between, whatever its day. */
typedef struct { const char *name; qn_vintage of, before; qn_arena *arena; } looking;

static bool is_later(qn_vintage a, qn_vintage b)
{
	return a.imports != b.imports ? a.imports > b.imports : a.day > b.day;
}

static int take_frozen(void *context, const qn_frozen *frozen)
{
	looking *l = context;
	if (frozen->at.imports >= l->of.imports || frozen->at.day > l->of.day || (l->name && !is_later(frozen->at, l->before)))
		return QN_OK;
	l->name = qn_arena_text(l->arena, frozen->name), l->before = frozen->at;
	return l->name ? QN_OK : QN_ENOMEM;
}

static int find_earlier(const cli_options *options, qn_arena *arena, const char **out, qn_error *err)
{
	cli_session session;
	*out = options->from;
	if (options->from)
		return QN_OK;
	int rc = session_open(&session, options, err);
	if (rc == QN_OK) {
		looking l = { .of = qn_snapshot_vintage(session.snapshot), .arena = arena };
		rc = qn_frozen_each(session.snapshot, take_frozen, &l, err);
		*out = l.name;
	}
	session_close(&session);
	return rc;
}

static int write_report(annual *a, qn_error *err)
{
	cli_session *se = a->session;
	qn_report *report = session_report(se, qn_arena_printf(&se->arena, say(se, "%s: yearly report of assessment, %s", "%s:%s年度评估报告"), title_of(se, se->catalogue->title),
		period_text(se, qn_panel_period(se->panel, se->panel->base))));
	int (*const section[])(annual *, qn_report *, qn_error *) = { annual_province, annual_places, annual_changes, annual_registers, annual_basis };
	int rc = QN_OK;
	for (size_t i = 0; rc == QN_OK && i < sizeof section / sizeof *section; i++)
		rc = section[i](a, report, err);
	return session_finish(se, report, rc, err);
}

static int tell(cli_session *session, beside *pair, qn_error *err)
{
	annual a = { .session = session, .pair = pair };
	int rc = annual_gather(&a, err);
	if (rc == QN_OK)
		rc = write_report(&a, err);
	annual_free(&a);
	return rc;
}

/* Beside an earlier vintage, which may not have known of the period yet. */
static int tell_beside(const cli_options *options, const char *earlier, qn_error *err)
{
	beside b = { .opened = 0 };
	int rc = beside_open(&b, options, (const char *const[2]){ earlier, options->as_of }, err);
	b.name[0] = earlier, b.name[1] = options->as_of ? options->as_of : say(&(cli_session){ .options = options }, "now", "现在");
	if (rc == QN_OK)
		rc = beside_panels_of_second(&b, true, err);
	if (rc == QN_OK)
		rc = tell(&b.session[1], &b, err);
	beside_close(&b);
	return rc;
}

static int tell_alone(const cli_options *options, qn_error *err)
{
	cli_session session;
	int rc = session_open(&session, options, err);
	if (rc == QN_OK)
		rc = session_panel(&session, true, err);
	if (rc == QN_OK)
		rc = tell(&session, NULL, err);
	session_close(&session);
	return rc;
}

int run_annual(const cli_options *given, qn_error *err)
{
	cli_options options = *given;
	qn_arena arena = { 0 };
	const char *earlier = NULL;
	if (!options.format)
		options.format = "md";
	int rc = find_earlier(&options, &arena, &earlier, err);
	if (rc == QN_OK)
		rc = earlier ? tell_beside(&options, earlier, err) : tell_alone(&options, err);
	qn_arena_free(&arena);
	return rc < 0 ? rc : EXIT_DONE;
}
