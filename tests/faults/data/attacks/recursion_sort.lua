local function f() local t = {}; for i = 1, 50 do t[i] = i end; table.sort(t, function(a, b) f(); return a < b end) end
while true do pcall(f) end
