/* SPDX-License-Identifier: Apache-2.0 */
/* check.c - a whole program that came from elsewhere: is everything in it what it says it is? */
#include "plan/check.h"
#include <stdlib.h>
#include "plan/checker.h"

int qn_program_check(qn_program *program, const qn_catalogue *catalogue, qn_error *err)
{
	qn_checker k = { .program = program, .catalogue = catalogue, .err = err };
	int rc = qn_checker_declarations(&k);
	if (rc == QN_OK)
		rc = qn_checker_nodes(&k);
	if (rc == QN_OK)
		rc = qn_checker_rules(&k);
	if (rc == QN_OK)
		rc = qn_checker_scenarios(&k);
	free(k.rests);
	return rc;
}
