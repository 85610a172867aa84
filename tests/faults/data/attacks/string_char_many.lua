string.char(unpack({}, 1, 10000000))
