leak = 1
