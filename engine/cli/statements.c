/* SPDX-License-Identifier: Apache-2.0 */
/* statements.c - a claim in words: what it says, who says it, why it counts or not. */
#include "base/text.h"
#include "cli/show.h"
#include "cli/statements.h"
#include "ingest/operators.h"

static const char *or_empty(const char *text) { return text ? text : ""; }

/* With all its digits, as it was told. */
const char *statement_text(cli_session *se, const qn_statement *s, uint32_t unit)
{
	char number[QN_NUMBER_SIZE];
	const qn_unit *about = &se->catalogue->units.unit[unit];
	qn_number_text(number, s->remark.value);
	bool apart = about->kind != QN_UNIT_RATIO;
	return qn_arena_printf(&se->arena, "%s%s%s%s%s", s->remark.op == QN_EXACTLY ? "" : qn_claim_sign(s->remark.op), s->remark.op == QN_EXACTLY ? "" : " ", number,
		apart && *about->symbol ? " " : "", about->symbol);
}

const char *standing_text(const cli_session *se, const qn_statement *s)
{
	switch (s->standing) {
	case QN_ADOPTED_ALONE: return say(se, "adopted: the only figure", "采用:唯一确数");
	case QN_ADOPTED_BETTER: return say(se, "adopted: the best source", "采用:来源级别最高");
	case QN_ADOPTED_LATER: return say(se, "adopted: known last", "采用:得知最晚");
	case QN_ADOPTED_LAST: return say(se, "adopted: imported last", "采用:导入最晚");
	case QN_PASSED_RANK: return say(se, "not adopted: a worse source", "未采用:来源级别较低");
	case QN_PASSED_DAY: return say(se, "not adopted: known earlier", "未采用:得知较早");
	case QN_PASSED_ORDER: return say(se, "not adopted: imported earlier", "未采用:导入较早");
	case QN_RETOLD: return say(se, "not adopted: its source told it anew", "未采用:该来源已重报");
	case QN_BOUND: return say(se, "no value: a bound", "不作为数值:界限");
	case QN_ROUGH: return say(se, "no value: roughly told", "不作为数值:约数");
	default: return say(se, "no value: another scope", "不作为数值:其他口径");
	}
}

void statement_columns(cli_session *se, qn_table *table)
{
	qn_table_column(table, "op", "", QN_MACHINE);
	qn_table_column(table, "value", say(se, "Said", "说法"), QN_RIGHT);
	qn_table_column(table, "unit", "", QN_MACHINE);
	qn_table_column(table, "status", say(se, "Adopted", "是否采用"), QN_LEFT | QN_WRAP);
	qn_table_column(table, "source", say(se, "Source", "来源"), QN_LEFT | QN_WRAP);
	qn_table_column(table, "rank", say(se, "Rank", "级别"), QN_LEFT);
	qn_table_column(table, "known_on", say(se, "Known on", "知悉日期"), QN_LEFT);
	qn_table_column(table, "import", "", QN_MACHINE);
	qn_table_column(table, "where", say(se, "File and line", "文件与行"), QN_LEFT);
	qn_table_column(table, "scope", say(se, "Scope", "口径"), QN_LEFT | QN_WRAP);
	qn_table_column(table, "words", "", QN_MACHINE);
	qn_table_column(table, "note", say(se, "Note", "备注"), QN_LEFT | QN_WRAP);
}

void statement_cells(cli_session *se, qn_row *row, const qn_statement *s, uint32_t unit)
{
	char day[16];
	qn_date_text(s->claim.known_on, day);
	qn_row_text(row, s->remark.op == QN_EXACTLY ? "" : qn_claim_sign(s->remark.op)); /* a lone = would be taken for a formula */
	qn_row_quantity(row, statement_text(se, s, unit), s->remark.value);
	qn_row_text(row, unit_text(se, unit));
	qn_row_text(row, standing_text(se, s));
	qn_row_text(row, *s->source ? s->source : say(se, "(not named)", "(未注明)"));
	qn_row_text(row, qn_rank_word(s->claim.rank, se->options->language == CHINESE));
	qn_row_text(row, day);
	qn_row_number(row, s->claim.origin.import, 0);
	qn_row_text(row, qn_arena_printf(&se->arena, "%s:%u", s->file, s->claim.origin.line));
	qn_row_text(row, or_empty(s->remark.scope));
	qn_row_text(row, or_empty(s->remark.words));
	qn_row_text(row, or_empty(s->remark.note));
	if (!s->synthetic)
		qn_row_real(row);
}
