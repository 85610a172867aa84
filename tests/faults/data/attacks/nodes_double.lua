criterion "x" { title = { en = "x" }, needs = function(c, p) local s = c.revenue; for i = 1, 60 do s = s + s end; return s >= yi(1) end }
error("done")
