/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <string.h>
#include "book.h"

enum { PATH_SIZE = 512, SHOWN = 120 };

typedef struct {
	xml_taker taker;
	char part[PATH_SIZE];   /* where the comments are; empty: there are none */
	uint32_t count;
	char cell[16];          /* of the first */
	bool in_text;
	char text[SHOWN + 1];   /* of the first, as much as is shown */
	size_t length;
} commenting;

/* Targets stand as seen from the sheet's own folder, or from the root. */
static void take_relation(void *context, const char *name, const char **attributes)
{
	commenting *c = context;
	const char *target = xml_attribute(attributes, "Target"), *type = xml_attribute(attributes, "Type"), *kind = type ? strrchr(type, '/') : NULL;
	if (strcmp(name, "Relationship") != 0 || !target || !kind || strcmp(kind, "/comments") != 0)
		return;
	if (*target == '/')
		snprintf(c->part, sizeof c->part, "%s", target + 1);
	else if (!strncmp(target, "../", 3))
		snprintf(c->part, sizeof c->part, "xl/%s", target + 3);
}

static void on_start(void *context, const char *name, const char **attributes)
{
	commenting *c = context;
	const char *where = xml_attribute(attributes, "ref");
	if (!strcmp(name, "comment") && ++c->count == 1 && where)
		snprintf(c->cell, sizeof c->cell, "%s", where);
	c->in_text = !strcmp(name, "t");
}

static void on_end(void *context, const char *name)
{
	(void)name;
	((commenting *)context)->in_text = false;
}

static void on_text(void *context, const char *text, size_t length)
{
	commenting *c = context;
	for (size_t k = 0; k < length && c->in_text && c->count == 1 && c->length < SHOWN; k++)
		c->text[c->length++] = text[k] == '\n' || text[k] == '\r' ? ' ' : text[k];
}

/* xl/worksheets/sheet1.xml has its relations in xl/worksheets/_rels/sheet1.xml.rels. */
static bool relations_of(const char *part, char out[PATH_SIZE])
{
	const char *slash = strrchr(part, '/');
	size_t folder = slash ? (size_t)(slash + 1 - part) : 0;
	return snprintf(out, PATH_SIZE, "%.*s_rels/%s.rels", (int)folder, part, part + folder) < PATH_SIZE;
}

int comments_tell(package *p, const char *part, fault *why)
{
	commenting c = { .taker = { .start = take_relation, .context = &c } };
	char relations[PATH_SIZE];
	if (!relations_of(part, relations) || !package_has(p, relations))
		return QN_OK;
	int rc = package_parse(p, relations, &c.taker, why);
	if (rc < 0 || !*c.part || !package_has(p, c.part))
		return rc;
	c.taker = (xml_taker){ .start = on_start, .end = on_end, .text = on_text, .context = &c };
	rc = package_parse(p, c.part, &c.taker, why);
	c.text[qn_utf8_valid(c.text, c.length)] = 0;
	if (rc == QN_OK && c.count)
		out_note("%u comments to cells are not read, the first to %s: %s", "有 %u 条批注未读(首条在 %s):%s", c.count, c.cell, c.text);
	return rc;
}
