/* SPDX-License-Identifier: Apache-2.0 */
/* workbook.h - a report as a workbook: a sheet for each table, with the report's notes below and its mark in each row. */
#pragma once
#include "files/workbook.h"
#include "report/report.h"

/* file: where it is made; lent. about: for messages. The file is whole when this is QN_OK, and can be kept. */
int qn_report_draw(const qn_report *report, const qn_outfile *file, const char *about, const char *maker, qn_error *err);
