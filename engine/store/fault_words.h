/* SPDX-License-Identifier: Apache-2.0 */
/* fault_words.h - private to the store: what is wrong with it, in words of both languages. */
#pragma once
#include "store/care.h"
#include "store/pages.h"

/* What is noted in English where it is found, in Chinese; the English itself where there is none. */
const char *qn_fault_chinese(const char *english);

/* The line of both languages at once: "the column revenue of 2025 (cluster): its checksum does not fit". */
typedef struct { qn_buffer chinese, english; } qn_fault_line;
void qn_fault_line_free(qn_fault_line *line);

/* An entry by its key, and what is wrong with it. snapshot: for names; NULL where none can be had. */
void qn_fault_of_entry(qn_snapshot *snapshot, qn_db db, const void *key, size_t length, const char *what, qn_fault_line *out);
/* What a page's fault costs: an entry, or all from one to before another. */
void qn_fault_of_page(const qn_page_fault *fault, qn_fault_line *out);
/* Tells a line, and frees it. */
int qn_fault_tell(qn_fault_line *line, int (*told)(void *context, const qn_both *words), void *context, qn_error *err);
