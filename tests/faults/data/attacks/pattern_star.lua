string.find(string.rep("a", 200000), ".-.-.-.-b")
