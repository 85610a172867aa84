error(string.rep("long ", 5000000))
