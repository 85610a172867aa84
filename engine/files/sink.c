/* SPDX-License-Identifier: Apache-2.0 */
/* sink.c - tables to qunce-files, in frames of some size. */
#include "files/sink.h"
#include <stdlib.h>
#include <string.h>
#include "base/arena.h"
#include "files/spawn.h"

enum { ENOUGH = 256 << 10, PATIENCE = 600 }; /* bytes of a frame of rows · seconds: an index or a zip's end may take a while */

typedef struct {
	qn_sink sink;
	qn_files *files;
	qn_buffer out;
	const qn_out_column *column;
	uint32_t columns;
} to_program;

void qn_sink_free(qn_sink *sink)
{
	if (sink)
		sink->free(sink);
}

static void add_u32(qn_buffer *out, uint32_t number)
{
	unsigned char bytes[4];
	qn_frame_put(bytes, number);
	qn_buffer_add(out, bytes, sizeof bytes);
}

static void add_u64(qn_buffer *out, uint64_t number)
{
	add_u32(out, (uint32_t)number);
	add_u32(out, (uint32_t)(number >> 32));
}

static void add_text(qn_buffer *out, const char *text)
{
	size_t length = text ? strlen(text) + 1 : 0;
	add_u32(out, (uint32_t)length);
	if (text)
		qn_buffer_add(out, text, length);
}

static void add_number(qn_buffer *out, double number)
{
	uint64_t bits;
	memcpy(&bits, &number, sizeof bits);
	add_u64(out, bits);
}

static void open_frame(to_program *to, uint32_t kind)
{
	to->out.length = 0;
	add_u32(&to->out, kind);
	add_u32(&to->out, 0);
}

static int send_frame(to_program *to, qn_error *err)
{
	if (to->out.failed || to->out.length > QN_FRAME_MOST)
		return qn_no_memory(err);
	qn_frame_put((unsigned char *)to->out.data + 4, (uint32_t)(to->out.length - QN_FRAME_HEAD));
	return qn_files_send(to->files, to->out.data, to->out.length, err);
}

static int send_rows(to_program *to, qn_error *err)
{
	int rc = to->columns && to->out.length > QN_FRAME_HEAD ? send_frame(to, err) : QN_OK;
	open_frame(to, QN_OUT_ROWS);
	return rc;
}

static int begin(qn_sink *sink, const qn_out_about *about, qn_error *err)
{
	to_program *to = (to_program *)sink;
	open_frame(to, QN_OUT_ABOUT);
	add_text(&to->out, about->title);
	add_text(&to->out, about->source);
	add_text(&to->out, about->vintage);
	add_text(&to->out, about->mark);
	add_text(&to->out, about->maker);
	add_u32(&to->out, about->chinese);
	return send_frame(to, err);
}

static int table(qn_sink *sink, const qn_out_table *shape, qn_error *err)
{
	to_program *to = (to_program *)sink;
	int rc = send_rows(to, err);
	open_frame(to, QN_OUT_TABLE);
	add_text(&to->out, shape->name);
	add_text(&to->out, shape->title);
	add_u64(&to->out, shape->rows);
	add_u32(&to->out, shape->columns);
	for (uint32_t c = 0; c < shape->columns; c++) {
		const qn_out_column *column = &shape->column[c];
		add_text(&to->out, column->name);
		add_text(&to->out, column->label);
		add_text(&to->out, column->unit);
		add_u32(&to->out, column->type);
		add_u32(&to->out, column->width);
	}
	to->column = shape->column;
	to->columns = shape->columns;
	if (rc == QN_OK)
		rc = send_frame(to, err);
	open_frame(to, QN_OUT_ROWS);
	return rc;
}

static int row(qn_sink *sink, const qn_out_cell *cell, qn_error *err)
{
	to_program *to = (to_program *)sink;
	for (uint32_t c = 0; c < to->columns; c++)
		if (to->column[c].type == QN_OUT_TEXT)
			add_text(&to->out, cell[c].text);
		else
			add_number(&to->out, cell[c].number);
	return to->out.length < ENOUGH ? QN_OK : send_rows(to, err);
}

static int end(qn_sink *sink, qn_error *err)
{
	to_program *to = (to_program *)sink;
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

static void drop(qn_sink *sink)
{
	to_program *to = (to_program *)sink;
	qn_files_free(to->files);
	qn_buffer_free(&to->out);
	free(to);
}

int qn_sink_program(const char *format, const qn_outfile *file, const char *about, const char *program, qn_sink **out, qn_error *err)
{
	qn_files_task task = { .verb = "write", .format = format, .argument = qn_outfile_path(file), .file = -1, .about = about,
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
	to->sink = (qn_sink){ begin, table, row, end, drop };
	*out = &to->sink;
	return rc;
}
