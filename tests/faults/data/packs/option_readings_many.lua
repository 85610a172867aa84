local t = {}
for i = 1, 1e6 do t[i] = { "r" .. i, zh = "x", en = "x" } end
option "o" { readings = t, default = "r1" }
