criterion "x" { title = { en = "x" }, needs = function(c, p) c.revenue = 3; return c.revenue >= 1 end }
