require(("x"):rep(1e6))
