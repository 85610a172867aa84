for i = 1, 1e6 do check("c" .. i) { severity = "note", title = { zh = "x", en = "x" }, holds = function(c) return c.revenue >= yi(i) end } end
