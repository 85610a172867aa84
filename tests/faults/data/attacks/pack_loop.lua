while true do pcall(string.pack, string.rep("!16 j", 100), 1, 2, 3) end
