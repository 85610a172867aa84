/* SPDX-License-Identifier: Apache-2.0 */
/* import_raw.h - W1 written out by hand on raw LMDB, on one thread, trusting its input: names of eight bytes, rows without
 * quotes, values below 2^53. It keeps what the engine keeps (columns, the line of each value, what corrections replaced) but
 * no checksums, no fingerprint of the file and no words for what is wrong. It is the limit that the engine is held against. */
#pragma once
#include <stdbool.h>
#include <stdint.h>

/* A store that knows its entities and nothing else. */
bool raw_create(const char *folder, uint32_t entities);
/* Rows of cells that are not there yet; durable when true. */
bool raw_import(const char *folder, const char *csv);
/* Rows of cells that are there, in order of entities; number: of the import. */
bool raw_correct(const char *folder, const char *csv, uint16_t number);
/* Calls each for every value, column by column. */
bool raw_visit(const char *folder, void (*each)(void *context, int indicator, int year, uint32_t entity, double value), void *context);
