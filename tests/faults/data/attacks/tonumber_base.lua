while true do tonumber(string.rep("z", 1000000), 36) end
