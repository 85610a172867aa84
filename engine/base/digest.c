/* SPDX-License-Identifier: Apache-2.0 */
#include "base/digest.h"
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <sha2.h>

struct qn_hasher { SHA2_CTX context; };

qn_hasher *qn_hasher_new(void)
{
	qn_hasher *hasher = malloc(sizeof *hasher);
	if (hasher)
		SHA256Init(&hasher->context);
	return hasher;
}

void qn_hasher_add(qn_hasher *hasher, const void *bytes, size_t length)
{
	SHA256Update(&hasher->context, bytes, length);
}

void qn_hasher_text(qn_hasher *hasher, const char *text)
{
	qn_hasher_add(hasher, text, strlen(text) + 1);
}

qn_sha256 qn_hasher_end(qn_hasher *hasher)
{
	qn_sha256 digest;
	SHA256Final(digest.byte, &hasher->context);
	free(hasher);
	return digest;
}

qn_sha256 qn_sha256_of(const void *bytes, size_t length)
{
	SHA2_CTX context;
	qn_sha256 digest;
	SHA256Init(&context);
	SHA256Update(&context, bytes, length);
	SHA256Final(digest.byte, &context);
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

static const uint32_t polynomial = 0x82F63B78; /* CRC-32C, reflected */

static uint32_t crc_by_bits(uint32_t crc, const uint8_t *byte, size_t length)
{
	while (length--) {
		crc ^= *byte++;
		for (int bit = 0; bit < 8; bit++)
			crc = (crc >> 1) ^ (polynomial & (0u - (crc & 1)));
	}
	return crc;
}

#if defined __x86_64__
__attribute__((target("sse4.2"))) static uint32_t crc_by_instruction(uint32_t crc, const uint8_t *byte, size_t length)
{
	uint64_t wide = crc, word;
	for (; length >= sizeof word; byte += sizeof word, length -= sizeof word) {
		memcpy(&word, byte, sizeof word);
		wide = __builtin_ia32_crc32di(wide, word);
	}
	crc = (uint32_t)wide;
	while (length--)
		crc = __builtin_ia32_crc32qi(crc, *byte++);
	return crc;
}
#endif

uint32_t qn_crc32c(uint32_t crc, const void *bytes, size_t length)
{
#if defined __x86_64__
	if (__builtin_cpu_supports("sse4.2"))
		return ~crc_by_instruction(~crc, bytes, length);
#endif
	return ~crc_by_bits(~crc, bytes, length);
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
