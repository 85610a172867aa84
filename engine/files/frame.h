/* SPDX-License-Identifier: Apache-2.0 */
/* frame.h - what qunce-files sends: frames of a 4-byte kind, a 4-byte length and so many bytes; integers little-endian.
 * FAILURE and DONE are the last. What it is sent is the stream of the format it writes, and nothing where it reads. */
#pragma once
#include <stddef.h>
#include <stdint.h>

enum {
	QN_FRAME_DONE = 1, /* no bytes: all was read, or what was written is in its place */
	QN_FRAME_FAILURE,  /* a qn_status, row and column (0: none), words in English, a zero, words in Chinese */
	QN_FRAME_NOTE,     /* what someone should know: words in English, a zero, words in Chinese */
	QN_FRAME_SHEET,    /* the name of the sheet whose rows follow */
	QN_FRAME_ROW,      /* its number in the sheet, from 1; then of every cell up to the last that holds something: length, text, a zero. A zero
	                    * within parts the text from what else is to be known of it: = and what a figure is read from, or ^ and what is
	                    * left without what is struck out */
	QN_FRAME_MERGED,   /* after the rows, cells that are one: its first row and column, its last row and column, from 1 */
	QN_FRAME_PRINTED   /* after the rows, words that are printed above or below them on each page */
};
enum { QN_FRAME_HEAD = 8, QN_FRAME_MOST = 16 << 20 };

static inline void qn_frame_put(unsigned char *at, uint32_t number)
{
	for (int i = 0; i < 4; i++)
		at[i] = (unsigned char)(number >> (8 * i));
}

static inline uint32_t qn_frame_get(const void *from)
{
	const unsigned char *at = from;
	return (uint32_t)at[0] | (uint32_t)at[1] << 8 | (uint32_t)at[2] << 16 | (uint32_t)at[3] << 24;
}
