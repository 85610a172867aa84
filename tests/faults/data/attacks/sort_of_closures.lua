local t = {} for i = 1, 3e5 do t[i] = function() return i end end
table.sort(t, function(a, b) table.sort(t, function(x, y) return x() > y() end) return a() < b() end)
