/* SPDX-License-Identifier: Apache-2.0 */
/* rules.h - a text run as the rules of a pack, over the fixture's catalogue. */
#pragma once
#include "fixture.h"
#include "script/host/script.h"

static inline int run_text(const char *text, qn_program **out, qn_error *err)
{
	static qn_catalogue catalogue;
	const qn_script_options options = { .guest = BUILD_DIR "/qunce-guest", .library = SOURCE_DIR "/scripts/lib", .cache = "" };
	const qn_script script = { "rules.lua", text, strlen(text) };
	catalogue = fixture_catalogue();
	return qn_script_run(&script, 1, "rules.lua", &catalogue, NULL, &options, out, err);
}
