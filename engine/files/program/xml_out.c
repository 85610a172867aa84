/* SPDX-License-Identifier: Apache-2.0 */
#include "xml_out.h"
#include <string.h>

static bool looks_escaped(const char *at)
{
	return at[0] == '_' && at[1] == 'x' && strspn(at + 2, "0123456789ABCDEFabcdef") >= 4 && at[6] == '_';
}

void xml_add(qn_buffer *to, const char *text)
{
	for (const char *at = text; *at; at++) {
		unsigned char c = (unsigned char)*at;
		if (c == '&')
			qn_buffer_text(to, "&amp;");
		else if (c == '<')
			qn_buffer_text(to, "&lt;");
		else if (c == '>')
			qn_buffer_text(to, "&gt;");
		else if (c == '"')
			qn_buffer_text(to, "&quot;");
		else if ((c < 0x20 && c != '\n' && c != '\t') || looks_escaped(at))
			qn_buffer_printf(to, "_x%04X_", c);
		else if (c == 0xEF && (unsigned char)at[1] == 0xBF && (unsigned char)at[2] >= 0xBE)
			qn_buffer_text(to, "\xEF\xBF\xBD"), at += 2; /* U+FFFE and U+FFFF are no characters */
		else
			qn_buffer_add(to, at, 1);
	}
}

const char book_styles[] = XML "<styleSheet xmlns=\"" MAIN "\"><numFmts count=\"1\"><numFmt numFmtId=\"164\" formatCode=\"yyyy\\-mm\\-dd\"/></numFmts>"
	"<fonts count=\"4\"><font><sz val=\"11\"/><name val=\"Calibri\"/></font><font><b/><sz val=\"14\"/><name val=\"Calibri\"/></font>"
	"<font><b/><sz val=\"11\"/><name val=\"Calibri\"/></font><font><sz val=\"11\"/><color rgb=\"FF7F7F7F\"/><name val=\"Calibri\"/></font></fonts>"
	"<fills count=\"5\"><fill><patternFill patternType=\"none\"/></fill><fill><patternFill patternType=\"gray125\"/></fill>"
	"<fill><patternFill patternType=\"solid\"><fgColor rgb=\"FFDDEBF7\"/></patternFill></fill><fill><patternFill patternType=\"solid\"><fgColor rgb=\"FFF2F2F2\"/></patternFill></fill>"
	"<fill><patternFill patternType=\"solid\"><fgColor rgb=\"FFFFFBE6\"/></patternFill></fill></fills>"
	"<borders count=\"2\"><border><left/><right/><top/><bottom/><diagonal/></border><border><left style=\"thin\"><color rgb=\"FFBFBFBF\"/></left>"
	"<right style=\"thin\"><color rgb=\"FFBFBFBF\"/></right><top style=\"thin\"><color rgb=\"FFBFBFBF\"/></top><bottom style=\"thin\"><color rgb=\"FFBFBFBF\"/></bottom><diagonal/></border></borders>"
	"<cellStyleXfs count=\"1\"><xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\"/></cellStyleXfs><cellXfs count=\"10\">"
#define FORM(number, font, fill, border, more) "<xf numFmtId=\"" number "\" fontId=\"" font "\" fillId=\"" fill "\" borderId=\"" border "\" xfId=\"0\" applyNumberFormat=\"1\" applyFont=\"1\" " \
	"applyFill=\"1\" applyBorder=\"1\" applyAlignment=\"1\" applyProtection=\"1\">" more "</xf>"
	FORM("0", "0", "0", "0", "")
	FORM("0", "1", "0", "0", "")
	FORM("0", "2", "2", "1", "<alignment horizontal=\"center\" vertical=\"center\" wrapText=\"1\"/>")
	FORM("0", "3", "0", "0", "")
	FORM("164", "0", "0", "0", "")
	FORM("1", "0", "0", "0", "")
	FORM("0", "3", "3", "1", "")
	FORM("0", "0", "4", "1", "<protection locked=\"0\"/>")
	FORM("1", "0", "4", "1", "<protection locked=\"0\"/>")
	FORM("0", "0", "0", "1", "<alignment vertical=\"top\" wrapText=\"1\"/>")
#undef FORM
	"</cellXfs><cellStyles count=\"1\"><cellStyle name=\"Normal\" xfId=\"0\" builtinId=\"0\"/></cellStyles></styleSheet>";
