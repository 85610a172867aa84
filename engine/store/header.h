/* SPDX-License-Identifier: Apache-2.0 */
/* header.h - private to the store: the two header pages of a data file, by plain reads. Changes write them in turn, and the one of
 * the greater number is what LMDB goes by; no checksum keeps that number, but the state it leads to knows it too. */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* The numbers of a file, of this machine's own order. */
static inline uint16_t qn_u16_at(const unsigned char *at) { uint16_t value; memcpy(&value, at, sizeof value); return value; }
static inline uint32_t qn_u32_at(const unsigned char *at) { uint32_t value; memcpy(&value, at, sizeof value); return value; }
static inline uint64_t qn_u64_at(const unsigned char *at) { uint64_t value; memcpy(&value, at, sizeof value); return value; }

enum { QN_TREE_BYTES = 48 };
typedef struct { uint64_t branches, leaves, longs, entries, root; uint16_t flags, depth; } qn_tree; /* root UINT64_MAX: empty */
qn_tree qn_tree_at(const unsigned char *bytes);

typedef struct { uint32_t page_size; qn_tree free, main; uint64_t last, transaction; } qn_header; /* last: the last page */

/* 1 with the bytes, 0 where the file ends before, -1 with errno. */
int qn_read_at(int file, void *out, size_t length, uint64_t at);
/* The header at a place: 0, LMDB's word for what is wrong with it, or the system's. */
int qn_header_read(int file, uint64_t at, qn_header *out);
/* The number that a header's state knows itself by, 0 if there is none: each change but a file's first gives pages back, and lists them
 * under its own number, the greatest in the tree of free pages. 0, or what the system says where a page cannot be read. */
int qn_header_recorded(int file, const qn_header *header, uint64_t *out);
/* Do the two headers fit together, and to what their states know, so that the one of the greater number is the newer? */
bool qn_headers_fit(const qn_header two[2], const uint64_t recorded[2]);
