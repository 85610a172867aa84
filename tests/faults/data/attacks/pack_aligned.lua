string.pack("!16" .. ("Xi16"):rep(1e6), 1)
