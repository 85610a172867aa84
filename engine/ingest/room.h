/* SPDX-License-Identifier: Apache-2.0 */
/* room.h - room for a great many blocks of one size: from the heap up to a bound, beyond it in a temporary file that is mapped, so
 * that what is not at hand need not stay in memory. */
#pragma once
#include <stddef.h>

typedef struct qn_room qn_room;

/* block: bytes of each; bound: bytes that the heap may give. NULL when there is no memory. */
qn_room *qn_room_new(size_t block, size_t bound);
void qn_room_free(qn_room *room); /* all its blocks were given back; NULL is fine */
/* A block, not zeroed, aligned for any type; NULL with errno when there is neither memory nor disk. */
void *qn_room_take(qn_room *room);
void qn_room_give(qn_room *room, void *block);
/* Lets what lies in the file leave memory until it is touched again. Cheap where there is no file. */
void qn_room_rest(qn_room *room);
size_t qn_room_filed(const qn_room *room); /* bytes that lie in the file */
