io.open("written", "w"):write("x")
