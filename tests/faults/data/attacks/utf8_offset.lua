while true do utf8.offset(("\xBF"):rep(1e7), 1, 1e7) end
