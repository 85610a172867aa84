/* SPDX-License-Identifier: Apache-2.0 */
#include "base/error.h"
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include "base/text.h"

int qn_fail(qn_error *err, qn_status status, const char *format, ...)
{
	va_list args;
	if (!err)
		return status;
	char text[sizeof err->text]; /* the words may quote err itself */
	va_start(args, format);
	vsnprintf(text, sizeof text, format, args);
	va_end(args);
	text[qn_utf8_valid(text, strlen(text))] = 0;
	memcpy(err->text, text, sizeof text);
	err->status = status;
	return status;
}

int qn_no_memory(qn_error *err)
{
	return qn_fail(err, QN_ENOMEM, "there is not enough memory");
}
