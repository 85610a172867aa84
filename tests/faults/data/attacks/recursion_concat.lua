local s = ""
local function f(x) return "a" .. f(x) end
f(s)
