/* SPDX-License-Identifier: Apache-2.0 */
/* spawn.h - files of other programs are read and written by a program of its own, qunce-files: what it is given may be
 * hostile, and what it needs to link would slow every start. It has two pipes, the one file it reads, little memory and
 * little time. What it sends is bounded here and checked by whoever takes it. */
#pragma once
#include "base/error.h"
#include "files/frame.h"

typedef struct qn_files qn_files;
typedef struct { uint32_t kind; const char *bytes; size_t length; } qn_frame; /* bytes: lent until the next call */

typedef struct {
	const char *verb, *format;  /* "read", "xlsx" */
	const char *argument;       /* what the format wants to be told: a sheet, a path; NULL: nothing */
	int file;                   /* lent: what is read, which is seekable; of what is written qn_outfile_held; -1: none */
	const char *about;          /* the file's name, for messages */
	double seconds;             /* of silence until it is given up; 0: 30 */
	const char *program;        /* path of qunce-files; NULL: beside this program, else the installed one */
} qn_files_task;

int qn_files_start(const qn_files_task *task, qn_files **out, qn_error *err);
/* Sends all, waiting as long as it must. One that no longer listens is no failure here: qn_files_next tells why. */
int qn_files_send(qn_files *files, const void *bytes, size_t length, qn_error *err);
/* Nothing more will be sent. */
void qn_files_sent(qn_files *files);
/* 1 with a frame, 0 when it is done, a negative status when it failed: "FILE: what, why, what to do", or when it died. */
int qn_files_next(qn_files *files, qn_frame *out, qn_error *err);
void qn_files_free(qn_files *files); /* ends the program; NULL is fine */
