/* SPDX-License-Identifier: Apache-2.0 */
/* misfit.h - what does not fit together in a rule, said in both languages and so that it shows how to write it right. Nodes are told
 * by index as the arithmetic they were written as. Each gives QN_ESCRIPT. */
#pragma once
#include "plan/program.h"

typedef struct { const qn_program *program; const qn_catalogue *catalogue; qn_error *err; qn_arena arena; /* words of messages */ } qn_misfit;

static inline bool qn_type_is_number(const qn_node *x) { return x->type == QN_NUMBER; }
static inline bool qn_type_is_bare(const qn_node *x) { return x->type == QN_NUMBER && x->dimension == 0 && x->bare; }
static inline bool qn_type_is_count(const qn_catalogue *catalogue, const qn_node *x)
{
	return x->type == QN_NUMBER && qn_dimension_is_count(&catalogue->units, x->dimension);
}

/* what: "added", "subtracted", "compared" … */
int qn_misfit_pair(qn_misfit *m, uint32_t a, uint32_t b, const char *what);
int qn_misfit_unlike(qn_misfit *m, uint32_t a, uint32_t b, const char *what); /* two numbers */
int qn_misfit_calculation(qn_misfit *m, uint32_t index);                      /* no number at all */
int qn_misfit_pure(qn_misfit *m, uint32_t index, const char *function);
int qn_misfit_mask(qn_misfit *m, uint32_t index);
int qn_misfit_exponent(qn_misfit *m, uint32_t of, uint32_t exponent);
int qn_misfit_root(qn_misfit *m, uint32_t index);
int qn_misfit_rounded(qn_misfit *m, uint32_t index, const char *name);
int qn_misfit_unit(qn_misfit *m, uint32_t index, const qn_unit *unit);
int qn_misfit_compared(qn_misfit *m, uint32_t index); /* a condition or a category */
int qn_misfit_lag(qn_misfit *m, uint32_t index, int most);
int qn_misfit_quantile(qn_misfit *m, uint32_t index);
