/* SPDX-License-Identifier: Apache-2.0 */
#include "ingest/bare.h"
#include <math.h>
#include "base/text.h"

static void keep_largest(qn_bare_number *kept, double digits, unsigned line, int column)
{
	if (!kept->line || digits > kept->digits)
		*kept = (qn_bare_number){ digits, line, column };
}

void qn_bare_see(qn_bare *of, bool told, double digits, double scale, unsigned line, int column)
{
	if (!told)
		keep_largest(&of->bare, fabs(digits), line, column);
	else if (scale <= 1)
		keep_largest(scale < 1 ? &of->smaller : &of->own, fabs(digits), line, column);
}

/* No smaller than a tenth of what stands there with the unit. */
static bool may_be_of_either(const qn_bare *of) { return of->bare.line && of->smaller.line && of->bare.digits > 0 && of->bare.digits >= of->smaller.digits / 10; }

/* 0.031 beside 2.5% or 25‰; not 0.8 beside 0.5%, nor where a bare 3.1 shows that signs were left out. */
static bool may_be_a_fraction(const qn_bare *of)
{
	const qn_bare_number *told = of->own.line ? &of->own : &of->smaller;
	return told->line && of->bare.digits > 0 && of->bare.digits <= 1 && of->bare.digits < told->digits / 10;
}

void qn_bare_check(qn_importing *i)
{
	const qn_catalogue *c = i->catalogue;
	char number[QN_NUMBER_SIZE];
	for (uint32_t k = 0; k < c->indicators; k++) {
		const qn_bare *of = &i->bare[k];
		const qn_unit *own = &c->units.unit[c->indicator[k].unit];
		if (may_be_of_either(of) && (own->kind == QN_UNIT_AMOUNT || own->kind == QN_UNIT_COUNT))
			qn_import_bad(i, of->bare.line, of->bare.column, "%s:%s 没有写单位,按 %s 读;而第 %u 行写明了较小的单位,数字大小相近:给没有单位的都写上单位",
				"%s: %s has no unit and would be read in %s, while line %u tells a smaller one of a number of like size: write the unit behind those that have none",
				c->indicator[k].id, qn_number_text(number, of->bare.digits), own->id, of->smaller.line);
		if (may_be_a_fraction(of) && own->kind == QN_UNIT_RATIO && qn_unit_to_reference(own, 1) < 1)
			qn_import_bad(i, of->bare.line, of->bare.column, "%s:%s 没有写单位,按 %s 读;而第 %u 行写明了 %s,它或许是分数(0.05 即 5%%):给没有单位的都写上单位",
				"%s: %s has no unit and would be read in %s, while line %u tells %s, so it may be a fraction (0.05 for 5%%): write the unit behind those that have none",
				c->indicator[k].id, qn_number_text(number, of->bare.digits), own->id, of->own.line ? of->own.line : of->smaller.line, own->id);
	}
}
