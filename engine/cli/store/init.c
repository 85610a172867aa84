/* SPDX-License-Identifier: Apache-2.0 */
/* init.c - a new store from a pack: its tables become entities and catalogue, its scripts are kept by content. */
#include <stdio.h>
#include <string.h>
#include "cli/session.h"
#include "cli/vintage.h"
#include "ingest/answers.h"

static int install(const char *path, const qn_pack *pack, qn_date known_on, qn_error *err)
{
	qn_store *store = NULL;
	qn_change_set *change = NULL;
	int rc = qn_store_create(path, &store, err);
	if (rc == QN_OK)
		rc = qn_change_begin(store, &change, err);
	if (rc == QN_OK)
		rc = qn_pack_install(pack, change, known_on, err);
	if (rc == QN_OK)
		rc = qn_change_commit(change, err), change = NULL;
	qn_change_abort(change);
	(rc == QN_OK ? qn_store_close : qn_store_discard)(store);
	return rc;
}

static void tell(const cli_options *options, const qn_pack *pack, const qn_program *program)
{
	const qn_catalogue *catalogue = pack->catalogue;
	bool chinese = options->language == CHINESE;
	size_t subjects = 0;
	for (size_t i = 0; i < pack->entities; i++)
		subjects += pack->entity[i].entity.kind == catalogue->subject;
	const qn_kind *kind = &catalogue->kind[catalogue->subject];
	const char *name = chinese && kind->title.zh ? kind->title.zh : kind->title.en;
	print_line(chinese ? "%s:%zu 个%s,%u 项指标,%u 条准则,%u 项目标" : "%s: %zu %s entities, %u indicators, %u criteria, %u targets",
		options->operand[0], subjects, name ? name : kind->id, catalogue->indicators, program->criteria, program->targets);
}

/* Its rules, and what is read by them: a pack of which either does not load makes no store. */
static int load(const qn_pack *pack, const cli_options *options, qn_program **program, qn_error *err)
{
	qn_arena arena = { 0 };
	qn_answers answers = { .replies = 0 };
	int rc = load_program(pack, options, program, err);
	if (rc == QN_OK)
		rc = qn_answers_read(pack->file, pack->files, *program, pack->catalogue, &arena, &answers, err);
	qn_arena_free(&arena);
	return rc;
}

int run_init(const cli_options *options, qn_error *err)
{
	qn_pack *pack = NULL;
	qn_program *program = NULL;
	qn_date known_on;
	int rc;
	if (!options->pack)
		return qn_fail_both(err, QN_EUSAGE, "init 要写 --pack 文件夹,即该政策的规则所在之处,如 --pack scripts/规则包",
			"init wants --pack DIR, the folder of the programme's rules, as in --pack scripts/PACK");
	if ((rc = read_known_on(options, &known_on, err)) < 0 || (rc = qn_pack_read(options->pack, &pack, err)) < 0)
		return rc;
	rc = load(pack, options, &program, err);
	if (rc == QN_OK)
		rc = install(options->operand[0], pack, known_on, err);
	if (rc == QN_OK)
		tell(options, pack, program);
	qn_program_free(program);
	qn_pack_free(pack);
	return rc;
}
