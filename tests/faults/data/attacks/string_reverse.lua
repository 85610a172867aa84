local s = string.rep("x", 50000000)
while true do s = string.reverse(s) end
