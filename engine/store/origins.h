/* SPDX-License-Identifier: Apache-2.0 */
/* origins.h - private to the store: where the cells of a chunk came from, and patches of cells with their origins. */
#pragma once
#include "store/columns.h"

struct qn_chunk_origins { uint32_t import[QN_CHUNK], line[QN_CHUNK]; }; /* import 0: no cell */
typedef struct qn_chunk_origins qn_chunk_origins;

void qn_origins_write(const qn_chunk_origins *origins, qn_buffer *out);
/* False if the bytes are none of qn_origins_write. */
bool qn_origins_read(const void *bytes, size_t length, qn_chunk_origins *out);

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
