string.rep("abcdefgh", math.maxinteger // 4)
