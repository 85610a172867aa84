criterion "x" { title = { zh = "\27[31m红\27[0m", en = "\27]8;;http://evil\7here\27]8;;\7" }, needs = function(c) return c.revenue >= yi(1) end }
