("x"):rep(1e6):find("[" .. ("%a"):rep(1e5))
