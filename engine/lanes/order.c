/* SPDX-License-Identifier: Apache-2.0 */
/* order.c - many are sorted by the digits of their bits, from the last to the first: no comparison, no branch that could be
 * guessed wrong; a digit that all share costs no pass. Few are merged. */
#include "lanes/order.h"
#include <stdint.h>
#include <string.h>

enum { BITS = 11, DIGITS = 6, VALUES = 1 << BITS, MANY = 1500 };

typedef struct { uint64_t key; uint64_t from; } item;

/* The greatest number becomes the least key; zeros are one number whatever their sign. */
static uint64_t key_of(double x)
{
	uint64_t bits;
	x += 0.0;
	memcpy(&bits, &x, sizeof bits);
	return bits >> 63 ? bits : ~bits & ~(UINT64_C(1) << 63);
}

static size_t digit(uint64_t key, int of)
{
	return key >> (of * BITS) & (VALUES - 1);
}

static void count_digits(const item *list, size_t count, uint32_t counts[DIGITS][VALUES])
{
	memset(counts, 0, DIGITS * sizeof *counts);
	for (size_t i = 0; i < count; i++)
		for (int d = 0; d < DIGITS; d++)
			counts[d][digit(list[i].key, d)]++;
}

static void distribute(const item *from, size_t count, int by, uint32_t counts[VALUES], item *to)
{
	uint32_t start = 0;
	for (size_t v = 0; v < VALUES; v++) {
		uint32_t of = counts[v];
		counts[v] = start;
		start += of;
	}
	for (size_t i = 0; i < count; i++)
		to[counts[digit(from[i].key, by)]++] = from[i];
}

static item *sort_many(item *list, item *spare, size_t count)
{
	uint32_t counts[DIGITS][VALUES];
	count_digits(list, count, counts);
	for (int d = 0; d < DIGITS; d++) {
		item *kept = list;
		if (counts[d][digit(list->key, d)] == count)
			continue;
		distribute(list, count, d, counts[d], spare);
		list = spare;
		spare = kept;
	}
	return list;
}

static void merge(const item *from, size_t low, size_t middle, size_t high, item *to)
{
	size_t i = low, j = middle;
	for (size_t k = low; k < high; k++)
		to[k] = j >= high || (i < middle && from[i].key <= from[j].key) ? from[i++] : from[j++];
}

static item *sort_few(item *list, item *spare, size_t count)
{
	for (size_t width = 1; width < count; width *= 2) {
		item *kept = list;
		for (size_t low = 0; low < count; low += 2 * width) {
			size_t middle = low + width < count ? low + width : count, high = low + 2 * width < count ? low + 2 * width : count;
			merge(list, low, middle, high, spare);
		}
		list = spare;
		spare = kept;
	}
	return list;
}

void qn_ranks(const double *value, size_t count, double *rank, void *room)
{
	item *list = room;
	for (size_t i = 0; i < count; i++)
		list[i] = (item){ key_of(value[i]), i };
	list = count < MANY ? sort_few(list, list + count, count) : sort_many(list, list + count, count);
	for (size_t i = 0, first = 0; i < count; i++) {
		first = list[i].key == list[first].key ? first : i;
		rank[list[i].from] = (double)first + 1;
	}
}
