/* SPDX-License-Identifier: Apache-2.0 */
/* digest.h - fingerprints: SHA-256 for content, CRC-32C for damage, a 64-bit hash that names and seeds share. */
#pragma once
#include <stddef.h>
#include <stdint.h>

typedef struct { uint8_t byte[32]; } qn_sha256;
typedef struct { const char *path; qn_sha256 content; } qn_source; /* a file known by what it holds */
typedef struct qn_hasher qn_hasher; /* feeds SHA-256 piece by piece */

qn_sha256 qn_sha256_of(const void *bytes, size_t length);
qn_hasher *qn_hasher_new(void); /* NULL when there is no memory */
void qn_hasher_add(qn_hasher *hasher, const void *bytes, size_t length);
void qn_hasher_text(qn_hasher *hasher, const char *text); /* with its final zero, so that pieces cannot run together */
qn_sha256 qn_hasher_end(qn_hasher *hasher);               /* frees it */
void qn_sha256_hex(qn_sha256 digest, char out[65]);

uint32_t qn_crc32c(uint32_t crc, const void *bytes, size_t length); /* start with 0; hardware where there is any */
uint32_t qn_crc32c_portable(uint32_t crc, const void *bytes, size_t length); /* the same value, by tables: what it is tested against */
/* Part of the meaning of random draws: never to change. FNV-1a over the bytes, mixed by the finaliser of SplitMix64. */
uint64_t qn_hash64(uint64_t seed, const void *bytes, size_t length);
/* A quick one, a word at a time, that says whether two processes of one machine speak of the same bytes. */
uint64_t qn_hash_words(const void *bytes, size_t length);
