/* SPDX-License-Identifier: Apache-2.0 */
#include "base/digest.h"
#include <stdlib.h>
#include <string.h>
#define OPENSSL_API_COMPAT 0x10101000L /* its short way to SHA-256: the long one begins by building a library in memory */
#include <openssl/sha.h>
#include "base/cpu.h"

struct qn_hasher { SHA256_CTX context; };

qn_hasher *qn_hasher_new(void)
{
	qn_hasher *hasher = malloc(sizeof *hasher);
	if (hasher)
		SHA256_Init(&hasher->context);
	return hasher;
}

void qn_hasher_add(qn_hasher *hasher, const void *bytes, size_t length)
{
	SHA256_Update(&hasher->context, bytes, length);
}

void qn_hasher_text(qn_hasher *hasher, const char *text)
{
	qn_hasher_add(hasher, text, strlen(text) + 1);
}

qn_sha256 qn_hasher_end(qn_hasher *hasher)
{
	qn_sha256 digest;
	SHA256_Final(digest.byte, &hasher->context);
	free(hasher);
	return digest;
}

qn_sha256 qn_sha256_of(const void *bytes, size_t length)
{
	SHA256_CTX context;
	qn_sha256 digest;
	SHA256_Init(&context);
	SHA256_Update(&context, bytes, length);
	SHA256_Final(digest.byte, &context);
	return digest;
}

void qn_sha256_hex(qn_sha256 digest, char out[65])
{
	static const char digit[] = "0123456789abcdef";
	for (int i = 0; i < 32; i++) {
		out[2 * i] = digit[digest.byte[i] >> 4];
		out[2 * i + 1] = digit[digest.byte[i] & 15];
	}
	out[64] = 0;
}

/* Half a byte at a time: slow beside the instruction, but a table of one line. */
static uint32_t crc_by_table(uint32_t crc, const uint8_t *byte, size_t length)
{
	static const uint32_t of_nibble[16] = { 0, 0x105ec76f, 0x20bd8ede, 0x30e349b1, 0x417b1dbc, 0x5125dad3, 0x61c69362, 0x7198540d,
		0x82f63b78, 0x92a8fc17, 0xa24bb5a6, 0xb21572c9, 0xc38d26c4, 0xd3d3e1ab, 0xe330a81a, 0xf36e6f75 };
	while (length--) {
		crc ^= *byte++;
		crc = crc >> 4 ^ of_nibble[crc & 15];
		crc = crc >> 4 ^ of_nibble[crc & 15];
	}
	return crc;
}

#if defined __x86_64__
#include <immintrin.h>

/* The instruction takes a word each cycle but answers three cycles later: three streams side by side, as long as there is
 * room for them, then joined. */
enum { STREAM = 1360, AHEAD = 3 * STREAM };

static inline uint64_t word_at(const uint8_t *byte)
{
	uint64_t word;
	memcpy(&word, byte, sizeof word);
	return word;
}

/* crc as if n zero bytes followed; by: x^(8n - 33) modulo the polynomial, reflected. The instruction itself reduces. */
__attribute__((target("sse4.2,pclmul"))) static inline uint64_t followed(uint64_t crc, long long by)
{
	__m128i product = _mm_clmulepi64_si128(_mm_cvtsi64_si128((long long)crc), _mm_cvtsi64_si128(by), 0);
	return _mm_crc32_u64(0, (uint64_t)_mm_cvtsi128_si64(product));
}

__attribute__((target("sse4.2,pclmul"))) static uint32_t crc_by_instruction(uint32_t crc, const uint8_t *byte, size_t length)
{
	uint64_t a = crc;
	for (; length >= 3 * STREAM; byte += 3 * STREAM, length -= 3 * STREAM) {
		uint64_t b = 0, c = 0;
		for (size_t i = 0; i < STREAM; i += 8) {
			__builtin_prefetch(byte + AHEAD + 3 * i);
			a = _mm_crc32_u64(a, word_at(byte + i));
			b = _mm_crc32_u64(b, word_at(byte + STREAM + i));
			c = _mm_crc32_u64(c, word_at(byte + 2 * STREAM + i));
		}
		a = followed(a, 0x5aa1f3cf) ^ followed(b, 0x3f70cc6f) ^ c;
	}
	for (; length >= 8; byte += 8, length -= 8)
		a = _mm_crc32_u64(a, word_at(byte));
	crc = (uint32_t)a;
	while (length--)
		crc = _mm_crc32_u8(crc, *byte++);
	return crc;
}
#endif

uint32_t qn_crc32c(uint32_t crc, const void *bytes, size_t length)
{
#if defined __x86_64__
	if (qn_cpu_has_crc())
		return ~crc_by_instruction(~crc, bytes, length);
#endif
	return qn_crc32c_portable(crc, bytes, length);
}

uint32_t qn_crc32c_portable(uint32_t crc, const void *bytes, size_t length)
{
	return ~crc_by_table(~crc, bytes, length);
}

uint64_t qn_hash64(uint64_t seed, const void *bytes, size_t length)
{
	const uint8_t *byte = bytes;
	uint64_t hash = 0xcbf29ce484222325u ^ seed;
	while (length--)
		hash = (hash ^ *byte++) * 0x100000001b3u;
	hash = (hash ^ (hash >> 30)) * 0xbf58476d1ce4e5b9u;
	hash = (hash ^ (hash >> 27)) * 0x94d049bb133111ebu;
	return hash ^ (hash >> 31);
}

uint64_t qn_hash_words(const void *bytes, size_t length)
{
	const uint8_t *byte = bytes;
	uint64_t hash = length, word;
	for (; length >= sizeof word; byte += sizeof word, length -= sizeof word) {
		memcpy(&word, byte, sizeof word);
		hash = (hash ^ word) * 0x9e3779b97f4a7c15u;
		hash ^= hash >> 29;
	}
	return qn_hash64(hash, byte, length);
}
