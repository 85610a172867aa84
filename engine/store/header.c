/* SPDX-License-Identifier: Apache-2.0 */
/* header.c - the header pages of LMDB 0.9 on a 64-bit little-endian machine: page header 16 (flags at 10), then magic 4, version 4,
 * address 8, map size 8, two trees of 48 (page size in the first 4 bytes of the first), last page 8, transaction 8. Other pages
 * and trees: see pages.c. */
#include "store/header.h"
#include <errno.h>
#include <lmdb.h>
#include <string.h>
#include <unistd.h>

enum { HEADER = 152, HEADER_FLAG = 0x08, LEAF = 0x02, DATA_VERSION = 1, DEEPEST = 32, PAGE_HEAD = 16, NUMBER = 8 };
static const uint32_t lmdb_magic = 0xBEEFC0DE;


qn_tree qn_tree_at(const unsigned char *at)
{
	return (qn_tree){ .flags = qn_u16_at(at + 4), .depth = qn_u16_at(at + 6), .branches = qn_u64_at(at + 8), .leaves = qn_u64_at(at + 16), .longs = qn_u64_at(at + 24),
		.entries = qn_u64_at(at + 32), .root = qn_u64_at(at + 40) };
}

int qn_read_at(int file, void *out, size_t length, uint64_t at)
{
	char *to = out;
	while (length > 0) {
		ssize_t count = pread(file, to, length, (off_t)at);
		if (count == 0)
			return 0;
		if (count < 0 && errno == EINTR)
			continue;
		if (count < 0)
			return -1;
		to += count, at += (uint64_t)count, length -= (size_t)count;
	}
	return 1;
}

int qn_header_read(int file, uint64_t at, qn_header *out)
{
	unsigned char raw[HEADER];
	int got = qn_read_at(file, raw, sizeof raw, at);
	if (got <= 0)
		return got < 0 ? errno : MDB_INVALID;
	if (!(qn_u16_at(raw + 10) & HEADER_FLAG) || qn_u32_at(raw + 16) != lmdb_magic)
		return MDB_INVALID;
	if (qn_u32_at(raw + 20) != DATA_VERSION)
		return MDB_VERSION_MISMATCH;
	*out = (qn_header){ .page_size = qn_u32_at(raw + 40), .free = qn_tree_at(raw + 40), .main = qn_tree_at(raw + 40 + QN_TREE_BYTES), .last = qn_u64_at(raw + 136),
		.transaction = qn_u64_at(raw + 144) };
	return out->page_size < 256 || out->page_size > 65536 || (out->page_size & (out->page_size - 1)) ? MDB_CORRUPTED : 0;
}

/* The last node of a page, as far as its key if that is a number: 1, 0 if the page is not what it should be, -1 with errno. */
static int read_last_node(int file, const qn_header *header, uint64_t page, bool leaf, unsigned char out[8 + NUMBER])
{
	unsigned char head[PAGE_HEAD] = { 0 }, place[2] = { 0 };
	uint64_t at = page * header->page_size;
	if (page < 2 || page > header->last)
		return 0;
	int got = qn_read_at(file, head, sizeof head, at);
	uint16_t lower = qn_u16_at(head + 12);
	if (got <= 0 || qn_u64_at(head) != page || !(qn_u16_at(head + 10) & LEAF) == leaf || lower < PAGE_HEAD + sizeof place || lower > header->page_size)
		return got < 0 ? -1 : 0;
	got = qn_read_at(file, place, sizeof place, at + lower - sizeof place);
	if (got <= 0 || qn_u16_at(place) > header->page_size - 8 - NUMBER)
		return got < 0 ? -1 : 0;
	return qn_read_at(file, out, 8 + NUMBER, at + qn_u16_at(place));
}

int qn_header_recorded(int file, const qn_header *header, uint64_t *out)
{
	unsigned char node[8 + NUMBER];
	uint64_t page = header->free.root;
	*out = 0;
	for (int level = header->free.depth; level > 0 && level <= DEEPEST; level--) {
		int got = read_last_node(file, header, page, level == 1, node);
		if (got <= 0)
			return got < 0 ? errno : 0;
		if (level == 1)
			*out = qn_u16_at(node + 6) == NUMBER ? qn_u64_at(node + 8) : 0;
		page = qn_u16_at(node) | (uint64_t)qn_u16_at(node + 2) << 16 | (uint64_t)qn_u16_at(node + 4) << 32;
	}
	return 0;
}

/* A change writes the header of its number's parity, and its number is one more than the other's. What the other state led to is as it
 * was until the next change, and may not turn out to be that of the next number. */
bool qn_headers_fit(const qn_header two[2], const uint64_t recorded[2])
{
	int newer = two[1].transaction > two[0].transaction;
	uint64_t number = two[newer].transaction;
	return two[0].transaction % 2 == 0 && two[1].transaction % 2 == 1 && number - two[1 - newer].transaction == 1
		&& (number == 1 || recorded[newer] == number) && recorded[1 - newer] != number + 1;
}
