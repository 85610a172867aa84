/* SPDX-License-Identifier: Apache-2.0 */
#include "script/withheld.h"
#include <stddef.h>

const qn_withheld_name qn_withheld[] = {
	{ "math", "random", "chance" }, { "math", "randomseed", "chance" }, { "os", "time", "clock" }, { "os", "date", "clock" }, { "os", "clock", "clock" },
	{ "os", NULL, "outside" }, { "next", NULL, "order" }, { "io", NULL, "outside" }, { "debug", NULL, "outside" }, { "package", NULL, "outside" },
	{ "coroutine", NULL, "outside" }, { "load", NULL, "outside" }, { "loadstring", NULL, "outside" }, { "loadfile", NULL, "outside" },
	{ "dofile", NULL, "outside" }, { "collectgarbage", NULL, "outside" }, { "rawget", NULL, "outside" }, { "rawset", NULL, "outside" },
	{ "rawequal", NULL, "outside" }, { "rawlen", NULL, "outside" }, { "getmetatable", NULL, "outside" }, { "setmetatable", NULL, "outside" },
	{ "_G", NULL, "outside" },
};
_Static_assert(sizeof qn_withheld / sizeof *qn_withheld == QN_WITHHELD, "their number stands in withheld.h");
