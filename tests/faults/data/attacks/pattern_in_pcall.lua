while true do pcall(string.find, string.rep("a", 200000), ".-.-.-.-b") end
