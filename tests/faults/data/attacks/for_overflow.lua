for i = math.maxinteger - 1, math.maxinteger do while true do end end
