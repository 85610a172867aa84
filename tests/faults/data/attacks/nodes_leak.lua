local kept
criterion "x" { title = { en = "x" }, needs = function(c, p) kept = c.revenue; return c.revenue >= yi(1) end }
criterion "y" { title = { en = "y" }, needs = function(c, p) return kept >= yi(1) end }
