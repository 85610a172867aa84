local t = {}
for i = 1, 1000 do t[i] = string.rep(tostring(i), 10000000) end
