while true do pcall(error, string.rep("x", 1000000)) end
