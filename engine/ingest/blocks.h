/* SPDX-License-Identifier: Apache-2.0 */
/* blocks.h - a file as UTF-8 text, block after block, so that a long one needs no memory of its length. A thread of its
 * own reads, fingerprints, checks and converts ahead of who takes the blocks; what comes out depends neither on the
 * thread nor on the size of the blocks. The encoding is told as by qn_text_decode
 * (encoding.h); so where text breaks off as UTF-8, all of it begins anew. */
#pragma once
#include "base/digest.h"
#include "ingest/csv.h"

typedef struct qn_blocks qn_blocks;
enum { QN_BLOCK = 256 << 10, QN_ANEW = 2 };

/* "-" is standard input; what cannot be read twice is kept in a temporary file. path and name are borrowed: the first is
 * for failures of the system, the second for faults of the text. size: bytes read at a time, at least 1. */
int qn_blocks_open(const char *path, const char *name, size_t size, qn_blocks **out, qn_error *err);
/* 1 with the next bytes, lent until the next call; 0 at the end; QN_ANEW: forget all that came so far, it begins again. */
int qn_blocks_next(qn_blocks *blocks, const char **bytes, size_t *length, qn_error *err);
/* The next block is the first one again. */
int qn_blocks_rewind(qn_blocks *blocks, qn_error *err);
/* For what is no text: the file, seekable, lent; and the fingerprint of its bytes, found by reading them all. */
int qn_blocks_file(const qn_blocks *blocks);
int qn_blocks_fingerprint(const qn_blocks *blocks, qn_sha256 *out, qn_error *err);
const char *qn_blocks_encoding(const qn_blocks *blocks); /* as qn_text_decode names it; sure at the end */
qn_sha256 qn_blocks_digest(const qn_blocks *blocks);     /* of the file's own bytes; at the end */
void qn_blocks_free(qn_blocks *blocks);                  /* NULL is fine */
