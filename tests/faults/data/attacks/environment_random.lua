local t = math.random()
