while true do local t = {}; for i = 1, 100000 do t[i] = i % 7 end; pcall(table.sort, t, function(a, b) return true end) end
