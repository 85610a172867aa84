("%s"):rep(1e6):format(unpack({ 1, 2, 3 }))
