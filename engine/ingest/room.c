/* SPDX-License-Identifier: Apache-2.0 */
/* room.c - the file grows by extents, each reserved on disk before it is mapped: a full disk is told here and not by a signal
 * later. Its pages belong to the system, which writes them out when it needs the memory. */
#include "ingest/room.h"
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>
#include "base/scratch.h"

enum { EXTENT = 16 << 20, PAGE = 4096 };

struct qn_room {
	size_t block, bound, given; /* given: bytes of the heap that are out */
	FILE *file;
	char **extent;
	size_t extents, used;       /* used: bytes of the last extent */
};

qn_room *qn_room_new(size_t block, size_t bound)
{
	qn_room *room = calloc(1, sizeof *room);
	if (!room)
		return NULL;
	room->block = (block + PAGE - 1) / PAGE * PAGE;
	room->bound = bound;
	room->used = EXTENT;
	return room;
}

void qn_room_free(qn_room *room)
{
	if (!room)
		return;
	for (size_t i = 0; i < room->extents; i++)
		munmap(room->extent[i], EXTENT);
	free(room->extent);
	if (room->file)
		fclose(room->file);
	free(room);
}

static bool add_extent(qn_room *room)
{
	char **more = realloc(room->extent, (room->extents + 1) * sizeof *more);
	off_t at = (off_t)room->extents * EXTENT;
	if (!more)
		return false;
	room->extent = more;
	if (!room->file && !(room->file = qn_scratch_open()))
		return false;
	if ((errno = posix_fallocate(fileno(room->file), at, EXTENT)) != 0)
		return false;
	more[room->extents] = mmap(NULL, EXTENT, PROT_READ | PROT_WRITE, MAP_SHARED, fileno(room->file), at);
	if (more[room->extents] == MAP_FAILED)
		return false;
	room->extents++;
	room->used = 0;
	return true;
}

static void *take_filed(qn_room *room)
{
	if (room->used + room->block > EXTENT) {
		qn_room_rest(room);
		if (!add_extent(room))
			return NULL;
	}
	room->used += room->block;
	return room->extent[room->extents - 1] + room->used - room->block;
}

void *qn_room_take(qn_room *room)
{
	void *block = room->given + room->block <= room->bound ? malloc(room->block) : NULL;
	if (!block)
		return take_filed(room);
	room->given += room->block;
	return block;
}

void qn_room_give(qn_room *room, void *block)
{
	char *at = block;
	for (size_t i = 0; i < room->extents; i++)
		if (at >= room->extent[i] && at < room->extent[i] + EXTENT) {
			madvise(at, room->block, MADV_DONTNEED);
			return;
		}
	room->given -= room->block;
	free(block);
}

void qn_room_rest(qn_room *room)
{
	for (size_t i = 0; i < room->extents; i++)
		madvise(room->extent[i], EXTENT, MADV_DONTNEED);
}

size_t qn_room_filed(const qn_room *room) { return room->extents * EXTENT; }
