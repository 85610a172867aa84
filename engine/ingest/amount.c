/* SPDX-License-Identifier: Apache-2.0 */
/* amount.c - from the outside in: marks of nothing, operators at both ends, sign and digits, the unit behind them. */
#include "ingest/amount.h"
#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include "base/real.h"
#include "base/text.h"
#include "ingest/fold.h"
#include "ingest/operators.h"

enum { LONGEST = 200, FAR = 9999 }; /* bytes of a number · an exponent that is out of reach either way */

static const qn_both no_number = { "不是数字", "is no number" };
static const qn_both too_long = { "太长,不是数字", "is too long for a number" };
static const qn_both two_numbers = { "像是两个数字(中间有换行或几个空格)", "looks like two numbers, parted by a line end or several blanks" };
static const qn_both spreadsheet_error = { "是电子表格的错误值", "is a spreadsheet's error" };
static const qn_both in_brackets = { "带括号(负数要写减号)", "is in brackets (a minus sign says that it is below zero)" };
static const qn_both ambiguous_groups = { "的分隔不是三位一组(1,23 可能是 1.23,也可能是 123)",
	"is not parted into threes (1,23 may be 1.23 or 123)" };
static const qn_both comma_after_point = { "小数点后面有逗号(哪个是小数点?)", "has a comma behind its point (which is the decimal one?)" };
static const qn_both mixed_separators = { "用了两种分隔符", "is parted by two kinds of separators" };
static const qn_both two_points = { "有两个小数点", "has two points" };
static const qn_both two_operators = { "有两种说法(如“超”和“以下”)", "says two things of its number" };
static const qn_both a_range = { "是一个区间", "is a range" };
static const qn_both too_large = { "超出可记录的范围", "is beyond what a number can hold" };
static const qn_both too_small = { "太接近零,无法记录", "is too close to zero to be held" };
static const qn_both too_precise = { "的位数太多,无法原样保存", "has more digits than can be kept" };
static const qn_both unknown_unit = { "后面的单位不认识", "has a unit that is not known" };
static const qn_both shown_otherwise = { "是单元格显示的和实际保存的,两者不同(请改用普通的数字格式)", "is what its cell shows and what it holds, which differ (choose a plain number format)" };
static const qn_both other_dimension = { "的单位与该指标的单位不是同一类", "has a unit of another kind than the indicator's" };
static const qn_both percent_and_scale = { "既有百分号又有万、亿", "has a percent sign and 万 or 亿 too" };
static const qn_both two_scales = { "只有倍数没有单位,而表里的单位已带更大的倍数:列为亿元时,1万 可能是 1万元,也可能是 1万亿元",
	"has a scale without a unit, below one that the table tells: 1万 under 亿元 may be 1万元 or 1万亿元" };
static const qn_both nothing_or_no = { "可能是“否”,也可能是“不详”", "may be no or not known" };
static const qn_both no_flag = { "不是“是”或“否”(1 或 0)", "is neither 是 nor 否 (1 or 0)" };

static bool says_nothing(const char *text)
{
	static const char *const marks[] = { "", "-", "--", "—", "——", "–", "/", "无", "暂无", "不详", "未知", "NA", "N/A", "nan", "null", "..", "...", "…", "……", "保密", "待填", "未统计", "none", NULL };
	return qn_fold_is_one_of(text, marks);
}

bool qn_amount_is_nothing(const char *text)
{
	char folded[LONGEST];
	return qn_fold(text, folded, sizeof folded) && says_nothing(folded);
}

static bool is_no_or_nothing(const char *text) { return !strcmp(text, "无") || !strcasecmp(text, "none"); }

static const qn_both *read_flag(const char *text, qn_amount *out)
{
	static const char *const yes[] = { "是", "有", "已完成", "yes", "true", "y", "√", "✓", NULL }, *const no[] = { "否", "未完成", "no", "false", "n", "×", NULL };
	if (is_no_or_nothing(text))
		return &nothing_or_no;
	if (!qn_fold_is_one_of(text, yes) && !qn_fold_is_one_of(text, no))
		return &no_flag;
	*out = (qn_amount){ .value = qn_fold_is_one_of(text, yes) };
	return NULL;
}

/* Operators at either end. */

static const char *const fronts[] = { ">=", "<=", "≥", "≤", "≧", "≦", ">", "<", "~", "≈", "=", "大约", "约为", "约", "接近", "将近", "近", "超过", "超", "逾", "突破", "大于", "多于", "高于",
	"不足", "不到", "小于", "少于", "低于", "至少", "不少于", "不低于", "至多", "不超过", "不高于", "about ", "over ", "above ", "more than ", "under ", "below ", "less than ", "nearly ",
	"at least ", "at most ", NULL };
static const char *const backs[] = { "左右", "上下", "以上", "以下", NULL }, *const middles[] = { "余", "多", "+", NULL };

/* Notes what a word says of the number; false if another has said something else. */
static bool note(qn_claim_op *op, const char *word, size_t length)
{
	char copy[32];
	qn_claim_op said;
	snprintf(copy, sizeof copy, "%.*s", (int)length, word);
	if (!strcmp(copy, "+"))
		said = QN_ABOVE;
	else if (!qn_claim_op_read(copy, &said))
		return false;
	if (*op != QN_EXACTLY && *op != said)
		return false;
	*op = said;
	return true;
}

static const char *front_of(const char *text, const char *const *words)
{
	for (; *words; words++)
		if (!strncasecmp(text, *words, strlen(*words)))
			return *words;
	return NULL;
}

/* >>5 and =>5 are slips of one sign or another. */
static const qn_both *take_front(char **at, qn_claim_op *op)
{
	const char *word;
	bool signs = false;
	while ((word = front_of(*at, fronts))) {
		bool sign = strchr("<>=~\xE2", *word);
		if ((sign && signs) || !note(op, word, strlen(word)))
			return &two_operators;
		signs = signs || sign;
		*at += strlen(word);
		*at += strspn(*at, " ");
	}
	return NULL;
}

static const qn_both *take_back(char *text, qn_claim_op *op)
{
	for (const char *const *word = backs; *word; word++)
		if (qn_text_ends(text, *word)) {
			if (!note(op, *word, strlen(*word)))
				return &two_operators;
			text[strlen(text) - strlen(*word)] = 0;
		}
	for (size_t n = strlen(text); n && text[n - 1] == ' '; n--)
		text[n - 1] = 0;
	return NULL;
}

/* Digits. */

/* 1 234 and 1'234: what parts digits only where it stands between two. */
static bool parts_digits(const char *text, size_t n)
{
	return (text[n] == ' ' || text[n] == '\'') && n && qn_fold_is_digit(text[n - 1]) && qn_fold_is_digit(text[n + 1]);
}

/* How long what looks like digits, separators and a point is, without blanks behind it. */
static size_t run_of_digits(const char *text)
{
	size_t n = 0;
	while (qn_fold_is_digit(text[n]) || text[n] == '.' || (text[n] == ',' && n) || parts_digits(text, n))
		n++;
	if ((text[n] == 'e' || text[n] == 'E') && n) {
		size_t m = n + 1 + (text[n + 1] == '+' || text[n + 1] == '-');
		if (qn_fold_is_digit(text[m]))
			for (n = m; qn_fold_is_digit(text[n]);)
				n++;
	}
	return n;
}

static const char separators[] = ", '";

static const qn_both *check_groups(const char *text, size_t whole, char separator)
{
	size_t digits = 0, groups = 0;
	for (size_t i = 0; i < whole; i++) {
		if (qn_fold_is_digit(text[i])) {
			digits++;
			continue;
		}
		if (text[i] != separator)
			return &mixed_separators;
		if (digits == 0 || digits > 3 || (groups && digits != 3) || (!groups && text[0] == '0'))
			return &ambiguous_groups;
		groups++, digits = 0;
	}
	return groups && digits != 3 ? &ambiguous_groups : NULL;
}

/* Writes the digits without separators. */
static const qn_both *ungroup(const char *text, size_t length, char *out)
{
	size_t whole = strcspn(text, ".eE");
	whole = whole < length ? whole : length;
	size_t first = strcspn(text, separators);
	const qn_both *why = first < whole ? check_groups(text, whole, text[first]) : NULL;
	if (memchr(text + whole, ',', length - whole))
		return &comma_after_point;
	if (memchr(text + whole, ' ', length - whole) || memchr(text + whole, '\'', length - whole))
		return &no_number;
	if (whole < length && text[whole] == '.' && memchr(text + whole + 1, '.', length - whole - 1))
		return &two_points;
	for (size_t i = 0; i < length && !why; i++)
		if (!strchr(separators, text[i]))
			*out++ = text[i];
	*out = 0;
	return why;
}

/* Units. */

static const struct { const char *word; int power; } scales[] = { { "万亿", 12 }, { "千亿", 11 }, { "百亿", 10 }, { "十亿", 9 }, { "亿", 8 }, { "千万", 7 }, { "百万", 6 }, { "十万", 5 },
	{ "万", 4 }, { "千", 3 }, { "百", 2 } };

/* The power of ten a word begins with, and what is left of it. */
static int scale_of(const char *word, const char **rest)
{
	for (size_t i = 0; i < sizeof scales / sizeof *scales && *word & 0x80; i++)
		if (!strncmp(word, scales[i].word, strlen(scales[i].word))) {
			*rest = word + strlen(scales[i].word);
			return scales[i].power;
		}
	*rest = word;
	return 0;
}

/* How long the letter is that a name begins with as a word does; 0: another. */
static size_t same_letter(const char *name, const char *word)
{
	if (!(*name & 0x80))
		return *name == *word || !strncasecmp(name, word, 1);
	return qn_fold_is_simplified(word, name);
}

/* Blanks do not count: words from beside a table come without theirs, thousandcars; and a pack may be written in traditional characters. */
static bool is_name(const char *name, const char *word)
{
	size_t length;
	for (;; name += length, word += length) {
		while (*name == ' ')
			name++;
		while (*word == ' ')
			word++;
		if (!*name || !*word || !(length = same_letter(name, word)))
			return !*name && !*word;
	}
}

static const qn_unit *named(const char *word, const qn_units *units)
{
	for (uint32_t i = 0; *word && i < units->units; i++)
		if (is_name(units->unit[i].id, word) || (units->unit[i].symbol && *units->unit[i].symbol && is_name(units->unit[i].symbol, word)))
			return &units->unit[i];
	return NULL;
}

/* Does the word count what the unit does? Things of any kind where the unit has no word of its own, persons by theirs. */
static bool counts(const char *word, const qn_unit *unit)
{
	bool any = !unit->symbol || !*unit->symbol;
	return unit->kind == QN_UNIT_COUNT && (any ? qn_unit_is_counter(word) : !strcmp(unit->symbol, "人") && !strcmp(word, "名"));
}

/* So many zeros make the quotient of two positive numbers; false if it is no power of ten. */
static bool zeros_of(double above, double below, int *zeros)
{
	for (*zeros = 0; above < below && *zeros > -30; --*zeros)
		above *= 10;
	for (; below < above && *zeros < 30; ++*zeros)
		below *= 10;
	return above == below;
}

/* The number in the text, so many zeros more: as decimals, so that nothing is rounded twice. */
static const qn_both *read_decimal(const char *digits, int zeros, double *out)
{
	char text[LONGEST + 32];
	size_t mantissa = strcspn(digits, "eE");
	long exponent = digits[mantissa] ? strtol(digits + mantissa + 1, NULL, 10) : 0;
	if (!qn_number_read(digits, mantissa, out))
		return &no_number;
	if (strcspn(digits, "123456789") >= mantissa) {
		*out = 0; /* none of them below zero */
		return NULL;
	}
	exponent = exponent > FAR ? FAR : exponent < -FAR ? -FAR : exponent;
	snprintf(text, sizeof text, "%.*se%ld", (int)mantissa, digits, exponent + zeros);
	if (!qn_number_read(text, strlen(text), out))
		return &too_large;
	return fabs(*out) < DBL_MIN ? &too_small : NULL;
}

/* The digits of a number before its point, without the sign and the zeros at both ends. */
static const char *significant(const char *digits, size_t *length)
{
	digits += strspn(digits, "+-");
	digits += strspn(digits, "0");
	for (*length = strcspn(digits, "."); *length && digits[*length - 1] == '0'; --*length)
		;
	return digits;
}

/* A whole number that no double holds would come back as another. Zeros are not counted: 1000000000000万元 is held as 1e16 元. */
static bool loses_units(const char *digits, double value)
{
	char whole[LONGEST + 32];
	size_t given, kept;
	const char *point = strchr(digits, '.');
	if (fabs(value) < 9007199254740992.0 || strpbrk(digits, "eE"))
		return false;
	if (point && point[1 + strspn(point + 1, "0")])
		return true;
	snprintf(whole, sizeof whole, "%.0f", value);
	const char *from = significant(digits, &given), *to = significant(whole, &kept);
	return given != kept || memcmp(from, to, given) != 0;
}

static bool same_kind(const qn_unit *a, const qn_unit *b) { return a->kind == b->kind && a->dimension == b->dimension; }

static const qn_both *convert(const char *digits, const qn_unit *from, const qn_unit *to, double *out)
{
	int zeros;
	bool tens = zeros_of(from->multiply * to->divide, from->divide * to->multiply, &zeros);
	const qn_both *why = read_decimal(digits, tens ? zeros : 0, out);
	if (!why && loses_units(digits, *out))
		why = &too_precise;
	if (why || tens || *out == 0)
		return why;
	*out = qn_unit_from_reference(to, qn_unit_to_reference(from, *out));
	return !isfinite(*out) ? &too_large : fabs(*out) < DBL_MIN ? &too_small : NULL;
}

/* 人民币万元: 元 is of that money anyway. */
static const char *bare_money(const char *word) { return word + (strncmp(word, "人民币", strlen("人民币")) ? 0 : strlen("人民币")); }

/* Is a word without its scale what the unit is without its own? 元人民币 is 元 too. */
static bool is_stem(const char *word, const char *own)
{
	size_t length = strlen(own);
	return !strncmp(word, own, length) && (!word[length] || (!strcmp(own, "元") && !strcmp(word + length, "人民币")));
}

/* 万人民币, 百万RMB: behind its scale, the money for its 元. */
static bool is_the_money(const char *stem, const char *own)
{
	static const char *const names[] = { "人民币元", "人民币", "RMB", "CNY", NULL };
	size_t length = strcmp(own, "元") ? 0 : qn_fold_begins(stem, names);
	return length && !stem[length];
}

/* 仟元, 万圆: as a cheque has them. */
static const char *in_plain_signs(const char *word)
{
	static const struct { const char *other, *plain; } names[] = { { "仟元", "千元" }, { "圆", "元" }, { "仟圆", "千元" }, { "千圆", "千元" }, { "万圆", "万元" }, { "亿圆", "亿元" } };
	for (size_t n = 0; n < sizeof names / sizeof *names; n++)
		if (!strcmp(word, names[n].other))
			return names[n].plain;
	return word;
}

/* 10,000 yuan, RMB 100 million: what yearbooks call the two scales of that money in English. */
static const char *in_chinese(const char *word)
{
	static const struct { const char *english, *chinese; } names[] = { { "10000yuan", "万元" }, { "10thousandyuan", "万元" }, { "tenthousandyuan", "万元" }, { "rmb10000", "万元" }, { "10000rmb", "万元" },
		{ "100millionyuan", "亿元" }, { "hundredmillionyuan", "亿元" }, { "rmb100million", "亿元" }, { "100millionrmb", "亿元" } };
	char tight[32], *to = tight;
	for (const char *at = word; *at && !(*at & 0x80) && to < tight + sizeof tight - 1; at++)
		if (!strchr(" ,-", *at))
			*to++ = *at;
	*to = 0;
	for (size_t n = 0; n < sizeof names / sizeof *names; n++)
		if (!strcasecmp(tight, names[n].english))
			return names[n].chinese;
	return word;
}

/* Of the pack by its name, if need be in the words of the units of this country; NULL: none, and the word in those. */
static const qn_unit *find_named(const char **word, const qn_units *units)
{
	const qn_unit *found = named(*word, units);
	const char *as = found ? *word : in_plain_signs(bare_money(in_chinese(*word)));
	if (as != *word)
		found = named(*word = as, units);
	return found;
}

/* The unit that a word which names none of the pack's tells numbers of `to` in: a word that counts, 万 or 亿 with or without what they
 * count (亿 of 亿元 or of 元). NULL, or why it is none. */
static const qn_both *unnamed_unit(const char *word, const qn_unit *to, qn_unit *out)
{
	const char *stem, *own;
	*out = *to;
	if (!strcmp(word, "%") || !strcmp(word, "‰")) {
		out->multiply = 1, out->divide = *word == '%' ? 100 : 1000;
		return to->kind == QN_UNIT_RATIO ? NULL : &other_dimension;
	}
	if (counts(word, to) || (to->kind == QN_UNIT_RANK && (!strcmp(word, "位") || !strcmp(word, "名"))))
		return NULL;
	if (qn_unit_is_counter(word))
		return &other_dimension;
	int power = scale_of(word, &stem), usual = scale_of(to->symbol && *to->symbol ? to->symbol : to->id, &own);
	if (stem == word && !is_stem(word, own))
		return &unknown_unit;
	if (!strcmp(stem, "%"))
		return &percent_and_scale;
	if (to->kind != QN_UNIT_AMOUNT && to->kind != QN_UNIT_COUNT)
		return &other_dimension;
	for (; power > usual; power--)
		out->multiply *= 10;
	for (; power < usual; power++)
		out->divide *= 10;
	return !*stem || is_stem(stem, own) || is_the_money(stem, own) || counts(stem, to) ? NULL : &unknown_unit;
}

static const qn_both *unit_of(const char *word, const qn_units *units, const qn_unit *to, qn_unit *out)
{
	const qn_unit *other = find_named(&word, units);
	if (!other)
		return unnamed_unit(word, to, out);
	*out = *other;
	return same_kind(other, to) ? NULL : &other_dimension;
}

bool qn_amount_unit(const char *word, const qn_units *units, const qn_unit *unit, qn_unit *out)
{
	return *word && !unit_of(word, units, unit, out);
}

bool qn_amount_is_unit(const char *word, const qn_units *units)
{
	qn_unit unused;
	bool is = *word && (qn_unit_is_counter(word) || find_named(&word, units));
	for (uint32_t i = 0; *word && !is && i < units->units; i++)
		is = !unnamed_unit(word, &units->unit[i], &unused);
	return is;
}

/* A unit may stand in brackets of its own. */
static char *unwrap(char *word)
{
	size_t length;
	word += strspn(word, " ");
	length = strlen(word);
	if (length > 2 && *word == '(' && word[length - 1] == ')') {
		word[length - 1] = 0;
		return word + 1;
	}
	return word;
}

/* 1万 where the table tells 亿元: of 元, or of that? 1亿 where it tells 万元 is of 元. */
static bool is_of_two_scales(const char *word, const qn_unit *own, const qn_unit *said)
{
	const char *rest;
	return scale_of(word, &rest) && !*rest && own->multiply * said->divide < said->multiply * own->divide;
}

/* A dash between numbers is a range, and right before the first digit of one a minus sign. */
static const char *minus_of(const char *at)
{
	static const char dash[] = "–";
	bool dashed = !strncmp(at, dash, strlen(dash)) && qn_fold_is_digit(at[strlen(dash)]);
	return dashed ? dash : !strncmp(at, "负", strlen("负")) ? "负" : *at == '-' ? "-" : "";
}

/* ￥5亿元, RMB5亿元, 人民币5亿元: the money before a number that has it behind too. Where it has not, 人民币5, nobody knows how many. */
static size_t money_before(const char *at)
{
	static const char *const money[] = { "人民币", "RMB", "CNY", "￥", "¥", NULL }, *const behind[] = { "元", "圆", NULL };
	size_t length = qn_fold_begins(at, money);
	length += length ? strspn(at + length, " ") : 0;
	return length && qn_fold_is_digit(at[length]) && qn_fold_ends(at, at + strlen(at), behind) ? length : 0;
}

enum { OF_WAN = 4 }; /* digits of 万 within 亿 */

/* 1亿1550万元 to 11550万元. */
static void join_scales(char *at)
{
	static const char yi[] = "亿", wan[] = "万";
	size_t above = strspn(at, "0123456789"), front = above + strlen(yi);
	if (!above || *at == '0' || strncmp(at + above, yi, strlen(yi)))
		return;
	size_t below = strspn(at + front, "0123456789");
	if (!below || below > OF_WAN || strncmp(at + front + below, wan, strlen(wan)))
		return;
	size_t zeros = OF_WAN - below; /* no more than 亿 has bytes */
	memset(at + above, '0', zeros);
	memmove(at + above + zeros, at + front, strlen(at + front) + 1);
}

static const qn_both *read_signed(char *at, const qn_units *units, const qn_unit *unit, const qn_unit *said, qn_amount *out)
{
	char digits[LONGEST + 2], *to = digits;
	const char *minus = minus_of(at);
	at += strlen(minus);
	at += *at == '+' && !*minus;
	at += strspn(at, " ");
	at += money_before(at);
	join_scales(at);
	if (*minus)
		*to++ = '-';
	size_t length = run_of_digits(at);
	if (length == 0)
		return *at == '(' ? &in_brackets : &no_number;
	const qn_both *why = ungroup(at, length, to);
	if (why)
		return why;
	char *word = at + length + strspn(at + length, " ");
	const char *middle = front_of(word, middles);
	if (middle) {
		if (!note(&out->op, middle, strlen(middle)))
			return &two_operators;
		word += strlen(middle);
	}
	if ((*word == '-' || *word == '~' || !strncmp(word, "至", strlen("至"))) && strpbrk(word, "0123456789"))
		return &a_range;
	word = unwrap(word);
	qn_unit own = *unit;
	if (*word ? (why = unit_of(word, units, unit, &own)) : NULL)
		return why;
	if (said && is_of_two_scales(word, &own, said))
		return &two_scales;
	const qn_unit *told = *word ? &own : said ? said : unit;
	out->has_unit = *word != 0;
	out->scale = told->multiply * unit->divide / (told->divide * unit->multiply);
	return convert(digits, told, unit, &out->value);
}

const qn_both *qn_amount_read(const char *text, const qn_units *units, const qn_unit *unit, const qn_unit *said, qn_amount *out)
{
	char folded[LONGEST], *at = folded;
	const qn_both *why;
	*out = (qn_amount){ .value = QN_MISSING };
	if (!qn_fold(text, folded, sizeof folded))
		return &too_long;
	if (unit->kind == QN_UNIT_FLAG && strcspn(folded, "0123456789") == strlen(folded) && (!says_nothing(folded) || is_no_or_nothing(folded)))
		return read_flag(folded, out);
	if (says_nothing(folded))
		return NULL;
	if (*folded == '#')
		return &spreadsheet_error;
	if (strstr(folded, "≠"))
		return &shown_otherwise;
	if (qn_fold_lies_apart(text))
		return &two_numbers;
	if ((why = take_front(&at, &out->op)) || (why = take_back(at, &out->op)))
		return why;
	if (unit->kind == QN_UNIT_RANK && !strncmp(at, "第", strlen("第")))
		at += strlen("第");
	why = read_signed(at, units, unit, said, out);
	double same;
	out->plain = !why && (!said || (said->multiply == unit->multiply && said->divide == unit->divide)) && qn_number_read(text, strlen(text), &same);
	return why;
}
