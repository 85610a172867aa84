/* SPDX-License-Identifier: Apache-2.0 */
#include "base/error.h"
#include <errno.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include "base/text.h"

enum { LONGEST_LETTER = 4 };

/* What is quoted may hold any bytes, a file's name for one: such a byte is told as "?", and a letter cut by the end is left out. */
static void make_utf8(char *text, bool cut)
{
	size_t left = strlen(text), valid;
	for (; (valid = qn_utf8_valid(text, left)) < left; text += valid + 1, left -= valid + 1) {
		if (cut && left - valid < LONGEST_LETTER) {
			text[valid] = 0;
			return;
		}
		text[valid] = '?';
	}
}

/* The words may quote err itself, so they are made beside it. */
static void write_words(char *to, size_t size, const char *format, va_list args)
{
	int length = vsnprintf(to, size, format, args);
	make_utf8(to, length < 0 || (size_t)length >= size);
}

int qn_fail(qn_error *err, qn_status status, const char *format, ...)
{
	va_list args;
	if (!err)
		return status;
	char text[sizeof err->text];
	va_start(args, format);
	write_words(text, sizeof text, format, args);
	va_end(args);
	memcpy(err->text, text, sizeof text);
	err->chinese[0] = 0;
	err->status = status;
	return status;
}

int qn_fail_both(qn_error *err, qn_status status, const char *chinese, const char *format, ...)
{
	va_list args;
	if (!err)
		return status;
	qn_error now = { .status = status };
	va_start(args, format);
	write_words(now.text, sizeof now.text, format, args);
	va_end(args);
	va_start(args, format);
	write_words(now.chinese, sizeof now.chinese, chinese, args);
	va_end(args);
	*err = now;
	return status;
}

void qn_fail_chinese(qn_error *err, const char *format, ...)
{
	va_list args;
	if (!err)
		return;
	char text[sizeof err->chinese];
	va_start(args, format);
	write_words(text, sizeof text, format, args);
	va_end(args);
	memcpy(err->chinese, text, sizeof text);
}

qn_status qn_refused(int number) { return number == ENOMEM ? QN_ENOMEM : QN_EIO; }

const char *qn_refusal_chinese(int number)
{
	switch (number) {
	case ENOENT: return "没有这个文件或文件夹";
	case EACCES: return "没有权限";
	case EPERM: return "系统不允许";
	case EISDIR: return "这是文件夹";
	case ENOTDIR: return "路径中有一处不是文件夹";
	case EEXIST: return "已有此名";
	case ENOTEMPTY: return "文件夹不是空的";
	case ENAMETOOLONG: return "名称太长";
	case ELOOP: return "链接绕成了圈";
	case ENOSPC: return "盘上没有空间了";
	case EDQUOT: return "超过了磁盘配额";
	case EFBIG: return "文件太大";
	case EROFS: return "盘只读";
	case EIO: return "盘读写出错";
	case EBUSY: return "正被占用";
	case EMFILE:
	case ENFILE: return "打开的文件太多";
	case EAGAIN: return "系统暂时腾不出资源";
	case ENXIO:
	case ENODEV: return "没有这个设备";
	case ENOMEM: return "内存不足";
	case ENOEXEC: return "不是可以运行的程序";
	case EPIPE: return "接收的一方已关闭";
	case EINVAL: return "系统不接受";
	default: return strerror(number);
	}
}

int qn_fail_system(qn_error *err, const char *name, int number)
{
	int rc = qn_fail(err, number == ENOENT ? QN_ENOTFOUND : qn_refused(number), "%s: %s", name, strerror(number));
	qn_fail_chinese(err, "%s:%s", name, qn_refusal_chinese(number));
	return rc;
}

int qn_no_memory(qn_error *err)
{
	return qn_fail_both(err, QN_ENOMEM, "内存不足", "there is not enough memory");
}
