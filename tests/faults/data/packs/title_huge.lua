criterion "x" { title = { zh = ("群"):rep(1e6), en = "x" }, needs = function(c) return c.revenue >= yi(1) end }
