/* SPDX-License-Identifier: Apache-2.0 */
/* heads.h - the names that columns of a table of observations go by, Chinese and English, whatever their width and case. */
#pragma once
#include <stdbool.h>

enum { QN_OF_ENTITY, QN_OF_INDICATOR, QN_OF_PERIOD, QN_OF_VALUE, QN_OF_SOURCE, QN_OF_NOTE, QN_OF_RANK, QN_OF_KNOWN_ON, QN_OF_SUBMITTER,
	QN_OF_OPERATOR, QN_OF_SCOPE, QN_OF_COUNTY, QN_OF_PRODUCT, /* together, an entity */
	QN_OF_UNIT, QN_OF_SYNTHETIC, QN_OF_STATUS, QN_OF_ACTION, QN_OF_FREQUENCY, /* the last three are SDMX-CSV's */
	QN_OF_NAME, /* beside an entity that another column names */
	QN_OF_CITY, /* beside one too: what it belongs to */
	QN_OF_CODE, /* the code of a place beside one: its own, or of what it belongs to */
	QN_OBSERVING_COLUMNS,
	QN_OF_NOTHING /* what a table says for its reader alone: a number of the row, why a row was rejected */ };

/* -1 if no column is called so. */
int qn_head_find(const char *name);
/* Is a column of that name one of those who are judged, and of nobody else: 集群名称? */
bool qn_head_is_of_subject(const char *name);
/* Does a column name the register that its rows are of? Where it does, 集群 too is of those who are judged, for 主体 is of anybody. */
bool qn_head_is_register(const char *name);
bool qn_head_is_of_subject_in_register(const char *name);
bool qn_head_is_credit_code(const char *name);
bool qn_head_is_mark(const char *name); /* synthetic, 合成数据 */
/* Does a column say why a row was refused? Such a file ends with one, in either language; one that was put right and is refused again
 * has it once. */
bool qn_head_is_why(const char *name);
/* That, or what a listing of records says beside them for its reader alone? */
bool qn_head_is_beside_records(const char *name);
/* Does a column tell whom to ask, or when the form was filled in? */
bool qn_head_is_of_filling_in(const char *name);
/* Is it what tells a part of the year that another column tells: 月份, quarter? */
bool qn_head_is_part_of_year(const char *name);
/* The known name nearest to one, or NULL. */
const char *qn_head_nearest(const char *name);
const char *qn_head_name(int column); /* the usual one, in English */
