local a, b = string.rep("x", 60000000), string.rep("x", 60000000)
while true do local c = a <= b end
