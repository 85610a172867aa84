/* SPDX-License-Identifier: Apache-2.0 */
/* mapping.h - a table from elsewhere in the words of this store: a small CSV of what, from, to.
 *
 *   what,from,to
 *   column,geo,entity              a column goes by another name: entity, period, value …, or an indicator's; what it says beside that, a
 *                                  unit or a period (税收总计(万元)), is heard as if the other name said it, where no factor is given; so is
 *                                  a unit beside an indicator's name in a cell
 *   column,TIME_PERIOD,period
 *   pass,OBS_FLAG,                 a column is passed over
 *   where,unit,CP_MEUR             only rows that have this in the column (several: any of them); others are passed over. The
 *                                  column says all the same what it does in the store's own words (unit, source, synthetic, a field of a
 *                                  register), but for a code of a unit that no line tells
 *   entity,DE,germany              what stands in the column of entities (indicator, period, value, source … alike) means another
 *   value,:,                       … and nothing: not known. Cells are met as people write them: of full width, with other blanks, and
 *                                  of values another way of writing the number (9999.0); what is written exactly so goes first
 *   constant,source,Eurostat       a column that the table does not have, the same in every row
 *   factor,gdp,0.01                values of the indicator, by any of its names (*: of any), times this; one factor, and no unit beside it
 *
 * Rows stay what they are: the same lines, the same columns, constants behind the last. In a wide table, units below the header and
 * notes are of no row: they get no constants, and where does not ask those that are empty in its column. */
#pragma once
#include "ingest/importing.h"
#include "ingest/shapes.h"

typedef struct qn_mapping qn_mapping;

int qn_mapping_open(const char *path, qn_mapping **out, qn_error *err);
void qn_mapping_free(qn_mapping *mapping); /* NULL is fine */
/* What values of each indicator are multiplied with, lent; NULL: nothing. QN_EINPUT for an indicator that there is not. */
int qn_mapping_factors(qn_mapping *mapping, const qn_catalogue *catalogue, const double **out, qn_error *err);
/* Before the first row: what the names in the file say beside themselves, by the units of the catalogue and the factors. */
int qn_mapping_asides(qn_mapping *mapping, const qn_catalogue *catalogue, qn_error *err);
/* The file's own name of a renamed column, from 0, if it speaks of a part of a year that no period is made of: 1-9月税收; else NULL. */
const char *qn_mapping_part(const qn_mapping *mapping, size_t column);
/* From the beginning of a table. */
void qn_mapping_begin(qn_mapping *mapping);
/* 1 with *out, lent until the next call; 0: the row is passed over; or an error: a column it speaks of is not in the header. The
 * header is the first row that has any of those columns; of a mapping that speaks of none, the one that shaping reads the table by. */
int qn_mapping_row(qn_mapping *mapping, qn_importing *i, qn_shaping *shaping, const qn_csv_row *row, qn_csv_row *out, qn_error *err);
/* QN_EINPUT if the header never came, though the mapping speaks of columns, or was another row than the table was read by. */
int qn_mapping_end(const qn_mapping *mapping, const qn_importing *i, qn_error *err);
/* Does it give every row a constant in that column of the long form? Does a column of the table, from 0, decide which rows are read? */
bool qn_mapping_gives(const qn_mapping *mapping, int column);
bool qn_mapping_filters(const qn_mapping *mapping, size_t column);
uint64_t qn_mapping_passed(const qn_mapping *mapping); /* rows passed over */
