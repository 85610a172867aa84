/* SPDX-License-Identifier: Apache-2.0 */
/* origins.h - private to the store: where the cells of a chunk came from, and patches of cells with their origins. */
#pragma once
#include "store/columns.h"
#include "store/packing.h"

struct qn_chunk_origins {
	uint32_t import[QN_CHUNK], line[QN_CHUNK]; /* import 0: no cell */
	uint32_t laid;                             /* as read: so many cells were told in layers */
};
typedef struct qn_chunk_origins qn_chunk_origins;

void qn_origins_write(const qn_chunk_origins *origins, qn_buffer *out);
/* The same where every value that is not missing is of one import, from its line of the file. Returns how many there are. */
uint32_t qn_origins_write_new(uint32_t import, const double *value, const uint32_t *line, uint32_t cells, qn_buffer *out);
/* False if the bytes are none of qn_origins_write. */
bool qn_origins_read(const void *bytes, size_t length, qn_chunk_origins *out);

/* Layers: a few cells, all of one import, told behind what qn_origins_write wrote of the others. at: ascending, at least one. */
void qn_layer_write(const qn_chunk_origins *origins, const uint16_t *at, uint32_t cells, qn_buffer *out);
/* Behind the two zeros that one begins with. */
bool qn_layer_read(qn_unpacker *in, qn_chunk_origins *out);
/* Is it better to tell so many cells in a layer than to write all anew? */
bool qn_layer_pays(const qn_chunk_origins *origins, uint32_t cells);

/* Some cells of a chunk: those with an import in `origin`; of them `valued` ones with a value. */
typedef struct {
	qn_chunk_origins origin;
	bool valued[QN_CHUNK];
	double value[QN_CHUNK];
	bool any;
} qn_patch;

void qn_patch_clear(qn_patch *patch);
void qn_patch_write(const qn_patch *patch, qn_buffer *out);
bool qn_patch_read(const void *bytes, size_t length, qn_patch *out);
