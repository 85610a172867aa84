/* SPDX-License-Identifier: Apache-2.0 */
/* backup.c - a store's copy, made while others read and write it. */
#include <stdio.h>
#include "cli/guard.h"
#include "cli/session.h"
#include "store/care.h"

int run_backup(const cli_options *options, qn_error *err)
{
	const char *from = options->operand[0], *to = options->operand[1];
	qn_store *store = NULL;
	guard_store(from);
	int rc = qn_store_open(from, false, &store, err);
	if (rc == QN_OK)
		rc = qn_store_backup(store, to, err);
	qn_store_close(store);
	if (rc < 0)
		return rc;
	print_line(options->language == CHINESE ? "%s:%s 的备份,已核对" : "%s: a copy of %s, verified", to, from);
	return EXIT_DONE;
}
