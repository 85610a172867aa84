/* SPDX-License-Identifier: Apache-2.0 */
/* package.h - a zip of XML parts, as office programs write them, read part by part without ever being whole in memory.
 * Nothing in it is trusted: no document types, nesting and tags of a bounded size, parts that do not swell like a bomb. */
#pragma once
#include "out.h"

typedef struct package package;

/* bytes are borrowed. Says what else a file may be: an old .xls, a password, a text document. */
int package_open(const void *bytes, size_t length, package **out, fault *why);
bool package_has(const package *p, const char *part);
void package_free(package *p); /* NULL is fine */

/* Handlers get names without their prefix. One that fails puts a negative status in rc and its words in *why: then it ends. */
typedef struct {
	void (*start)(void *context, const char *name, const char **attributes);
	void (*end)(void *context, const char *name);
	void (*text)(void *context, const char *text, size_t length); /* in pieces */
	void *context;
	int rc;
	fault *why;
} xml_taker; /* any handler may be NULL */
int package_parse(package *p, const char *part, xml_taker *taker, fault *why);

const char *xml_attribute(const char **attributes, const char *name); /* NULL if it is not there */
bool xml_is_true(const char *value);                                   /* NULL is not */
