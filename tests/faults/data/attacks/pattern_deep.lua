string.match(string.rep("(", 300000), string.rep("(", 300000))
