string.rep("", 1 << 40, "xxxxxxxx")
