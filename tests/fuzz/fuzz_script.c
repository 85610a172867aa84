/* SPDX-License-Identifier: Apache-2.0 */
/* Any bytes as a script: rewritten, or refused in words; and what is rewritten compiles unless the original does not either. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <lauxlib.h>
#include <lua.h>
#include "script/guest/rewrite.h"
#include "script/host/outside.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int pass(void *context, const qn_outside *found)
{
	*(size_t *)context += strlen(found->name) + strlen(found->kind);
	return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *text = (const char *)data;
	qn_buffer rewritten = { 0 };
	qn_error err = { 0 };
	size_t seen = 0;
	int rc = qn_rewrite("fuzz.lua", text, size, &rewritten, &err);
	if (rc < 0 && !strstr(err.text, "fuzz.lua:"))
		abort();
	if (rc == 1 && !memchr(text, 0, size)) {
		lua_State *L = luaL_newstate();
		if (luaL_loadbufferx(L, rewritten.data ? rewritten.data : "", rewritten.length, "@fuzz.lua", "t") != LUA_OK
		    && luaL_loadbufferx(L, text, size, "@fuzz.lua", "t") == LUA_OK && !strstr(lua_tostring(L, -2), "overflow")
		    && !strstr(lua_tostring(L, -2), "too many") && !strstr(lua_tostring(L, -2), "limit")) {
			fprintf(stderr, "%s\n%s\n", lua_tostring(L, -2), rewritten.data);
			abort();
		}
		lua_close(L);
	}
	qn_buffer_free(&rewritten);
	qn_script_outside(&(qn_script){ "fuzz.lua", text, size }, pass, &seen);
	return 0;
}
