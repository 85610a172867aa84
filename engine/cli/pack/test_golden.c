/* SPDX-License-Identifier: Apache-2.0 */
/* test_golden.c - all answers to a test as lines of text, kept in golden/NAME.tsv beside it: --diff shows what differs, --reset
 * writes what is answered now. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "base/disk.h"
#include "cli/pack/test_judge.h"
#include "files/outfile.h"
#include "ingest/csv.h"
#include "plan/spoken.h"

static void add_number(qn_buffer *out, const test_batch *b, double value, uint32_t unit)
{
	const qn_unit *of = unit == QN_NONE ? NULL : &b->se.catalogue->units.unit[unit];
	if (qn_is_missing(value))
		qn_buffer_text(out, "missing");
	else
		qn_buffer_printf(out, "%.10g", of ? qn_unit_from_reference(of, value) : value);
	qn_buffer_printf(out, "\t%s\n", of ? of->id : "");
}

static void add_entity(qn_buffer *out, const test_batch *b, uint32_t which, size_t entity)
{
	const qn_program *program = b->se.program;
	for (uint32_t c = 0; c < program->criteria; c++)
		qn_buffer_printf(out, "%u\tverdict\t%s\t%s\t\n", which + 1, program->criterion[c].id,
			qn_verdict_word(b->judgement->finding[c * b->judgement->entities + entity].verdict));
	for (uint32_t i = 0; i < b->wanteds; i++) {
		const qn_indicator *about = &b->se.catalogue->indicator[b->wanted[i]];
		qn_buffer_printf(out, "%u\tvalue\t%s\t", which + 1, about->id);
		add_number(out, b, b->figure[i * b->se.panel->entities + entity], about->unit);
	}
}

static void add_answers(qn_buffer *out, const test_batch *b, uint32_t i)
{
	const qn_program *program = b->se.program;
	qn_buffer_text(out, "entity\twhat\tname\tanswer\tunit\n");
	for (uint32_t e = 0; e < b->test[i]->test->entities; e++)
		add_entity(out, b, e, (size_t)qn_panel_entity(b->se.panel, b->first[i] + e));
	for (uint32_t t = 0; b->projection && t < program->targets; t++) {
		qn_buffer_printf(out, "all\ttarget\t%s\t", program->target[t].id);
		add_number(out, b, target_now(b, t), qn_node_unit(program, b->se.catalogue, program->target[t].value));
	}
}

static bool lies_in(const char *real, const char *folder)
{
	char *within = realpath(folder, NULL);
	bool inside = qn_disk_lies_in(real, within);
	free(within);
	return inside;
}

/* Who resets a pack's answers means the pack's: a link in it may lead to anything else that this user may write. */
static int check_inside(const test_batch *b, const test_case *test, const char *path, qn_error *err)
{
	char *real = realpath(path, NULL);
	if (!real)
		return errno == ENOMEM ? qn_no_memory(err) : QN_OK; /* nothing is there to be overwritten */
	bool inside = lies_in(real, test->folder) || lies_in(real, b->run->pack_folder);
	free(real);
	return inside ? QN_OK : qn_fail_both(err, QN_EINPUT, "%s:是通向规则包之外的链接,所指的内容会被覆盖:请把文件本身放在这里",
		"%s: it is a link that leads out of the pack, and what is there would be overwritten: put the file itself here", path);
}

static int write_golden(const test_batch *b, const test_case *test, const char *folder, const char *path, const qn_buffer *answers, qn_error *err)
{
	if (mkdir(folder, 0777) != 0 && errno != EEXIST)
		return qn_fail_system(err, folder, errno);
	int rc = check_inside(b, test, folder, err);
	if (rc == QN_OK)
		rc = check_inside(b, test, path, err);
	if (rc == QN_OK)
		rc = qn_file_check(path, err);
	return rc < 0 ? rc : qn_outfile_put(path, true, answers, err);
}

typedef struct { const char *at; size_t length; } text_line;

static bool next_line(const char **at, text_line *out)
{
	if (!**at)
		return false;
	*out = (text_line){ *at, strcspn(*at, "\n") };
	*at += out->length + ((*at)[out->length] == '\n');
	return true;
}

/* Answers have one line each in one order: line by line is enough. */
static void show_diff(const char *path, const char *kept, const char *now)
{
	text_line a, b;
	print_line("--- %s", path);
	puts("+++ now");
	for (;;) {
		bool more = next_line(&kept, &a), other = next_line(&now, &b);
		if (!more && !other)
			return;
		if (more && other && a.length == b.length && !memcmp(a.at, b.at, a.length))
			continue;
		if (more)
			printf("-%.*s\n", (int)a.length, a.at);
		if (other)
			printf("+%.*s\n", (int)b.length, b.at);
	}
}

static int compare(test_batch *b, test_case *test, const char *path, const qn_buffer *answers, qn_error *err)
{
	qn_buffer kept = { 0 };
	int rc = qn_file_read(path, &kept, err);
	if (rc == QN_OK && (kept.length != answers->length || memcmp(kept.data, answers->data, kept.length))) {
		if (b->run->options->diff)
			show_diff(path, kept.data ? kept.data : "", answers->data);
		fail_test(b->run, test, "golden:答案与 %s 不同:--diff 显示差别,--reset 以现在的为准", "golden: the answers are not those of %s: --diff shows where, --reset keeps these", path);
	}
	qn_buffer_free(&kept);
	return rc;
}

int check_answers(test_batch *b, uint32_t i, qn_error *err)
{
	test_case *test = b->test[i];
	const char *name = test->test->golden;
	qn_buffer answers = { 0 };
	if (!*name || *name == '.' || strchr(name, '/'))
		return fail_test(b->run, test, "golden:“%s”不能作文件名", "golden: \"%s\" is no name of a file", name);
	const char *folder = qn_arena_printf(&b->run->arena, "%s/golden", test->folder), *path = qn_arena_printf(&b->run->arena, "%s/golden/%s.tsv", test->folder, name);
	add_answers(&answers, b, i);
	int rc = folder && path && !answers.failed ? QN_OK : qn_no_memory(err);
	if (rc == QN_OK && b->run->options->reset)
		rc = write_golden(b, test, folder, path, &answers, err);
	else if (rc == QN_OK && access(path, R_OK) != 0)
		rc = fail_test(b->run, test, "golden:还没有 %s:用 --reset 写出", "golden: there is no %s yet: --reset writes it", path);
	else if (rc == QN_OK)
		rc = compare(b, test, path, &answers, err);
	qn_buffer_free(&answers);
	return rc;
}
