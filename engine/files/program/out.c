/* SPDX-License-Identifier: Apache-2.0 */
#include "out.h"
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "base/counted.h"
#include "base/text.h"
#include "base/whole.h"

enum { ROOM = 64 << 10 };

static struct { unsigned char bytes[ROOM]; size_t length; } waiting;

static void write_all(const void *bytes, size_t length)
{
	if (!qn_whole_write(STDOUT_FILENO, bytes, length))
		_exit(3);
}

static void flush(void)
{
	write_all(waiting.bytes, waiting.length);
	waiting.length = 0;
}

static void add(const void *bytes, size_t length)
{
	if (length > sizeof waiting.bytes - waiting.length)
		flush();
	if (length > sizeof waiting.bytes)
		write_all(bytes, length);
	else if (length)
		memcpy(waiting.bytes + waiting.length, bytes, length), waiting.length += length;
}

void out_frame(uint32_t kind, const void *bytes, size_t length)
{
	unsigned char head[QN_FRAME_HEAD];
	qn_frame_put(head, kind);
	qn_frame_put(head + 4, (uint32_t)length);
	add(head, sizeof head);
	add(bytes, length);
}

/* Cut on a character's border. */
static size_t put_words(char *to, size_t room, const char *format, va_list arguments)
{
	int length = vsnprintf(to, room, format, arguments);
	if (length < 0)
		length = 0;
	size_t kept = (size_t)length < room ? (size_t)length : qn_utf8_valid(to, room - 1);
	to[kept] = 0;
	return kept;
}

void out_note(const char *english, const char *chinese, ...)
{
	char words[1602];
	va_list arguments;
	va_start(arguments, chinese);
	size_t length = put_words(words, 800, english, arguments) + 1;
	va_end(arguments);
	va_start(arguments, chinese);
	length += put_words(words + length, 800, chinese, arguments);
	va_end(arguments);
	out_frame(QN_FRAME_NOTE, words, length);
}

int fail(fault *why, qn_status status, const char *english, const char *chinese, ...)
{
	va_list arguments;
	why->status = status;
	why->row = why->column = 0;
	va_start(arguments, chinese);
	put_words(why->english, sizeof why->english, english, arguments);
	va_end(arguments);
	va_start(arguments, chinese);
	put_words(why->chinese, sizeof why->chinese, chinese, arguments);
	va_end(arguments);
	return status;
}

int fail_at(fault *why, unsigned row, unsigned column, int status)
{
	why->row = row, why->column = column;
	return status;
}

int fail_memory(fault *why) { return fail(why, QN_ENOMEM, "out of memory", "内存不足"); }

void out_end(int rc, const fault *why)
{
	unsigned char words[12 + sizeof why->english + sizeof why->chinese];
	if (rc >= 0)
		out_frame(QN_FRAME_DONE, NULL, 0);
	else {
		size_t english = strlen(why->english) + 1, chinese = strlen(why->chinese);
		qn_frame_put(words, (uint32_t)why->status);
		qn_frame_put(words + 4, why->row);
		qn_frame_put(words + 8, why->column);
		memcpy(words + 12, why->english, english);
		memcpy(words + 12 + english, why->chinese, chinese);
		out_frame(QN_FRAME_FAILURE, words, 12 + english + chinese);
	}
	qn_write_counters(); /* before the answer: after it this process is ended */
	flush();
	_exit(0);
}
