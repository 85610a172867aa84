/* SPDX-License-Identifier: Apache-2.0 */
/* remarks.c - remarks by cell, in the database of claims: behind every column's own, since no indicator has the number that they
 * begin with. */
#include <math.h>
#include <string.h>
#include "store/env.h"
#include "store/remarks.h"
#include "store/things.h"

enum { BEHIND = QN_REMARKS_BEHIND, KEY = 20 };

static const char *const signs[] = { "=", ">", "<", "~", ">=", "<=" };

const char *qn_claim_sign(qn_claim_op op) { return signs[op]; }

static bool says(const char *text) { return text && *text; }

bool qn_remark_is_exact(const qn_remark *remark) { return remark->op == QN_EXACTLY && !says(remark->scope); }

bool qn_remark_says(const qn_remark *remark)
{
	return !qn_remark_is_exact(remark) || says(remark->note) || says(remark->words);
}

void qn_remark_walk(qn_bytes *bytes, void *thing)
{
	qn_remark *remark = thing;
	qn_bytes_enum(bytes, remark->op, QN_AT_MOST);
	qn_bytes_double(bytes, &remark->value);
	qn_bytes_line(bytes, &remark->scope);
	qn_bytes_prose(bytes, &remark->note);
	qn_bytes_prose(bytes, &remark->words);
}

static int indicator_key(uint32_t indicator, qn_key *out, qn_error *err)
{
	out->length = 0;
	if (indicator >= BEHIND)
		return qn_fail(err, QN_EINTERNAL, "indicator %u: a store numbers up to %d of them", indicator, BEHIND - 1);
	qn_key_u16(out, BEHIND);
	qn_key_u16(out, indicator);
	return QN_OK;
}

static int cell_key(const qn_spot *place, qn_key *out, qn_error *err)
{
	int rc = indicator_key(place->indicator, out, err);
	if (rc)
		return rc;
	if (place->kind > UINT16_MAX)
		return qn_fail(err, QN_EINTERNAL, "kind %u: a store numbers up to 65535 of them", place->kind);
	qn_key_u16(out, place->kind);
	qn_key_u16(out, place->period);
	qn_key_u32(out, place->entity);
	return QN_OK;
}

static int line_key(const qn_spot *place, qn_origin origin, qn_key *out, qn_error *err)
{
	int rc = cell_key(place, out, err);
	if (rc == QN_OK) {
		qn_key_u32(out, origin.import);
		qn_key_u32(out, origin.line);
	}
	return rc;
}

int qn_change_put_remark(qn_change_set *change, const qn_import *import, uint32_t line, const qn_spot *place, const qn_remark *remark, qn_error *err)
{
	qn_remark copy = *remark;
	qn_key key;
	int rc = line_key(place, (qn_origin){ import->number, line }, &key, err);
	if (rc)
		return rc;
	if (!isfinite(remark->value))
		return qn_fail_both(err, QN_EINPUT, "%s:%u:没有有限数值的主张不能保存", "%s:%u: a claim without a finite number cannot be kept", import->file, line);
	return qn_env_put_thing(change, DB_CLAIMS, &key, qn_remark_walk, &copy, "a remark", err);
}

static void read_key(const unsigned char *key, qn_remarked *out)
{
	out->place = (qn_spot){ .indicator = qn_key_read_u16(key + 2), .kind = qn_key_read_u16(key + 4),
		.period = (qn_period)qn_key_read_u16(key + 6), .entity = qn_key_read_u32(key + 8) };
	out->origin = (qn_origin){ qn_key_read_u32(key + 12), qn_key_read_u32(key + 16) };
}

static int each_under(qn_snapshot *snapshot, const qn_key *prefix, int (*each)(void *, const qn_remarked *), void *context, qn_error *err)
{
	qn_scan scan = { 0 };
	int rc = qn_scan_open(&scan, snapshot, DB_CLAIMS, prefix, err);
	while (rc == QN_OK && (rc = qn_scan_next(&scan, err)) > 0) {
		qn_remarked now = { 0 };
		if (scan.key.mv_size != KEY)
			rc = qn_env_damaged(snapshot, "a remark", err);
		else if ((rc = qn_env_read_thing(snapshot, DB_CLAIMS, scan.value, qn_remark_walk, &now.remark, err)) == QN_OK) {
			read_key(scan.key.mv_data, &now);
			rc = qn_snapshot_knows(snapshot, now.origin.import) ? qn_called(each(context, &now), err) : QN_OK;
		}
	}
	qn_scan_close(&scan);
	return rc;
}

int qn_remark_each(qn_snapshot *snapshot, const qn_spot *place, int (*each)(void *, const qn_remarked *), void *context, qn_error *err)
{
	qn_key key;
	int rc = cell_key(place, &key, err);
	return rc ? rc : each_under(snapshot, &key, each, context, err);
}

int qn_remark_each_of(qn_snapshot *snapshot, uint32_t indicator, int (*each)(void *, const qn_remarked *), void *context, qn_error *err)
{
	qn_key key;
	int rc = indicator_key(indicator, &key, err);
	return rc ? rc : each_under(snapshot, &key, each, context, err);
}

int qn_remark_get(qn_snapshot *snapshot, const qn_spot *place, qn_origin origin, qn_remark *out, qn_error *err)
{
	MDB_val value;
	qn_key key;
	int rc = line_key(place, origin, &key, err);
	*out = (qn_remark){ 0 };
	if (rc || (rc = qn_env_get(snapshot, DB_CLAIMS, &key, &value, err)) <= 0)
		return rc;
	rc = qn_env_read_thing(snapshot, DB_CLAIMS, value, qn_remark_walk, out, err);
	return rc ? rc : 1;
}
