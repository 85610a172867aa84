while true do string.rep("", 1 << 50) end
