local function f(...) return select("#", ...) + select("#", unpack({ ... })) end
local t = {} for i = 1, 200 do t[i] = i end
while true do f(unpack(t)) end
