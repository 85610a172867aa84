/* SPDX-License-Identifier: Apache-2.0 */
#include "ingest/codes.h"
#include <string.h>

enum { LENGTH = 18 };
static const char alphabet[] = "0123456789ABCDEFGHJKLMNPQRTUWXY"; /* without I, O, S, V, Z */

static const qn_both as_power = { "是被电子表格改成科学计数的代码:请把这一列设为文本再填", "is a code that a spreadsheet turned into a power of ten: format the column as text and write it again" };
static const qn_both zeros_at_end = { "末尾的零可能是电子表格造成的(只保留 15 位数字):请把这一列设为文本再填",
	"ends in zeros, as a spreadsheet leaves it that keeps 15 digits: format the column as text and write it again" };
static const qn_both wrong_check = { "的校验码不对(GB 32100-2015):请核对", "has a wrong check character (GB 32100-2015): compare it with the licence" };

static int value_of(char letter)
{
	const char *at = letter ? strchr(alphabet, letter) : NULL;
	return at ? (int)(at - alphabet) : -1;
}

static bool looks_like_one(const char *text)
{
	if (strlen(text) != LENGTH)
		return false;
	for (; *text; text++)
		if (value_of(*text) < 0)
			return false;
	return true;
}

bool qn_code_is_credit(const char *text)
{
	int sum = 0, weight = 1; /* powers of 3, modulo 31 */
	if (!looks_like_one(text))
		return false;
	for (int i = 0; i < LENGTH - 1; i++, weight = weight * 3 % 31)
		sum += value_of(text[i]) * weight;
	return value_of(text[LENGTH - 1]) == (31 - sum % 31) % 31;
}

/* 9.1123456E+17 */
static bool is_power(const char *text)
{
	size_t whole = strspn(text, "0123456789."), digits;
	if (whole == 0 || (text[whole] != 'E' && text[whole] != 'e') || text[whole + 1] != '+')
		return false;
	digits = strspn(text + whole + 2, "0123456789");
	return digits > 0 && !text[whole + 2 + digits];
}

const qn_both *qn_key_spoiled(const char *text)
{
	static const qn_both error = { "是电子表格的错误值", "is a spreadsheet's error" };
	if (*text == '#' && (text[1] >= 'A' && text[1] <= 'Z') && strpbrk(text, "/!?"))
		return &error;
	return is_power(text) ? &as_power : NULL;
}

const qn_both *qn_code_spoiled(const char *text)
{
	if (is_power(text))
		return &as_power;
	if (!looks_like_one(text) || qn_code_is_credit(text))
		return NULL;
	return strspn(text, "0123456789") == LENGTH && !strcmp(text + LENGTH - 3, "000") ? &zeros_at_end : &wrong_check;
}
