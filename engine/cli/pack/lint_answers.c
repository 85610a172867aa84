/* SPDX-License-Identifier: Apache-2.0 */
/* lint_answers.c - the sentences that answer shortfalls: do they name what the rules have, and does the text say them? */
#include <string.h>
#include "cli/pack/lint.h"
#include "cli/show.h"
#include "ingest/answers.h"

void lint_answers(linting *l)
{
	cli_session *se = l->se;
	qn_answers answers = { .replies = 0 };
	qn_error err = { .status = QN_OK };
	int rc = qn_answers_read(l->file, l->files, se->program, se->catalogue, &se->arena, &answers, &err);
	l->failed = l->failed || rc == QN_ENOMEM;
	if (rc < 0 && !l->failed)
		lint_add_line(l, LINT_ERROR, "answers", "", 0, say(se, "diagnose cannot read the table until that is put right", "改正后 diagnose 才能读这张表"), "%s", error_words(se, &err));
	for (uint32_t i = 0; rc == QN_OK && l->policy && i < answers.replies; i++)
		if (!strstr(l->policy, answers.reply[i].quote))
			lint_add_line(l, LINT_ERROR, "misquoted", "data/answers.csv", answers.reply[i].line, say(se, "copy the words from the text, to the letter", "照原文一字不差地抄写"),
				say(se, "the answer %s quotes “%s”, which the text does not say", "举措 %s 引用“%s”,原文没有这句话"), answers.reply[i].id, answers.reply[i].quote);
}
