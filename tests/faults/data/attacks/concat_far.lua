table.concat({}, "x", math.mininteger, math.maxinteger)
