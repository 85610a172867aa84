string.unpack("i8", "x", 1 << 62)
