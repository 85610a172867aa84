local t = { unpack({}, 1, 1 << 30) }
