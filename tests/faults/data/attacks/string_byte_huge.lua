string.byte(string.rep("x", 10000000), 1, -1)
