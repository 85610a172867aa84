/* SPDX-License-Identifier: Apache-2.0 */
/* naming.c - who a text means: exactly one of an entity's names, forgiven its blanks, widths, brackets and traditional characters; a county and a
 * product in one text; and what to say where it means nobody. */
#include <stdio.h>
#include <string.h>
#include "ingest/codes.h"
#include "ingest/fold.h"
#include "ingest/importing.h"

enum { LONGEST = 512 };

/* False too where the store could not be asked, which the import will end with. */
static bool exact(qn_importing *i, const char *name, uint32_t *kind, uint32_t *number)
{
	qn_error why;
	*kind = i->catalogue->subject;
	int rc = qn_entity_exact(i->snapshot, *kind, name, strlen(name), number, &why);
	for (uint32_t k = 0; rc == 0 && k < i->catalogue->kinds; k++)
		if (k != i->catalogue->subject)
			*kind = k, rc = qn_entity_exact(i->snapshot, k, name, strlen(name), number, &why);
	if (rc < 0)
		i->unasked = why;
	return rc == 1;
}

/* With brackets of full width, as Chinese names have them. */
static bool widen(const char *name, char *out, size_t size)
{
	size_t length = 0;
	for (; *name; name++) {
		const char *wide = *name == '(' ? "（" : *name == ')' ? "）" : NULL;
		size_t bytes = wide ? strlen(wide) : 1;
		if (length + bytes >= size)
			return false;
		memcpy(out + length, wide ? wide : name, bytes);
		length += bytes;
	}
	out[length] = 0;
	return true;
}

static bool either_bracket(qn_importing *i, const char *name, uint32_t *kind, uint32_t *number)
{
	char wide[LONGEST];
	return exact(i, name, kind, number) || (strchr(name, '(') && widen(name, wide, sizeof wide) && exact(i, wide, kind, number));
}

/* 某市 仪器仪表: the county by any of its names, then what is made there, with or without the word for a cluster. */
static bool of_group(qn_importing *i, const char *folded, uint32_t *kind, uint32_t *number)
{
	static const char *const ends[] = { "", "集群", "产业集群" };
	const char *blank = strchr(folded, ' ');
	char group[LONGEST], product[LONGEST], name[3 * LONGEST];
	qn_entity entity;
	if (!blank || (snprintf(group, sizeof group, "%.*s", (int)(blank - folded), folded), !exact(i, group, kind, number)) || *kind == i->catalogue->subject
	    || !qn_fold_tight_as_written(blank, product, sizeof product) || qn_entity_get(i->snapshot, *kind, *number, &entity, NULL) != QN_OK)
		return false;
	for (size_t e = 0; entity.title.zh && e < sizeof ends / sizeof *ends; e++) {
		snprintf(name, sizeof name, "%s%s%s", entity.title.zh, product, ends[e]);
		if (exact(i, name, kind, number))
			return true;
	}
	return false;
}

bool qn_import_entity(qn_importing *i, const char *name, uint32_t *kind, uint32_t *number)
{
	char folded[LONGEST], tight[LONGEST], simple[LONGEST];
	if (exact(i, name, kind, number))
		return true;
	if (!*name || !qn_fold_as_written(name, folded, sizeof folded) || !qn_fold_tight_as_written(name, tight, sizeof tight))
		return false;
	if (either_bracket(i, folded, kind, number) || either_bracket(i, tight, kind, number) || of_group(i, folded, kind, number))
		return true;
	if (!qn_fold(name, simple, sizeof simple) || !strcmp(simple, folded))
		return false;
	return qn_fold_tight(name, tight, sizeof tight) && (either_bracket(i, simple, kind, number) || either_bracket(i, tight, kind, number) || of_group(i, simple, kind, number));
}

/* A code of digits whose zeros at the front are gone: the code, or "". */
static const char *with_zeros(qn_importing *i, const char *name, char code[32])
{
	uint32_t kind, number;
	size_t length = strlen(name);
	if (length == 0 || length > 17 || strspn(name, "0123456789") != length)
		return "";
	for (size_t zeros = 1; zeros <= 6; zeros++) {
		snprintf(code, 32, "%.*s%s", (int)zeros, "000000", name);
		if (exact(i, code, &kind, &number))
			return code;
	}
	return "";
}

static bool is_latin(const char *name)
{
	while (*name && (unsigned char)*name < 0x80)
		name++;
	return !*name;
}

static void tell_unknown(qn_importing *i, unsigned line, int column, const char *name)
{
	qn_entity near;
	qn_error why = { 0 };
	int rc = qn_entity_find(i->snapshot, i->catalogue->subject, name, &near, &why);
	const char *words = i->options->chinese ? why.chinese : why.text;
	if (rc == QN_OK)
		qn_import_bad(i, line, column, "没有恰好叫“%s”的:是不是 %s(%s)?", "nothing is called \"%s\" exactly: did you mean %s (%s)?", name, near.id,
			near.title.zh && (i->options->chinese || !near.title.en || !is_latin(name)) ? near.title.zh : near.title.en);
	else if (rc == QN_EUSAGE)
		qn_import_bad(i, line, column, "%s", "%s", words);
	else if (rc != QN_ENOTFOUND)
		i->unasked = why;
	else
		qn_import_bad(i, line, column, "%s(导入从不新增对象)", "%s (an import never makes a new entity)", words);
}

void qn_import_no_entity(qn_importing *i, unsigned line, int column, const char *name)
{
	char code[32];
	const qn_both *spoiled = qn_code_spoiled(name);
	if (qn_import_told_enough(i))
		qn_import_bad(i, line, column, "没有叫“%s”的", "nothing is called \"%s\"", name);
	else if (!name[strspn(name, " ")])
		qn_import_bad(i, line, column, "这一行没有写是谁", "the row does not say whom it is about");
	else if (spoiled)
		qn_import_bad(i, line, column, "“%s”%s", "\"%s\" %s", name, qn_import_word(i, *spoiled));
	else if (*with_zeros(i, name, code))
		qn_import_bad(i, line, column, "“%s”可能是 %s,电子表格去掉了前面的零:请把这一列设为文本再填", "\"%s\" may be %s, whose zeros at the front a spreadsheet took off: format the column as text and write it again",
			name, code);
	else
		tell_unknown(i, line, column, name);
}

static const char *kind_name(const qn_importing *i, uint32_t kind)
{
	const qn_kind *k = &i->catalogue->kind[kind];
	return i->options->chinese && k->title.zh ? k->title.zh : k->title.en ? k->title.en : k->id;
}

bool qn_import_is_judged(qn_importing *i, unsigned line, int column, const char *name, uint32_t kind)
{
	if (kind == i->catalogue->subject)
		return true;
	qn_import_bad(i, line, column, "“%s”是%s,列名说的却是%s:写清是谁的数,或把列名改成 主体", "\"%s\" (%s) stands in a column of another kind (%s): write whose figures they are, or call the column entity", name,
		kind_name(i, kind), kind_name(i, i->catalogue->subject));
	return false;
}
