/* SPDX-License-Identifier: Apache-2.0 */
/* view.h - private to the library: what stands behind its handles. */
#pragma once
#include "assess/changes.h"
#include "library/opened.h"
#include "qunce/qunce.h"
#include "store/vintages.h"

struct qunce_store { qn_store *store; qunce_opened *opened; };
struct qunce_view {
	qn_snapshot *snapshot;
	qn_catalogue *catalogue;
	qn_program *program;
	const uint32_t *order; /* numbers of the entities in the order of their ids; NULL: as they stand */
	uint32_t entities;
};

/* rc, with the words of an inner error in the caller's. */
int qunce_tell(qunce_error *err, int rc, const qn_error *from);
uint32_t qunce_entity_number(const qunce_view *view, size_t index);
int qunce_read_period(const char *text, qn_period *out, qn_error *err); /* NULL: QN_NO_PERIOD */
int qunce_find_indicator(const qunce_view *view, const char *name, uint32_t *out, qn_error *err);
/* Values of all entities in their order, in the indicator's own unit, into out[entities]. */
int qunce_read_column(qunce_view *view, uint32_t indicator, qn_period period, double *out, qn_error *err);
