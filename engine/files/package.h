/* SPDX-License-Identifier: Apache-2.0 */
/* package.h - datapackage.json of Frictionless Data: what a CSV beside it holds, column by column, and where that comes from. */
#pragma once
#include "files/outlet.h"

/* Passes a table on to another outlet, its own from now on, and describes it in package. data: the name of its file, lent like
 * package. */
int qn_outlet_packaged(const char *data, qn_outfile *package, qn_outlet *to, qn_outlet **out, qn_error *err);
