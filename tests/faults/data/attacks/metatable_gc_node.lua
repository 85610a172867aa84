criterion "x" { title = { en = "x" }, needs = function(c, p) getmetatable(c).__gc = function() end end }
