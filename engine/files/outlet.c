/* SPDX-License-Identifier: Apache-2.0 */
/* outlet.c - tables to qunce-files, in frames of some size. */
#include "files/outlet.h"
#include <stdlib.h>
#include <string.h>
#include "files/put.h"
#include "files/spawn.h"

enum { ENOUGH = 256 << 10, PATIENCE = 600 }; /* bytes of a frame of rows · seconds: an index or a zip's end may take a while */

typedef struct {
	qn_outlet outlet;
	qn_files *files;
	qn_buffer out;
	const char *table; /* its name; NULL before the first */
	const qn_out_column *column;
	uint32_t columns;
} to_program;

void qn_outlet_free(qn_outlet *outlet)
{
	if (outlet)
		outlet->free(outlet);
}

static void open_frame(to_program *to, uint32_t kind)
{
	to->out.length = 0;
	qn_put_u32(&to->out, kind);
	qn_put_u32(&to->out, 0);
}

static int send_frame(to_program *to, qn_error *err)
{
	if (to->out.failed)
		return qn_no_memory(err);
	if (to->out.length > QN_FRAME_MOST)
		return qn_fail_both(err, QN_ELIMIT, "表 %s 的一行或表头超过 %d MiB:请缩短其中的文本",
			"the table %s: a row or its head has more than %d MiB: shorten the texts", to->table ? to->table : "about", QN_FRAME_MOST >> 20);
	qn_frame_put((unsigned char *)to->out.data + 4, (uint32_t)(to->out.length - QN_FRAME_HEAD));
	return qn_files_send(to->files, to->out.data, to->out.length, err);
}

static int send_rows(to_program *to, qn_error *err)
{
	int rc = to->columns && to->out.length > QN_FRAME_HEAD ? send_frame(to, err) : QN_OK;
	open_frame(to, QN_OUT_ROWS);
	return rc;
}

static int begin(qn_outlet *outlet, const qn_out_about *about, qn_error *err)
{
	to_program *to = (to_program *)outlet;
	open_frame(to, QN_OUT_ABOUT);
	qn_put_text(&to->out, about->title);
	qn_put_text(&to->out, about->source);
	qn_put_text(&to->out, about->vintage);
	qn_put_text(&to->out, about->mark);
	qn_put_text(&to->out, about->maker);
	qn_put_u32(&to->out, about->chinese);
	return send_frame(to, err);
}

static int table(qn_outlet *outlet, const qn_out_table *shape, qn_error *err)
{
	to_program *to = (to_program *)outlet;
	int rc = send_rows(to, err);
	to->table = shape->name;
	open_frame(to, QN_OUT_TABLE);
	qn_put_text(&to->out, shape->name);
	qn_put_text(&to->out, shape->title);
	qn_put_u64(&to->out, shape->rows);
	qn_put_u32(&to->out, shape->columns);
	for (uint32_t c = 0; c < shape->columns; c++) {
		const qn_out_column *column = &shape->column[c];
		qn_put_text(&to->out, column->name);
		qn_put_text(&to->out, column->label);
		qn_put_text(&to->out, column->unit);
		qn_put_u32(&to->out, column->type);
		qn_put_u32(&to->out, column->width);
	}
	to->column = shape->column;
	to->columns = shape->columns;
	if (rc == QN_OK)
		rc = send_frame(to, err);
	open_frame(to, QN_OUT_ROWS);
	return rc;
}

static int row(qn_outlet *outlet, const qn_out_cell *cell, qn_error *err)
{
	to_program *to = (to_program *)outlet;
	for (uint32_t c = 0; c < to->columns; c++)
		if (to->column[c].type == QN_OUT_TEXT)
			qn_put_text(&to->out, cell[c].text);
		else
			qn_put_number(&to->out, cell[c].number);
	return to->out.length < ENOUGH ? QN_OK : send_rows(to, err);
}

static int end(qn_outlet *outlet, qn_error *err)
{
	to_program *to = (to_program *)outlet;
	qn_frame frame;
	int rc = send_rows(to, err);
	open_frame(to, QN_OUT_END);
	if (rc == QN_OK)
		rc = send_frame(to, err);
	qn_files_sent(to->files);
	while (rc == QN_OK && (rc = qn_files_next(to->files, &frame, err)) > 0)
		rc = QN_OK;
	return rc;
}

static void drop(qn_outlet *outlet)
{
	to_program *to = (to_program *)outlet;
	qn_files_free(to->files);
	qn_buffer_free(&to->out);
	free(to);
}

int qn_outlet_program(const char *format, const qn_outfile *file, const char *about, const char *program, qn_outlet **out, qn_error *err)
{
	qn_files_task task = { .verb = "write", .format = format, .argument = qn_outfile_path(file), .file = qn_outfile_held(file), .about = about,
		.seconds = PATIENCE, .program = program };
	to_program *to = calloc(1, sizeof *to);
	*out = NULL;
	if (!to)
		return qn_no_memory(err);
	int rc = qn_files_start(&task, &to->files, err);
	if (rc < 0) {
		free(to);
		return rc;
	}
	to->outlet = (qn_outlet){ begin, table, row, end, drop };
	*out = &to->outlet;
	return rc;
}
