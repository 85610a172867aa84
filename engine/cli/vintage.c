/* SPDX-License-Identifier: Apache-2.0 */
/* vintage.c - which vintage a command reads: a day, or the name of a frozen one; and how a report says so. */
#include "cli/vintage.h"
#include <string.h>
#include "base/text.h"
#include "cli/clock.h"
#include "cli/show.h"
#include "store/vintages.h"

/* The name, of those there are, that is nearest to a word; NULL: none is near. */
typedef struct { const char **name; uint32_t names; qn_arena arena; } known_names;

static int keep_name(void *context, const qn_frozen *frozen)
{
	known_names *all = context;
	if (!qn_grow(&all->arena, (void **)&all->name, all->names, sizeof *all->name))
		return QN_ENOMEM;
	all->name[all->names++] = frozen->name;
	return QN_OK;
}

static const char *name_at(const void *context, size_t i) { return ((const known_names *)context)->name[i]; }

static int no_vintage(cli_session *se, const char *word, qn_error *err)
{
	known_names all = { .name = NULL };
	int rc = qn_frozen_each(se->snapshot, keep_name, &all, err);
	long near = rc < 0 ? -1 : qn_text_nearest(word, name_at, &all, all.names);
	if (rc == QN_OK && near >= 0)
		rc = qn_fail_both(err, QN_EUSAGE, "没有版本“%s”:是不是 %s?", "there is no vintage \"%s\": did you mean %s?", word, all.name[near]);
	else if (rc == QN_OK)
		rc = qn_fail_both(err, QN_EUSAGE, "没有版本“%s”:请写日期,如 2026-03-30,或冻结版本的名称(qunce list 库 vintages)",
			"there is no vintage \"%s\": write a day, as in 2026-03-30, or a name that 'qunce list STORE vintages' shows", word);
	qn_arena_free(&all.arena);
	return rc;
}

int session_vintage(cli_session *se, const char *word, qn_frozen *out, qn_error *err)
{
	*out = (qn_frozen){ .at = QN_NOW, .rules_on = QN_NO_DATE };
	if (qn_date_read(word, strlen(word), &out->at.day))
		return QN_OK;
	int rc = qn_frozen_find(se->snapshot, word, out, err);
	return rc ? (rc < 0 ? rc : QN_OK) : no_vintage(se, word, err);
}

const char *vintage_text(cli_session *se, const qn_frozen *frozen)
{
	char day[16];
	qn_date_text(frozen->at.day, day);
	if (!frozen->name)
		return qn_arena_text(&se->arena, day);
	return qn_arena_printf(&se->arena, say(se, "%s (frozen: known on %s, imports up to %u)", "%s(冻结版本:%s 所知,导入至第 %u 号)"), frozen->name, day, frozen->at.imports);
}

/* The rules of a day before the pack was there are those of its first version. */
static int note_vintage(cli_session *se, const qn_frozen *frozen, qn_error *err)
{
	uint32_t arrival;
	qn_date on;
	char day[16];
	int rc = qn_snapshot_rules(se->snapshot, QN_END_OF_TIME, &on, &arrival, err);
	if (rc < 0)
		return rc;
	qn_date_text(on, day);
	const char *rules = on != QN_NO_DATE && on > frozen->at.day && !se->options->pack
		? qn_arena_printf(&se->arena, say(se, "; the rules are the first of this store, of %s", ";规则取本库最早的版本(%s)"), day) : "";
	se->vintage_note = qn_arena_printf(&se->arena, say(se, "as of %s: what became known later is left out%s", "以 %s 所知为准,此后得知的不计%s"),
		vintage_text(se, frozen), rules);
	return se->vintage_note ? QN_OK : qn_no_memory(err);
}

int session_as_of(cli_session *se, const char *word, qn_error *err)
{
	qn_frozen frozen;
	int rc = session_vintage(se, word, &frozen, err);
	if (rc == QN_OK)
		rc = qn_snapshot_as_of(se->snapshot, &frozen, err);
	return rc == QN_OK ? note_vintage(se, &frozen, err) : rc;
}

int session_last_day(cli_session *se, qn_date *out, qn_error *err)
{
	uint32_t imports;
	int rc = qn_imports_counted(se->snapshot, &imports, err);
	*out = qn_snapshot_vintage(se->snapshot).day;
	if (rc < 0 || *out != QN_END_OF_TIME)
		return rc;
	*out = QN_NO_DATE;
	for (uint32_t i = 1; rc == QN_OK && i <= imports; i++) {
		qn_import import;
		if ((rc = qn_import_get(se->snapshot, i, &import, err)) == QN_OK && (*out == QN_NO_DATE || import.known_on > *out))
			*out = import.known_on;
	}
	return rc;
}

int read_known_on(const cli_options *options, qn_date *out, qn_error *err)
{
	int rc = read_day("known-on", options->known_on, clock_day(), out, err);
	if (rc == QN_OK && options->known_on && *out < qn_date_of(1900, 1, 1))
		return qn_fail_both(err, QN_EUSAGE, "--known-on %s:早于 1900 年:请更正", "--known-on %s: is before 1900: correct it", options->known_on);
	return rc;
}
