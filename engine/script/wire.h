/* SPDX-License-Identifier: Apache-2.0 */
/* wire.h - what goes through the pipes between host and guest: frames of a 4-byte kind, an 8-byte length, bytes;
 * integers little-endian. Host to guest, one each, in order: CATALOGUE, NAMES (a program, may be empty), LIMITS
 * (8 bytes each: memory, milliseconds, instructions), any number of SCRIPT (path, zero, text) - the library first, as
 * <lib>/NAME.lua - and RUN (path of main). Guest to host: PROGRAM, or FAILURE (4-byte qn_status, then
 * words in English and, behind a zero byte, in Chinese where there are any). */
#pragma once
#include <stdint.h>
#include "plan/program.h"

#define QN_WIRE_LIBRARY QN_LIBRARY

enum { QN_WIRE_CATALOGUE = 1, QN_WIRE_NAMES, QN_WIRE_LIMITS, QN_WIRE_SCRIPT, QN_WIRE_RUN, QN_WIRE_PROGRAM, QN_WIRE_FAILURE };
enum { QN_WIRE_HEAD = 12, QN_WIRE_MOST = 16 << 20 }; /* bytes of a frame: before those it holds, and of those */

static inline void qn_wire_put(unsigned char *at, uint64_t value, int bytes)
{
	for (int i = 0; i < bytes; i++)
		at[i] = (unsigned char)(value >> (8 * i));
}

static inline uint64_t qn_wire_get(const void *from, int bytes)
{
	const unsigned char *at = from;
	uint64_t value = 0;
	for (int i = 0; i < bytes; i++)
		value |= (uint64_t)at[i] << (8 * i);
	return value;
}
