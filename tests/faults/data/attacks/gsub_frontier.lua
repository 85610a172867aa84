while true do string.gsub(string.rep("x", 1000000), "%f[y]x*", "") end
