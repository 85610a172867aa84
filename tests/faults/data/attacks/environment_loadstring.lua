loadstring("x")
