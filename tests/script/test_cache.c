/* SPDX-License-Identifier: Apache-2.0 */
/* test_cache.c - a cached program answers the very question it was made for, and no other: not after a script, the
 * catalogue, the library or the build changed, not when its file is damaged, moved or cannot be written. */
#include <dirent.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>
#include "fixture.h"
#include "script/host/script.h"

enum { PATH = 256 };

typedef struct {
	char folder[PATH], cache[PATH], guest[PATH], library[PATH];
	char text[PATH];       /* of the one script */
	int loads;             /* how often the scripts were asked for */
	qn_catalogue catalogue;
	qn_script script;
	qn_program *program;
	qn_error err;
} world_of_scripts;

static void shell(const char *format, ...) __attribute__((format(printf, 1, 2)));
static void shell(const char *format, ...)
{
	char command[1024];
	va_list args;
	va_start(args, format);
	vsnprintf(command, sizeof command, format, args);
	va_end(args);
	assert_int_equal(system(command), 0);
}

static void write_rule(world_of_scripts *w, int least)
{
	snprintf(w->text, sizeof w->text, "criterion \"size\" { clause = \"1\", title = { en = \"Size\" }, "
		"needs = function(c, p) return c.leading_enterprises >= %d end }\n", least);
}

static int set_up(void **state)
{
	world_of_scripts *w = calloc(1, sizeof *w);
	char folder[] = "/tmp/qunce-cache-XXXXXX";
	assert_non_null(w);
	assert_non_null(mkdtemp(folder));
	snprintf(w->folder, PATH, "%s", folder);
	snprintf(w->cache, PATH, "%s/cache", folder);
	snprintf(w->guest, PATH, "%s/qunce-guest", folder);
	snprintf(w->library, PATH, "%s/lib", folder);
	shell("cp -p %s/qunce-guest %s/ && cp -r %s/scripts/lib %s/lib", BUILD_DIR, folder, SOURCE_DIR, folder);
	w->catalogue = fixture_catalogue();
	write_rule(w, 3);
	*state = w;
	return 0;
}

static int tear_down(void **state)
{
	world_of_scripts *w = *state;
	shell("chmod -R u+w %s && rm -r %s", w->folder, w->folder);
	free(w);
	return 0;
}

static int load(void *context, qn_script_set *out, qn_error *err)
{
	world_of_scripts *w = context;
	(void)err;
	w->loads++;
	w->script = (qn_script){ "rules.lua", w->text, strlen(w->text) };
	*out = (qn_script_set){ &w->script, 1, "rules.lua" };
	return QN_OK;
}

/* Asks, and says how often the scripts had to be loaded for it: 0 or 1. The answer must be the script's own. */
static int loads_for(world_of_scripts *w, int least)
{
	const qn_source source = { "rules.lua", qn_sha256_of(w->text, strlen(w->text)) };
	const qn_script_options options = { .guest = w->guest, .library = w->library, .cache = w->cache };
	int before = w->loads;
	if (qn_script_recall(&source, 1, load, w, &w->catalogue, &options, &w->program, &w->err) != QN_OK)
		fail_msg("%s", w->err.text);
	assert_int_equal(w->program->criteria, 1);
	const qn_node *needs = &w->program->node[w->program->criterion[0].needs];
	assert_int_equal(needs->op, QN_GE);
	assert_true(w->program->node[needs->b].value == least);
	qn_program_free(w->program);
	return w->loads - before;
}

/* The one file of the cache. */
static void only_file(const world_of_scripts *w, char path[2 * PATH])
{
	DIR *folder = opendir(w->cache);
	struct dirent *entry;
	int count = 0;
	assert_non_null(folder);
	while ((entry = readdir(folder)))
		if (entry->d_name[0] != '.' && ++count)
			snprintf(path, 2 * PATH, "%s/%.200s", w->cache, entry->d_name);
	closedir(folder);
	assert_int_equal(count, 1);
}

static void test_scripts_are_asked_for_once(void **state)
{
	world_of_scripts *w = *state;
	assert_int_equal(loads_for(w, 3), 1);
	assert_int_equal(loads_for(w, 3), 0);
	assert_int_equal(loads_for(w, 3), 0);
}

static void test_a_changed_script_is_run_anew(void **state)
{
	world_of_scripts *w = *state;
	loads_for(w, 3);
	write_rule(w, 4);
	assert_int_equal(loads_for(w, 4), 1);
	write_rule(w, 3);
	assert_int_equal(loads_for(w, 3), 0);
}

static void test_a_changed_catalogue_is_another_question(void **state)
{
	world_of_scripts *w = *state;
	qn_indicator changed[INDICATORS];
	loads_for(w, 3);
	memcpy(changed, fixture_indicators, sizeof changed);
	changed[LEADERS].better = -1;
	w->catalogue.indicator = changed;
	assert_int_equal(loads_for(w, 3), 1);
	w->catalogue.indicator = fixture_indicators;
	fixture_cities[0] = "lu'an";
	assert_int_equal(loads_for(w, 3), 1);
	fixture_cities[0] = "hefei";
	assert_int_equal(loads_for(w, 3), 0);
}

static void test_a_changed_library_or_build_is_another_question(void **state)
{
	world_of_scripts *w = *state;
	loads_for(w, 3);
	shell("echo '-- one more line' >> %s/prelude.lua", w->library);
	assert_int_equal(loads_for(w, 3), 1);
	shell("touch -d 2001-01-01 %s", w->guest);
	assert_int_equal(loads_for(w, 3), 1);
	assert_int_equal(loads_for(w, 3), 0);
}

static void test_damage_is_noticed(void **state)
{
	world_of_scripts *w = *state;
	char path[2 * PATH];
	struct stat about;
	loads_for(w, 3);
	only_file(w, path);
	assert_int_equal(stat(path, &about), 0);
	for (off_t at = 0; at < about.st_size; at += 1 + about.st_size / 40) {
		FILE *file = fopen(path, "r+b");
		assert_non_null(file);
		fseek(file, (long)at, SEEK_SET);
		int byte = fgetc(file);
		fseek(file, (long)at, SEEK_SET);
		fputc(byte ^ 0x10, file);
		fclose(file);
		assert_int_equal(loads_for(w, 3), 1); /* and is written again, whole */
	}
	assert_int_equal(truncate(path, about.st_size - 1), 0);
	assert_int_equal(loads_for(w, 3), 1);
	assert_int_equal(truncate(path, 0), 0);
	assert_int_equal(loads_for(w, 3), 1);
	assert_int_equal(loads_for(w, 3), 0);
}

static void test_a_file_under_another_name_answers_nothing(void **state)
{
	world_of_scripts *w = *state;
	char path[2 * PATH];
	loads_for(w, 3);
	only_file(w, path);
	shell("mv %s %s/kept", path, w->folder);
	write_rule(w, 4);
	loads_for(w, 4);
	only_file(w, path);
	shell("mv %s/kept %s", w->folder, path);
	assert_int_equal(loads_for(w, 4), 1);
}

static void test_a_folder_that_cannot_be_written_only_costs_time(void **state)
{
	world_of_scripts *w = *state;
	snprintf(w->cache, PATH, "/proc/none");
	assert_int_equal(loads_for(w, 3), 1);
	assert_int_equal(loads_for(w, 3), 1);
	w->cache[0] = 0;
	assert_int_equal(loads_for(w, 3), 1);
}

static void test_a_failing_load_is_the_failure(void **state)
{
	world_of_scripts *w = *state;
	const qn_source source = { "rules.lua", qn_sha256_of("", 0) };
	const qn_script_options options = { .guest = w->guest, .library = w->library, .cache = w->cache };
	snprintf(w->text, sizeof w->text, "error('no rules here')");
	assert_int_equal(qn_script_recall(&source, 1, load, w, &w->catalogue, &options, &w->program, &w->err), QN_ESCRIPT);
	assert_non_null(strstr(w->err.text, "no rules here"));
	assert_int_equal(qn_script_recall(&source, 1, load, w, &w->catalogue, &options, &w->program, &w->err), QN_ESCRIPT);
	assert_int_equal(w->loads, 2); /* failures are not kept */
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
	const struct CMUnitTest tests[] = { TEST(test_scripts_are_asked_for_once), TEST(test_a_changed_script_is_run_anew),
		TEST(test_a_changed_catalogue_is_another_question), TEST(test_a_changed_library_or_build_is_another_question),
		TEST(test_damage_is_noticed), TEST(test_a_file_under_another_name_answers_nothing),
		TEST(test_a_folder_that_cannot_be_written_only_costs_time), TEST(test_a_failing_load_is_the_failure) };
	return cmocka_run_group_tests(tests, NULL, NULL);
}
