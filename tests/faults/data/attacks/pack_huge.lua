string.pack("s16", "x" .. string.pack("!16 i16 " .. string.rep("i16", 200000), 1))
