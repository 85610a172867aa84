local s = string.rep("(", 1000000)
while true do string.find(s, "%b()") end
