/* SPDX-License-Identifier: Apache-2.0 */
/* unit_phrases.c - a phrase is the longest run of words that are numbers, scales, money, measures or units of the pack; where it stands
 * says whether it is a unit. */
#include "ingest/unit_phrases.h"
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include "ingest/amount.h"
#include "ingest/fold.h"

enum { LONGEST = 8192, LONGEST_PHRASE = 64, THOUSAND = 3, LONGEST_SIGN = 3 };

typedef enum { NO_WORD, NUMBER, SCALE, LETTER, MONEY, MEASURE, OWN, OF, KINDS } sort; /* letter: m, k, wan and yi, which are scales beside another word */

typedef struct {
	size_t length;
	unsigned of[KINDS];
	size_t zeros;     /* of its largest number */
	bool alone;       /* a single word */
} phrase;

static bool is_name(const char *name, const char *at, size_t length) { return !strncasecmp(name, at, length) && !name[length]; }

static size_t name_at(const char *name, const char *at)
{
	size_t length = name && (*at | 0x20) == (*name | 0x20) && !strncasecmp(name, at, strlen(name)) ? strlen(name) : 0;
	return length && (!at[length] || strchr(" ()[],;:", at[length])) ? length : 0;
}

/* The longest unit of the pack by its id or symbol, which may be several words. */
static size_t own_at(const char *at, const qn_units *units)
{
	size_t longest = 0;
	for (uint32_t u = 0; u < units->units && *at && !(*at & 0x80); u++) {
		size_t id = name_at(units->unit[u].id, at), symbol = name_at(units->unit[u].symbol, at), length = id > symbol ? id : symbol;
		longest = length > longest ? length : longest;
	}
	return longest;
}

/* 10^4, 10⁴, 1e4. */
static size_t raised_at(const char *at, size_t *zeros)
{
	static const char *const raised[] = { "⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹" };
	if ((!strncmp(at, "1e", 2) || !strncmp(at, "1E", 2)) && qn_fold_is_digit(at[2]) && !qn_fold_is_digit(at[3]))
		return *zeros = (size_t)(at[2] - '0'), 3;
	if (strncmp(at, "10", 2))
		return 0;
	for (size_t digit = 0; digit < sizeof raised / sizeof *raised; digit++)
		if (!strncmp(at + 2, raised[digit], strlen(raised[digit])))
			return *zeros = digit, 2 + strlen(raised[digit]);
	const char *power = at + 2 + (at[2] == '^' ? 1 : !strncmp(at + 2, "**", 2) ? 2 : 0);
	*zeros = power > at + 2 && qn_fold_is_digit(*power) && !qn_fold_is_digit(power[1]) ? (size_t)(*power - '0') : 0;
	return *zeros ? (size_t)(power + 1 - at) : 0;
}

/* 1000, 10,000, 10 000, 10⁴: a power of ten. */
size_t qn_unit_power_at(const char *at, size_t *zeros)
{
	size_t length = raised_at(at, zeros);
	if (*at != '1' || length)
		return length;
	length = 1;
	for (*zeros = 0;; length++) {
		if (at[length] == '0')
			++*zeros;
		else if (!strchr(", ", at[length]) || !at[length] || strncmp(at + length + 1, "000", 3) != 0)
			break;
	}
	return *zeros && !qn_fold_is_digit(at[length]) && at[length] != '.' ? length : 0;
}

static const struct { const char *word; sort is; } known[] = {
	{ "one", NUMBER }, { "ten", NUMBER }, { "hundred", NUMBER }, { "hundreds", SCALE }, { "thousand", SCALE }, { "thousands", SCALE }, { "million", SCALE }, { "millions", SCALE },
	{ "mil", SCALE }, { "mln", SCALE }, { "mio", SCALE }, { "mn", SCALE }, { "billion", SCALE }, { "billions", SCALE }, { "bln", SCALE }, { "bn", SCALE }, { "trillion", SCALE },
	{ "trillions", SCALE }, { "m", LETTER }, { "k", LETTER }, { "wan", LETTER }, { "yi", LETTER }, { "yuan", MONEY }, { "rmb", MONEY }, { "renminbi", MONEY }, { "cny", MONEY },
	{ "w", LETTER }, { "rmbm", MONEY }, { "rmbk", MONEY }, { "rmbmn", MONEY }, { "rmbbn", MONEY }, { "cnym", MONEY }, { "cnyk", MONEY }, { "cnymn", MONEY },
	{ "krmb", MONEY }, { "mrmb", MONEY }, { "kcny", MONEY }, { "mcny", MONEY }, { "kusd", MONEY }, { "musd", MONEY }, { "keur", MONEY }, { "meur", MONEY }, { "人民币", MONEY },
	{ "元", MONEY },
	{ "us dollars", MONEY }, { "us dollar", MONEY },
	{ "dollars", MONEY }, { "dollar", MONEY }, { "usd", MONEY }, { "euros", MONEY }, { "euro", MONEY }, { "eur", MONEY }, { "hkd", MONEY }, { "jpy", MONEY }, { "gbp", MONEY },
	{ "kg", MEASURE }, { "kgs", MEASURE }, { "kilogram", MEASURE }, { "kilograms", MEASURE }, { "t", MEASURE }, { "kt", MEASURE }, { "mt", MEASURE }, { "gt", MEASURE }, { "ton", MEASURE },
	{ "tons", MEASURE }, { "tonne", MEASURE }, { "tonnes", MEASURE }, { "kilotonnes", MEASURE }, { "hectares", MEASURE }, { "ha", MEASURE }, { "kwh", MEASURE }, { "mwh", MEASURE },
	{ "gwh", MEASURE }, { "litres", MEASURE }, { "liters", MEASURE }, { "barrels", MEASURE }, { "teu", MEASURE }, { "of", OF }
};

static sort word_at(const char *at, const qn_units *units, size_t *length, size_t *zeros)
{
	static const char *const signs[] = { "us$", "hk$", "$", "€", "£", "¥", "￥", NULL }, *const noughts[] = { "'000", "’000", "‘000", "000", NULL };
	*zeros = 0;
	if ((*length = own_at(at, units)))
		return OWN;
	if ((*length = qn_fold_begins(at, noughts)) && !qn_fold_is_digit(at[*length]))
		return *length += at[*length] == 's', SCALE;
	if ((*length = qn_unit_power_at(at, zeros)))
		return NUMBER;
	if ((*length = qn_fold_begins(at, signs)))
		return MONEY;
	for (size_t w = 0; w < sizeof known / sizeof *known; w++) {
		if ((*at | 0x20) != *known[w].word)
			continue;
		*length = strlen(known[w].word);
		if (!strncasecmp(at, known[w].word, *length) && !qn_fold_is_letter(at[*length]))
			return known[w].is;
	}
	return NO_WORD;
}

static phrase phrase_at(const char *from, const qn_units *units)
{
	phrase p = { .alone = true };
	size_t length, zeros;
	sort is;
	for (const char *at = from; (is = word_at(at, units, &length, &zeros)) && !(is == OF && at == from);) {
		p.alone = at == from;
		p.of[is]++;
		p.zeros = is == NUMBER && zeros > p.zeros ? zeros : p.zeros;
		at += length;
		p.length = is == OF ? p.length : (size_t)(at - from);
		at += strspn(at, " -");
	}
	return p;
}

/* Where it stands. */

static bool is_end(const char *at)
{
	at += strspn(at, " ");
	return !*at || strchr(")];:,.", *at) || !strncmp(at, "。", strlen("。"));
}

static char before(const char *text, const char *at)
{
	while (at > text && at[-1] == ' ')
		at--;
	return at > text ? at[-1] : 0;
}

static bool in_brackets(const char *text, const char *at, const char *end)
{
	char front = before(text, at);
	end += strspn(end, " ");
	return (front == '(' || front == '[') && (*end == ')' || *end == ']');
}

/* Behind one of the words. */
static bool is_behind(const char *text, const char *at, const char *const *words)
{
	while (at > text && at[-1] == ' ')
		at--;
	size_t length = qn_fold_ends(text, at, words);
	return length && (at == text + length || !qn_fold_is_letter(at[-(ptrdiff_t)length - 1]));
}

/* Currency: RMB says no more than yuan does: the figures may be of any scale. Yuan beside other words is a name. */
static bool is_mere_money(const char *text, const char *at, const phrase *p)
{
	static const char *const own[] = { "yuan", "rmb", "renminbi", "cny", NULL }, *const before[] = { "currency:", "currency", NULL };
	return p->alone && p->of[MONEY] && ((qn_fold_begins(at, own) && is_behind(text, at, before)) || (at > text && !strncmp(at, "Yuan", strlen("Yuan"))));
}

bool qn_unit_is_numbering(const char *text, const char *at)
{
	static const char *const numbered[] = { "annex", "appendix", "note", "see", NULL };
	while (at > text && (at[-1] == ' ' || at[-1] == '('))
		at--;
	return is_behind(text, at, numbered);
}

/* Plot T; HARVEST T may be meant as a unit. */
static bool is_lettered(const char *text, const char *at)
{
	static const char *const lettered[] = { "annex", "appendix", "note", "see", "part", "form", "plot", "table", "sheet", "section", "block", NULL };
	return *at >= 'A' && *at <= 'Z' && at > text + 1 && at[-2] >= 'a' && is_behind(text, at, lettered);
}

/* New cars, where the pack counts in cars, and Plot T. */
static bool is_thing(const char *text, const char *at, const phrase *p)
{
	size_t letters = 0;
	sort is = NO_WORD;
	while (letters < p->length && qn_fold_is_letter(at[letters]))
		letters++;
	for (size_t w = 0; w < sizeof known / sizeof *known && !is; w++)
		is = is_name(known[w].word, at, p->length) ? known[w].is : NO_WORD;
	return p->alone && ((p->of[OWN] && letters == p->length && letters > LONGEST_SIGN && !is) || (p->length == 1 && is_lettered(text, at)));
}

/* A unit, by what stands around it? What is one word of letters may be anything else but in brackets, or announced and last. */
static bool is_told(const char *text, const char *at, const phrase *p)
{
	static const char *const announcers[] = { "in", "unit:", "units:", "unit", "units", NULL };
	const char *end = at + p->length;
	unsigned scales = p->of[SCALE] + p->of[LETTER], rest = p->of[MONEY] + p->of[MEASURE] + p->of[OWN];
	bool last = is_end(end), announced = is_behind(text, at, announcers), bracketed = in_brackets(text, at, end);
	char front = before(text, at);
	if ((!scales && !rest) || !strncmp(at, "Mt. ", strlen("Mt. "))) /* Mt. Ham */
		return false;
	if (p->alone && (p->length == 1 || p->of[LETTER]) && qn_fold_is_letter(*at) && bracketed && qn_unit_is_numbering(text, at))
		return false; /* annex (m) */
	if (p->alone && (p->of[LETTER] || (p->length == 1 && p->of[MEASURE])))
		return bracketed || (announced && last);
	if (!announced && !bracketed && is_mere_money(text, at, p))
		return false;
	if (announced && (last || (rest && !p->of[OWN])))
		return true;
	if (p->of[NUMBER] && p->zeros < THOUSAND && !p->of[SCALE] && !(p->of[LETTER] && at == text && !*end))
		return false; /* (100 t) is an amount, 10k RMB and nothing else none */
	return bracketed || (last && (!front || strchr("([;,", front) || (front == ':' && !p->of[NUMBER])));
}

/* Output t, Exports USD: at the end of other words; 20 t is an amount, and 5 per t a quotient. */
static bool is_last_word(const char *text, const char *at, const phrase *p)
{
	static const char *const quotients[] = { "per", "a", "each", "by", "of", NULL };
	char front = before(text, at);
	bool behind = at > text && at[-1] == ' ' && (qn_fold_is_letter(front) || front == ')');
	return behind && p->alone && (p->of[OWN] || p->of[MEASURE] || p->of[MONEY]) && !at[p->length] && !is_mere_money(text, at, p) && !is_thing(text, at, p) && !is_behind(text, at, quotients);
}

/* (人民币) and 元 alone are heard as Chinese has them, or tell no scale. */
static bool is_chinese_money(const char *at)
{
	static const char *const words[] = { "人民币", "元", NULL };
	return qn_fold_begins(at, words) > 0;
}

/* Million dollars, US$, yuan per head: within other words a scale, a sign or what follows makes money a unit; dollar spot and euro zone are prose, and 10 billion yuan
 * and RMB 10 bn amounts. */
static bool is_scaled_money(const char *text, const char *at, const phrase *p)
{
	static const char *const units_follow[] = { "/", "per ", "unless", "except", NULL };
	const char *behind = at + p->length + strspn(at + p->length, " ");
	bool scaled = !p->alone || !qn_fold_is_letter(*at) || at[p->length - 1] == '$' || qn_fold_begins(behind, units_follow);
	if (!p->of[MONEY] || p->of[NUMBER] || !scaled || (is_chinese_money(at) && !p->of[SCALE]))
		return false;
	while (at > text && (at[-1] == ' ' || qn_fold_is_letter(at[-1])))
		at--;
	return !(at > text && qn_fold_is_digit(at[-1])) && !qn_fold_is_digit(*behind);
}

/* May a word begin here? Not within one, nor within 1,700,000. */
static bool is_front(const char *text, const char *at)
{
	if (((unsigned char)*at & 0xC0) == 0x80)
		return false;
	if (at == text)
		return true;
	bool within = qn_fold_is_digit(*at) && strchr(" ,.", at[-1]) && at - text > 1 && qn_fold_is_digit(at[-2]);
	return !within && !qn_fold_is_letter(at[-1]) && !qn_fold_is_digit(at[-1]);
}

void qn_unit_phrases(const char *text, const qn_units *units, qn_wide_unit_of *each, void *context)
{
	char folded[LONGEST];
	if (!qn_fold(text, folded, sizeof folded))
		return;
	for (const char *at = folded; *at; at++) {
		char word[LONGEST_PHRASE];
		phrase p = { 0 };
		if (is_front(folded, at))
			p = phrase_at(at, units);
		size_t multiple = qn_unit_may_multiply(*at) ? qn_unit_multiple_at(folded, at) : 0;
		if (multiple) {
			snprintf(word, sizeof word, "%.*s", (int)multiple, at);
			each(context, word, QN_UNIT_STRANGE);
			at += multiple - 1;
			continue;
		}
		if (!p.length || (p.alone && is_chinese_money(at)))
			continue;
		snprintf(word, sizeof word, "%.*s", (int)p.length, at);
		bool own = p.of[OWN] ? p.alone : qn_amount_is_unit(word, units), money = p.of[MONEY] > 0;
		if (is_told(folded, at, &p))
			each(context, word, own ? QN_UNIT_TOLD : money ? QN_UNIT_FOREIGN : QN_UNIT_STRANGE);
		else if (is_last_word(folded, at, &p))
			each(context, word, own ? QN_UNIT_IN_PASSING : money ? QN_UNIT_FOREIGN : QN_UNIT_STRANGE);
		else if (is_scaled_money(folded, at, &p))
			each(context, word, QN_UNIT_FOREIGN);
		at += p.length - 1;
	}
}
