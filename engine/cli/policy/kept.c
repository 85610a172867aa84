/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/policy/kept.h"
#include <string.h>

static int whole_months(qn_date from, qn_date to)
{
	int year[2], month[2], day[2];
	qn_date_parts(from, &year[0], &month[0], &day[0]);
	qn_date_parts(to, &year[1], &month[1], &day[1]);
	int months = 12 * (year[1] - year[0]) + month[1] - month[0] - (day[1] < day[0]);
	return months < 0 ? 0 : months;
}

static qn_date last_of(const qn_register *of, const qn_holding *holding)
{
	uint32_t year = qn_register_first(of, QN_HOLDS_YEAR);
	double value = year == QN_NO_FIELD ? QN_MISSING : holding->value[year];
	return qn_is_missing(value) ? holding->known_on : qn_date_of((int)value, 12, 31);
}

bool kept_asked(const qn_register *of) { return of->fields > 0 && of->needed; }

kept_state kept_state_of(const qn_register *of, const kept *one)
{
	return one->records == 0 ? KEPT_NOT : of->months && one->months > (int)of->months ? KEPT_STALE : KEPT_WELL;
}

int kept_read(cli_session *se, qn_holdings *holdings, uint32_t of, qn_date day, kept *out, qn_error *err)
{
	const qn_register *about = &se->catalogue->registered[of];
	const qn_shelf *shelf;
	uint32_t subjects;
	int rc = qn_entity_count(se->snapshot, se->catalogue->subject, &subjects, err);
	if (rc == QN_OK)
		rc = qn_holdings_shelf(holdings, of, &shelf, err);
	if (rc < 0)
		return rc;
	memset(out, 0, subjects * sizeof *out);
	for (uint32_t i = 0; i < shelf->count; i++) {
		const qn_holding *holding = &shelf->holding[i];
		if (holding->replaced || holding->kind != se->catalogue->subject || holding->subject >= subjects)
			continue;
		kept *one = &out[holding->subject];
		qn_date last = last_of(about, holding);
		one->last = one->records++ == 0 || last > one->last ? last : one->last;
	}
	for (uint32_t i = 0; i < subjects; i++)
		out[i].months = out[i].records ? whole_months(out[i].last, day) : 0;
	return QN_OK;
}
