criterion "x" { title = { en = "x" }, needs = function(c, p) parameter "z" { title = { en = "z" }, value = 1 }; return c.revenue >= yi(1) end }
