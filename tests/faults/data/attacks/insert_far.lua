local t = {}
table.insert(t, math.maxinteger, 1)
