/* SPDX-License-Identifier: Apache-2.0 */
#include "ingest/encoding.h"
#include <string.h>

static const struct { const char *name, *iconv, *mark; } facts[] = {
	[QN_UTF8] = { "UTF-8", NULL, "" },
	[QN_UTF8_MARKED] = { "UTF-8 with BOM", NULL, "\xEF\xBB\xBF" },
	[QN_UTF16_LE] = { "UTF-16LE", "UTF-16LE", "\xFF\xFE" },
	[QN_UTF16_BE] = { "UTF-16BE", "UTF-16BE", "\xFE\xFF" },
	[QN_GB18030] = { "GB18030", "GB18030", "" },
};

size_t qn_encoding_mark(qn_encoding encoding) { return strlen(facts[encoding].mark); }
const char *qn_encoding_name(qn_encoding encoding) { return facts[encoding].name; }
const char *qn_encoding_iconv(qn_encoding encoding) { return facts[encoding].iconv; }

qn_encoding qn_encoding_marked(const char *bytes, size_t length)
{
	for (qn_encoding e = QN_UTF8_MARKED; e <= QN_UTF16_BE; e++)
		if (length >= qn_encoding_mark(e) && !memcmp(bytes, facts[e].mark, qn_encoding_mark(e)))
			return e;
	return QN_UTF8;
}

size_t qn_encoding_chinese(const char *bytes, size_t length)
{
	size_t found = 0;
	for (size_t i = 0; i < length; i++)
		found += (unsigned char)bytes[i] >= 0xE4 && (unsigned char)bytes[i] <= 0xE9;
	return found;
}

int qn_encoding_broken(qn_encoding encoding, const char *name, unsigned line, qn_error *err)
{
	if (encoding == QN_GB18030)
		return qn_fail_both(err, QN_EINPUT, "%s:%u:既不是 UTF-8 也不是 GB18030:请另存为“CSV UTF-8”",
			"%s:%u: neither UTF-8 nor GB18030: save the file as CSV UTF-8", name, line);
	if (encoding == QN_UTF8)
		return qn_fail_both(err, QN_EINPUT, "%s:%u:到这一行之前是 UTF-8,这一行不是(拼接了两种编码,或文件不完整?):请另存为“CSV UTF-8”",
			"%s:%u: the file is UTF-8 up to this line, which is not (two encodings put together, or cut off?): save it as CSV UTF-8", name, line);
	const char *claimed = encoding == QN_UTF8_MARKED ? "UTF-8" : "UTF-16";
	return qn_fail_both(err, QN_EINPUT, "%s:%u:文件自称是 %s,其实不是:请另存为“CSV UTF-8”",
		"%s:%u: the file says it is %s and is not: save it as CSV UTF-8", name, line, claimed);
}

int qn_encoding_unknown(qn_encoding encoding, const char *name, qn_error *err)
{
	return qn_fail_both(err, QN_EIO, "%s:本系统不能转换 %s:请另存为 UTF-8", "%s: this system cannot convert %s: save the file as UTF-8",
		name, qn_encoding_name(encoding));
}

static void take(qn_lines *lines, int letter)
{
	lines->ends += letter == '\n' || (lines->open && letter != '\n');
	lines->open = letter == '\r';
}

/* Of a character of two bytes only the ends of lines matter, and those have a zero as their high one. */
static void take_half(qn_lines *lines, int byte)
{
	lines->odd = !lines->odd;
	if (lines->odd) {
		lines->kept = byte;
		return;
	}
	int low = lines->encoding == QN_UTF16_LE ? lines->kept : byte, high = lines->encoding == QN_UTF16_LE ? byte : lines->kept;
	take(lines, high ? ' ' : low);
}

void qn_lines_add(qn_lines *lines, const char *bytes, size_t length)
{
	for (size_t i = 0; i < length; i++)
		if (lines->encoding == QN_UTF16_LE || lines->encoding == QN_UTF16_BE)
			take_half(lines, (unsigned char)bytes[i]);
		else
			take(lines, bytes[i]);
}

unsigned qn_lines_now(const qn_lines *lines) { return 1 + lines->ends + (unsigned)(lines->open != 0); }
