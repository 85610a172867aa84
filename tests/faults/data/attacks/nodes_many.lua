criterion "x" { title = { en = "x" }, needs = function(c, p) local s = c.revenue; for i = 1, 1000000 do s = s + c.revenue end; return s >= yi(1) end }
