/* SPDX-License-Identifier: Apache-2.0 */
/* rules.c - a pack's files as scripts, and the scripts run. */
#include "library/rules.h"
#include <string.h>
#include "base/text.h"
#include "plan/link.h"

static bool is_script(const char *path)
{
	return qn_text_ends(path, ".lua") && strncmp(path, "data/", 5);
}

/* Derivations that go round in a circle are found by linking: better now than when somebody asks. */
static int check_links(const qn_program *program, const qn_catalogue *catalogue, qn_error *err)
{
	qn_arena arena = { 0 };
	qn_linked *linked = NULL;
	qn_want *want = qn_arena_array(&arena, (size_t)program->derivations + 1, sizeof *want);
	int rc = want ? QN_OK : qn_no_memory(err);
	for (uint32_t i = 0; want && i < program->derivations; i++)
		want[i] = (qn_want){ .kind = QN_WANT_INDICATOR, .index = program->derivation[i].indicator };
	if (rc == QN_OK)
		rc = qn_link(program, catalogue, QN_NONE, want, program->derivations, &linked, err);
	qn_linked_free(linked);
	qn_arena_free(&arena);
	return rc;
}

/* The scripts among a pack's files, in the arena. */
int qn_rules_scripts(const qn_pack *pack, qn_arena *arena, qn_script_set *out, qn_error *err)
{
	qn_script *script = qn_arena_array(arena, pack->files + 1, sizeof *script);
	*out = (qn_script_set){ .script = script, .main = pack->main };
	if (!script)
		return qn_no_memory(err);
	for (size_t i = 0; i < pack->files; i++)
		if (is_script(pack->file[i].path))
			script[out->scripts++] = (qn_script){ pack->file[i].path, pack->file[i].bytes, pack->file[i].length };
	return QN_OK;
}

int qn_rules_run(const qn_pack *pack, const qn_catalogue *catalogue, const qn_script_options *limits, qn_program **out, qn_error *err)
{
	qn_arena arena = { 0 };
	qn_script_set set;
	int rc = qn_rules_scripts(pack, &arena, &set, err);
	if (rc == QN_OK)
		rc = qn_script_run(set.script, set.scripts, set.main, catalogue, NULL, limits, out, err);
	qn_arena_free(&arena);
	return rc < 0 ? rc : check_links(*out, catalogue, err);
}

/* The store's own copy of a pack, unpacked only when its rules must be run anew. */
typedef struct { qn_snapshot *snapshot; qn_pack *pack; qn_arena arena; } own_pack;

static int unpack(void *context, qn_script_set *out, qn_error *err)
{
	own_pack *own = context;
	const char *id;
	qn_pack_file *file;
	size_t files;
	int rc = qn_snapshot_pack(own->snapshot, &own->arena, &id, &file, &files, err);
	if (rc == QN_OK)
		rc = qn_pack_scripts(file, files, &own->pack, err);
	return rc < 0 ? rc : qn_rules_scripts(own->pack, &own->arena, out, err);
}

int qn_rules_own(qn_snapshot *snapshot, const qn_catalogue *catalogue, const qn_script_options *limits, qn_program **out, qn_error *err)
{
	own_pack own = { .snapshot = snapshot };
	const qn_source *source;
	size_t sources;
	int rc = qn_snapshot_pack_sources(snapshot, &source, &sources, err);
	if (rc == QN_OK)
		rc = qn_script_recall(source, sources, unpack, &own, catalogue, limits, out, err);
	qn_pack_free(own.pack);
	qn_arena_free(&own.arena);
	return rc < 0 ? rc : check_links(*out, catalogue, err);
}
