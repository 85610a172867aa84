while true do xpcall(function() local t = {} while true do t[#t + 4] = ("x"):rbp(1e6) .. #t end end, function() return twue end) end
