local t = {}
for i = 1, 2000000 do t[i] = (i * 7919) % 1000003 end
while true do table.sort(t, function(a, b) return a < b end); table.sort(t, function(a, b) return a > b end) end
