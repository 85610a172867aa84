/* SPDX-License-Identifier: Apache-2.0 */
/* withheld.h - what of Lua scripts go without: the sandbox tells those who name it, and lint finds it before anything runs. */
#pragma once

/* member NULL: the whole of it. kind: "chance", "clock", "order", "outside". */
typedef struct { const char *name, *member, *kind; } qn_withheld_name;
extern const qn_withheld_name qn_withheld[];
enum { QN_WITHHELD = 23 }; /* as many as withheld.c lists */
