criterion "x" { title = { en = "x" }, needs = function(c, p) while true do pcall(function() local n = 0; while true do n = n + 1 end end) end end }
