while true do xpcall(function() local t = {} while true do t[#t + 1] = ("x"):rep(1e6) .. #t end end, function() return true end) end
