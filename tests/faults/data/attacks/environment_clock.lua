local t = os.clock()
