/* SPDX-License-Identifier: Apache-2.0 */
/* xml_out.h - what is written into the parts of a workbook. */
#pragma once
#include "base/arena.h"

#define XML "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
#define MAIN "http://schemas.openxmlformats.org/spreadsheetml/2006/main"

/* A text as XML. What XML cannot hold is written as spreadsheets do: _x0001_; and what looks like that, so that it stays. */
void xml_add(qn_buffer *to, const char *text);
/* The part that says how cells look, in the order of qn_look. */
extern const char book_styles[];
