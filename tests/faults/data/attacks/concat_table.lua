local t = {}
for i = 1, 10000 do t[i] = string.rep("x", 100000) end
local s = table.concat(t, string.rep("y", 1000000))
