/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/session.h"
#include "cli/show.h"
#include "cli/store/newest.h"

/* As much of a session as a panel takes, without the pack's rules: they are not asked here. Close it whatever the result; panel NULL: no figure. */
static int look(const cli_options *options, qn_store *store, cli_session *se, qn_error *err)
{
	*se = (cli_session){ .options = options, .store = store, .borrowed = true };
	int rc = qn_snapshot_open(store, &se->snapshot, err);
	if (rc == QN_OK)
		rc = qn_snapshot_catalogue(se->snapshot, &se->catalogue, err);
	if (rc == QN_OK)
		rc = qn_panel_open(se->snapshot, se->catalogue, NULL, QN_NO_PERIOD, QN_NO_PERIOD, &se->panel, err);
	return rc == QN_ENOTFOUND ? QN_OK : rc;
}

static qn_period newest(const cli_session *se) { return se->panel ? qn_panel_period(se->panel, se->panel->base) : QN_NO_PERIOD; }

int newest_period(const cli_options *options, qn_store *store, qn_period *out, qn_error *err)
{
	cli_session se;
	int rc = look(options, store, &se, err);
	*out = rc == QN_OK ? newest(&se) : QN_NO_PERIOD;
	session_close(&se);
	return rc;
}

int tell_newest(const cli_options *options, qn_store *store, qn_period was, qn_error *err)
{
	cli_session se;
	qn_reported reported;
	int rc = look(options, store, &se, err);
	if (rc == QN_OK && was != QN_NO_PERIOD && newest(&se) > was) {
		rc = qn_reported_count(se.panel, &reported, err);
		const char *text = rc == QN_OK ? fewer_text(&se, se.panel, &reported) : NULL;
		if (text)
			print_line(say(&se, "answers are of %s from now on, with --year %s of the period before: %s", "今后的答案以 %s 为准,加 --year %s 则以上期为准:%s"), period_text(&se, newest(&se)),
				period_text(&se, qn_period_add(newest(&se), -1)), text);
		rc = rc == QN_OK && se.arena.failed ? qn_no_memory(err) : rc;
	}
	session_close(&se);
	return rc;
}
