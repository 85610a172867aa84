local g = {}
for y = 1, 1e6 do g[tostring(y)] = function(v) return v >= y end end
target "t" { value = function(c) return count(c.revenue >= yi(1)) end, goals = g }
