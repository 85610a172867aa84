/* SPDX-License-Identifier: Apache-2.0 */
/* export.c - observations on their way out: which format, which shape, which file. */
#include "cli/store/export.h"
#include <string.h>
#include "base/text.h"
#include "cli/places.h"
#include "cli/session.h"
#include "cli/show.h"
#include "files/measure.h"
#include "files/package.h"
#include "files/texts.h"

/* Written by qunce-files, into a file; measured ones want to know widths and rows beforehand; the last hold several tables. */
enum { BY_PROGRAM = 1, MEASURED = 2, SEVERAL = 4, TEXT = 8 };
static const struct format { const char *name, *endings; int traits; } formats[] = { { "csv", ".csv", TEXT }, { "tsv", ".tsv", TEXT }, { "json", ".json", 0 },
	{ "ndjson", ".ndjson .jsonl", 0 }, { "sdmx", "", TEXT },
	{ "sqlite", ".sqlite .sqlite3 .db", BY_PROGRAM | SEVERAL }, { "xlsx", ".xlsx", BY_PROGRAM | MEASURED | SEVERAL }, { "parquet", ".parquet", BY_PROGRAM },
	{ "dta", ".dta", BY_PROGRAM | MEASURED }, { "sav", ".sav", BY_PROGRAM | MEASURED } };
enum { FORMATS = sizeof formats / sizeof *formats };

static const char *format_name(const void *context, size_t i)
{
	(void)context;
	return formats[i].name;
}

static bool has_ending(const char *path, const char *endings)
{
	char ending[16];
	for (; *endings; endings += strspn(endings, " ")) {
		size_t length = strcspn(endings, " ");
		memcpy(ending, endings, length);
		ending[length] = 0;
		if (is_called(path, ending))
			return true;
		endings += length;
	}
	return false;
}

static int choose_format(const cli_options *options, const struct format **out, qn_error *err)
{
	*out = &formats[0];
	for (size_t i = 0; i < FORMATS; i++)
		if (options->format ? !strcmp(options->format, formats[i].name) : options->output && has_ending(options->output, formats[i].endings)) {
			*out = &formats[i];
			return QN_OK;
		}
	if (!options->format)
		return QN_OK;
	if (!strncmp(options->format, "sdmx", 4))
		return qn_fail_both(err, QN_EUSAGE, "--format %s:是不是 sdmx", "--format %s: did you mean sdmx", options->format);
	long near = qn_text_nearest(options->format, format_name, NULL, FORMATS);
	return near < 0 ? qn_fail_both(err, QN_EUSAGE, "--format %s:请写 csv、tsv、json、ndjson、sdmx、sqlite、xlsx、parquet、dta 或 sav",
			"--format %s: csv, tsv, json, ndjson, sdmx, sqlite, xlsx, parquet, dta or sav is wanted", options->format)
		: qn_fail_both(err, QN_EUSAGE, "--format %s:是不是 %s", "--format %s: did you mean %s", options->format, formats[near].name);
}

static int check_options(const cli_options *options, const struct format *format, qn_error *err)
{
	if (options->shape_long && options->wide)
		return qn_fail_both(err, QN_EUSAGE, "--long 和 --wide:请只写一个", "--long and --wide: one of them is wanted");
	if (options->wide && !strcmp(format->name, "sdmx"))
		return qn_fail_both(err, QN_EUSAGE, "--wide:SDMX-CSV 每个数值一行:请去掉它,或换一种格式", "--wide: SDMX-CSV has a row for each value: leave it out, or choose another format");
	if (options->reader && strcmp(options->reader, "excel"))
		return qn_fail_both(err, QN_EUSAGE, "--for %s:请写 excel", "--for %s: excel is wanted", options->reader);
	if (options->reader && !(format->traits & TEXT))
		return qn_fail_both(err, QN_EUSAGE, "--for excel 只用于 CSV 和 TSV:导出 %s 时请去掉", "--for excel is about CSV and TSV: leave it out for %s", format->name);
	if ((format->traits & BY_PROGRAM) && (!options->output || !strcmp(options->output, "-")))
		return qn_fail_both(err, QN_EUSAGE, "--format %s 是文件而不是文本:用 -o 文件 写明文件名", "--format %s is a file, not text: name it with -o FILE", format->name);
	return QN_OK;
}

static int open_outlet(const cli_options *options, const struct format *format, qn_outfile *file, qn_outlet **out, qn_error *err)
{
	qn_separated how = { .separator = strcmp(format->name, "tsv") ? ',' : '\t', .excel = options->reader != NULL };
	if (format->traits & BY_PROGRAM) {
		if (qn_outfile_path(file))
			return qn_outlet_program(format->name, file, options->output, NULL, out, err);
		return qn_fail_both(err, QN_EUSAGE, "%s:不是普通文件,而 --format %s 要写到普通文件", "%s: is no plain file, and --format %s wants one", options->output, format->name);
	}
	if (!strcmp(format->name, "json") || !strcmp(format->name, "ndjson"))
		return qn_outlet_json(!strcmp(format->name, "ndjson"), file, out, err);
	return qn_outlet_separated(how, file, out, err);
}

static int write_rows(const export_view *view, const struct format *format, qn_outlet *outlet, qn_error *err)
{
	if (!strcmp(format->name, "sdmx"))
		return export_sdmx(view, outlet, err);
	int rc = view->se->options->wide ? export_wide(view, outlet, err) : export_long(view, outlet, err);
	return rc == QN_OK && (format->traits & SEVERAL) ? export_registers(view, outlet, err) : rc;
}

static qn_out_about about_store(const export_view *view, char vintage[static 16])
{
	cli_session *se = view->se;
	vintage[0] = 0;
	if (view->vintage != QN_NO_DATE)
		qn_date_text(view->vintage, vintage);
	return (qn_out_about){ .title = title_of(se, se->catalogue->title), .source = se->catalogue->pack, .vintage = vintage,
		.mark = se->mixed ? "synthetic and real 合成与真实" : se->synthetic ? "synthetic 合成" : "",
		.maker = "qunce " QUNCE_VERSION, .chinese = se->options->language == CHINESE };
}

/* SDMX-CSV in a file has a description beside it; what is there already may be another's. */
typedef struct { qn_outfile *data, *package; } out_files;

static const char *name_of(const char *path)
{
	const char *slash = strrchr(path, '/');
	return slash ? slash + 1 : path;
}

static int open_files(const cli_options *options, const struct format *format, out_files *out, qn_error *err)
{
	qn_buffer path = { 0 };
	int rc = qn_outfile_open(options->output, options->force, &out->data, err);
	if (rc < 0 || strcmp(format->name, "sdmx") || !qn_outfile_path(out->data))
		return rc;
	qn_buffer_printf(&path, "%.*sdatapackage.json", (int)(name_of(options->output) - options->output), options->output);
	rc = path.failed ? qn_no_memory(err) : qn_outfile_open(path.data, options->force, &out->package, err);
	qn_buffer_free(&path);
	return rc;
}

static int measure(const export_view *view, const struct format *format, qn_measures *measures, qn_error *err)
{
	qn_outlet *outlet;
	int rc = qn_outlet_measure(measures, &outlet, err);
	if (rc == QN_OK)
		rc = write_rows(view, format, outlet, err);
	qn_outlet_free(outlet);
	return rc;
}

static int write_file(const export_view *view, const struct format *format, const out_files *files, qn_error *err)
{
	char vintage[16];
	qn_outlet *outlet = NULL;
	qn_measures measures = { 0 };
	qn_out_about about = about_store(view, vintage);
	int rc = format->traits & MEASURED ? measure(view, format, &measures, err) : QN_OK;
	if (rc == QN_OK)
		rc = open_outlet(view->se->options, format, files->data, &outlet, err);
	if (rc == QN_OK && files->package)
		rc = qn_outlet_packaged(name_of(view->se->options->output), files->package, outlet, &outlet, err);
	if (rc == QN_OK && (format->traits & MEASURED))
		rc = qn_outlet_measured(&measures, outlet, &outlet, err);
	if (rc == QN_OK)
		rc = outlet->begin(outlet, &about, err);
	if (rc == QN_OK)
		rc = write_rows(view, format, outlet, err);
	if (rc == QN_OK)
		rc = outlet->end(outlet, err);
	qn_outlet_free(outlet);
	qn_measures_free(&measures);
	return rc;
}

static int export_to(cli_session *session, const struct format *format, const out_files *files, qn_error *err)
{
	export_view view;
	int rc = session_open(session, session->options, err);
	if (rc == QN_OK)
		rc = export_open(&view, session, err);
	if (rc == QN_OK)
		rc = write_file(&view, format, files, err);
	if (rc == QN_OK && session->arena.failed)
		rc = qn_no_memory(err);
	if (rc == QN_OK && files->package)
		rc = qn_outfile_keep(files->package, err);
	return rc == QN_OK ? qn_outfile_keep(files->data, err) : rc;
}

int run_export(const cli_options *options, qn_error *err)
{
	cli_session session = { .options = options };
	const struct format *format;
	out_files files = { 0 };
	int rc = choose_format(options, &format, err);
	if (rc == QN_OK)
		rc = check_options(options, format, err);
	if (rc == QN_OK)
		rc = open_files(options, format, &files, err);
	if (rc == QN_OK) {
		rc = export_to(&session, format, &files, err);
		session_close(&session);
	}
	qn_outfile_free(files.package);
	qn_outfile_free(files.data);
	return rc < 0 ? rc : EXIT_DONE;
}
