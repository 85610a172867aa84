criterion "x" { title = { en = "x" }, needs = function(c, p) while true do end end }
