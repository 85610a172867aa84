/* SPDX-License-Identifier: Apache-2.0 */
#include "ingest/at_odds.h"
#include <stdlib.h>
#include "store/statements.h"

static bool is_of(const qn_group *group, const qn_saying *saying)
{
	const qn_spot *a = &group->place, *b = &saying->place;
	return group->sayings && group->voice == saying->voice && a->indicator == b->indicator && a->kind == b->kind && a->entity == b->entity && a->period == b->period;
}

bool qn_group_next(qn_group *group, const qn_saying *saying, qn_group *ended)
{
	bool other = !is_of(group, saying);
	*ended = *group;
	if (other)
		*group = (qn_group){ .place = saying->place, .voice = saying->voice };
	group->sayings++;
	group->beside = group->beside || !qn_remark_is_exact(&saying->remark);
	return other && ended->beside;
}

/* Most cells have one saying and no figure beside it by the same import, which takes little to see. */
static int may_be(const qn_group *group, qn_snapshot *snapshot, uint32_t import, qn_error *err)
{
	const qn_spot *at = &group->place;
	qn_origin origin = { 0 };
	if (group->sayings > 1)
		return 1;
	int rc = qn_column_origin(snapshot, at->indicator, at->kind, at->period, at->entity, &origin, err);
	return rc < 0 ? rc : origin.import == import;
}

static bool find(const qn_statement *statement, uint32_t count, uint32_t import, unsigned line[2])
{
	for (uint32_t a = 0; a < count; a++)
		for (uint32_t b = 0; b < a && statement[a].claim.origin.import == import; b++)
			if (statement[b].claim.origin.import == import && qn_statements_contradict(&statement[a].remark, &statement[b].remark, 0)) {
				unsigned one = statement[a].claim.origin.line, other = statement[b].claim.origin.line;
				line[0] = one < other ? one : other, line[1] = one < other ? other : one;
				return true;
			}
	return false;
}

int qn_group_at_odds(const qn_group *group, qn_snapshot *snapshot, uint32_t import, unsigned line[2], qn_error *err)
{
	qn_arena arena = { 0 };
	qn_statement *statement;
	uint32_t count;
	int rc = may_be(group, snapshot, import, err);
	if (rc > 0 && (rc = qn_statements_read(snapshot, &group->place, qn_snapshot_vintage(snapshot), &arena, &statement, &count, err)) >= 0)
		rc = find(statement, count, import, line);
	qn_arena_free(&arena);
	return rc;
}
