/* SPDX-License-Identifier: Apache-2.0 */
/* plan.c - a script's rules as arithmetic. The names in a rule belong to a pack: the folder above the file that has a
 * pack.csv. */
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "cli/session.h"
#include "plan/rollup.h"

static bool has_manifest(const char *folder)
{
	char manifest[PATH_MAX + 16];
	snprintf(manifest, sizeof manifest, "%s/pack.csv", folder);
	return access(manifest, R_OK) == 0;
}

/* Cuts path at the pack's folder; *inside is where the file stands in it, "" for the folder itself. */
static int find_pack(char *path, const char **inside, qn_error *err)
{
	*inside = "";
	if (has_manifest(path))
		return QN_OK;
	for (char *cut = path + strlen(path); cut > path; cut--) {
		if (*cut != '/')
			continue;
		*cut = 0;
		*inside = cut + 1;
		if (has_manifest(path))
			return QN_OK;
		*cut = '/';
	}
	return qn_fail_both(err, QN_ENOTFOUND, "这个文件上面的各级文件夹都没有 pack.csv:plan 显示规则包里脚本的规则;情景用 qunce run 库 文件 运行",
		"no folder above the file has a pack.csv: plan shows the rules of a pack's scripts; a scenario is run, by qunce run STORE FILE");
}

int run_plan(const cli_options *options, qn_error *err)
{
	char path[PATH_MAX];
	const char *inside;
	qn_pack *pack = NULL;
	qn_program *program = NULL;
	qn_buffer text = { 0 };
	if (!realpath(options->operand[0], path))
		return qn_fail_both(err, QN_ENOTFOUND, "%s:没有这个文件", "%s: no such file", options->operand[0]);
	int rc = find_pack(path, &inside, err);
	if (rc == QN_OK)
		rc = qn_pack_read(path, &pack, err);
	if (rc == QN_OK)
		rc = load_program(pack, options, &program, err);
	if (rc == QN_OK)
		tell_printed(program);
	if (rc == QN_OK)
		rc = qn_program_rollups(program, pack->catalogue, err);
	if (rc == QN_OK) {
		qn_program_print(program, pack->catalogue, *inside ? inside : NULL, options->language == CHINESE, &text);
		rc = text.failed ? qn_no_memory(err) : QN_OK;
	}
	if (rc == QN_OK && !text.length)
		rc = qn_fail_both(err, QN_ENOTFOUND, "%s:规则包没有写在这里的规则", "%s: no rule of the pack is written there", options->operand[0]);
	if (rc == QN_OK)
		fputs(text.data, stdout);
	qn_buffer_free(&text);
	qn_program_free(program);
	qn_pack_free(pack);
	return rc < 0 ? rc : EXIT_DONE;
}
