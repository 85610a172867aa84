print(string.rep("x", 50000000))
error("done")
