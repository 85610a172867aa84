/* SPDX-License-Identifier: Apache-2.0 */
/* lint_source.c - what scripts are refused when they run, found in their text. */
#include <string.h>
#include "base/text.h"
#include "cli/pack/lint.h"
#include "cli/show.h"
#include "script/host/outside.h"

typedef struct { linting *l; const char *file; } scanning;

static int take(void *context, const qn_outside *found)
{
	const scanning *s = context;
	cli_session *se = s->l->se;
	const char *why = !strcmp(found->kind, "chance") ? say(se, "chance: the same question would not give the same answer; the sandbox refuses it", "随机:同一问题会得出不同答案,沙箱拒绝")
		: !strcmp(found->kind, "clock") ? say(se, "the clock: the answer would depend on the day; the sandbox refuses it", "时钟:答案会随日期而变,沙箱拒绝")
		: !strcmp(found->kind, "order") ? say(se, "the order of a table's hash differs from run to run; it is refused", "哈希顺序每次不同,被拒绝")
		: say(se, "it would reach out of the sandbox, and is refused", "会越出沙箱,被拒绝");
	lint_add_line(s->l, LINT_ERROR, found->kind, s->file, (uint32_t)found->line, title_of(se, found->instead), "%s: %s", found->name, why);
	return 0;
}

void lint_sources(linting *l)
{
	for (size_t i = 0; i < l->files; i++) {
		const qn_pack_file *file = &l->file[i];
		scanning s = { l, file->path };
		if (qn_text_ends(file->path, ".lua"))
			qn_script_outside(&(qn_script){ file->path, file->bytes, file->length }, take, &s);
	}
}
