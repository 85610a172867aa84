check "c" { severity = { "error" }, title = { zh = "x", en = "x" }, holds = function(c) return c.revenue >= yi(1) end }
