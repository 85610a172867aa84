/* SPDX-License-Identifier: Apache-2.0 */
/* freeze.c - a name for what was known on a day, which no later import changes. */
#include <stdio.h>
#include <string.h>
#include "cli/clock.h"
#include "cli/guard.h"
#include "cli/session.h"
#include "store/vintages.h"

static int freeze(const cli_options *options, qn_store *store, qn_date day, qn_frozen *out, qn_error *err)
{
	qn_change_set *change = NULL;
	char recorded[32];
	clock_stamp(recorded);
	int rc = qn_change_begin(store, &change, err);
	if (rc == QN_OK)
		rc = qn_change_freeze(change, options->operand[1], day, recorded, out, err);
	if (rc == QN_OK)
		rc = qn_change_commit(change, err), change = NULL;
	qn_change_abort(change);
	return rc;
}

static void tell(const cli_options *options, const qn_frozen *frozen)
{
	char day[16];
	qn_date_text(frozen->at.day, day);
	print_line(options->language == CHINESE ? "%s:已冻结 %s 所知(导入至第 %u 号)。此后用 --as-of %s 得到同样的答案"
		: "%s: frozen, as known on %s by imports up to %u; --as-of %s gives the same answers from now on", frozen->name, day, frozen->at.imports, frozen->name);
}

int run_freeze(const cli_options *options, qn_error *err)
{
	const char *word = options->as_of;
	qn_store *store = NULL;
	qn_date day = QN_END_OF_TIME;
	qn_frozen frozen;
	int rc = QN_OK;
	if (word && !qn_date_read(word, strlen(word), &day))
		return qn_fail_both(err, QN_EUSAGE, "--as-of %s:要写日期,如 2026-03-30", "--as-of %s: a day is wanted, as in 2026-03-30", word);
	guard_store(options->operand[0]);
	if ((rc = qn_store_open(options->operand[0], true, &store, err)) == QN_OK)
		rc = freeze(options, store, day, &frozen, err);
	if (rc == QN_OK)
		tell(options, &frozen);
	qn_store_close(store);
	return rc < 0 ? rc : EXIT_DONE;
}
